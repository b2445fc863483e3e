"""A sentence of ours that remembers where it names commands, for platforms on which those can be tapped."""

from __future__ import annotations

import re
from typing import Self

# Noncharacters: cleaned from all that comes from elsewhere.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_MARKS = str.maketrans("", "", _OPEN + _CLOSE)
# A line with its arguments stands between backticks: where they end only its writer knows.
_COMMAND = re.compile(r"`(/[^`\n]+)`|(?<![\w/:.])/[a-z]+(?![\w/])")
_MARKED = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")


class Said(str):
    """The sentence itself, as any text; ``parts`` are its stretches, each with whether it is a command
    of ours. What was put into it from outside is never one."""

    __slots__ = ("parts",)

    parts: tuple[tuple[str, bool], ...]

    @classmethod
    def of(cls, marked: str) -> Self:
        """The sentence behind a text with marks."""
        stretches = ((text, bool(number % 2)) for number, text in enumerate(_MARKED.split(marked)))
        parts = tuple((text.translate(_MARKS), command) for text, command in stretches if text)
        said = cls("".join(text for text, _ in parts))
        said.parts = parts
        return said


def command(*lines: str) -> Said:
    """Lines of ours that a person may send, written without the slash, to be put into a sentence:
    ``/pick k7``; several are enumerated."""
    return Said.of(", ".join(f"{_OPEN}/{line.translate(_MARKS)}{_CLOSE}" for line in lines))


def mark(source: str) -> str:
    """A catalogue's text with marks around the commands that it names: ``/help``, and between backticks
    whole lines such as ```/time 07:30```."""
    return _COMMAND.sub(lambda found: f"{_OPEN}{found[1] or found[0]}{_CLOSE}", source)


def marked(text: str) -> str:
    """A text that goes into a sentence: another sentence keeps its marks, anything else has none."""
    if isinstance(text, Said):
        return "".join(f"{_OPEN}{part}{_CLOSE}" if command else part for part, command in text.parts)
    return text.translate(_MARKS)
