"""From a message to the lines of a terminal: wrapped, set in, and escaped where they need be."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate
from zlib import crc32

from rich.cells import cell_len, chop_cells
from rich.console import Console as Painter
from rich.style import Style
from rich.text import Text as Painted

from adapters.console.look import Look
from adapters.console.safe import address, printable, printable_file, printable_line
from bot.text.markup import (
    Block,
    BlockKind,
    Bold,
    Button,
    ButtonStyle,
    Code,
    Faint,
    File,
    Link,
    Message,
    Span,
    joins,
)

MARGIN = 6  # columns, for the numbers: "[123] "
_STEP = 3  # columns that a depth sets in
_WORD = re.compile(r"(\S+)(\s*)")
_LINK_ID = re.compile("\x1b]8;id=[^;]*;")
_STYLES = {ButtonStyle.PLAIN: "", ButtonStyle.PRIMARY: "bold", ButtonStyle.DANGER: "red"}


def paint(message: Message, look: Look) -> list[str]:
    """The message's lines, each at most as wide as the window less the margin (where there are no
    hyperlinks an address is never broken, so that it can be copied)."""
    lines: list[str] = []
    above: Block | None = None
    for block in message.blocks:
        if above is not None and not joins(above, block):
            lines.append("")
        lines += _block(block, look)
        above = block
    lines += _buttons(message.buttons, look)
    for file in message.files:
        lines += _file(file, look)
    return lines


def framed(mark: str, lines: Iterable[str], look: Look, *, heading: str = "") -> str:
    """The lines behind the margin, in which the mark stands at the first, and a blank line after them;
    the heading is a faint line above."""
    body = [faint(heading, look)] if heading else []
    body += lines
    first, *rest = body or [""]
    shown = _render(Painted(f"{printable_line(mark):<{MARGIN}}", "cyan"), look)
    return "\n".join([shown + first, *(line and " " * MARGIN + line for line in rest)]) + "\n\n"


def faint(text: str, look: Look) -> str:
    """One line of what is secondary."""
    return _render(Painted(printable_line(text), "dim"), look)


def note(text: str, look: Look) -> str:
    """A remark about what was typed: no message, so it has no number."""
    lines = _wrapped(Painted(printable(text), "dim"), look.width - MARGIN, look)
    return framed("", lines, look)


def fingerprints(lines: Iterable[str]) -> tuple[int, ...]:
    """A number for each line, to be remembered instead of it."""
    return tuple(crc32(line.encode()) for line in lines)


def changed(before: Collection[int], after: Sequence[str]) -> Sequence[str]:
    """What to show of a message that was edited, by the fingerprints of the lines that it had: the lines
    that are new, or all of it if that is most of it or if lines only went away; nothing if it says
    the same."""
    if tuple(before) == fingerprints(after):
        return ()
    said = [line for line in after if line]
    new = [line for line in said if crc32(line.encode()) not in before]
    return new if 0 < 2 * len(new) <= len(said) else after


def _block(block: Block, look: Look) -> list[str]:
    width = look.width - MARGIN
    inset = min(block.depth, width // 2 // _STEP) * _STEP
    inset += _STEP if block.kind is BlockKind.CONTINUED else 0
    before = " " * inset
    if block.kind is BlockKind.QUOTE:
        before += _render(Painted("│ ", "dim"), look)
        inset += 2
    return [before + line for line in _wrapped(_spans(block.spans, look), width - inset, look)]


def _spans(spans: Sequence[Span], look: Look) -> Painted:
    painted = Painted()
    for span in spans:
        match span:
            case Bold():
                painted.append(printable(span.text), "bold")
            case Faint():
                painted.append(printable(span.text), "dim")
            case Code():
                painted.append(printable(span.text), "cyan")
            case Link():
                _append_link(painted, span, look)
            case _:
                painted.append(printable(span.text))
    return painted


def _append_link(painted: Painted, link: Link, look: Look) -> None:
    """Text that leads there; without hyperlinks the address after it, in the brackets that are open."""
    text, url = printable_line(link.text), address(link.url)
    if url is None:
        painted.append(text)
    elif look.linked:
        painted.append(text, Style(link=url, underline=True))
    elif text == url:
        painted.append(url)
    else:
        painted.append(f"{text}, {url}" if painted.plain.endswith("(") else f"{text} ({url})")


def _buttons(rows: Sequence[Sequence[Button]], look: Look) -> list[str]:
    """``[1: Pick] [2: Drop]``, counted over all rows, a row a line unless it is too long for one."""
    lines: list[str] = []
    number = 0
    for row in rows:
        line = Painted()
        for button in row:
            number += 1
            painted = _button(number, button, look)
            if line and cell_len(line.plain) + 1 + cell_len(painted.plain) > look.width - MARGIN:
                lines.append(_render(line, look))
                line = Painted()
            line.append(" " if line else "").append_text(painted)
        lines.append(_render(line, look))
    return lines


def _button(number: int, button: Button, look: Look) -> Painted:
    painted = Painted().append(f"[{number}: ", "dim")
    if button.url is not None:
        _append_link(painted, Link(button.label, button.url), look)
    else:
        painted.append(printable_line(button.label), _STYLES[button.style])
    return painted.append("]", "dim")


def _file(file: File, look: Look) -> list[str]:
    """The file itself: whoever wants to keep it copies it, and nothing is written behind their back."""
    return ["", faint(f"{file.name}:", look), *printable_file(file.content).rstrip("\n").split("\n")]


def _wrapped(painted: Painted, width: int, look: Look) -> list[str]:
    lines = [
        part
        for line in painted.split("\n", allow_blank=True)
        for part in line.divide(_breaks(line.plain, width))
    ]
    for line in lines:
        line.rstrip()
    return [_render(line, look) for line in lines]


def _breaks(line: str, width: int) -> list[int]:
    """Where to break the line: between words, in a word only if it is wider than the window (Chinese and
    Japanese have no spaces), in an address never."""
    breaks: list[int] = []
    used = 0
    for found in _WORD.finditer(line):
        word, start = found[1], found.start()
        size = cell_len(word)
        if used and used + size > width:
            breaks.append(start)
            used = 0
        if size > width and "://" not in word:
            pieces = chop_cells(word, width)
            breaks += accumulate(map(len, pieces[:-1]), initial=start)
            size = cell_len(pieces[-1])
        used += size + cell_len(found[2])
    return sorted(set(breaks) - {0})


def _render(line: Painted, look: Look) -> str:
    painter = _painter(look)
    with painter.capture() as captured:
        painter.print(line, soft_wrap=True, end="")
    # Rich draws the ids of links by lot; without one a line painted twice is the same line.
    return _LINK_ID.sub("\x1b]8;;", captured.get())


def _painter(look: Look) -> Painter:
    return Painter(
        file=io.StringIO(),
        color_system="standard" if look.styled else None,
        force_terminal=look.styled,
        no_color=not look.coloured,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
