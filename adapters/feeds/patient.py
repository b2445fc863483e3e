"""Read any kind of feed with feedparser: slow, and patient with whatever publishers do to XML."""

from __future__ import annotations

import calendar
import io
import re
import warnings
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import feedparser

from adapters.feeds.dates import instant
from adapters.feeds.pace import waiting_time
from adapters.feeds.raw import Malformed, NotAFeed, RawEntry, RawFeed, RawText

# Attributes without end in one tag cost feedparser quadratic time: such a document is no feed.
_ENDLESS_TAG = re.compile(rb"<[A-Za-z][^<>]{50000}")


_Found = dict[str, Any]  # feedparser's dictionaries: every key may be missing


def read(document: bytes, charset: str | None) -> RawFeed:
    """The feed in a document; ``charset`` is what the server said, if anything.

    Sanitising and resolving are switched off: all text becomes plain text afterwards, and both
    cost most of the time. Raises NotAFeed or Malformed.
    """
    if _ENDLESS_TAG.search(document):
        raise Malformed
    headers = {"content-type": f"application/xml; charset={charset}"} if charset else {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its remarks on old spellings are for its own developers
            found = feedparser.parse(
                io.BytesIO(document),
                response_headers=headers,
                sanitize_html=False,
                resolve_relative_uris=False,
            )
            return _feed(found)
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, AssertionError):
        # What feedparser raises for lone surrogates, odd encodings and impossible numbers.
        raise Malformed from None


def _feed(found: _Found) -> RawFeed:
    entries, version, feed = found["entries"], str(found.get("version") or ""), found["feed"]
    if not (entries or version):
        raise NotAFeed
    atom = version.startswith("atom")
    return RawFeed(
        title=_text(feed, "title", literal=atom),
        site=_string(feed, "link"),
        language=_string(feed, "language"),
        ttl=waiting_time(
            _string(feed, "ttl"), _string(feed, "sy_updateperiod"), _string(feed, "sy_updatefrequency")
        ),
        entries=tuple(_entry(entry, literal=atom) for entry in entries),
    )


def _entry(entry: _Found, *, literal: bool) -> RawEntry:
    contents = [
        RawText(str(content.get("value") or ""), literal and content.get("type") == "text/plain")
        for content in entry.get("content", ())
    ]
    summary = _text(entry, "summary", literal=literal)
    return RawEntry(
        identifier=_string(entry, "id"),
        link=_string(entry, "link"),
        title=_text(entry, "title", literal=literal),
        # Where there is none feedparser puts the content there, but not its type.
        summary=next((content for content in contents if content.value == summary.value), summary),
        content=max(contents, key=lambda content: len(content.value), default=RawText()),
        byline=_byline(entry),
        published=_published(entry),
        language=_string(entry, "language") or (entry.get("title_detail") or {}).get("language"),
    )


def _text(holder: _Found, name: str, *, literal: bool) -> RawText:
    detail = holder.get(f"{name}_detail") or {}
    return RawText(_string(holder, name) or "", literal and detail.get("type") == "text/plain")


def _string(holder: _Found, name: str) -> str | None:
    value = holder.get(name)
    return value if isinstance(value, str) and value else None


def _byline(entry: _Found) -> str | None:
    names = [str(author["name"]) for author in entry.get("authors", ()) if author.get("name")]
    return ", ".join(dict.fromkeys(names)) or None


def _published(entry: _Found) -> datetime | None:
    for name in ("published", "updated", "created"):
        text = _string(entry, name) if name in entry else None
        if text:
            moment = instant(text) or _moment(entry.get(f"{name}_parsed"))
            if moment:
                return moment
    return None


def _moment(parsed: struct_time | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):  # the year 0, the year 10000
        return None
