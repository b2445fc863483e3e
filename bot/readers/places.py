"""The time zone of a place on the map, as a phone shares it: ``48.86,2.35``."""

from __future__ import annotations

import re
import zoneinfo

from bot.errors import UserError

_DEGREES = r"[+-]?[0-9]{1,3}(?:\.[0-9]*)?"
_PLACE = re.compile(rf"\s*({_DEGREES})\s*,\s*({_DEGREES})\s*")
_NORTH, _EAST = 90.0, 180.0
_AT_SEA = "Etc/"


def zone_of_place(text: str) -> str | None:
    """The zone at these degrees north and east; None for a text that names no place in this way.

    Raises UserError for degrees that the earth does not have, and where no land's time is kept.
    """
    if (found := _PLACE.fullmatch(text)) is None:
        return None
    north, east = float(found[1]), float(found[2])
    if abs(north) > _NORTH or abs(east) > _EAST:
        raise UserError("zone-no-place", text=text.strip())
    zone = _zone(north, east)
    if zone.startswith(_AT_SEA) or zone not in zoneinfo.available_timezones():
        raise UserError("zone-at-sea", text=text.strip())
    return zone


def _zone(north: float, east: float) -> str:
    from tzfpy import get_tz  # noqa: PLC0415 - the map of all zones takes memory that few ever ask for

    return get_tz(east, north)
