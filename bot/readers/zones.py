"""Time zones by their IANA name, by a large city or by a place on the map."""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
import zoneinfo
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from bot.errors import UserError
from bot.readers.places import zone_of_place


@dataclass(frozen=True, slots=True)
class City:
    """A place by which people know their zone."""

    name: str
    country: str
    zone: str


LANGUAGE_ZONES: Mapping[str, str] = {
    "bg": "Europe/Sofia",
    "bn": "Asia/Dhaka",
    "cs": "Europe/Prague",
    "da": "Europe/Copenhagen",
    "de": "Europe/Berlin",
    "el": "Europe/Athens",
    "et": "Europe/Tallinn",
    "fa": "Asia/Tehran",
    "fi": "Europe/Helsinki",
    "fr": "Europe/Paris",
    "he": "Asia/Jerusalem",
    "hi": "Asia/Kolkata",
    "hr": "Europe/Zagreb",
    "hu": "Europe/Budapest",
    "hy": "Asia/Yerevan",
    "is": "Atlantic/Reykjavik",
    "it": "Europe/Rome",
    "ja": "Asia/Tokyo",
    "ka": "Asia/Tbilisi",
    "ko": "Asia/Seoul",
    "lt": "Europe/Vilnius",
    "lv": "Europe/Riga",
    "nb": "Europe/Oslo",
    "nl": "Europe/Amsterdam",
    "no": "Europe/Oslo",
    "pl": "Europe/Warsaw",
    "ro": "Europe/Bucharest",
    "sk": "Europe/Bratislava",
    "sl": "Europe/Ljubljana",
    "sr": "Europe/Belgrade",
    "sv": "Europe/Stockholm",
    "th": "Asia/Bangkok",
    "tr": "Europe/Istanbul",
    "uk": "Europe/Kyiv",
    "vi": "Asia/Ho_Chi_Minh",
    "zh": "Asia/Shanghai",
}
"""Languages that most of their speakers speak in one zone: a first guess, which people can change."""


_OFFSET = re.compile(r"(?:utc|gmt)?[+\-\u2212]?\d{1,2}(?::?\d{2})?|est|mst|hst")
_NO_PLACES = {"Factory", "EST", "MST", "HST"}  # the last three are old names of offsets

_SHORTEST_BEGINNING = 3


def find_zone(text: str) -> str | tuple[City, ...]:
    """The zone that a text names or in which the place lies that it gives in degrees; or the cities of
    that name if they lie in several zones.

    Raises UserError, with the nearest name where there is one, for what is none of these.
    """
    if zone := zone_of_place(text):
        return zone
    name = _fold(text)
    if zone := _zones().get(name):
        return zone
    places = _places().get(name, ())
    if len({city.zone for city in places}) > 1:
        return places
    if places:
        return places[0].zone
    if _OFFSET.fullmatch("".join(text.lower().split())):
        raise UserError("zone-offset", text=text.strip())
    near = nearest(text)
    if near is None:
        raise UserError("zone-unknown", text=text.strip())
    raise UserError("zone-unknown-near", text=text.strip(), near=near)


def nearest(text: str) -> str | None:
    """The zone that is meant most likely by a text that names none; of a city in several zones the
    city's name. One that the text is the beginning of comes before one that is merely alike."""
    name = _fold(text)
    known = [*_places(), *_zones()]
    long_enough = len(name) >= _SHORTEST_BEGINNING
    begun = [each for each in known if each.startswith(name)] if long_enough else []
    cutoff = 0.0 if begun else 0.75
    near = difflib.get_close_matches(name, begun or known, n=1, cutoff=cutoff) if name else []
    return _of(near[0]) if near else None


def _of(name: str) -> str:
    """The zone of a name that is known; of a city in several zones the city's name asks back."""
    if zone := _zones().get(name):
        return zone
    places = _places()[name]
    return places[0].zone if len({city.zone for city in places}) == 1 else places[0].name


@functools.cache
def _zones() -> Mapping[str, str]:
    """IANA zones by their folded names."""
    return {_fold(zone): zone for zone in sorted(zoneinfo.available_timezones() - _NO_PLACES)}


@functools.cache
def _places() -> Mapping[str, tuple[City, ...]]:
    """Cities by their folded names, and the last parts of zones' names where no city has them."""
    places: dict[str, list[City]] = defaultdict(list)
    table = resources.files("bot.readers").joinpath("cities.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        name, country, zone, *others = line.split("\t")
        for known in (name, *(others[0].split(", ") if others else ())):
            places[_fold(known)].append(City(name, country, zone))
    for zone in sorted(zoneinfo.available_timezones()):
        area, slash, last = zone.rpartition("/")
        if slash and not area.startswith("Etc") and _fold(last) not in places:
            places[_fold(last)].append(City(last.replace("_", " "), area, zone))
    return {name: tuple(cities) for name, cities in places.items()}


def _fold(text: str) -> str:
    """The text as it is looked up: without accents, marks and case."""
    bare = "".join(
        character
        for character in unicodedata.normalize("NFKD", text.strip().casefold())
        if not unicodedata.combining(character)
    )
    return re.sub(r"[\s_-]+", " ", re.sub(r"[.,'’‘`]", "", bare)).strip()
