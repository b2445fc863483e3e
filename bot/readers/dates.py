"""Dates as people type them: ``2026-02-02``, ``2.2.2026``, ``2 February``, ``yesterday``."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.errors import UserError

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})?")
_NAMED = re.compile(r"(?:(\d{1,2})\.?\s+([a-z]{3,9})|([a-z]{3,9})\s+(\d{1,2}))\.?,?(?:\s+(\d{4}))?")
_RELATIVE = {"today": 0, "yesterday": 1}


def parse_date(text: str, today: date) -> date:
    """The date that a text means; without a year the latest that is not in the future.

    In a date of numbers the day goes before the month. Raises UserError for what is no date.
    """
    word = text.strip().lower()
    if word in _RELATIVE:
        return today - timedelta(days=_RELATIVE[word])
    try:
        return _parse(word, today)
    except ValueError:
        raise UserError("date-unclear", text=text.strip(), example=today.isoformat()) from None


def _parse(word: str, today: date) -> date:
    """Raises ValueError for what is no date, or one that no calendar has."""
    if match := _ISO.fullmatch(word):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.fullmatch(word):
        return _dated(int(match[1]), int(match[2]), match[3], today)
    if match := _NAMED.fullmatch(word):
        month = _MONTHS.index((match[2] or match[3])[:3]) + 1
        return _dated(int(match[1] or match[4]), month, match[5], today)
    raise ValueError(word)


def _dated(day: int, month: int, year: str | None, today: date) -> date:
    if year:
        return date(int(year), month, day)
    # 29 February was in one of the last eight years, around 2100 too.
    for past in range(9):
        try:
            dated = date(today.year - past, month, day)
        except ValueError:
            continue
        if dated <= today:
            return dated
    raise ValueError((day, month))
