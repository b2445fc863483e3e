"""How long a feed's publisher asks us to wait between two readings."""

from __future__ import annotations

from datetime import timedelta

_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_LONGEST = timedelta(days=7)  # nobody's daily briefing gains by waiting longer


def waiting_time(ttl: str | None, period: str | None, frequency: str | None) -> timedelta | None:
    """From RSS's ``ttl`` (minutes), else from the syndication module's period and frequency in it."""
    minutes = _number(ttl)
    if minutes:
        return min(timedelta(minutes=minutes), _LONGEST)
    length = _PERIODS.get((period or "").strip().lower())
    return min(length / (_number(frequency) or 1), _LONGEST) if length else None


def _number(text: str | None) -> int:
    text = (text or "").strip()
    return int(text[:6]) if text.isascii() and text.isdigit() else 0
