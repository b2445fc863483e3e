"""The breaker: a platform that lets nothing through is left alone, and tried now and then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import (
    ChatGone,
    ChatMoved,
    MessageRefused,
    NotAllowed,
    OutOfReach,
    PlatformDown,
    PlatformError,
    TryLater,
    Unknown,
)
from bot.press.breaker import LONG, Breaker, Reasons
from tests.core.press.stage import chat
from tests.fakes.clock import FakeClock

DOWN = PlatformDown("revoked")
AWAY = OutOfReach("refused")
SECOND = timedelta(seconds=1)


def breaker_of(clock: FakeClock, *, pings: bool = False, chance: float = 0.5) -> Breaker:
    return Breaker(clock, Reasons("another bot?", "It cannot be reached."), lambda: chance, pings=pings)


def test_many_chats_that_are_gone_open_a_breaker_until_one_is_there(clock: FakeClock) -> None:
    breaker = breaker_of(clock)
    for number in range(100):
        assert not breaker.is_open
        breaker.heard(ChatGone("blocked") if number % 17 == 16 or number == 99 else None)
    assert breaker.why == "another bot?"
    assert breaker.wait() == pytest.approx(60)
    clock.advance(timedelta(minutes=1))
    assert not breaker.wait()
    breaker.heard(ChatGone("not found"))
    assert breaker.wait() == pytest.approx(120)
    breaker.heard(None)
    assert not breaker.wait()


def test_one_chat_in_twenty_may_be_gone(clock: FakeClock) -> None:
    breaker = breaker_of(clock)
    for number in range(1_000):
        breaker.heard(ChatGone("blocked") if number % 20 == 0 else None)
        assert not breaker.is_open


def test_a_closed_breaker_lets_everything_through(clock: FakeClock) -> None:
    breaker = breaker_of(clock)
    assert [breaker.wait() for _ in range(3)] == [0, 0, 0]


def test_an_open_breaker_lets_one_through_after_each_pause(clock: FakeClock) -> None:
    breaker = breaker_of(clock)
    breaker.heard(DOWN)
    assert breaker.wait() == 60
    clock.advance(timedelta(seconds=60))
    assert breaker.wait() == 0
    assert breaker.wait() > 0


def test_each_failed_try_doubles_the_pause_up_to_ten_minutes(clock: FakeClock) -> None:
    breaker = breaker_of(clock)
    pauses = []
    for _ in range(6):
        breaker.heard(DOWN)
        pauses.append(breaker.wait())
        clock.advance(timedelta(seconds=pauses[-1]))
        assert not breaker.wait()
    assert pauses == [60, 120, 240, 480, 600, 600]


@pytest.mark.parametrize("answer", [None, ChatGone(), ChatMoved(chat("new")), MessageRefused(), NotAllowed()])
def test_an_answer_of_the_platform_closes_it(clock: FakeClock, answer: PlatformError | None) -> None:
    breaker = breaker_of(clock)
    breaker.heard(DOWN)
    breaker.heard(answer)
    assert breaker.wait() == 0


@pytest.mark.parametrize("nothing", [TryLater(1), Unknown()])
def test_what_tells_nothing_of_the_platform_changes_nothing(clock: FakeClock, nothing: PlatformError) -> None:
    breaker = breaker_of(clock)
    breaker.heard(nothing)
    assert not breaker.is_open
    breaker.heard(DOWN)
    breaker.heard(nothing)
    assert breaker.is_open


def test_it_is_news_once_that_it_opened_or_closed(clock: FakeClock) -> None:
    breaker = breaker_of(clock)
    assert not breaker.is_news()
    for outcome in (DOWN, None):
        breaker.heard(outcome)
        breaker.heard(outcome)
        assert breaker.is_news()
        assert not breaker.is_news()


# Out of reach


@given(st.floats(0, 1, exclude_max=True))
def test_a_platform_out_of_reach_is_tried_after_a_second_to_a_minute(chance: float) -> None:
    clock = FakeClock()
    breaker = breaker_of(clock, chance=chance)
    for failures in range(9):
        breaker.heard(AWAY)
        pause = breaker.wait()
        assert 1 <= pause <= min(60, 2 ** (failures + 1))
        clock.advance(timedelta(seconds=pause) + SECOND / 1000)
        assert not breaker.wait()
        assert breaker.wait() > 0


def test_many_sends_that_fail_at_once_are_one_failure(clock: FakeClock) -> None:
    breaker = breaker_of(clock, chance=0.999)
    for _ in range(60):
        breaker.heard(AWAY)
    assert breaker.left <= 2


def test_a_blip_is_no_news_and_nobody_hears_of_it(clock: FakeClock) -> None:
    breaker = breaker_of(clock)
    breaker.heard(AWAY)
    assert (breaker.why, breaker.is_news()) == (None, False)
    clock.advance(timedelta(seconds=10))
    assert (breaker.why, breaker.is_news()) == ("It cannot be reached.", False)
    breaker.heard(None)
    assert (breaker.why, breaker.is_news()) == (None, False)


def test_that_it_is_out_of_reach_for_long_is_news_once_and_so_is_its_end(clock: FakeClock) -> None:
    breaker = breaker_of(clock)
    news = []
    for _ in range(5):
        breaker.heard(AWAY)
        news.append(breaker.is_news())
        clock.advance(timedelta(seconds=LONG))
        breaker.wait()
    assert news == [False, True, False, False, False]
    breaker.heard(None)
    assert [breaker.is_news(), breaker.is_news()] == [True, False]


def test_a_platform_that_can_be_pinged_is_tried_by_pings_and_by_nothing_else(clock: FakeClock) -> None:
    breaker = breaker_of(clock, pings=True)
    assert not breaker.ping()
    breaker.heard(AWAY)
    assert not breaker.ping()
    clock.advance(2 * SECOND)
    assert breaker.wait() > 0
    assert breaker.ping()
    assert not breaker.ping()
    breaker.reached()
    assert breaker.wait() == 0


def test_an_unknown_outcome_asks_for_a_ping_until_something_is_heard(clock: FakeClock) -> None:
    breaker = breaker_of(clock, pings=True)
    breaker.heard(Unknown())
    assert (breaker.is_sure, breaker.wait()) == (False, 0)
    breaker.heard(None)
    assert (breaker.is_sure, breaker.ping()) == (True, False)
    breaker.heard(Unknown())
    assert breaker.ping()
    breaker.heard(AWAY)
    assert breaker.is_away


def test_where_nobody_pings_an_unknown_outcome_is_not_waited_upon(clock: FakeClock) -> None:
    breaker = breaker_of(clock)
    breaker.heard(Unknown())
    assert breaker.is_sure
    assert not breaker.ping()


def test_a_ping_that_is_answered_ends_no_refusal(clock: FakeClock) -> None:
    breaker = breaker_of(clock, pings=True)
    breaker.heard(DOWN)
    breaker.reached()
    assert breaker.why == "revoked"
