"""Hours of the day as people type them: ``7``, ``07:00 18:30``, ``7am and 6.30pm``."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import time

from bot.errors import UserError

MOST_HOURS = 12
"""So many editions a day a chat may order."""

_HOUR = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h]?(?P<minute>\d{2})|h)?(?:\s*(?P<half>[ap])\.?m\b\.?)?(?![\w:.])",
    re.IGNORECASE,
)
_NAMES = {"noon": time(12), "midnight": time(0)}
_NAMED = re.compile(r"(noon|midnight)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:[\s,;&+]|\band\b)*", re.IGNORECASE)
_NOON = 12
_LAST_HOUR = 23
_LAST_MINUTE = 59


def parse_hours(text: str) -> tuple[time, ...]:
    """The hours of a text, each once and in order.

    Raises UserError for what is no hour, for none at all and for more than MOST_HOURS.
    """
    found: set[time] = set()
    at = _skip(text, 0)
    while at < len(text):
        hour, at = _next(text, at)
        found.add(hour)
        at = _skip(text, at)
    if not found:
        raise UserError("hours-unclear", text=text.strip())
    return bounded(found)


def bounded(hours: Collection[time]) -> tuple[time, ...]:
    """These hours in order; raises UserError if they are too many."""
    if len(hours) > MOST_HOURS:
        raise UserError("hours-too-many", count=len(hours), most=MOST_HOURS)
    return tuple(sorted(hours))


def _skip(text: str, at: int) -> int:
    between = _BETWEEN.match(text, at)
    return between.end() if between else at


def _next(text: str, at: int) -> tuple[time, int]:
    """The hour that stands here, and where it ends."""
    if named := _NAMED.match(text, at):
        return _NAMES[named[1].lower()], named.end()
    match = _HOUR.match(text, at)
    hour_of = _hour(match) if match else None
    if match is None or hour_of is None:
        raise UserError("hours-unclear", text=text[at:].partition(",")[0].strip())
    return hour_of, match.end()


def _hour(match: re.Match[str]) -> time | None:
    """None for an hour that no clock shows, such as 25:00 or 13pm."""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if match["half"].lower() == "p" else 0)
    if hour > _LAST_HOUR or minute > _LAST_MINUTE:
        return None
    return time(hour, minute)
