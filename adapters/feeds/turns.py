"""Keep to one connection a host: whoever wants the same host waits for a turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


class Turns:
    """A lock for each key, kept only while somebody holds it or waits for it."""

    def __init__(self) -> None:
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def of(self, key: str, patience: float | None = None) -> AsyncIterator[None]:
        """Wait for the turn of this key and hold it, at most for ``patience`` seconds: whoever is
        stuck for longer goes on without it, so that one slow address holds up no other."""
        lock, users = self._locks.get(key, (asyncio.Lock(), 0))
        self._locks[key] = (lock, users + 1)
        try:
            async with holding(lock, patience):
                yield
        finally:
            lock, users = self._locks[key]
            if users == 1:
                del self._locks[key]
            else:
                self._locks[key] = (lock, users - 1)


@asynccontextmanager
async def holding(
    thing: asyncio.Lock | asyncio.Semaphore, patience: float | None = None
) -> AsyncIterator[None]:
    """Wait for the lock or a place and hold it, at most for ``patience`` seconds."""
    await thing.acquire()
    release = _once(thing.release)
    late = asyncio.get_running_loop().call_later(patience, release) if patience is not None else None
    try:
        yield
    finally:
        if late is not None:
            late.cancel()
        release()


def _once(run: Callable[[], None]) -> Callable[[], None]:
    """The same, but only the first call does anything."""
    pending = [run]

    def first() -> None:
        if pending:
            pending.pop()()

    return first
