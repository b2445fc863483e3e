"""Headlines as their sources printed them, less the name of the outlet that some feeds append, and what
they and their addresses tell of a piece.
"""

from __future__ import annotations

import re

from bot.model.news import Entry
from bot.text.links import outlet_host

_SUFFIX = re.compile(r"\s+(?:[-–—|•·:»]|::)\s+(?P<name>[^|•·»]{2,60})\Z")
_AGGREGATOR = ("https://news.google.com/", "http://news.google.com/")
"""The one that ends every title with its outlet; others print what outlets themselves wrote."""
_OPINION_HEADLINE = re.compile(
    r"\A(?:why\s|what\s.*\bshould\b|(?:opinion|commentary|comment|editorial|op-ed)\s*[:|–—-])", re.IGNORECASE
)
_OPINION_PATH = re.compile(
    r"\Ahttps?://[^/?#]+/(?:[^?#]*/)?(?:opinions?|commentisfree|editorials?)/", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+")
_FILLERS = frozenset({"the", "news", "online"})
_COUNTRY_CODE = 2  # letters, as in "Courier UK" and "Courier.de"
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

    The domain that the outlet registered; behind the aggregator's address the outlet that the
    title ends with; without an address the feed.
    """
    suffix = _SUFFIX.search(" ".join(entry.title.split())) if _is_aggregated(entry) else None
    if suffix:
        return _letters(suffix.group("name"))
    return outlet_host(entry.link) or f"feed {entry.feed}"


def is_opinion(headline: str, link: str | None) -> bool:
    """Whether this is somebody's view of the news, by the page's section or by how English headlines of
    such pieces begin."""
    return bool(_OPINION_HEADLINE.match(headline) or _OPINION_PATH.match(link or ""))


def _names_outlet(name: str, entry: Entry) -> bool:
    letters = _letters(name)
    if len(letters) < _FEWEST_LETTERS or len(name.split()) > _MOST_WORDS:
        return False
    if _is_aggregated(entry) or _is_form_of(name, entry.outlet):
        return True
    host = outlet_host(entry.link)
    domain = _letters(host.partition(".")[0])
    return letters == _letters(host) or (
        len(domain) >= _FEWEST_LETTERS and domain in (letters, letters.removeprefix("the"))
    )


def _is_form_of(name: str, outlet: str) -> bool:
    """Whether two names are one: the same letters, or one is the other's beginning and says enough.

    A single word may be what the headline is about ("... - Kyiv" in the Kyiv Independent): it
    counts only where nothing but a filler or a country's code is missing.
    """
    if _letters(name) == _letters(outlet):
        return True
    shorter, longer = sorted((_words(name), _words(outlet)), key=len)
    rest = longer[len(shorter) :]
    return (
        bool(shorter)
        and longer[: len(shorter)] == shorter
        and (len(shorter) > 1 or all(word in _FILLERS or len(word) == _COUNTRY_CODE for word in rest))
    )


def _is_aggregated(entry: Entry) -> bool:
    return (entry.link or "").startswith(_AGGREGATOR)


def _words(name: str) -> list[str]:
    """The words of an outlet's name, less a leading article."""
    words = _WORD.findall(name.casefold())
    return words[1:] if words[:1] == ["the"] else words


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
