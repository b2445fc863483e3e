"""From a message to Telegram's HTML: escaped, disarmed, and measured as Telegram counts.

Text stands as it is, what is faint too: Telegram has no grey, and slanted lines would shout. A command
that is tapped runs, so ours stand bare and all that is foreign is parted by a joiner. Web addresses in
the text stay: they lead where they say. So do #tags, which only search.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from adapters.telegram.safe import address, disarmed, escaped, traps, trimmed
from bot.commands.table import BY_NAME
from bot.text.markup import Block, BlockKind, Bold, Code, Link, Message, Span, Time, joins

LENGTH = 4_096
"""UTF-16 units that a message may have, and the measure to which the other limits are scaled."""

_BYTES = 32_768  # of the HTML; 4,096 units scaled up
_ENTITIES = 100  # the rest would silently be left out
_NOTHING = "—"  # Telegram refuses a message without a visible character
_STEP = "\u2003"  # sets in one step of depth; Telegram trims plain spaces where a message begins
_LAST_INSTANT = 2**31 - 1  # seconds; the parser drops a time beyond, and the epoch itself
_KEPT = 512  # blocks whose rendering is remembered: an edition's go to many chats, and are measured first
_VISIBLE = re.compile("[^\\s\u200c\u200d\u2060\u2800\ufe00-\ufe0f\ufffc]")
_BEFORE_COMMAND = re.compile(r'[\s("“]?\Z')
_AFTER_COMMAND = re.compile(r'\Z|[\s.,;:!?)"”]')


def html(message: Message) -> str:
    """The message's text for ``parse_mode=HTML``."""
    return "".join(gap + painted.html for gap, painted in _blocks(message))


def bare(message: Message) -> str:
    """The same text without formatting, for ``parse_mode`` left out; as harmless."""
    return "".join(gap + painted.text for gap, painted in _blocks(message))


def measure(message: Message) -> int:
    """How much of a message's ``LENGTH`` it takes: its UTF-16 units, or its raw bytes or entities in
    proportion to their own limits if that is more."""
    units = size = entities = 0
    for gap, painted in _blocks(message):
        units += len(gap) + painted.units
        size += len(gap) + painted.size
        entities += painted.entities
    return max(units, -(-size * LENGTH // _BYTES), -(-entities * LENGTH // _ENTITIES))


@dataclass(frozen=True, slots=True)
class _Painted:
    """A block: as HTML, as plain text, and what it takes."""

    html: str
    text: str
    units: int  # of UTF-16, of the text
    size: int  # bytes of the HTML
    entities: int


def _painted(html: str, text: str, entities: int) -> _Painted:
    return _Painted(html, text, _units(text), len(html) if html.isascii() else len(html.encode()), entities)


def _blocks(message: Message) -> list[tuple[str, _Painted]]:
    """What can be seen of the message, each block behind the gap to the one above."""
    shown: list[tuple[str, _Painted]] = []
    above: Block | None = None
    for block in message.blocks:
        painted = _block(block)
        if painted is None:
            continue
        gap = "" if above is None else "\n" if joins(above, block) else "\n\n"
        shown.append((gap, painted))
        above = block
    return shown or [("", _painted(_NOTHING, _NOTHING, 0))]


@lru_cache(maxsize=_KEPT)
def _block(block: Block) -> _Painted | None:
    """The block; None if nothing of it can be seen."""
    texts = trimmed(span.text for span in block.spans)
    if not _VISIBLE.search("".join(texts)):
        return None
    inset = _STEP * block.depth
    marked, plain, entities = [inset], [inset], 0
    for number, (span, after) in enumerate(zip(block.spans, traps(texts), strict=True)):
        words, before, behind = _span(span, number, texts, after)
        if inset:
            words = words.replace("\n", f"\n{inset}")
        marked += (before, escaped(words), behind)
        plain.append(words)
        entities += bool(before)
    whole = "".join(marked)
    if block.kind is BlockKind.QUOTE:
        whole = f"<blockquote>{whole}</blockquote>"
        entities += 1
    return _painted(whole, "".join(plain), entities)


def _span(span: Span, number: int, texts: Sequence[str], after: Sequence[int]) -> tuple[str, str, str]:
    """The span's words and the tags before and behind them, if it needs any."""
    text = texts[number]
    if not text.strip():
        return text, "", ""
    match span:
        case Code():
            command = _command(number, texts)
            return (command, "", "") if command else (text, "<code>", "</code>")
        case Bold():
            tags = ("<b>", "</b>")
        case Link() if url := address(span.url):
            tags = (f'<a href="{escaped(url)}">', "</a>")
        case Time() if 0 < (instant := _seconds(span.instant)) <= _LAST_INSTANT:
            tags = (f'<tg-time unix="{instant}" format="r">', "</tg-time>")
        case _:
            tags = ("", "")
    return (disarmed(text, after), *tags)


def _command(number: int, texts: Sequence[str]) -> str | None:
    """The command as it can be tapped, if this is one without arguments and stands alone."""
    text = texts[number]
    if not text.startswith("/") or text[1:] not in BY_NAME:
        return None
    if not _BEFORE_COMMAND.fullmatch("".join(texts[:number])[-1:]):
        return None
    if not _AFTER_COMMAND.match("".join(texts[number + 1 :])):
        return None
    return text.replace(" ", "_")


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
