"""When to read a feed next: by its own rhythm, its server's wishes, and how reading it went."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.model.news import Polling
from bot.ports.feeds import Fetched, FetchFailed, Unchanged
from bot.ports.news import LONGEST_WAIT

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=6)
LONGEST_CACHE = timedelta(hours=6)
"""A publisher's cache lifetime or ttl beyond this is taken for a mistake: news would come too late."""

_SPEED_UP_ONE = 0.8
_SPEED_UP_MANY = 0.5
_SLOW_DOWN = 1.25
_SPREAD = 0.2
_MOST_DOUBLINGS = 12


def next_polling(
    polling: Polling,
    outcome: Fetched | Unchanged | FetchFailed,
    new_entries: int,
    now: datetime,
    jitter: float,
) -> Polling:
    """How a feed stands after a reading that ended ``now`` and brought ``new_entries`` unknown ones.

    The interval shrinks while readings bring something and grows while they bring nothing, so it
    settles near the gap between two entries. ``jitter`` in [0, 1) spreads feeds that were added
    together. A server's Retry-After is never undercut, up to ``LONGEST_WAIT``.
    """
    if isinstance(outcome, FetchFailed):
        return _after_failure(polling, outcome, now, jitter)
    interval = _adapted(polling.interval, new_entries)
    asked = [outcome.fresh_for or timedelta()]
    if isinstance(outcome, Fetched):
        asked.append(outcome.feed.ttl or timedelta())
    wait = max(interval * (1 - _SPREAD / 2 + _SPREAD * jitter), min(max(asked), LONGEST_CACHE))
    return replace(
        polling,
        next_at=now + wait,
        interval=interval,
        validators=outcome.validators,
        fingerprint=outcome.fingerprint if isinstance(outcome, Fetched) else polling.fingerprint,
        failures=0,
        last_error=None,
        last_detail=None,
        last_success=now,
        last_new=now if new_entries else polling.last_new,
    )


def put_off(polling: Polling, refused: Polling) -> Polling:
    """How a feed stands that was not asked because its host, asked for another feed, wished to be
    left alone; ``refused`` is how that one stands (RFC 9110, 10.2.3; RFC 6585, 4)."""
    return replace(
        polling,
        next_at=refused.next_at,
        failures=max(1, polling.failures),
        last_error=refused.last_error,
        last_detail=refused.last_detail,
    )


def after_outage(polling: Polling, now: datetime) -> Polling:
    """How a feed stands that could not be reached while none could: as before, and asked again soon."""
    return replace(polling, next_at=now + SHORTEST)


def _adapted(interval: timedelta, new_entries: int) -> timedelta:
    factor = _SLOW_DOWN if new_entries == 0 else _SPEED_UP_ONE if new_entries == 1 else _SPEED_UP_MANY
    return min(max(interval * factor, SHORTEST), LONGEST)


def _after_failure(polling: Polling, outcome: FetchFailed, now: datetime, jitter: float) -> Polling:
    """Doubles the wait with each failure in a row; the feed's own interval stays for when it is back."""
    doubled = polling.interval * 2 ** min(polling.failures, _MOST_DOUBLINGS)
    wait = min(doubled, LONGEST_WAIT) * (1 - _SPREAD * jitter)
    asked = min(outcome.retry_after or timedelta(), LONGEST_WAIT)
    return replace(
        polling,
        next_at=now + max(wait, asked),
        failures=polling.failures + 1,
        last_error=outcome.reason,
        last_detail=outcome.detail or None,
    )
