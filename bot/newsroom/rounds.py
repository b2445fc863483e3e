"""A round of the newsroom: feeds that are due are read, what they brought is placed and got ready."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine

from bot.errors import StorageError
from bot.newsroom.collecting import Collector, Progress
from bot.newsroom.desk import Desk
from bot.newsroom.placing import Placer
from bot.newsroom.poll import Polled
from bot.ports.clock import Clock

_log = logging.getLogger(__name__)


class Rounds:
    """What the clock wakes: one round after the other, never two at once."""

    def __init__(
        self, *, collector: Collector, placer: Placer, desk: Desk, clock: Clock, pause: float = 5.0
    ) -> None:
        """``pause`` is the seconds between two placings while feeds are read."""
        self._collector = collector
        self._placer = placer
        self._desk = desk
        self._clock = clock
        self._pause = pause

    async def start(self) -> None:
        """Get the stories of the last days into memory and place what a crash left behind."""
        await self._placer.start()
        await self.settle()

    async def turn(self, progress: Progress | None = None) -> Polled:
        """One round."""
        return await self._placing(self._collector.poll_due(progress))

    async def turn_all(self, progress: Progress | None = None) -> Polled:
        """One round with every feed, due or not."""
        return await self._placing(self._collector.poll_all(progress))

    async def _placing(self, polling: Coroutine[None, None, Polled]) -> Polled:
        """Place what comes while feeds are read, every few seconds, and what came at the end."""
        reading = asyncio.create_task(polling)
        try:
            is_read = False
            while not is_read:
                is_read = bool((await asyncio.wait({reading}, timeout=self._pause))[0])
                await self.settle()
            return await reading
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def settle(self) -> None:
        """Place what waits. Storage that fails raises nothing: it goes on waiting."""
        try:
            if await self._placer.place_new():
                await self._desk.warm(self._clock.now())
        except StorageError:
            _log.exception("entries could not be placed; they wait for the next round")
