"""Atom 1.0 (RFC 4287) of the plain kind."""

from __future__ import annotations

from lxml.etree import _Element as Element

from adapters.feeds.fields import (
    ATOM,
    HARMLESS,
    LANG,
    Fields,
    asked_wait,
    check_language,
    fields,
    first_date,
    one,
    text,
)
from adapters.feeds.raw import Doubt, RawEntry, RawFeed, RawText

_ENTRY = frozenset(ATOM + name for name in "id title link summary content published updated author".split())
_ENTRY_HARMLESS = HARMLESS | {ATOM + "category", ATOM + "rights"}
_ENTRY_NESTING = frozenset({ATOM + "contributor"})
_FEED = frozenset({ATOM + "title", ATOM + "link", ATOM + "id"})
_FEED_HARMLESS = frozenset(
    ATOM + name for name in "published updated subtitle category generator icon logo rights".split()
)
_FEED_NESTING = frozenset({ATOM + "entry", ATOM + "author"})
_PAGES = ("text/html", "application/xhtml+xml")


def feed(root: Element) -> RawFeed:
    """The feed in a document."""
    found = fields(root, _FEED, _FEED_HARMLESS, _FEED_NESTING)
    return RawFeed(
        title=_construct(found, "title"),
        site=_alternate(found) or one(found, ATOM + "id") or None,
        language=root.get(LANG),
        ttl=asked_wait(root, None),
        entries=tuple(_entry(entry) for entry in root.findall(ATOM + "entry")),
    )


def _entry(entry: Element) -> RawEntry:
    found = fields(entry, _ENTRY, _ENTRY_HARMLESS, _ENTRY_NESTING)
    check_language(entry, *found.get(ATOM + "title", ()))
    content, identifier = _construct(found, "content"), one(found, ATOM + "id") or None
    return RawEntry(
        identifier=identifier,
        link=_alternate(found) or identifier,  # an id is an address more often than not
        title=_construct(found, "title"),
        summary=_construct(found, "summary") if ATOM + "summary" in found else content,
        content=content,
        byline=_byline(found),
        published=first_date(one(found, ATOM + "published"), one(found, ATOM + "updated")),
    )


def _construct(found: Fields, name: str) -> RawText:
    """A text construct (RFC 4287, 3.1); XHTML is left to the patient parser."""
    elements = found.get(ATOM + name)
    if not elements:
        return RawText()
    kind = elements[0].get("type", "text").lower()
    if kind not in ("text", "html") or elements[0].get("src"):
        raise Doubt
    return RawText(one(found, ATOM + name) or "", literal=kind == "text")


def _alternate(found: Fields) -> str | None:
    """The address of the page that says the same: of several the last."""
    pages = [
        link.get("href")
        for link in found.get(ATOM + "link", ())
        if link.get("rel", "alternate").lower() == "alternate"
        and link.get("type", "text/html").lower() in _PAGES
    ]
    if not all(pages):
        raise Doubt
    return pages[-1] if pages else None


def _byline(found: Fields) -> str | None:
    names: list[str] = []
    for author in found.get(ATOM + "author", ()):
        children = author.findall(ATOM + "name")
        if len(children) != 1 or not children[0].text or "@" in children[0].text:
            raise Doubt
        names.append(text(children[0]))
    return ", ".join(dict.fromkeys(names)) or None
