"""What must be true of every rendered message, as Telegram's own parser reads it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import SplitResult, unquote, urlsplit

from adapters.telegram import rendering
from adapters.telegram.safe import JOINER
from bot.text.clean import clean
from bot.text.links import is_web, without_userinfo
from bot.text.markup import Block, BlockKind, Bold, Code, Link, Message, Time
from bot.text.splitting import split
from tests.adapters.telegram.td import Entity, detected, kept, parse, units

LENGTH = 4_096
_RAW = 32_768
_ENTITIES = 100
_UNSEEN = dict.fromkeys(map(ord, f"{JOINER}\u200c\u200d\u2800\ufffc\ufe0f"))
# As they are written, as they can be tapped; of a usage that is cut in two the command may stand alone.
_COMMANDS = {"/help": "/help", "/feed add": "/feed_add", "/pick": "/pick"}
_LEADING_ELSEWHERE = ("tg:", "ton:")


def check(message: Message) -> None:
    """Send it in parts, and see that nothing is lost and each part is as it should be."""
    parts = split(message, LENGTH, rendering.measure)
    assert "".join(_raw(part) for part in parts) == _raw(message), "something was lost"
    for part in parts:
        check_part(part)


def check_part(part: Message) -> None:
    """See that a message that fits is accepted, reads as meant and pings nobody."""
    html = rendering.html(part)
    text, entities = parse(html)
    assert text == rendering.bare(part), "the words without markup are others"
    assert text == text.strip(" \n"), "Telegram would trim it"
    sent, stored = kept(text)
    assert stored == sent, "Telegram would delete some of it"
    _fits(part, html, text, entities)
    _reads(part, text, entities)
    _harmless(text, entities, _tapped(part))


def _fits(part: Message, html: str, text: str, entities: list[Entity]) -> None:
    raw = len(html.encode())
    assert units(text) <= LENGTH, "too long"
    assert raw <= _RAW, "too many bytes"
    assert len(entities) <= _ENTITIES, "too many entities"
    counted = max(units(text), -(-raw * LENGTH // _RAW), -(-len(entities) * LENGTH // _ENTITIES))
    assert rendering.measure(part) == counted, "it was measured wrongly"


def _reads(part: Message, text: str, entities: list[Entity]) -> None:
    """The words are those that were meant, and so are the entities, each around its own words."""
    blocks = [said for block in part.blocks if (said := _squeezed(_said(block)))]
    assert _squeezed(text) == (" ".join(blocks) or "—"), "it reads otherwise than meant"
    quotes = [_squeezed(_said(block)) for block in part.blocks if block.kind is BlockKind.QUOTE]
    read = [(each.kind, _squeezed(each.of(text)), each.argument) for each in entities]
    assert [words for kind, words, _ in read if kind == "BlockQuote"] == [words for words in quotes if words]
    spans = [each for each in read if each[0] != "BlockQuote"]
    meant = list(_meant(part, [argument for kind, _, argument in spans if kind == "TextUrl"]))
    assert spans == meant, "the entities are not those that were meant"


def _meant(part: Message, leading: list[str]) -> Iterator[tuple[str, str, str]]:
    """The entities that the message asks for: kind, words, argument. ``leading`` are the addresses that it
    leads to, in order."""
    for block in part.blocks:
        if not _squeezed(_said(block)):
            continue
        for number, span in enumerate(block.spans):
            words = _squeezed(span.text)
            match span:
                case _ if not clean(span.text).strip():
                    continue
                case Bold():
                    yield "Bold", words, ""
                case Code() if not _command(block, number):
                    yield "Code", words, ""
                case Time() if 0 < (seconds := int(span.instant.timestamp())) < 2**31:
                    yield "DateTime", words, str(seconds)
                case Link() if leading and _same_page(span.url, leading[0]):
                    yield "TextUrl", words, leading.pop(0)


def _same_page(url: str, address: str) -> bool:
    """Whether a link with this url may lead to the address: one of the web, of this host, port and page."""
    if not is_web(url) or "\\" in urlsplit(url).netloc:  # which browsers take for a slash
        return False
    meant, leading = urlsplit(without_userinfo(url.strip())), urlsplit(address)
    return meant.netloc.lower() == leading.netloc and _page(meant) == _page(leading)


def _page(parts: SplitResult) -> str:
    page = unquote(f"{parts.path or '/'}?{parts.query}#{parts.fragment}")
    return page.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _harmless(text: str, entities: list[Entity], tapped: list[str]) -> None:
    """Nobody is mentioned, no command stands there but ours, no address leads into the client."""
    assert not [each for each in entities if each.kind == "MentionName"], "it names a person"
    codes = [each for each in entities if each.kind == "Code"]
    found = [each for each in detected(text) if not any(each.meets(code) for code in codes)]
    assert not [each for each in found if each.kind == "Mention"], "it mentions somebody"
    assert [each.of(text) for each in found if each.kind == "BotCommand"] == tapped, "it runs a command"
    addresses = [each.of(text).lower() for each in found if each.kind == "Url"]
    assert not [each for each in addresses if each.startswith(_LEADING_ELSEWHERE)], "it leads elsewhere"


def _tapped(part: Message) -> list[str]:
    """The commands of ours that can be tapped."""
    written = (_command(block, number) for block in part.blocks for number in range(len(block.spans)))
    return [command for command in written if command]


def _command(block: Block, number: int) -> str | None:
    """The command that this span is, as it can be tapped, if it is one and not glued to anything."""
    texts = [clean(span.text) for span in block.spans]
    before, after = "".join(texts[:number]).lstrip(), "".join(texts[number + 1 :]).rstrip()
    clear = (not before or before[-1] in ' \n("“') and (not after or after[0] in ' \n.,;:!?)"”')
    if not clear or not isinstance(block.spans[number], Code):
        return None
    return _COMMANDS.get(texts[number] if after else texts[number].rstrip())


def _said(block: Block) -> str:
    return "".join(_command(block, number) or clean(span.text) for number, span in enumerate(block.spans))


def _squeezed(text: str) -> str:
    return " ".join(clean(text).translate(_UNSEEN).split())


def _raw(message: Message) -> str:
    return "".join(span.text for block in message.blocks for span in block.spans)
