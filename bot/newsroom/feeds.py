"""Keeping the list of feeds: what editors add, test, change, import and export."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import UserError
from bot.model.chats import Person
from bot.model.news import Feed, FeedState, ParsedFeed
from bot.newsroom.collecting import Collector
from bot.newsroom.entries import identified, is_news
from bot.newsroom.poll import Reading
from bot.ports.desk import Deed
from bot.ports.feeds import (
    FeedFinder,
    FeedReader,
    FeedRequest,
    Fetched,
    FetchFailed,
    FoundFeed,
    OutlineFeed,
    OutlineReader,
)
from bot.ports.news import FeedChange
from bot.ports.store import Store
from bot.text.links import is_web, normalise, without_userinfo

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)  # a host may have a port: post.example:8080


@dataclass(frozen=True, slots=True)
class Added:
    """A feed that was added, how its first reading went, and what else its page offers."""

    feed: Feed
    reading: Reading
    others: tuple[FoundFeed, ...]


@dataclass(frozen=True, slots=True)
class Tested:
    """What a feed holds, read without keeping anything."""

    url: str
    feed: ParsedFeed
    newest: datetime | None
    news: int  # entries that would be offered if it were added now


@dataclass(frozen=True, slots=True)
class Imported:
    """How many feeds a list had and how many of them were new."""

    listed: int
    new: int


class Feeds:
    """The list of feeds, as editors keep it. Each change is recorded with who made it."""

    def __init__(
        self,
        *,
        store: Store,
        collector: Collector,
        reader: FeedReader,
        finder: FeedFinder,
        outlines: OutlineReader,
    ) -> None:
        self._store = store
        self._collector = collector
        self._reader = reader
        self._finder = finder
        self._outlines = outlines

    async def all(self) -> Sequence[Feed]:
        """Every feed by title."""
        return await self._store.feeds.all()

    async def find(self, text: str) -> Feed:
        """The feed that its number, an address or a title names. Raises UserError."""
        feeds = await self.all()
        if text.isascii() and text.isdigit():
            named = [feed for feed in feeds if str(feed.id) == text]
            if not named:
                raise UserError("feed-no-number", number=text)
        else:
            named = _named(feeds, text)
        if len(named) == 1:
            return named[0]
        if named:
            raise UserError("feed-several", text=text, count=len(named))
        raise UserError("feed-unknown", text=text)

    async def add(self, address: str, by: Person, now: datetime) -> Added:
        """Add the feed at an address, or the likeliest that the page there names, and read it at
        once. Raises UserError if there is none, or if it is there already."""
        found = await self._found(address)
        added = await self._store.feeds.add([OutlineFeed(found[0].url, found[0].title)], now)
        if not added:
            raise UserError("feed-known", url=without_userinfo(found[0].url))
        await self._record(by, now, "feed add", without_userinfo(found[0].url))
        reading = await self._collector.read(added[0])
        return Added(await self._store.feeds.get(added[0].id) or added[0], reading, tuple(found[1:]))

    async def remove(self, text: str, by: Person, now: datetime) -> Feed:
        """Read this feed no more; what it brought stays."""
        feed = await self.find(text)
        await self._change(feed, FeedChange(state=FeedState.REMOVED), by, now, "feed remove")
        return feed

    async def test(self, address: str, now: datetime) -> Tested:
        """What the feed at an address, or the likeliest that the page there names, holds."""
        found = await self._found(address)
        outcome = await self._reader.read(FeedRequest(found[0].url))
        if isinstance(outcome, FetchFailed):
            raise UserError(outcome.reason, detail=outcome.detail)
        if not isinstance(outcome, Fetched):
            raise UserError("feed-none-found", url=without_userinfo(found[0].url))
        entries = identified(outcome.feed)
        dates = [entry.parsed.published for entry in entries if entry.parsed.published]
        news = sum(is_news(entry.parsed, now, first_reading=True) for entry in entries)
        return Tested(outcome.url, outcome.feed, max(dates, default=None), news)

    async def rename(self, text: str, title: str, by: Person, now: datetime) -> Feed:
        """Give a feed the name by which readers see it."""
        feed = await self.find(text)
        return await self._change(feed, FeedChange(title=title), by, now, "feed rename", title)

    async def set_topic(self, text: str, topic: str, by: Person, now: datetime) -> Feed:
        """Say what a feed is mostly about; an empty topic takes that back."""
        feed = await self.find(text)
        return await self._change(feed, FeedChange(topic=topic), by, now, "feed topic", topic)

    async def set_weight(self, text: str, weight: float, by: Person, now: datetime) -> Feed:
        """Say how much a feed is trusted."""
        feed = await self.find(text)
        return await self._change(feed, FeedChange(weight=weight), by, now, "feed weight", f"{weight:g}")

    async def import_from(self, address: str, by: Person, now: datetime) -> Imported:
        """Add the feeds of an OPML file. Raises UserError if it cannot be read."""
        listed = await self._outlines.load(address)
        added = await self._store.feeds.add(listed, now)
        await self._record(by, now, "feed import", without_userinfo(address), str(len(added)))
        return Imported(len(listed), len(added))

    async def export(self, title: str) -> str:
        """All feeds that are read as an OPML document."""
        feeds = [feed for feed in await self.all() if feed.state is FeedState.ACTIVE]
        return self._outlines.dump(
            title, [OutlineFeed(feed.url, feed.title, feed.site, feed.topic or None) for feed in feeds]
        )

    async def _found(self, address: str) -> Sequence[FoundFeed]:
        url = address if _SCHEME.match(address) else f"https://{address}"
        if not is_web(url):
            raise UserError("feed-error-bad-address", detail=address)
        found = await self._finder.find(url)
        if isinstance(found, FetchFailed):
            raise UserError(found.reason, detail=found.detail)
        if not found:
            raise UserError("feed-none-found", url=without_userinfo(url))
        return found

    async def _change(
        self, feed: Feed, change: FeedChange, by: Person, now: datetime, deed: str, detail: str = ""
    ) -> Feed:
        changed = await self._store.feeds.change(feed.id, change)
        await self._record(by, now, deed, feed.title or without_userinfo(feed.url), detail)
        return changed or feed

    async def _record(self, by: Person, now: datetime, deed: str, about: str, detail: str = "") -> None:
        await self._store.audit.record(Deed(now, by.ref, by.name, deed, about, detail))


def _named(feeds: Sequence[Feed], text: str) -> list[Feed]:
    """The feeds with this very address; else those with this title, or an address that is as good
    as the same; else those whose title has it as a part."""
    if exact := [feed for feed in feeds if feed.url == text.strip()]:
        return exact
    wanted = text.strip().strip('“”"').casefold()
    same = [
        feed for feed in feeds if feed.title.casefold() == wanted or normalise(feed.url) == normalise(text)
    ]
    return same or [feed for feed in feeds if wanted and wanted in feed.title.casefold()]
