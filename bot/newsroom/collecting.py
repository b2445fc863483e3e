"""Collecting: feeds that are due are read, what is new in them is kept, and each gets its next hour."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from random import Random

from bot.errors import StorageError
from bot.model.news import Feed, FeedId, FeedState, Polling
from bot.newsroom.entries import Identified, identified
from bot.newsroom.intervals import next_polling
from bot.newsroom.novelty import keys_of, learned, to_keep
from bot.newsroom.poll import Poll, Polled, Reading
from bot.ports.clock import Clock
from bot.ports.feeds import FeedReader, FeedRequest, Fetched, FetchFailed, Gone, Unchanged
from bot.ports.news import FeedChange, Known
from bot.ports.store import Store
from bot.text.links import without_userinfo
from bot.text.markup import Message, message
from bot.wording import Wording

_MOST_A_POLL = 10_000
_LINES = 50  # of progress in one poll

Tell = Callable[[Message], Awaitable[None]]
"""Tells the newsroom something."""
Progress = Callable[[str], None]
"""Shows a line while feeds are read."""

_log = logging.getLogger(__name__)


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
        """Read every active feed, due or not, but those that wait at their server's wish.

        Raises StorageError if they cannot be listed.
        """
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
        polled = await self._poll(feeds, progress)
        if feeds:
            _log.info("read %d feeds, %d failed, %d new entries", polled.read, polled.failed, polled.new)
        return polled

    async def read(self, feed: Feed) -> Reading:
        """Read one feed now and keep what it brought. Raises StorageError, and then it is due again."""
        reading = await self._read(feed)
        if reading.unkept:
            await self._keep([reading.unkept])
        return reading

    async def _read(self, feed: Feed) -> Reading:
        """The same, but that it brought nothing is still to be kept."""
        request = FeedRequest(feed.url, feed.polling.validators, feed.polling.fingerprint)
        outcome = await self._reader.read(request)
        now = self._clock.now()
        if isinstance(outcome, Gone):
            await self._part_with(feed)
            return Reading(outcome)
        if isinstance(outcome, FetchFailed):
            return Reading(outcome, unkept=(feed.id, self._next(feed, outcome, 0, now)))
        feed = await self._follow(feed, outcome)
        if isinstance(outcome, Unchanged):
            return Reading(outcome, unkept=(feed.id, self._next(feed, outcome, 0, now)))
        return Reading(outcome, await self._take(feed, outcome, now))

    async def _keep(self, unkept: Sequence[tuple[FeedId, Polling]]) -> None:
        """Keep how feeds that brought nothing stand; called together they share a commit."""
        await asyncio.gather(*(self._store.feeds.polled(*each) for each in unkept))

    async def _poll(self, feeds: Sequence[Feed], progress: Progress | None) -> Polled:
        def show(polled: Polled) -> None:
            if progress and (polled.read % max(1, len(feeds) // _LINES) == 0 or polled.read == len(feeds)):
                progress(
                    self._words("feeds-progress", read=polled.read, total=len(feeds), failed=polled.failed)
                )

        poll = Poll(self._read, self._keep, show, self._clock)
        await poll.run(feeds)
        polled, troubles = poll.polled, poll.troubles
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
        url = without_userinfo(feed.url)
        await self._tell(message(self._words("feed-gone", title=feed.title, url=url)))

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
