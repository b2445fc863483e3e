"""A clock that stands still until a test, or a sleeper, moves it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count

START = datetime(2026, 1, 3, 18, 0, tzinfo=UTC)


class FakeClock:
    """A ``Clock`` with time of its own; no real second passes in it.

    ``sleep`` moves time itself: the sleeper due first carries time to its instant, so any number of
    sleepers wake in the order of their instants (equal instants: in the order they lay down).
    With ``by_hand=True`` sleepers lie until ``advance`` reaches them: for services that loop for ever,
    which would otherwise run time away from the test.
    """

    def __init__(self, start: datetime = START, *, by_hand: bool = False) -> None:
        self._start = start
        self._elapsed = timedelta()
        self._by_hand = by_hand
        self._order = count()
        self._sleepers: dict[tuple[timedelta, int], asyncio.Future[None]] = {}

    @property
    def sleeping(self) -> int:
        """How many sleep now; with ``by_hand`` wait for it before advancing."""
        return len(self._sleepers)

    def now(self) -> datetime:
        return self._start + self._elapsed

    def monotonic(self) -> float:
        return self._elapsed.total_seconds()

    async def sleep(self, seconds: float) -> None:
        mark = (self._elapsed + timedelta(seconds=seconds), next(self._order))
        self._sleepers[mark] = reached = asyncio.get_running_loop().create_future()
        try:
            # Those who are ready run first: one of them may lie down for less.
            await asyncio.sleep(0)
            if self._by_hand and mark[0] > self._elapsed:
                await reached
            while not self._by_hand and mark != min(self._sleepers):
                await asyncio.sleep(0)
            self._elapsed = max(self._elapsed, mark[0])
        finally:
            del self._sleepers[mark]

    def advance(self, by: timedelta) -> None:
        """Let time pass; whoever is due by then wakes, in order, at the test's next await."""
        self._elapsed += by
        for mark, reached in sorted(self._sleepers.items(), key=lambda item: item[0]):
            if mark[0] <= self._elapsed and not reached.done():
                reached.set_result(None)

    def jump(self, to: datetime) -> None:
        """Set the wall clock, forward or back, as a laptop's lid or a time server does; nobody wakes."""
        self._start = to - self._elapsed
