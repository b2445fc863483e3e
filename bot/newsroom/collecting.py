"""Collecting: feeds that are due are read, what is new in them is kept, and each gets its next hour."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from bot.errors import StorageError
from bot.model.news import Feed, FeedState, Polling
from bot.newsroom.entries import Identified, identified
from bot.newsroom.intervals import next_polling
from bot.newsroom.novelty import keys_of, learned, to_keep
from bot.ports.clock import Clock
from bot.ports.feeds import FeedReader, FeedRequest, Fetched, FetchFailed, FetchOutcome, Gone, Unchanged
from bot.ports.news import FeedChange, Known
from bot.ports.store import Store
from bot.text.markup import Message, message
from bot.wording import Wording

AT_ONCE = 128
"""Feeds read at the same time; the reader itself keeps to one connection a host."""

_MOST_A_POLL = 10_000
_STORAGE_FAILURES = 3  # in one poll: then the disk is full or the database away, and reading is in vain

Tell = Callable[[Message], Awaitable[None]]
"""Tells the newsroom something."""
Progress = Callable[[str], None]
"""Shows a line while feeds are read."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one feed brought: ``new`` entries may be offered to readers."""

    outcome: FetchOutcome
    new: int = 0


@dataclass(frozen=True, slots=True)
class Polled:
    """How a poll went: feeds read (the failed ones among them) and new entries."""

    read: int
    failed: int
    new: int

    def with_one(self, reading: Reading) -> Polled:
        """And one feed more."""
        failed = isinstance(reading.outcome, FetchFailed | Gone)
        return Polled(self.read + 1, self.failed + failed, self.new + reading.new)


class Collector:
    """Reads feeds and keeps what they bring."""

    def __init__(
        self, *, store: Store, reader: FeedReader, clock: Clock, random: Random, words: Wording, tell: Tell
    ) -> None:
        self._store = store
        self._reader = reader
        self._clock = clock
        self._random = random
        self._words = words
        self._tell = tell
        self._stalled = False

    async def poll_all(self, progress: Progress | None = None) -> Polled:
        """Read every active feed, due or not. Raises StorageError if they cannot be listed."""
        await self._store.feeds.due_now(self._clock.now())
        return await self.poll_due(progress)

    async def poll_due(self, progress: Progress | None = None) -> Polled:
        """Read the feeds that are due, many at once. What a feed does raises nothing, and neither
        does storage that fails: then no more feeds are read until the next poll."""
        try:
            feeds = await self._store.feeds.due(self._clock.now(), _MOST_A_POLL)
        except StorageError as error:
            self._stall(error)
            return Polled(0, 0, 0)
        polled = await self._poll(feeds, progress or _show_nothing)
        if feeds:
            _log.info("read %d feeds, %d failed, %d new entries", polled.read, polled.failed, polled.new)
        return polled

    async def read(self, feed: Feed) -> Reading:
        """Read one feed now and keep what it brought. Raises StorageError, and then it is due again."""
        request = FeedRequest(feed.url, feed.polling.validators, feed.polling.fingerprint)
        outcome = await self._reader.read(request)
        now = self._clock.now()
        if isinstance(outcome, Gone):
            await self._part_with(feed)
            return Reading(outcome)
        if isinstance(outcome, FetchFailed):
            await self._store.feeds.polled(feed.id, self._next(feed, outcome, 0, now))
            return Reading(outcome)
        feed = await self._follow(feed, outcome)
        if isinstance(outcome, Unchanged):
            await self._store.feeds.polled(feed.id, self._next(feed, outcome, 0, now))
            return Reading(outcome)
        return Reading(outcome, await self._take(feed, outcome, now))

    async def _poll(self, feeds: Sequence[Feed], show: Progress) -> Polled:
        waiting = iter(feeds)
        polled = Polled(0, 0, 0)
        troubles: list[StorageError] = []

        async def work() -> None:
            nonlocal polled
            for feed in waiting:
                if len(troubles) >= _STORAGE_FAILURES:
                    return
                try:
                    reading = await self.read(feed)
                    polled = polled.with_one(reading)
                except StorageError as error:
                    troubles.append(error)
                show(self._words("feeds-progress", read=polled.read, total=len(feeds), failed=polled.failed))

        async with asyncio.TaskGroup() as group:
            for _ in range(min(AT_ONCE, len(feeds))):
                group.create_task(work())
        if troubles:
            self._stall(troubles[0])
        elif self._stalled and polled.read:
            self._stalled = False
            _log.info("what feeds bring can be kept again")
        return polled

    def _stall(self, error: StorageError) -> None:
        if not self._stalled:
            self._stalled = True
            _log.error("what feeds bring cannot be kept, reading waits: %s", error)

    async def _take(self, feed: Feed, outcome: Fetched, now: datetime) -> int:
        entries = identified(outcome.feed)
        known = await self._known(feed, entries)
        kept = to_keep(entries, known, now)
        offered = sum(entry.offered for entry in kept)
        await self._store.entries.take(feed.id, kept, self._next(feed, outcome, offered, now), now)
        return offered

    async def _known(self, feed: Feed, entries: Sequence[Identified]) -> Known:
        identifiers, links = keys_of(entries)
        return await self._store.entries.known(feed.id, identifiers, links)

    async def _part_with(self, feed: Feed) -> None:
        await self._store.feeds.change(feed.id, FeedChange(state=FeedState.GONE))
        await self._tell(message(self._words("feed-gone", title=feed.title, url=feed.url)))

    async def _follow(self, feed: Feed, outcome: Fetched | Unchanged) -> Feed:
        """Keep where the feed lives now and what it says of itself that we did not know."""
        if outcome.url != feed.url:
            # None: another feed has that address; the old one still leads there.
            feed = await self._store.feeds.change(feed.id, FeedChange(url=outcome.url)) or feed
        if isinstance(outcome, Fetched) and (change := learned(feed, outcome)):
            feed = await self._store.feeds.change(feed.id, change) or feed
        return feed

    def _next(
        self, feed: Feed, outcome: Fetched | Unchanged | FetchFailed, new: int, now: datetime
    ) -> Polling:
        return next_polling(feed.polling, outcome, new, now, self._random.random())


def _show_nothing(_line: str) -> None:
    """For polls that nobody watches."""
