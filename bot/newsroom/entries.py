"""What makes an entry itself, and which entries are news."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.model.news import ParsedEntry, ParsedFeed
from bot.text.links import normalise

NEWS_AGE = timedelta(hours=36)
"""What is dated older than this when it is first seen is no news."""

_LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Identified:
    """An entry with every key by which its feed may know it, the best first.

    The first key is the one that the stored entry carries (``Entry.key``); storage keeps all of
    them, so that an entry whose identifier changed is still known by its link, and the other way.
    """

    parsed: ParsedEntry
    keys: tuple[str, ...]

    @property
    def key(self) -> str:
        """The key that the stored entry carries."""
        return self.keys[0]


def identified(feed: ParsedFeed) -> tuple[Identified, ...]:
    """The entries of a document with their keys, each entry once, in the document's order.

    An identifier that stands at entries with different links identifies nothing, and neither does
    a link that stands at entries with different identifiers, nor the address of a front page.
    """
    keyed = [(_identifier_key(parsed), _link_key(parsed)) for parsed in feed.entries]
    links_of, identifiers_of = _cross_reference(keyed)
    found: list[Identified] = []
    taken: set[str] = set()
    for parsed, (identifier, link) in zip(feed.entries, keyed, strict=True):
        keys = tuple(
            key
            for key, others in ((identifier, links_of[identifier]), (link, identifiers_of[link]))
            if key and len(others) <= 1
        ) or (_text_key(parsed),)
        if taken.isdisjoint(keys):
            found.append(Identified(parsed, keys))
        taken.update(keys)
    return tuple(found)


def is_known(entry: Identified, known: Container[str]) -> bool:
    """Whether its feed has brought this entry before, by any of its keys."""
    return any(key in known for key in entry.keys)


def is_news(parsed: ParsedEntry, seen: datetime, *, first_reading: bool) -> bool:
    """Whether an entry that nobody knew before may be offered to readers.

    Dated entries are news while they are at most ``NEWS_AGE`` old. Undated ones are news if the
    feed was read before; at a feed's first reading nobody can tell them from its archive.
    """
    if parsed.published is None:
        return not first_reading
    return parsed.published >= seen - NEWS_AGE


def _cross_reference(
    keyed: Iterable[tuple[str, str]],
) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    """For each identifier the links it stands at, and for each link its identifiers."""
    links: defaultdict[str, set[str]] = defaultdict(set)
    identifiers: defaultdict[str, set[str]] = defaultdict(set)
    for identifier, link in keyed:
        if identifier and link:
            links[identifier].add(link)
            identifiers[link].add(identifier)
    return links, identifiers


def _identifier_key(parsed: ParsedEntry) -> str:
    identifier = (parsed.identifier or "").strip()
    return _bounded("id", identifier) if identifier else ""


def _link_key(parsed: ParsedEntry) -> str:
    if not parsed.link:
        return ""
    link = normalise(parsed.link)
    scheme, _, page = link.partition("://")
    return _bounded("link", link) if scheme == "https" and ("/" in page or "?" in page) else ""


def _text_key(parsed: ParsedEntry) -> str:
    """For entries without identifier and link: title and date, or the text where there is neither."""
    date = parsed.published.isoformat() if parsed.published else ""
    words = parsed.title or parsed.summary or parsed.content
    return _bounded("text", _digest(f"{' '.join(words.split()).casefold()}\n{date}"))


def _bounded(kind: str, value: str) -> str:
    return f"{kind}:{value if len(value) <= _LONGEST_KEY else _digest(value)}"


def _digest(value: str) -> str:
    return blake2b(value.encode("utf-8", "replace"), digest_size=16).hexdigest()
