"""The limiter: as fast as the rates allow, never faster, people first."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from random import Random

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
        *,
        broadcast: bool = False,
    ) -> None:
        async with self.limiter.slot(to, kind, priority, broadcast=broadcast):
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
    assert second - first >= 5.98


@settings(max_examples=50, deadline=None)
@given(
    st.integers(1, 6),
    st.lists(
        st.tuples(st.integers(1, 4), st.floats(0, 0.7), st.floats(0, 0.7), st.booleans()),
        min_size=1,
        max_size=40,
    ),
)
def test_whatever_the_way_takes_no_window_of_nearly_a_second_holds_more_than_the_rate(
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
    assert most_within(counter.all(), 0.98) <= rate
    for arrived in counter.arrivals.values():
        assert most_within(arrived, 0.98) == 1


@pytest.mark.parametrize("there", [True, False])
async def test_with_its_time_taken_on_one_side_no_second_holds_more_than_the_rate(
    counter: Counter, *, there: bool
) -> None:
    chance = Random(1)
    ways = [(chance.uniform(0.01, 0.05), 0.0)[:: 1 if there else -1] for _ in range(500)]
    await asyncio.gather(
        *(counter.send(chat(number), there=go, back=come) for number, (go, come) in enumerate(ways))
    )
    assert most_within(counter.all(), 1.0) <= 30


async def test_answers_of_30_ms_leave_98_percent_of_the_limit(counter: Counter) -> None:
    await asyncio.gather(*(counter.send(chat(number)) for number in range(2_000)))
    assert 2_000 / counter.clock.monotonic() >= 0.98 * 30
    assert most_within(counter.all(), 1.0) <= 30


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
    assert len(limiter._windows._seconds) < 4_200


async def test_the_topics_of_a_group_share_its_rates_and_its_pauses(clock: FakeClock) -> None:
    rates = Rates(30, 1, 20, room=lambda chat: chat.id.partition("/")[0])
    counter = Counter(Limiter(rates, clock), clock)
    topics = [ChatRef("fake", f"7/{number}") for number in range(3)]
    await asyncio.gather(*(counter.send(topic, GROUP) for topic in topics * 10))
    assert most_within(counter.all(), 1.0) == 1
    assert most_within(counter.all(), 60.0) == 20
    counter.limiter.hold(topics[0], 40)
    assert counter.limiter.wait(topics[1], GROUP) >= 40


async def test_what_is_no_message_takes_no_place_of_a_groups_minute(counter: Counter) -> None:
    await asyncio.gather(*(counter.send(chat(1), GROUP) for _ in range(20)))
    full = counter.clock.monotonic()
    await counter.send(chat(1), PRIVATE)
    assert counter.clock.monotonic() - full < 2
    assert most_within(counter.arrivals[chat(1)], 1.0) == 1


async def test_a_courtesy_takes_a_place_of_the_bots_and_none_of_the_chats(clock: FakeClock) -> None:
    limiter = Limiter(Rates(30, 1, 20), clock)
    async with limiter.slot(chat(1), GROUP, Priority.PERSON):
        assert limiter.admits_courtesy(chat(1))
        async with limiter.courtesy():
            assert clock.monotonic() == 0
    other = Limiter(Rates(1, 1), clock)
    assert other.admits_courtesy(chat(1))
    async with other.courtesy():
        began = clock.monotonic()
    async with other.slot(chat(2), PRIVATE, Priority.PERSON):
        assert clock.monotonic() - began == pytest.approx(1.0)


async def test_courtesies_are_few_and_none_is_shown_where_there_is_a_pause(clock: FakeClock) -> None:
    limiter = Limiter(Rates(30, 1, 20), clock)
    assert [limiter.admits_courtesy(chat(number)) for number in range(9)].count(True) == 7
    paused = Limiter(Rates(30, 1, 20), clock)
    paused.hold(chat(1), 5)
    assert not paused.admits_courtesy(chat(1))
    assert paused.admits_courtesy(chat(2))


# Broadcasts that are paid for


async def both(counter: Counter) -> tuple[float, float]:
    """When the last of a hundred broadcasts, and of a hundred other messages, arrived."""
    paid, free = [chat(number) for number in range(100)], [chat(number) for number in range(100, 200)]
    await asyncio.gather(
        *(counter.send(to, broadcast=True) for to in paid),
        *(counter.send(to, priority=Priority.PERSON) for to in free),
    )
    assert most_within([counter.arrivals[to][0] for to in free], 1.0) <= 30
    assert most_within([counter.arrivals[to][0] for to in paid], 1.0) <= 50
    return max(counter.arrivals[to][0] for to in paid), max(counter.arrivals[to][0] for to in free)


async def test_what_is_paid_for_has_a_rate_of_its_own_and_the_rest_keeps_its_own(clock: FakeClock) -> None:
    paid, free = await both(Counter(Limiter(Rates(30, 1, 20, paid=50), clock), clock))
    assert 1.7 < paid < 2.1
    assert 3 < free < 3.4


async def test_a_low_ceiling_of_what_is_paid_for_holds_up_nothing_else(clock: FakeClock) -> None:
    paid, free = await both(Counter(Limiter(Rates(30, 1, 20, paid=5), clock), clock))
    assert paid > 18
    assert 3 < free < 3.4


async def test_where_nothing_is_paid_for_a_broadcast_is_a_message_like_any_other(clock: FakeClock) -> None:
    counter = Counter(Limiter(Rates(30, 1, 20), clock), clock)
    await both(counter)
    assert most_within(counter.all(), 1.0) <= 30


async def test_a_broadcast_that_costs_nothing_waits_in_one_line_with_the_rest(clock: FakeClock) -> None:
    counter = Counter(Limiter(Rates(1, 1), clock), clock)
    editions = [counter.send(chat(number), broadcast=True) for number in range(3)]
    await asyncio.gather(*editions, counter.send(chat(8), priority=Priority.SPARE))
    assert counter.order == [chat(0), chat(1), chat(2), chat(8)]


async def test_a_chat_gets_one_message_a_second_paid_for_or_not(clock: FakeClock) -> None:
    counter = Counter(Limiter(Rates(30, 1, 20, paid=500), clock), clock)
    await asyncio.gather(*(counter.send(chat(1), broadcast=bool(number % 2)) for number in range(6)))
    assert most_within(counter.arrivals[chat(1)], 1.0) == 1


async def test_an_answer_goes_before_a_wave_of_ten_thousand(counter: Counter) -> None:
    wave = [asyncio.create_task(counter.send(chat(number))) for number in range(10_000)]
    while len(counter.order) < 100:
        await asyncio.sleep(0)
    asked = counter.clock.monotonic()
    await counter.send(chat(20_000), priority=Priority.PERSON, there=0.0, back=0.0)
    assert counter.clock.monotonic() - asked < 0.25
    for task in wave:
        task.cancel()
    await asyncio.gather(*wave, return_exceptions=True)
