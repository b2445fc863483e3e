"""What a terminal, or the file behind a pipe, can show."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

_NARROWEST = 40
_WITHOUT_A_WINDOW = 100  # columns
_PLAIN = frozenset({"", "dumb"})
_LINKLESS = frozenset({"linux"})  # the system's own console prints what it does not know of OSC 8


@dataclass(frozen=True, slots=True)
class Look:
    """``width`` in columns; ``styled``: bold and faint; ``coloured``; ``linked``: OSC 8 hyperlinks."""

    width: int = _WITHOUT_A_WINDOW
    styled: bool = False
    coloured: bool = False
    linked: bool = False


def look_of(stdout: TextIO, environ: Mapping[str, str]) -> Look:
    """The look of what is written there now: a window may have changed its width since.

    Keeps to NO_COLOR (https://no-color.org) and to TERM.
    """
    term = environ.get("TERM", "")
    styled = stdout.isatty() and term not in _PLAIN
    return Look(
        width=max(_width(stdout, environ), _NARROWEST),
        styled=styled,
        coloured=styled and not environ.get("NO_COLOR"),
        linked=styled and term not in _LINKLESS,
    )


def _width(stdout: TextIO, environ: Mapping[str, str]) -> int:
    if stdout.isatty() and (columns := os.get_terminal_size(stdout.fileno()).columns):
        return columns
    columns_wanted = environ.get("COLUMNS", "")
    return int(columns_wanted) if columns_wanted.isdecimal() else _WITHOUT_A_WINDOW
