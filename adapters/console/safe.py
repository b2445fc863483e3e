"""What may reach a terminal: foreign text must not move the cursor, colour, lie or press keys."""

from __future__ import annotations

from urllib.parse import quote

from bot.text.clean import clean
from bot.text.links import is_web

# They join letters and emoji; ``clean`` has left only those that do. They take no room.
_JOINERS = "\u200c\u200d"
_IN_ADDRESSES = "!#$%&'()*+,-./:;=?@[]_~"


def printable(text: str) -> str:
    """The text with nothing but characters that a terminal prints, and line feeds.

    Controls (and with them every escape sequence), bidi overrides and what Unicode has not assigned
    are gone; white space is plain spaces.
    """
    return _only_printable(clean(text))


def printable_line(text: str) -> str:
    """The same on one line."""
    return " ".join(printable(text).split("\n"))


def printable_file(text: str) -> str:
    """The same for a file, whose indentation means something."""
    return _only_printable(text.expandtabs(4))


def address(url: str) -> str | None:
    """The address in printable ASCII, as OSC 8 wants it; None if it is not one of the web."""
    return quote(url.strip(), safe=_IN_ADDRESSES, errors="replace") if is_web(url) else None


def _only_printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n" or letter in _JOINERS)
