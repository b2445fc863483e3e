"""A message that is too long for its platform made into several: nothing lost, nothing torn needlessly.

Cut between blocks, before one that heads others where there is one; where one block alone is too long,
between its sentences; where one sentence is, between its words; only a word that is longer than a whole
message is cut inside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.text.markup import Block, Button, Message, Span, plain
from bot.text.sentences import sentences

_WORD = re.compile(r"\S+\s*|\s+")


def split(message: Message, length: int, measure: Callable[[Message], int]) -> tuple[Message, ...]:
    """The message in parts that each ``measure`` at most ``length``, in order.

    The parts' texts joined are the message's text. Buttons and files go with the last part.
    """

    def fits(blocks: tuple[Block, ...]) -> bool:
        return measure(replace(message, blocks=blocks, buttons=(), files=())) <= length

    parts = list(_fill(message.blocks, fits)) or [()]
    bare = [replace(message, blocks=blocks, buttons=(), files=()) for blocks in parts]
    return (*bare[:-1], replace(bare[-1], buttons=message.buttons, files=message.files))


def fit_buttons(message: Message, width: int, rows: int) -> Message:
    """The message with its buttons in rows of at most ``width``, at most so many ``rows``.

    Wide rows are broken; if that makes too many all buttons are set one after the other. What even
    then finds no room is left out: a command does what any button does.
    """
    if not width or not rows:
        return message.with_buttons()
    broken = [piece for row in message.buttons for piece in _broken(row, width)]
    if len(broken) > rows:
        broken = list(_broken(tuple(button for row in message.buttons for button in row), width))
    return message.with_buttons(*broken[:rows])


def _broken(row: tuple[Button, ...], width: int) -> Iterator[tuple[Button, ...]]:
    for start in range(0, len(row), width):
        yield row[start : start + width]


Fits = Callable[[tuple[Block, ...]], bool]


def _fill(blocks: tuple[Block, ...], fits: Fits) -> Iterator[tuple[Block, ...]]:
    """Blocks in as few parts as they go into, in order."""
    part: tuple[Block, ...] = ()
    for block in blocks:
        if fits((*part, block)):
            part = (*part, block)
            continue
        whole, part = _before_last_head(part, block)
        if whole:
            yield whole
        if fits((*part, block)):
            part = (*part, block)
            continue
        if part:
            yield part
        *full, last = _pieces(block, fits)
        yield from ((piece,) for piece in full)
        part = (last,)
    if part:
        yield part


def _before_last_head(part: tuple[Block, ...], block: Block) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The part up to the last block that heads others, and what stays together with the next one. With
    no such block, or one that begins the part, all of it is full."""
    heads = [number for number, each in enumerate(part) if each.heads and number]
    if block.heads or not heads:
        return part, ()
    return part[: heads[-1]], part[heads[-1] :]


def _pieces(block: Block, fits: Fits) -> list[Block]:
    """A block in pieces that each fit a part of its own."""
    if fits((block,)):
        return [block]
    pieces: list[Block] = []
    text = plain(block)
    start = 0
    while start < len(text):
        end = _reach(block, text, start, fits)
        pieces.append(_cut(block, start, end))
        start = end
    return pieces


def _reach(block: Block, text: str, start: int, fits: Fits) -> int:
    """How far a piece that begins at ``start`` may go: as many whole sentences as fit; if not one
    does, as many words; if not one does, as many characters, and one at least."""
    rest = text[start:]
    for units in (sentences(rest), _WORD.findall(rest), rest):
        ends = _ends(start, units)
        taken = _most(ends, lambda end: fits((_cut(block, start, end),)))
        if taken:
            return ends[taken - 1]
    return start + 1


def _ends(start: int, units: list[str] | str) -> list[int]:
    ends: list[int] = []
    for unit in units:
        start += len(unit)
        ends.append(start)
    return ends


def _most(ends: list[int], fits: Callable[[int], bool]) -> int:
    """How many of these ends fit, by halving: a longer piece measures more."""
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(ends[middle - 1]):
            low = middle
        else:
            high = middle - 1
    return low


def _cut(block: Block, start: int, end: int) -> Block:
    """The block's text from ``start`` to ``end`` with its markup."""
    spans: list[Span] = []
    position = 0
    for span in block.spans:
        low, high = max(start - position, 0), min(end - position, len(span.text))
        if low < high:
            spans.append(replace(span, text=span.text[low:high]))
        position += len(span.text)
    return replace(block, spans=tuple(spans))
