"""The clocks, the clock that a person asks for, and the ticker."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.clock import ReplayClock, SystemClock, Tick, Ticker, parse_clock
from bot.errors import SettingsError, StorageError
from bot.ports.clock import Clock

EVENING = datetime(2026, 1, 3, 18, 0, tzinfo=UTC)
OFTEN = 0.01  # seconds


@pytest.mark.parametrize("made", [SystemClock, lambda: ReplayClock(EVENING, 60)])
async def test_a_clock_tells_utc_and_never_runs_back(made: Callable[[], Clock]) -> None:
    clock = made()
    first, began = clock.now(), clock.monotonic()
    await clock.sleep(0.001)
    assert clock.now().utcoffset() == timedelta()
    assert clock.now() > first
    assert clock.monotonic() - began >= 0.001


def test_a_replayed_clock_starts_at_its_instant_and_keeps_its_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    real = 1000.0
    monkeypatch.setattr("adapters.clock.time.monotonic", lambda: real)
    clock = ReplayClock(EVENING.astimezone(), 60)
    assert clock.now() == EVENING
    real += 2.5
    assert clock.now() == EVENING + timedelta(seconds=150)
    assert clock.monotonic() == real  # real seconds, whatever the pace


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2026-01-03T18:00Z", (EVENING, 1.0)),
        ("2026-01-03T18:00Z,60", (EVENING, 60.0)),
        (" 2026-01-03T18:00:00+00:00 , 0.5 ", (EVENING, 0.5)),
        ("2026-01-04T03:00+09:00,1", (EVENING, 1.0)),
        ("1970-01-01T00:00Z", (datetime(1970, 1, 1, tzinfo=UTC), 1.0)),
        ("2201-01-01T00:00+09:00", (datetime(2200, 12, 31, 15, tzinfo=UTC), 1.0)),
    ],
)
def test_an_instant_and_a_speed_are_a_clock(text: str, clock: tuple[datetime, float]) -> None:
    assert parse_clock(text) == clock


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is not an instant"),
        ("2026-01-03T18:00", "with its offset from UTC"),
        ("tomorrow", "Write it like 2026-01-03T18:00Z"),
        ("2026-02-30T18:00Z", "is not an instant"),
        ("0001-01-01T00:00+14:00", "is not an instant"),
        ("0001-01-01T00:00Z", "years 1970 to 2200"),
        ("1969-12-31T23:59Z", "years 1970 to 2200"),
        ("2201-01-01T00:00Z", "years 1970 to 2200"),
        ("9999-12-31T23:59Z", "years 1970 to 2200"),
        ("2026-01-03T18:00Z,", "is not a speed"),
        ("2026-01-03T18:00Z,fast", '"fast" is not a speed'),
        ("2026-01-03T18:00Z,0", "more than 0"),
        ("2026-01-03T18:00Z,-1", "more than 0"),
        ("2026-01-03T18:00Z,nan", "is not a speed"),
        ("2026-01-03T18:00Z,inf", "at most 86400"),
        ("2026-01-03T18:00Z,60,60", "is not a speed"),
    ],
)
def test_anything_else_is_refused_with_what_would_be_right(text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        parse_clock(text)


@given(st.text())
def test_no_text_does_worse_than_be_refused(text: str) -> None:
    try:
        start, speed = parse_clock(text)
    except SettingsError:
        return
    assert start.tzinfo is not None
    assert speed > 0


async def test_a_ticker_ticks_at_once_and_again_and_never_twice_at_a_time() -> None:
    runs: asyncio.Queue[int] = asyncio.Queue()
    under_way: list[int] = []

    async def tick() -> None:
        under_way.append(1)
        await asyncio.sleep(3 * OFTEN)  # longer than its interval
        runs.put_nowait(len(under_way))
        under_way.pop()

    async with Ticker([Tick("poll", OFTEN, tick)]):
        assert [await runs.get() for _ in range(3)] == [1, 1, 1]


async def test_a_tick_that_fails_is_logged_once_and_comes_again(caplog: pytest.LogCaptureFixture) -> None:
    runs: asyncio.Queue[int] = asyncio.Queue()
    numbers = count()

    async def fail() -> None:
        runs.put_nowait(number := next(numbers))
        if number == 0:
            raise ValueError("the disk is full")

    async with Ticker([Tick("prune", OFTEN, fail)]):
        await runs.get()
        await runs.get()
    assert [record.getMessage() for record in caplog.records] == [
        "prune failed; it is tried again in 0.01 s",
    ]


async def test_of_a_tick_that_the_storage_refuses_only_the_reason_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    runs: asyncio.Queue[None] = asyncio.Queue()

    async def refuse() -> None:
        runs.put_nowait(None)
        raise StorageError("There is no room left.")

    async with Ticker([Tick("collect", OFTEN, refuse)]):
        await runs.get()
        await runs.get()
    assert "collect failed; it is tried again in 0.01 s: There is no room left." in caplog.messages
    assert "Traceback" not in caplog.text


async def test_a_clock_that_is_turned_back_stops_no_ticks() -> None:
    runs: asyncio.Queue[None] = asyncio.Queue()
    ticker = Ticker([Tick("poll", OFTEN, _put(runs))], watch=OFTEN)
    async with ticker:
        await runs.get()
        # An hour back is the same as a plan that is an hour ahead.
        ticker._scheduler.get_job("poll").modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))
        while not runs.empty():
            runs.get_nowait()
        await runs.get()


async def test_one_slow_tick_delays_no_other() -> None:
    other: asyncio.Queue[None] = asyncio.Queue()
    async with Ticker([Tick("slow", OFTEN, asyncio.Event().wait), Tick("other", OFTEN, _put(other))]):
        for _ in range(3):
            await other.get()


async def test_leaving_ends_what_runs_and_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    started = asyncio.Event()
    ended: list[str] = []

    async def run() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)  # what it has to put away takes its time
            ended.append("ended")

    async with Ticker([Tick("poll", 60, run)]):
        await started.wait()
    assert ended == ["ended"]
    await asyncio.sleep(2 * OFTEN)
    assert ended == ["ended"]
    assert caplog.records == []


async def test_while_it_is_left_nothing_new_starts() -> None:
    started = asyncio.Event()
    ticks: list[str] = []
    seen: list[int] = []

    async def run() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            seen.append(len(ticks))
            await asyncio.sleep(5 * OFTEN)
            seen.append(len(ticks))

    async def often() -> None:
        ticks.append("tick")

    async with Ticker([Tick("long", 60, run), Tick("often", OFTEN, often)]):
        await started.wait()
    assert seen[0] == seen[1]


def _put(runs: asyncio.Queue[None]) -> Callable[[], asyncio.Future[None]]:
    return lambda: asyncio.ensure_future(runs.put(None))
