"""Weekdays as people type them: ``mon-fri``, ``weekdays``, ``Sat, Sun``, ``daily``."""

from __future__ import annotations

import re

from bot.errors import UserError
from bot.model.chats import WEEK

WORKDAYS = (1, 2, 3, 4, 5)
WEEKEND = (6, 7)

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SETS = {
    "weekdays": WORKDAYS,
    "workdays": WORKDAYS,
    "weekend": WEEKEND,
    "weekends": WEEKEND,
    "daily": WEEK,
    "everyday": WEEK,
    "all": WEEK,
}
_SHORTEST = 2  # letters that tell one day from another


def parse_days(text: str) -> tuple[int, ...]:
    """The ISO weekdays of a text, each once and in order.

    Raises UserError for what is no day and for none at all.
    """
    joined = re.sub(r"\bevery\s+day\b", "daily", text.lower())
    joined = re.sub(r"\s*(?:[-–—]|\bto\b)\s*", "-", joined)
    words = [word for word in re.split(r"[\s,;&+]+|\band\b", joined) if word]
    found = {day for word in words for day in _days(word)}
    if not found:
        raise UserError("days-unclear", text=text.strip())
    return tuple(sorted(found))


def day_name(day: int) -> str:
    """How a weekday is typed: ``mon``."""
    return _NAMES[day - 1][:3]


def _days(word: str) -> tuple[int, ...]:
    if word in _SETS:
        return _SETS[word]
    first, dash, last = word.partition("-")
    if not dash:
        return (_day(word),)
    if not (first and last):
        raise UserError("days-unclear", text=word)
    start, end = _day(first), _day(last)
    # A range may run over the end of the week: fri-mon.
    return tuple((start - 1 + step) % 7 + 1 for step in range((end - start) % 7 + 1))


def _day(word: str) -> int:
    bare = word.rstrip(".")
    if len(bare) >= _SHORTEST:
        for number, name in enumerate(_NAMES, 1):
            if name.startswith(bare) or f"{name}s" == bare:
                return number
    raise UserError("days-unclear", text=word)
