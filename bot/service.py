"""The program while it runs: its start, what its clock wakes, and its end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from bot.assembly import Services
from bot.errors import StorageError
from bot.model.briefing import Briefing
from bot.model.health import Health
from bot.ports.clock import Clock
from bot.ports.platform import CanShowMenus, Platform
from bot.ports.store import Store
from bot.press.rewinding import rewind
from bot.text.markup import message
from bot.wording import Wording

_log = logging.getLogger(__name__)

_BACK = timedelta(minutes=1)  # a clock that is further back than this was set, not adjusted
_LAST_READING = "clock"
_LAST_EVENTS = 1.5  # seconds that events under way are given at the end
_PATIENCE = 60.0  # seconds that editions wait for the first reading of the feeds
_RESTART = 5.0  # seconds before a platform that ended by an error is started again
_SILENT = 25.0  # seconds without a word of the database, which is asked every ten: something is amiss
_LATE = 900.0  # seconds without a finished round of feeds, of which one begins every five

Progress = Callable[[str], None]


class Service:
    """One briefing on its platforms."""

    def __init__(
        self,
        services: Services,
        *,
        store: Store,
        platforms: Iterable[Platform],
        clock: Clock,
        briefing: Briefing,
        retention: timedelta,
        progress: Progress,
    ) -> None:
        """``progress`` shows a line while feeds are read; an empty one ends it."""
        self._services = services
        self._store = store
        self._platforms = tuple(platforms)
        self._clock = clock
        self._briefing = briefing.id
        self._words = Wording(briefing.language)
        self._retention = retention
        self._progress = progress
        self._polled = asyncio.Event()
        self._patience_ends = clock.monotonic() + _PATIENCE
        self._feeds_read: datetime | None = None
        self._collected = self._heard = clock.monotonic()  # when feeds were read, when the storage spoke
        self._refused: str | None = None  # why the storage did not do what it was asked last

    async def ready(self) -> None:
        """Wait until the feeds were read for the first time."""
        await self._polled.wait()

    async def settled(self) -> None:
        """Wait until everything that came in is handled and all that is due is delivered."""
        await self._services.intake.settled()
        await self._services.powers.settled()
        await self.plan()
        await self._services.press.dispatcher.settled()
        await self._services.comment_lines.refresh(at_once=True)

    async def start(self) -> None:
        """Take up what the last run left: stories, deliveries in flight, a clock that was turned. Let
        people see the commands of today."""
        await self.watch_clock()
        await self._services.press.dispatcher.recover()
        await self._services.newsroom.rounds.start()
        newsroom = await self._store.chats.newsroom()
        for platform in self._platforms:
            if isinstance(platform, CanShowMenus):
                platform.show_menus(newsroom)

    def health(self) -> Health:
        """How the program fares now."""
        now = self._clock.monotonic()
        silent = now - self._heard > _SILENT
        late = now - self._collected > _LATE
        wires = self._services.press.wires
        return Health(
            platforms={name: wire.platform.trouble or wire.breaker.why for name, wire in wires.items()},
            storage=self._refused or (self._words("health-storage-silent") if silent else None),
            feeds=self._words("health-feeds-late", minutes=int(_LATE) // 60) if late else None,
            feeds_read=self._feeds_read,
        )

    async def collect(self) -> None:
        """Read the feeds that are due, and place what they bring."""
        await self._services.newsroom.rounds.turn(self._progress)
        self._has_collected()

    async def plan(self) -> None:
        """Promise what is due, and see that it is delivered. After a start the feeds are read first:
        an edition that is caught up should not be of the day before."""
        if not self._polled.is_set() and self._clock.monotonic() < self._patience_ends:
            return
        if await self._services.press.planner.plan(self._clock.now()):
            self._services.press.dispatcher.wake()

    async def refresh(self) -> None:
        """Bring comment lines of delivered copies up to date."""
        await self._services.comment_lines.refresh()

    async def keep_house(self) -> None:
        """Erase what nobody needs any more."""
        erased = await self._store.upkeep.prune(self._clock.now() - self._retention)
        if erased:
            _log.info("erased %d rows older than %d days", erased, self._retention.days)

    @asynccontextmanager
    async def serving(self, stop: asyncio.Event | None = None) -> AsyncIterator[None]:
        """While events are handled and deliveries go out; leaving ends both in good order."""
        stop = stop or asyncio.Event()
        dispatching = asyncio.create_task(self._services.press.dispatcher.run(stop))
        try:
            async with self._services.intake:
                yield
                with suppress(TimeoutError):  # what is not handled by then is, after the next start
                    await asyncio.wait_for(self._services.intake.settled(), _LAST_EVENTS)
        finally:
            stop.set()
            await self._services.newsroom.preparer.close()
            await self._services.powers.close()
            await dispatching

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until told to stop, or until every platform's input is at its end."""
        async with self.serving(stop):
            platforms = asyncio.gather(*(self._serve(platform) for platform in self._platforms))
            await _either(platforms, stop)

    async def run_once(self, stop: asyncio.Event) -> None:
        """Read every feed, deliver what is due, and be done; or stop when told to."""
        async with self.serving(stop):
            await _either(asyncio.ensure_future(self._once()), stop)

    async def _once(self) -> None:
        await self._services.newsroom.rounds.turn_all(self._progress)
        self._has_collected()
        await self.settled()

    def _has_collected(self) -> None:
        self._progress("")
        self._polled.set()
        self._feeds_read = self._clock.now()
        self._collected = self._clock.monotonic()

    async def _serve(self, platform: Platform) -> None:
        """Run a platform; one that breaks is started again, and the others go on."""
        while True:
            try:
                await platform.run(self._services.intake)
            except Exception:  # noqa: BLE001 - a border: an adapter's bug must not end the others
                _log.exception("%s broke; it is started again in %g s", platform.name, _RESTART)
                await self._clock.sleep(_RESTART)
            else:
                return

    async def watch_clock(self) -> None:
        """Note the time, every ten seconds: that is how a clock is noticed that was turned back past
        what is recorded, and a storage that refuses."""
        now = self._clock.now()
        try:
            last = await self._store.upkeep.fact(_LAST_READING)
            if last and now < datetime.fromisoformat(last) - _BACK:
                await self._rewind(now, last)
            await self._store.upkeep.set_fact(_LAST_READING, now.isoformat())
        except StorageError as error:
            _log.error("the time could not be noted: %s", error)
            self._refused = str(error)
        else:
            self._refused = None
        self._heard = self._clock.monotonic()

    async def _rewind(self, now: datetime, last: str) -> None:
        """Plan anew what a clock that was ahead put off, and tell the newsroom."""
        said = self._words("clock-back", now=now.isoformat(timespec="minutes"), last=last[:16])
        _log.warning("%s", said)
        await self._store.feeds.due_now(now)
        await rewind(self._store, self._briefing, now)
        await self._services.press.answers.tell_newsroom(message(said))


async def _either(work: asyncio.Future[Any], stop: asyncio.Event) -> None:
    """Until the work is done, or told to stop; raises what the work raised."""
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
    finally:
        for each in (work, stopping):
            each.cancel()
        await asyncio.gather(work, stopping, return_exceptions=True)
