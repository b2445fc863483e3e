"""The test server lets a bot send as fast as Telegram does, and no faster."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.clock import FakeClock
from tests.platforms.telegram import Kind, Limits, Place, TelegramServer
from tests.platforms.telegram.rates import Rates
from tests.platforms.telegram.refusals import Refused

CHATS = [Place(number, Kind.PRIVATE, "Somebody") for number in range(1, 2_001)]
GROUP = Place(-5, Kind.SUPERGROUP, "Desk", forum=True)


def sent(rates: Rates, *places: Place, paid: bool = False) -> int:
    """How many of these sends went through before one was refused."""
    for number, place in enumerate(places):
        try:
            rates.send(place, paid=paid)
        except Refused:
            return number
    return len(places)


def retry_after(rates: Rates, place: Place) -> int:
    with pytest.raises(Refused) as caught:
        rates.send(place, paid=False)
    assert caught.value.code == 429
    return caught.value.parameters["retry_after"]


def test_thirty_a_second_over_all(clock: FakeClock) -> None:
    rates = Rates(Limits(), clock)
    assert sent(rates, *CHATS) == 30
    assert retry_after(rates, CHATS[50]) == 1
    clock.advance(timedelta(seconds=0.99))
    assert sent(rates, *CHATS[100:]) == 0
    clock.advance(timedelta(seconds=0.01))
    assert sent(rates, *CHATS[200:]) == 30


def test_what_is_free_does_not_wait_for_what_is_paid(clock: FakeClock) -> None:
    rates = Rates(Limits(), clock)
    assert sent(rates, *CHATS[:500], paid=True) == 500
    assert sent(rates, *CHATS[500:]) == 30


def test_a_thousand_a_second_when_paid(clock: FakeClock) -> None:
    assert sent(Rates(Limits(), clock), *CHATS, paid=True) == 1_000


def test_one_a_second_in_a_chat(clock: FakeClock) -> None:
    rates = Rates(Limits(), clock)
    assert sent(rates, CHATS[0], CHATS[0]) == 1
    clock.advance(timedelta(seconds=1))
    assert sent(rates, CHATS[0], CHATS[1], CHATS[0]) == 2


def test_twenty_a_minute_in_a_group(clock: FakeClock) -> None:
    rates = Rates(Limits(), clock)
    for _ in range(20):
        assert sent(rates, GROUP) == 1
        clock.advance(timedelta(seconds=1))
    assert retry_after(rates, GROUP) == 40
    clock.advance(timedelta(seconds=40))
    assert sent(rates, GROUP) == 1


def test_what_was_refused_does_not_count(clock: FakeClock) -> None:
    rates = Rates(Limits(), clock)
    assert sent(rates, *CHATS) == 30
    clock.advance(timedelta(seconds=0.5))
    assert [retry_after(rates, each) for each in CHATS[40:45]] == [1] * 5
    clock.advance(timedelta(seconds=0.5))
    assert sent(rates, *CHATS[40:]) == 30


def test_edits_count_unless_told_otherwise(clock: FakeClock) -> None:
    strict, lax = Rates(Limits(), clock), Rates(Limits(edits=False), clock)
    for rates in (strict, lax):
        rates.edit(CHATS[0])
    assert (sent(strict, CHATS[0]), sent(lax, CHATS[0])) == (0, 1)


def test_limits_can_be_scaled_and_switched_off(clock: FakeClock) -> None:
    assert sent(Rates(Limits().scaled(10), clock), *CHATS) == 300
    assert sent(Rates(None, clock), *CHATS) == len(CHATS)


async def test_the_topics_of_a_group_share_its_rate(clock: FakeClock) -> None:
    async with TelegramServer(clock=clock, limits=Limits()) as server:
        ana = server.person("Ana")
        forum = server.forum("Square", ana)
        server.life.bot_added(forum, ana)
        topics = [server.life.topic_opened(forum, name, ana) for name in ("News", "Sports")]
        first, second = (
            {"chat_id": forum.id, "message_thread_id": topic.id, "text": "a"} for topic in topics
        )
        await server.desk.call(server.token, "sendMessage", first)
        with pytest.raises(Refused, match="Too Many Requests: retry after 1"):
            await server.desk.call(server.token, "sendMessage", second)
