"""One poll: many feeds read side by side, and how it went."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.errors import StorageError
from bot.model.news import Feed, FeedId, Polling
from bot.ports.feeds import FetchFailed, FetchOutcome, Gone

AT_ONCE = 128
"""Feeds read at the same time; the reader itself keeps to one connection a host."""

_TOGETHER = 64  # readings that brought nothing: a commit costs more than keeping one of them
_STORAGE_FAILURES = 3  # in one poll: then the disk is full or the database away, and reading is in vain


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
    """Reads feeds side by side, and keeps readings that brought nothing many at a time: a feed whose
    reading was not kept is due again.

    ``polled`` is how it went so far, ``troubles`` what storage said; too many of those end it.
    """

    def __init__(
        self,
        read: Callable[[Feed], Awaitable[Reading]],
        keep: Callable[[Sequence[Reading]], Awaitable[None]],
        show: Callable[[Polled], None],
    ) -> None:
        self._read, self._keep, self._show = read, keep, show
        self._unkept: list[Reading] = []
        self.polled = Polled(0, 0, 0)
        self.troubles: list[StorageError] = []

    async def run(self, feeds: Sequence[Feed]) -> None:
        waiting = iter(feeds)
        async with asyncio.TaskGroup() as group:
            for _ in range(min(AT_ONCE, len(feeds))):
                group.create_task(self._work(waiting))
        await self._try(self._keep(self._unkept))

    async def _work(self, waiting: Iterator[Feed]) -> None:
        for feed in waiting:
            if len(self.troubles) >= _STORAGE_FAILURES:
                return
            await self._try(self._one(feed))
            self._show(self.polled)

    async def _one(self, feed: Feed) -> None:
        reading = await self._read(feed)
        self.polled = self.polled.with_one(reading)
        self._unkept.append(reading)
        if len(self._unkept) >= _TOGETHER:
            together, self._unkept = self._unkept, []
            await self._keep(together)

    async def _try(self, work: Awaitable[None]) -> None:
        try:
            await work
        except StorageError as error:
            self.troubles.append(error)
