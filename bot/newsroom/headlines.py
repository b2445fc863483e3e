"""Headlines as their sources printed them, less the name of the outlet that some feeds append."""

from __future__ import annotations

import re

from bot.model.news import Entry
from bot.text.links import outlet_host

_SUFFIX = re.compile(r"\s+(?:[-–—|•·:»]|::)\s+(?P<name>[^|•·»]{2,60})\Z")
_AGGREGATORS = frozenset({"google.com", "msn.com", "yahoo.com"})
_FEWEST_LETTERS = 3
_MOST_WORDS = 6


def headline_of(entry: Entry) -> str:
    """The entry's title, white space folded, without a suffix that only repeats its outlet's name."""
    title = " ".join(entry.title.split())
    suffix = _SUFFIX.search(title)
    if suffix and suffix.start() and _names_outlet(suffix.group("name"), entry):
        return title[: suffix.start()].rstrip()
    return title


def voice_of(entry: Entry) -> str:
    """Who speaks: equal for entries of one outlet, whatever number of feeds it has.

    The domain that the outlet registered; behind an aggregator's address the outlet that the
    title ends with; without an address the feed.
    """
    host = outlet_host(entry.link)
    suffix = _SUFFIX.search(" ".join(entry.title.split()))
    if host in _AGGREGATORS and suffix:
        return _letters(suffix.group("name"))
    return host or f"feed {entry.feed}"


def _names_outlet(name: str, entry: Entry) -> bool:
    letters = _letters(name)
    if len(letters) < _FEWEST_LETTERS or len(name.split()) > _MOST_WORDS:
        return False
    host = outlet_host(entry.link)
    outlet, domain = _letters(entry.outlet), _letters(host.partition(".")[0])
    if host in _AGGREGATORS or letters in (outlet, _letters(host)):
        return True
    same_start = min(len(letters), len(outlet)) >= _FEWEST_LETTERS and (
        outlet.startswith(letters) or letters.startswith(outlet)
    )
    return same_start or (len(domain) >= _FEWEST_LETTERS and domain in (letters, letters.removeprefix("the")))


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
