"""One poll: many hosts asked side by side, each for one feed after the other, and how it went."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.errors import StorageError
from bot.model.news import Feed, FeedId, Polling
from bot.newsroom.intervals import after_outage, put_off
from bot.ports.clock import Clock
from bot.ports.feeds import FetchFailed, FetchOutcome, Gone
from bot.text.links import host_of

AT_ONCE = 128
"""Hosts that are asked at the same time."""
HOST_PATIENCE = 60.0
"""Seconds after which no further feed of a host is begun: what is left is due at the next poll, and a
slow host holds up no other for longer."""

_TOGETHER = 64  # readings that brought nothing: a commit costs more than keeping one of them
_STORAGE_FAILURES = 3  # in one poll: then the disk is full or the database away, and reading is in vain
_OUTAGE = 5  # feeds of more than one host, and not one could be reached: then it is not they who are away
_UNREACHED = frozenset(
    {"feed-error-dns", "feed-error-timeout", "feed-error-refused", "feed-error-connection"}
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one feed brought: ``new`` entries may be offered to readers; ``unkept`` is how it
    stands now where that is not kept yet."""

    outcome: FetchOutcome
    new: int = 0
    unkept: tuple[FeedId, Polling] | None = None


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


class Poll:
    """Reads feeds of many hosts side by side, and keeps readings that brought nothing many at a time:
    a feed whose reading was not kept is due again.

    A host that asks to be left alone is asked for none of its other feeds. Where no feed can be
    reached, no feed is blamed. ``polled`` is how it went so far, ``troubles`` what storage said;
    too many of those end it.
    """

    def __init__(
        self,
        read: Callable[[Feed], Awaitable[Reading]],
        keep: Callable[[Sequence[tuple[FeedId, Polling]]], Awaitable[None]],
        show: Callable[[Polled], None],
        clock: Clock,
    ) -> None:
        self._read, self._keep, self._show, self._clock = read, keep, show, clock
        self._unkept: list[tuple[FeedId, Polling]] = []
        self._reached = False  # anybody
        self.polled = Polled(0, 0, 0)
        self.troubles: list[StorageError] = []

    async def run(self, feeds: Sequence[Feed]) -> None:
        hosts: defaultdict[str, list[Feed]] = defaultdict(list)
        for feed in feeds:
            hosts[host_of(feed.url)].append(feed)
        waiting = iter(hosts.values())
        async with asyncio.TaskGroup() as group:
            for _ in range(min(AT_ONCE, len(hosts))):
                group.create_task(self._work(waiting))
        if not self._reached and self.polled.read >= _OUTAGE and len(hosts) > 1:
            self._forgive(feeds)
        try:
            await self._keep(self._unkept)
        except StorageError as error:
            self.troubles.append(error)

    async def _work(self, waiting: Iterable[Sequence[Feed]]) -> None:
        for queue in waiting:
            await self._ask(queue)

    async def _ask(self, queue: Sequence[Feed]) -> None:
        """Ask one host for its feeds, until one of us has had enough."""
        patience_ends = self._clock.monotonic() + HOST_PATIENCE
        for place, feed in enumerate(queue):
            is_late = place and self._clock.monotonic() >= patience_ends
            if is_late or len(self.troubles) >= _STORAGE_FAILURES:
                return
            refused = await self._one(feed)
            self._show(self.polled)
            if refused:
                self._unkept += [(other.id, put_off(other.polling, refused)) for other in queue[place + 1 :]]
                return

    async def _one(self, feed: Feed) -> Polling | None:
        """Read a feed. Where its host asks to be left alone: how the feed stands now."""
        try:
            reading = await self._read(feed)
            self.polled = self.polled.with_one(reading)
            self._reached |= not _is_unreached(reading.outcome)
            await self._note(reading)
        except StorageError as error:
            self.troubles.append(error)
            return None
        asks = isinstance(reading.outcome, FetchFailed) and reading.outcome.retry_after
        return reading.unkept[1] if asks and reading.unkept else None

    async def _note(self, reading: Reading) -> None:
        if reading.unkept:
            self._unkept.append(reading.unkept)
        # Until somebody was reached it is open whether the feeds are to be blamed.
        if self._reached and len(self._unkept) >= _TOGETHER:
            together, self._unkept = self._unkept, []
            await self._keep(together)

    def _forgive(self, feeds: Sequence[Feed]) -> None:
        _log.warning("none of %d feeds could be reached; they are asked again soon", self.polled.read)
        asked, now = {feed for feed, _ in self._unkept}, self._clock.now()
        self._unkept = [(feed.id, after_outage(feed.polling, now)) for feed in feeds if feed.id in asked]


def _is_unreached(outcome: FetchOutcome) -> bool:
    return isinstance(outcome, FetchFailed) and outcome.reason in _UNREACHED
