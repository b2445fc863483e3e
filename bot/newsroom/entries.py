"""What makes an entry itself, and which entries are news."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from urllib.parse import urldefrag

from bot.model.news import ParsedEntry, ParsedFeed
from bot.ports.news import Known
from bot.text.links import normalise
from bot.text.sentences import each_sentence, is_complete

NEWS_AGE = timedelta(hours=36)
"""What is dated older than this when it is first seen is no news."""

_LONGEST_KEY = 200
_LONGEST_TITLE = 200  # of those that are made of a sentence


@dataclass(frozen=True, slots=True)
class Identified:
    """An entry with every key by which its feed may know it; None where it has none that tells it
    from others. At least one of the keys is there."""

    parsed: ParsedEntry
    identifier: str | None
    link: str | None
    text: str | None
    """Of title and date: for entries whose link tells nothing."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys by which it is kept, the best first."""
        return tuple(key for key in (self.identifier, self.link or self.text) if key)

    @property
    def key(self) -> str:
        """The key that the stored entry carries (``Entry.key``)."""
        return self.keys[0]


def identified(feed: ParsedFeed) -> tuple[Identified, ...]:
    """The entries of a document with their keys, each entry once, in the document's order.

    An identifier that stands at entries with different links identifies nothing, and neither does
    a link or a text that stands at entries with different identifiers, nor the address of a front page.
    """
    found: list[Identified] = []
    taken: set[str] = set()
    parted = _parted_by_fragment(feed.entries)
    for entry in _unshared([_keyed(parsed, parted) for parsed in feed.entries]):
        if taken.isdisjoint(entry.keys):
            found.append(entry)
        taken.update(entry.keys)
    return tuple(found)


def is_known(entry: Identified, known: Known) -> bool:
    """Whether its feed has brought this entry before.

    By its identifier, by its text where that one was kept without a link of its own, and by its
    link: unless both have identifiers and other titles, then the feed gives all of them one link.
    """
    if entry.identifier in known.identifiers or entry.text in known.links:
        return True
    if entry.link is None or entry.link not in known.links:
        return False
    title = known.links[entry.link]
    if title is None or entry.identifier is None or _names_its_page(entry.parsed):
        return True
    return _folded(title) == _folded(entry.parsed.title)


def is_news(parsed: ParsedEntry, seen: datetime, *, first_reading: bool) -> bool:
    """Whether an entry that nobody knew before may be offered to readers.

    Dated entries are news while they are at most ``NEWS_AGE`` old. Undated ones are news if the
    feed was read before; at a feed's first reading nobody can tell them from its archive. What has
    neither a title nor a whole sentence that could be one is none.
    """
    if not parsed.title:
        return False
    if parsed.published is None:
        return not first_reading
    return parsed.published >= seen - NEWS_AGE


def _keyed(parsed: ParsedEntry, parted: frozenset[str]) -> Identified:
    """An entry with a title and all keys that it could have."""
    parsed = _titled(parsed)
    return Identified(parsed, _identifier_key(parsed), _link_key(parsed, parted), _text_key(parsed))


def _unshared(entries: Sequence[Identified]) -> Iterable[Identified]:
    """The entries without the keys that do not tell them from others."""
    links = _gathered((entry.identifier, entry.link) for entry in entries)
    by_link = _gathered((entry.link, entry.identifier) for entry in entries)
    by_text = _gathered((entry.text, entry.identifier) for entry in entries)
    for entry in entries:
        identifier = entry.identifier if len(links[entry.identifier]) <= 1 else None
        link = entry.link if len(by_link[entry.link]) <= 1 else None
        needed = not identifier and not link
        text = entry.text if needed or len(by_text[entry.text]) <= 1 else None
        yield Identified(entry.parsed, identifier, link, text)


def _gathered(pairs: Iterable[tuple[str | None, str | None]]) -> Mapping[str | None, set[str]]:
    """For each first key all the second keys that it stands with."""
    found: defaultdict[str | None, set[str]] = defaultdict(set)
    for first, second in pairs:
        if first and second:
            found[first].add(second)
    return found


def _titled(parsed: ParsedEntry) -> ParsedEntry:
    """An entry without a title takes the first sentence of its text, if that is whole and short."""
    if parsed.title:
        return parsed
    paragraph = (parsed.summary or parsed.content).partition("\n")[0]
    first = next(each_sentence(paragraph), "").strip()
    return replace(parsed, title=first) if len(first) <= _LONGEST_TITLE and is_complete(first) else parsed


def _parted_by_fragment(entries: Iterable[ParsedEntry]) -> frozenset[str]:
    """The pages that entries of this document link to at more than one place."""
    places: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.link and "#" in entry.link:
            places[normalise(entry.link)].add(urldefrag(entry.link).fragment)
    return frozenset(page for page, fragments in places.items() if len(fragments) > 1)


def _identifier_key(parsed: ParsedEntry) -> str | None:
    identifier = (parsed.identifier or "").strip()
    return _bounded("id", identifier) if identifier else None


def _link_key(parsed: ParsedEntry, parted: frozenset[str]) -> str | None:
    if not parsed.link:
        return None
    link = normalise(parsed.link)
    if link in parted and (fragment := urldefrag(parsed.link).fragment):
        return _bounded("link", f"{link}#{fragment}")
    scheme, _, page = link.partition("://")
    return _bounded("link", link) if scheme == "https" and ("/" in page or "?" in page) else None


def _text_key(parsed: ParsedEntry) -> str:
    """Title and date, or the text where there is neither."""
    date = parsed.published.isoformat() if parsed.published else ""
    words = parsed.title or parsed.summary or parsed.content
    return _bounded("text", _digest(f"{_folded(words)}\n{date}"))


def _names_its_page(parsed: ParsedEntry) -> bool:
    """Whether the identifier is the link over again, as of those who count revisions in its fragment."""
    return normalise(parsed.identifier or "") == normalise(parsed.link or "")


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _bounded(kind: str, value: str) -> str:
    return f"{kind}:{value if len(value) <= _LONGEST_KEY else _digest(value)}"


def _digest(value: str) -> str:
    return blake2b(value.encode("utf-8", "replace"), digest_size=16).hexdigest()
