"""Pauses that Telegram itself asks for: kept, told when they last, and never slept through for a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.telegram.answers import TooFast
from adapters.telegram.reach import Reach
from bot.wording import Wording
from tests.fakes.clock import FakeClock

WORDS = Wording()
TOLD = WORDS("telegram-intake-resting", day="Saturday 3 January", hour="18:00")


@pytest.fixture
def reach(clock: FakeClock) -> Reach:
    return Reach(clock, WORDS)


def test_a_short_pause_is_kept_and_nobody_needs_to_hear_of_it(
    reach: Reach, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    assert reach.failed(TooFast(3)) == 3
    clock.advance(timedelta(seconds=3))
    assert reach.trouble is None
    reach.answered()
    assert not caplog.records


def test_a_long_pause_is_told_and_is_not_kept_for_a_day(
    reach: Reach, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    assert reach.failed(TooFast(80_000)) == 3_600
    clock.advance(timedelta(seconds=10))
    assert reach.trouble == TOLD
    assert caplog.text.count("asks for a pause") == 1
    reach.answered()
    assert reach.trouble is None


def test_short_pauses_without_end_are_told_once(
    reach: Reach, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(20):
        assert reach.failed(TooFast(1)) == 1
        clock.advance(timedelta(seconds=1))
    assert reach.trouble == TOLD
    assert caplog.text.count("asks for a pause") == 1
