"""The markup tree: what a message says, for no platform in particular.

A platform renders every node in its own habits; a node that it cannot show it shows as its plain
text. Text in the tree is never escaped: escaping is the renderer's work, and all of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import chain

from bot.text.said import Said


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text; a line feed is a line break."""

    text: str


@dataclass(frozen=True, slots=True)
class Bold:
    """What matters most; at most one a message, or one for each of several stories."""

    text: str


@dataclass(frozen=True, slots=True)
class Faint:
    """What is secondary: scores, sources, ages."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """What a person may type, such as a command."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to an http(s) address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Time:
    """An instant, shown in the reader's own time where the platform can; else as ``text``."""

    instant: datetime
    text: str


Span = Text | Bold | Faint | Code | Link | Time


class BlockKind(StrEnum):
    """How a block stands on the page."""

    PARAGRAPH = "paragraph"
    QUOTE = "quote"  # somebody's words: set off from ours
    ROW = "row"  # a line of a list: no blank line between two rows
    CONTINUED = "continued"  # a row that belongs to the one above, set in


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, quotation or row; ``depth`` sets it in, once a step. One that ``heads`` those
    after it stays with them where a message is cut."""

    spans: tuple[Span, ...]
    kind: BlockKind = BlockKind.PARAGRAPH
    depth: int = 0
    heads: bool = False


class ButtonStyle(StrEnum):
    """What pressing leads to, for platforms that colour their buttons."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


class Takes(StrEnum):
    """What a person is let choose before a button's action is run, on platforms that can."""

    GROUP = "group"  # one of the groups that they run; its id follows the action
    CHANNEL = "channel"  # the same of their channels
    PLACE = "place"  # where they are; ``48.86,2.35`` follows, in degrees north and east


@dataclass(frozen=True, slots=True)
class Button:
    """A command with its arguments behind a label: pressing it runs ``action`` for who presses.

    ``action`` is a command line without the slash, such as ``pick k7``. With ``url`` set the
    button opens that address instead. One that ``takes`` something is shown only in a private chat
    on a platform that can ask for it; a message that bears one bears no buttons of other kinds.
    """

    label: str
    action: str = ""
    url: str | None = None
    style: ButtonStyle = ButtonStyle.PLAIN
    takes: Takes | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A small text file that goes with a message."""

    name: str
    media_type: str
    content: str


@dataclass(frozen=True, slots=True)
class Message:
    """What we say in one go: blocks, then rows of buttons."""

    blocks: tuple[Block, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    files: tuple[File, ...] = ()
    silent: bool = False  # no sound at the receiver's
    preview: bool = False  # whether the first link may unfold
    to: str | None = None  # the id of a message in the same chat that this one answers
    broadcast: bool = False  # part of an edition: one of many alike, not an answer to a person

    def with_buttons(self, *rows: Iterable[Button]) -> Message:
        """The same message with these rows of buttons; empty rows are left out."""
        return replace(self, buttons=tuple(made for row in rows if (made := tuple(row))))


def paragraph(*spans: Span | str) -> Block:
    """A paragraph of these spans; a string is plain text."""
    return Block(_spans(spans))


def row(*spans: Span | str, depth: int = 0) -> Block:
    """A row of a list."""
    return Block(_spans(spans), BlockKind.ROW, depth)


def continued(*spans: Span | str, depth: int = 0) -> Block:
    """A row that belongs to the one above it."""
    return Block(_spans(spans), BlockKind.CONTINUED, depth)


def quote(text: str, depth: int = 0) -> Block:
    """Somebody's words."""
    return Block((Text(text),), BlockKind.QUOTE, depth)


def message(*blocks: Block | str) -> Message:
    """A message of these blocks; a string is a paragraph of plain text."""
    return Message(tuple(paragraph(block) if isinstance(block, str) else block for block in blocks))


def plain(block: Block) -> str:
    """The block's words without any markup."""
    return "".join(span.text for span in block.spans)


def plain_text(said: Message) -> str:
    """The message's words without any markup, as a person would read them aloud."""
    parts: list[str] = []
    for number, block in enumerate(said.blocks):
        if number:
            parts.append("\n" if joins(said.blocks[number - 1], block) else "\n\n")
        parts.append(plain(block))
    return "".join(parts)


def joins(above: Block, below: Block) -> bool:
    """Whether no blank line stands between the two."""
    rows = {BlockKind.ROW, BlockKind.CONTINUED}
    return below.kind is BlockKind.CONTINUED or (above.kind in rows and below.kind in rows)


def _spans(spans: Iterable[Span | str]) -> tuple[Span, ...]:
    return tuple(chain.from_iterable(_worded(span) if isinstance(span, str) else (span,) for span in spans))


def _worded(text: str) -> tuple[Span, ...]:
    """Plain text; a sentence of ours with its commands set apart."""
    if not isinstance(text, Said):
        return (Text(text),)
    return tuple(Code(part) if command else Text(part) for part, command in text.parts) or (Text(""),)
