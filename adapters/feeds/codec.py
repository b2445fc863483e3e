"""Feeds as JSON, for the way from the child that parsed them. No pickle: a child is not trusted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.model.news import ParsedEntry, ParsedFeed


def to_json(feed: ParsedFeed) -> list[Any]:
    """Lists instead of objects: names would be most of it."""
    ttl = feed.ttl.total_seconds() if feed.ttl else None
    return [feed.title, feed.site, feed.language, ttl, [_entry_to_json(entry) for entry in feed.entries]]


def _entry_to_json(entry: ParsedEntry) -> list[Any]:
    published = entry.published.isoformat() if entry.published else None
    texts = [entry.title, entry.summary, entry.content, entry.byline]
    return [entry.identifier, entry.link, *texts, published, entry.language]


def from_json(value: list[Any]) -> ParsedFeed:
    """The feed that ``to_json`` was given."""
    title, site, language, ttl, entries = value
    return ParsedFeed(
        title=title,
        site=site,
        language=language,
        ttl=timedelta(seconds=ttl) if ttl else None,
        entries=tuple(_entry_from_json(entry) for entry in entries),
    )


def _entry_from_json(value: list[Any]) -> ParsedEntry:
    identifier, link, title, summary, content, byline, published, language = value
    return ParsedEntry(
        identifier=identifier,
        link=link,
        title=title,
        summary=summary,
        content=content,
        byline=byline,
        published=datetime.fromisoformat(published) if published else None,
        language=language,
    )
