"""What is new in a feed that was read: entries it did not bring before, and what it says of itself. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from bot.model.news import Feed
from bot.newsroom.entries import Identified, is_known, is_news
from bot.ports.feeds import Fetched
from bot.ports.news import FeedChange, Known, NewEntry

_STRANGE = 3  # so many entries and not one known, in a feed that was read before: its keys changed


def keys_of(entries: Iterable[Identified]) -> tuple[set[str], set[str]]:
    """The identifiers, and the links and texts, by which these entries may be known."""
    entries = list(entries)
    links = {key for entry in entries for key in (entry.link, entry.text) if key}
    return {entry.identifier for entry in entries if entry.identifier}, links


def to_keep(entries: Sequence[Identified], known: Known, now: datetime) -> list[NewEntry]:
    """The entries that their feed did not bring before, oldest first, each with whether it is news.

    Where not one of several is known though the feed was read before, its publisher changed all
    keys: then it is judged like a feed that is seen for the first time, so that nothing bursts in.
    """
    unknown = [entry for entry in entries if not is_known(entry, known)]
    strange = len(unknown) == len(entries) >= _STRANGE
    return [
        NewEntry(
            entry.identifier,
            # A link that an earlier entry has is its; by_link finds that one.
            entry.text if entry.link is None or entry.link in known.links else entry.link,
            entry.parsed,
            offered=is_news(entry.parsed, now, first_reading=known.first_reading or strange),
        )
        for entry in reversed(unknown)
    ]


def learned(feed: Feed, outcome: Fetched) -> FeedChange | None:
    """What a feed says of itself that we did not know; a title that a person gave stays. One that
    only repeats the address, as some lists of feeds have it, is none."""
    parsed = outcome.feed
    own = parsed.title.removeprefix("www.")
    nameless = feed.title in ("", feed.url, PurePosixPath(urlsplit(feed.url).path).stem)
    change = FeedChange(
        title=own if nameless and own not in ("", feed.title) else None,
        site=parsed.site if feed.site is None else None,
        language=parsed.language if feed.language is None else None,
    )
    return change if change != FeedChange() else None
