"""The limiter: as fast as the rates allow, never faster, people first."""

from __future__ import annotations

import asyncio
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.chats import ChatKind, ChatRef
from bot.ports.platform import Rates
from bot.press.limiter import Limiter, Priority
from tests.fakes.clock import FakeClock

PRIVATE, GROUP = ChatKind.PRIVATE, ChatKind.CLOSED


def chat(number: int) -> ChatRef:
    return ChatRef("fake", str(number))


class Counter:
    """A platform that counts: when each message arrived, somewhere between request and answer."""

    def __init__(self, limiter: Limiter, clock: FakeClock) -> None:
        self.limiter = limiter
        self.clock = clock
        self.arrivals: dict[ChatRef, list[float]] = defaultdict(list)
        self.order: list[ChatRef] = []

    async def send(
        self,
        to: ChatRef,
        kind: ChatKind = PRIVATE,
        priority: Priority = Priority.BULK,
        there: float = 0.015,
        back: float = 0.015,
    ) -> None:
        async with self.limiter.slot(to, kind, priority):
            await self.clock.sleep(there)
            self.arrivals[to].append(self.clock.monotonic())
            self.order.append(to)
            await self.clock.sleep(back)

    def all(self) -> list[float]:
        return sorted(instant for arrived in self.arrivals.values() for instant in arrived)


def most_within(instants: list[float], seconds: float) -> int:
    """The most of these instants in any window of so many seconds."""
    grain = 1e-6
    return max(sum(start <= other < start + seconds - grain for other in instants) for start in instants)


@pytest.fixture
def counter(clock: FakeClock) -> Counter:
    return Counter(Limiter(Rates(30, 1, 20), clock), clock)


async def test_a_wave_of_two_thousand_chats_reaches_98_percent_of_the_limit(counter: Counter) -> None:
    await asyncio.gather(*(counter.send(chat(number), there=0.01, back=0.01) for number in range(2_000)))
    assert 2_000 / counter.clock.monotonic() >= 0.98 * 30
    assert most_within(counter.all(), 1.0) <= 30


async def test_a_chat_gets_one_message_a_second(counter: Counter) -> None:
    await asyncio.gather(*(counter.send(chat(1)) for _ in range(5)))
    assert most_within(counter.arrivals[chat(1)], 1.0) == 1


async def test_a_group_gets_twenty_a_minute(counter: Counter) -> None:
    await asyncio.gather(*(counter.send(chat(1), GROUP) for _ in range(50)))
    assert most_within(counter.arrivals[chat(1)], 60.0) == 20
    assert counter.clock.monotonic() < 190


async def test_a_slow_answer_keeps_its_place(clock: FakeClock) -> None:
    counter = Counter(Limiter(Rates(1, 1), clock), clock)
    await asyncio.gather(counter.send(chat(1), there=0.0, back=5.0), counter.send(chat(2)))
    first, second = counter.all()
    assert second - first >= 6.0


@settings(max_examples=50, deadline=None)
@given(
    st.integers(1, 6),
    st.lists(
        st.tuples(st.integers(1, 4), st.floats(0, 0.7), st.floats(0, 0.7), st.booleans()),
        min_size=1,
        max_size=40,
    ),
)
def test_no_window_of_a_second_holds_more_than_the_rate_whatever_the_way_takes(
    rate: int, sends: list[tuple[int, float, float, bool]]
) -> None:
    async def journey() -> Counter:
        clock = FakeClock()
        counter = Counter(Limiter(Rates(rate, 1), clock), clock)
        await asyncio.gather(
            *(
                counter.send(
                    chat(to), priority=Priority.PERSON if person else Priority.BULK, there=there, back=back
                )
                for to, there, back, person in sends
            )
        )
        return counter

    counter = asyncio.run(journey())
    assert len(counter.order) == len(sends)
    assert most_within(counter.all(), 1.0) <= rate
    for arrived in counter.arrivals.values():
        assert most_within(arrived, 1.0) == 1


async def test_an_answer_to_a_person_goes_before_what_waited_longer(clock: FakeClock) -> None:
    counter = Counter(Limiter(Rates(1, 1), clock), clock)
    bulk = [asyncio.create_task(counter.send(chat(number))) for number in range(3)]
    spare = asyncio.create_task(counter.send(chat(8), priority=Priority.SPARE))
    await asyncio.sleep(0)
    await counter.send(chat(9), priority=Priority.PERSON)
    await asyncio.gather(*bulk, spare)
    assert counter.order == [chat(0), chat(9), chat(1), chat(2), chat(8)]


async def test_a_chat_that_must_wait_holds_up_no_other(clock: FakeClock) -> None:
    counter = Counter(Limiter(Rates(30, 1), clock), clock)
    await asyncio.gather(*(counter.send(chat(1)) for _ in range(3)), counter.send(chat(2)))
    assert counter.order[:2] == [chat(1), chat(2)]


async def test_a_refused_chat_is_left_alone_for_as_long_as_asked(counter: Counter) -> None:
    counter.limiter.hold(chat(1), 40)
    assert counter.limiter.wait(chat(1), PRIVATE) == pytest.approx(40)
    await asyncio.gather(counter.send(chat(1)), counter.send(chat(2)))
    assert counter.arrivals[chat(1)][0] >= 40
    assert counter.arrivals[chat(2)][0] < 1


async def test_two_refused_chats_within_five_seconds_pause_all(counter: Counter) -> None:
    counter.limiter.hold(chat(1), 40)
    await counter.clock.sleep(4)
    counter.limiter.hold(chat(2), 10)
    await counter.send(chat(3))
    assert counter.arrivals[chat(3)][0] >= 40


async def test_two_refused_chats_far_apart_pause_only_themselves(counter: Counter) -> None:
    counter.limiter.hold(chat(1), 40)
    await counter.clock.sleep(6)
    counter.limiter.hold(chat(2), 40)
    await counter.send(chat(3))
    assert counter.arrivals[chat(3)][0] < 7


async def test_one_chat_refused_twice_pauses_only_itself(counter: Counter) -> None:
    counter.limiter.hold(chat(1), 40)
    counter.limiter.hold(chat(1), 40)
    await counter.send(chat(3))
    assert counter.arrivals[chat(3)][0] < 1


async def test_who_gives_up_waiting_leaves_no_hole(clock: FakeClock) -> None:
    counter = Counter(Limiter(Rates(1, 1), clock), clock)
    first = asyncio.create_task(counter.send(chat(1)))
    gone = asyncio.create_task(counter.send(chat(2)))
    last = asyncio.create_task(counter.send(chat(3)))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(first, last)
    assert counter.order == [chat(1), chat(3)]
    assert gone.cancelled()


async def test_a_place_given_to_somebody_who_leaves_at_once_comes_back(clock: FakeClock) -> None:
    counter = Counter(Limiter(Rates(1, 1), clock), clock)
    leaving = asyncio.create_task(counter.send(chat(1)))
    await asyncio.sleep(0)
    leaving.cancel()
    await counter.send(chat(2))
    assert counter.order == [chat(2)]


async def test_a_send_that_fails_gives_its_place_back(clock: FakeClock) -> None:
    limiter = Limiter(Rates(1, 1), clock)
    with pytest.raises(ValueError, match="broken"):
        async with limiter.slot(chat(1), PRIVATE, Priority.BULK):
            raise ValueError("broken")
    async with limiter.slot(chat(2), PRIVATE, Priority.BULK):
        assert clock.monotonic() == pytest.approx(1.0)


async def test_idle_chats_are_forgotten(clock: FakeClock) -> None:
    limiter = Limiter(Rates(10_000, 1), clock)
    for number in range(5_000):
        async with limiter.slot(chat(number), PRIVATE, Priority.BULK):
            await clock.sleep(0.01)
    assert len(limiter._windows._chats) < 4_200
