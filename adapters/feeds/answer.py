"""What a server's answer means for the next question: validators, cache lifetime, when to come back.

Pure functions over header fields, RFC 9110 and RFC 9111.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.model.news import Validators

_LONGEST = timedelta(days=7)  # a server may not silence us for longer
_MAX_VALIDATOR = 1_000


def validators(headers: Mapping[str, str]) -> Validators:
    """ETag and Last-Modified as they were sent; overlong ones are not kept."""
    return Validators(_kept(headers.get("ETag")), _kept(headers.get("Last-Modified")))


def _kept(value: str | None) -> str | None:
    return value if value and len(value) <= _MAX_VALIDATOR and value.isascii() else None


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long the server wants us to stay away (RFC 9110, 10.2.3); None where it says nothing."""
    value = headers.get("Retry-After", "").strip()
    seconds = _seconds(value)
    if seconds is not None:
        return _bounded(seconds)
    until = _instant(value)
    if until is None:
        return None
    return _bounded((until - (_instant(headers.get("Date", "")) or now)).total_seconds())


def fresh_for(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long the answer stays fresh (RFC 9111, 4.2); None where it says nothing or not at all."""
    directives = _directives(headers.get("Cache-Control", ""))
    if directives.keys() & {"no-cache", "no-store"}:
        return None
    lifetime = _seconds(directives.get("max-age", ""))
    if lifetime is not None:
        return _bounded(lifetime - (_seconds(headers.get("Age", "")) or 0)) or None
    expires = _instant(headers.get("Expires", ""))
    if expires is None:
        return None
    return _bounded((expires - (_instant(headers.get("Date", "")) or now)).total_seconds()) or None


def _directives(value: str) -> dict[str, str]:
    pairs = (part.strip().partition("=") for part in value.lower().split(","))
    return {name.strip(): argument.strip(' "') for name, _, argument in pairs}


def _seconds(value: str) -> int | None:
    value = value.strip()
    return int(value[:9]) if value.isascii() and value.isdigit() else None


def _bounded(seconds: float) -> timedelta:
    return min(_LONGEST, timedelta(seconds=max(0.0, min(seconds, _LONGEST.total_seconds()))))


def _instant(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
