"""Time from outside: the machine's clock, a clock of another day, and the ticker that wakes services."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import SettingsError, StorageError

_log = logging.getLogger(__name__)

_FASTEST = 86_400.0  # a day a second

# Far from the ends of what a datetime can hold, so that any time before and after can be reckoned with.
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_END = datetime(2201, 1, 1, tzinfo=UTC)


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class ReplayClock:
    """A clock that starts at another instant and runs ``speed`` clock seconds a real second: for
    recorded news and for trying out time. Sleeping is in real seconds, as with any clock."""

    def __init__(self, start: datetime, speed: float = 1.0) -> None:
        self._start = start.astimezone(UTC)
        self._speed = speed
        self._began = time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=(time.monotonic() - self._began) * self._speed)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def parse_clock(text: str) -> tuple[datetime, float]:
    """Start and speed of ``2026-01-03T18:00Z,60``: an ISO 8601 instant with its offset from UTC and,
    after a comma, clock seconds a real second (1 if left out).

    Raises SettingsError for anything else.
    """
    instant, comma, speed = text.partition(",")
    return _instant(instant.strip()), _speed(speed.strip()) if comma else 1.0


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is not None and _FIRST <= instant < _END:
            return instant.astimezone(UTC)
    except ValueError:
        pass
    raise SettingsError(
        f'--clock: "{text}" is not an instant of the years 1970 to 2200 with its offset from UTC. '
        "Write it like 2026-01-03T18:00Z or 2026-01-03T18:00+09:00."
    )


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = math.nan
    if 0 < speed <= _FASTEST:
        return speed
    raise SettingsError(
        f'--clock: "{text}" is not a speed. After the comma write how many seconds pass on the clock '
        f"in one second, more than 0 and at most {_FASTEST:.0f}, such as 2026-01-03T18:00Z,60."
    )


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to be run at once and then every so many real seconds; never two runs at a time: a tick
    that finds the last run under way is left out."""

    name: str
    every: float
    run: Callable[[], Awaitable[object]]


class Ticker:
    """Wakes services while it is entered. It only ticks: what is due is for them to find out.

    Ticks that were missed (the machine slept, a run was long) become one; ticks that a clock which
    was turned back put far off come soon. A run that raises is logged and the next one comes all
    the same. Leaving cancels what is running and waits for its end.
    """

    def __init__(self, ticks: Sequence[Tick], watch: float = 10.0) -> None:
        """``watch`` is after how many real seconds the scheduler's plan is looked at."""
        self._ticks = ticks
        self._watch = watch
        self._running: set[asyncio.Task[None]] = set()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        # It warns of every tick that finds the last run under way, which is nothing to worry about.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)

    async def __aenter__(self) -> Self:
        for tick in self._ticks:
            self._scheduler.add_job(
                self._start,
                "interval",
                (tick,),
                seconds=tick.every,
                id=tick.name,
                next_run_time=datetime.now(UTC),
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )
        self._scheduler.start()
        self._watching = asyncio.create_task(self._look_after(), name="ticker")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._scheduler.pause()
        running = (self._watching, *self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # the scheduler shuts down in the loop's next round

    async def _look_after(self) -> None:
        """The scheduler plans by the wall clock; no tick may be further off than its interval."""
        while True:
            await asyncio.sleep(self._watch)
            now = datetime.now(UTC)
            for tick in self._ticks:
                job = self._scheduler.get_job(tick.name)
                if job.next_run_time > now + timedelta(seconds=tick.every + 1):
                    job.modify(next_run_time=now)

    async def _start(self, tick: Tick) -> None:
        # A task of its own, so that a run that is cancelled is no failed job to the scheduler.
        task = asyncio.create_task(self._run(tick), name=tick.name)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        await asyncio.wait({task})

    async def _run(self, tick: Tick) -> None:
        try:
            await tick.run()
        except StorageError as error:
            _log.error("%s failed; it is tried again in %g s: %s", tick.name, tick.every, error)
        except Exception:  # noqa: BLE001 - the border of a service: its fault must not end its ticks
            _log.exception("%s failed; it is tried again in %g s", tick.name, tick.every)
