"""A watchdog over the event loop: how late it wakes from a short sleep is how long the loop was blocked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from bench.harness import Figures

_SLEEP = 0.001


class Watchdog:
    """Watches while it is entered."""

    def __init__(self) -> None:
        self._late: list[float] = []
        self._busy: list[float] = []
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is not None:
            await asyncio.sleep(2 * _SLEEP)  # a block at the very end counts too
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def figures(self) -> Figures:
        """Milliseconds: the longest block, what 99 of 100 wakes stay under, and the most CPU that the
        loop's own thread took between two wakes; what a block has beyond that was waiting for
        another thread or another program."""
        return {
            "longest block": max(self._late) * 1000,
            "block p99": p99(self._late) * 1000,
            "longest own": max(self._busy) * 1000,
        }

    async def _watch(self) -> None:
        while True:
            before, used = time.perf_counter(), time.thread_time()
            await asyncio.sleep(_SLEEP)
            self._late.append(time.perf_counter() - before - _SLEEP)
            self._busy.append(time.thread_time() - used)


def p99(values: Sequence[float]) -> float:
    """What 99 of 100 of these stay under."""
    return sorted(values)[min(len(values) - 1, len(values) * 99 // 100)]
