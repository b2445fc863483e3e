"""A feed is read as often as it brings something, and no oftener than its server wishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.news import ParsedFeed, Polling, Validators
from bot.newsroom.intervals import LONGEST, LONGEST_CACHE, SHORTEST, next_polling
from bot.ports.feeds import Fetched, FetchFailed, Unchanged
from bot.ports.news import LONGEST_WAIT
from tests.core.newsroom.news import NOON

FIRST = timedelta(minutes=30)
URL = "https://harbourpost.example/feed"
START = Polling(next_at=NOON, interval=FIRST)
VALIDATORS = Validators(etag='"7"')
MIDDLE = 0.5


def fetched(fresh_for: timedelta | None = None, ttl: timedelta | None = None) -> Fetched:
    return Fetched(URL, ParsedFeed("Harbour Post", ttl=ttl), VALIDATORS, "print", fresh_for)


def test_a_feed_that_brings_something_is_read_more_often_down_to_the_shortest() -> None:
    polling = START
    for _ in range(20):
        following = next_polling(polling, fetched(), 3, NOON, MIDDLE)
        assert following.interval <= polling.interval
        polling = following
    assert polling.interval == SHORTEST


def test_a_quiet_feed_is_read_less_often_up_to_the_longest() -> None:
    polling = START
    for _ in range(30):
        polling = next_polling(polling, Unchanged(URL, VALIDATORS), 0, NOON, MIDDLE)
    assert polling.interval == LONGEST


def test_the_interval_settles_near_the_gap_between_entries() -> None:
    """An hourly feed, read for a month, is read neither every few minutes nor a few times a day."""
    polling, now, seen, gaps = START, NOON, 0, []
    for _ in range(700):
        now = polling.next_at
        entries = int((now - NOON) / timedelta(hours=1))
        polling = next_polling(polling, fetched(), entries - seen, now, MIDDLE)
        seen = entries
        gaps.append(polling.next_at - now)
    assert timedelta(minutes=20) < sum(gaps[100:], timedelta()) / 600 < timedelta(minutes=100)


def test_success_clears_the_error_and_keeps_what_the_server_gave() -> None:
    failed = replace(START, failures=4, last_error="feed-error-timeout", last_detail="20")
    polling = next_polling(failed, fetched(), 2, NOON, MIDDLE)
    assert (polling.failures, polling.last_error, polling.last_detail) == (0, None, None)
    assert (polling.validators, polling.fingerprint) == (VALIDATORS, "print")
    assert polling.last_success == polling.last_new == NOON


def test_an_unchanged_feed_keeps_its_fingerprint_and_when_it_last_brought_something() -> None:
    before = replace(START, fingerprint="old", last_new=NOON - timedelta(days=1))
    polling = next_polling(before, Unchanged(URL, VALIDATORS), 0, NOON, MIDDLE)
    assert (polling.fingerprint, polling.last_new) == ("old", NOON - timedelta(days=1))


def test_cache_lifetime_and_ttl_are_waited_for_up_to_a_bound() -> None:
    two_hours, week = timedelta(hours=2), timedelta(days=7)
    assert next_polling(START, fetched(fresh_for=two_hours), 5, NOON, 0).next_at == NOON + two_hours
    assert next_polling(START, fetched(ttl=two_hours), 5, NOON, 0).next_at == NOON + two_hours
    assert next_polling(START, fetched(ttl=week), 5, NOON, 0).next_at == NOON + LONGEST_CACHE


def test_failures_double_the_wait_up_to_a_day_and_the_interval_stays() -> None:
    polling, waits = START, []
    for _ in range(10):
        polling = next_polling(polling, FetchFailed("feed-error-status", "503"), 0, NOON, 0)
        waits.append(polling.next_at - NOON)
    assert waits[:4] == [FIRST, FIRST * 2, FIRST * 4, FIRST * 8]
    assert waits[-1] == LONGEST_WAIT
    assert polling.interval == FIRST
    assert (polling.failures, polling.last_error, polling.last_detail) == (10, "feed-error-status", "503")


@given(st.floats(0, 1, exclude_max=True), st.integers(1, 86_400))
def test_retry_after_is_never_undercut(jitter: float, seconds: int) -> None:
    asked = timedelta(seconds=seconds)
    polling = next_polling(START, FetchFailed("feed-error-status", "429", asked), 0, NOON, jitter)
    assert polling.next_at >= NOON + asked


def test_retry_after_of_a_year_is_cut_to_a_day() -> None:
    failed = FetchFailed("feed-error-status", "429", timedelta(days=365))
    assert next_polling(START, failed, 0, NOON, MIDDLE).next_at == NOON + LONGEST_WAIT


def test_jitter_spreads_feeds_that_were_read_together() -> None:
    instants = {next_polling(START, fetched(), 0, NOON, step / 10).next_at for step in range(10)}
    assert len(instants) == 10


@given(st.integers(0, 10_000), st.floats(0, 1, exclude_max=True))
def test_no_number_of_failures_makes_a_wait_beyond_a_day(failures: int, jitter: float) -> None:
    polling = next_polling(replace(START, failures=failures), FetchFailed("feed-error-dns"), 0, NOON, jitter)
    assert NOON < polling.next_at <= NOON + LONGEST_WAIT
