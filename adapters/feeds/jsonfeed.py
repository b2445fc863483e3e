"""Read JSON Feed 1.0 and 1.1 (https://jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from typing import Any

from adapters.feeds.dates import instant
from adapters.feeds.raw import Malformed, NotAFeed, RawEntry, RawFeed, RawText


def read(document: bytes) -> RawFeed:
    """The feed in a JSON document; raises NotAFeed or Malformed."""
    try:
        found = json.loads(document)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(found, dict) or "jsonfeed.org/version/1" not in str(found.get("version")):
        raise NotAFeed
    items = found.get("items")
    return RawFeed(
        title=RawText(_string(found, "title") or "", literal=True),
        site=_string(found, "home_page_url"),
        language=_string(found, "language"),
        entries=tuple(_entry(item) for item in items if isinstance(item, dict))
        if isinstance(items, list)
        else (),
    )


def _entry(item: dict[str, Any]) -> RawEntry:
    markup, text = _string(item, "content_html"), _string(item, "content_text")
    content = RawText(markup) if markup else RawText(text or "", literal=True)
    summary = _string(item, "summary")
    return RawEntry(
        identifier=_string(item, "id"),
        link=_string(item, "url") or _string(item, "external_url"),
        title=RawText(_string(item, "title") or "", literal=True),
        summary=RawText(summary, literal=True) if summary else content,
        content=content,
        byline=_byline(item),
        published=instant(_string(item, "date_published") or _string(item, "date_modified") or ""),
        language=_string(item, "language"),
    )


def _byline(item: dict[str, Any]) -> str | None:
    """From ``authors`` (1.1) or ``author`` (1.0)."""
    authors = item.get("authors")
    people = authors if isinstance(authors, list) else [item.get("author")]
    names = [_string(person, "name") for person in people if isinstance(person, dict)]
    return ", ".join(name for name in names if name) or None


def _string(holder: dict[str, Any], name: str) -> str | None:
    """A text, or a number that somebody wrote where a text belongs (version 1.0 let ids be so)."""
    value = holder.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None
