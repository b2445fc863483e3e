"""RSS 0.91 to 2.0 and 1.0 of the plain kind."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from lxml.etree import _Element as Element

from adapters.feeds.fields import (
    ATOM,
    CONTENT,
    DC,
    HARMLESS,
    LANG,
    RDF,
    Fields,
    address,
    asked_wait,
    check_language,
    fields,
    first_date,
    one,
    person,
    text,
)
from adapters.feeds.raw import Doubt, RawEntry, RawFeed, RawText

_ENTRY = frozenset("title link guid description pubDate author".split())
_ENTRY_MODULES = frozenset(
    {DC + "creator", DC + "date", DC + "language", CONTENT + "encoded", ATOM + "link", ATOM + "updated"}
)
_CHANNEL = frozenset("title link language ttl".split())
_CHANNEL_HARMLESS = frozenset(
    "description pubDate lastBuildDate copyright generator docs managingEditor webMaster author category "
    "cloud rating".split()
)
_CHANNEL_NESTING = frozenset("item image items skipHours skipDays".split())
_CHANNEL_MODULES = frozenset(
    {DC + name for name in "creator date publisher rights subject type".split()} | {ATOM + "updated"}
)


@lru_cache(maxsize=8)
def _in(space: str, names: frozenset[str], modules: frozenset[str] = frozenset()) -> frozenset[str]:
    return modules.union(space + name for name in names)


def feed(root: Element, channel: Element, items: Iterable[Element], space: str) -> RawFeed:
    """The feed in a channel; ``space`` is the namespace of RSS 1.0, empty for the others."""
    found = fields(
        channel,
        _in(space, _CHANNEL, frozenset({ATOM + "link", DC + "language"})),
        _in(space, _CHANNEL_HARMLESS, _CHANNEL_MODULES),
        _in(space, _CHANNEL_NESTING),
    )
    _check_links(found, space)
    check_language(channel)
    return RawFeed(
        title=RawText(one(found, space + "title") or ""),
        site=address(one(found, space + "link")),
        language=_language(root, found, space),
        ttl=asked_wait(channel, one(found, space + "ttl")),
        entries=tuple(_entry(item, space) for item in items),
    )


def _entry(item: Element, space: str) -> RawEntry:
    found = fields(item, _in(space, _ENTRY, _ENTRY_MODULES), HARMLESS)
    _check_links(found, space)
    check_language(item, *found.get(space + "title", ()))
    guid = one(found, space + "guid")
    permanent = any(element.get("isPermaLink", "true") == "true" for element in found.get(space + "guid", ()))
    content, summary = one(found, CONTENT + "encoded"), one(found, space + "description")
    return RawEntry(
        identifier=guid or item.get(RDF + "about") or None,
        link=address(one(found, space + "link")) or (guid if permanent else None),
        title=RawText(one(found, space + "title") or ""),
        summary=RawText((content or "") if summary is None else summary),
        content=RawText(content or ""),
        byline=_byline(item, found, space),
        published=first_date(one(found, space + "pubDate"), _updated(found)),
        language=one(found, DC + "language"),
    )


def _check_links(found: Fields, space: str) -> None:
    """Atom's links may stand in RSS, but not in the place of its own, which has no attributes."""
    if any(link.get("rel", "alternate").lower() == "alternate" for link in found.get(ATOM + "link", ())):
        raise Doubt
    if any(link.attrib for link in found.get(space + "link", ())):
        raise Doubt


def _updated(found: Fields) -> str | None:
    if DC + "date" in found and ATOM + "updated" in found:
        raise Doubt  # which of them counts depends on their order
    return one(found, DC + "date") or one(found, ATOM + "updated")


def _language(root: Element, found: Fields, space: str) -> str | None:
    """The channel's language; where several are named the patient parser has its own rules."""
    named = [root.get(LANG), one(found, space + "language"), one(found, DC + "language")]
    languages = {language.lower() for language in named if language}
    if len(languages) > 1:
        raise Doubt
    return languages.pop() if languages else None


def _byline(item: Element, found: Fields, space: str) -> str | None:
    """The names of all authors, in the order of the document."""
    creators, authors = found.get(DC + "creator", []), found.get(space + "author", [])
    people = creators or authors
    if creators and authors:
        people = [element for element in item if element.tag in (DC + "creator", space + "author")]
    names = (person(text(element)) for element in people)
    return ", ".join(dict.fromkeys(name for name in names if name)) or None
