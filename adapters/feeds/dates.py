"""Read the dates of feeds (RFC 822, RFC 3339), and judge which of them can be true."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_RFC_822 = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{4})\s+"
    r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s+([+-]\d{4}|[A-Z]{1,4})",
    re.ASCII,
)
_RFC_3339 = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d+))?\s?(Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
# RFC 822, 5.1, and the zones that newsrooms write besides; a letter alone is read as Z or not at all.
_ZONES = {
    "GMT": 0,
    "UT": 0,
    "UTC": 0,
    "Z": 0,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
}
_ZONES |= {"PST": -8, "PDT": -7, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3}

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before the web nothing was published on it: an earlier date is a mistake."""

_AHEAD = timedelta(hours=1)  # clocks of publishers go wrong by this much


def instant(text: str) -> datetime | None:
    """The instant that a feed's date names, in UTC; one without a zone is taken as UTC.

    None for whatever is not clearly in one of the two forms.
    """
    text = text.strip()
    try:
        moment = _rfc_822(text) or _rfc_3339(text)
        return moment.astimezone(UTC) if moment else None
    except (ValueError, OverflowError):  # the thirtieth of February, the year 0, an offset of 99 hours
        return None


def _rfc_822(text: str) -> datetime | None:
    match = _RFC_822.fullmatch(text)
    if match is None:
        return None
    day, month, year, hour, minute, second, zone = match.groups()
    number, offset = _MONTHS.get(month.lower()), _offset(zone)
    if number is None or offset is None:
        return None
    return datetime(
        int(year), number, int(day), int(hour), int(minute), int(second or 0), tzinfo=timezone(offset)
    )


def _offset(zone: str) -> timedelta | None:
    if zone[0] in "+-":
        size = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5]))
        return size if zone[0] == "+" else -size
    return timedelta(hours=_ZONES[zone]) if zone in _ZONES else None


def _rfc_3339(text: str) -> datetime | None:
    match = _RFC_3339.fullmatch(text)
    if match is None:
        return None
    date, time, fraction, zone = match.groups()
    fraction = f".{fraction[:6]:0<6}" if fraction else ""
    moment = datetime.fromisoformat(
        f"{date}T{time or '00:00'}{fraction if time else ''}{(zone or 'Z').upper()}"
    )
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def credible(moment: datetime | None, now: datetime) -> datetime | None:
    """The instant if an entry can have been published then, else None."""
    return moment if moment and EARLIEST <= moment <= now + _AHEAD else None
