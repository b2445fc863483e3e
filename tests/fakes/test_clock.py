"""The pinned clock stands still, and wakes its sleepers in the order of their instants."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as some

from bot.ports.clock import Clock
from tests.fakes.clock import START, FakeClock


def test_it_stands_still_until_it_is_moved(clock: FakeClock) -> None:
    fulfils: Clock = clock
    assert fulfils.now() == START
    clock.advance(timedelta(minutes=90))
    assert clock.now() == START + timedelta(minutes=90)
    assert clock.monotonic() == 5400.0


def test_a_jump_moves_the_wall_clock_alone(clock: FakeClock) -> None:
    clock.advance(timedelta(seconds=5))
    clock.jump(START - timedelta(days=1))
    assert clock.now() == START - timedelta(days=1)
    assert clock.monotonic() == 5.0


@given(some.lists(some.integers(min_value=0, max_value=20), min_size=1, max_size=8))
def test_sleepers_wake_in_the_order_of_their_instants(lengths: list[int]) -> None:
    clock = FakeClock()
    woken: list[tuple[float, int]] = []

    async def sleeper(number: int, seconds: int) -> None:
        await clock.sleep(seconds)
        woken.append((clock.monotonic(), number))

    async def all_of_them() -> None:
        async with asyncio.TaskGroup() as tasks:
            for number, seconds in enumerate(lengths):
                tasks.create_task(sleeper(number, seconds))

    asyncio.run(all_of_them())
    assert woken == sorted((float(seconds), number) for number, seconds in enumerate(lengths))


async def test_who_sleeps_twice_is_not_overtaken(clock: FakeClock) -> None:
    woken: list[str] = []

    async def sleeper(name: str, *lengths: int) -> None:
        for seconds in lengths:
            await clock.sleep(seconds)
            woken.append(f"{name}{clock.monotonic():g}")

    await asyncio.gather(sleeper("a", 10), sleeper("b", 5, 1, 7))
    assert woken == ["b5", "b6", "a10", "b13"]


async def test_by_hand_sleepers_lie_until_time_reaches_them() -> None:
    clock = FakeClock(by_hand=True)
    sleepers = [asyncio.create_task(clock.sleep(seconds)) for seconds in (60, 30, 0)]
    while clock.sleeping > 2:
        await asyncio.sleep(0)
    await sleepers[2]
    clock.advance(timedelta(seconds=30))
    await sleepers[1]
    assert clock.sleeping == 1
    clock.advance(timedelta(seconds=30))
    await sleepers[0]


async def test_a_cancelled_sleeper_disturbs_nobody() -> None:
    clock = FakeClock(by_hand=True)
    sleeper = asyncio.create_task(clock.sleep(1))
    while not clock.sleeping:
        await asyncio.sleep(0)
    sleeper.cancel()
    clock.advance(timedelta(seconds=2))
    await asyncio.wait([sleeper])
    assert sleeper.cancelled()
    assert clock.sleeping == 0
