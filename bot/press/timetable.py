"""When editions are due: local hours made into instants, and what is still due after a delay.

Zones are computed here, on ``zoneinfo``, because schedulers fire twice in an overlap and lose a day
whose midnight does not exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model.chats import Schedule, Slot, Subscription

WINDOW = timedelta(hours=6)
"""The longest that an edition is caught up after its hour."""

BEFORE_NEXT = timedelta(hours=1)
"""So long before the next one it is no longer worth catching up."""

LATE = timedelta(minutes=30)
"""From here an edition says that it is late."""

RECORDED = timedelta(days=7)
"""Slots missed within this time are recorded one by one; of a longer silence the first slot is,
for the promises of a year asleep help nobody."""

_WISH = "send:"

_DAYS_AHEAD = 16  # a weekday comes again within seven days, even where a date is left out


@dataclass(frozen=True, slots=True)
class Due:
    """A slot that still goes out, and until when."""

    slot: Slot
    expires: datetime


@dataclass(frozen=True, slots=True)
class Missed:
    """A slot that does not go out any more, and why: "missed" or "superseded"."""

    slot: Slot
    reason: str


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What is owed to a chat now, what is past, and when it is due again."""

    missed: tuple[Missed, ...]
    due: Due | None
    next: Slot | None


def occasion(slot: Slot) -> str:
    """What makes a slot's edition itself in its chat: ``2026-02-02 07:00``."""
    return f"{slot.date.isoformat()} {slot.hour:%H:%M}"


def wish(key: str) -> str:
    """What makes a send besides the hours itself; the same key names the same send."""
    return f"{_WISH}{key}"


def hour_of(occasion: str) -> time | None:
    """The local hour of an occasion; None for a send, which has none."""
    hour = occasion.partition(" ")[2]
    return time.fromisoformat(hour) if hour and not occasion.startswith(_WISH) else None


def next_slot(schedule: Schedule, after: datetime) -> Slot | None:
    """The first slot after this instant; None if the schedule names no hour or no day.

    An hour in a gap moves forward by the gap; in an overlap it comes at the first instant only; a
    date that does not exist in the zone has no slots. Two hours that a gap makes one instant are
    one slot, the later. Raises ``ZoneInfoNotFoundError`` for a zone that is none.
    """
    zone = ZoneInfo(schedule.zone)
    # A gap carries an hour forward by a day at most.
    start = after.astimezone(zone).date() - timedelta(days=1)
    for ahead in range(_DAYS_AHEAD):
        day = start + timedelta(days=ahead)
        if any(slot.at > after for slot in _slots(schedule, zone, day)):
            # A gap may carry the last hour of a day past the first of the next.
            near = [*_slots(schedule, zone, day), *_slots(schedule, zone, day + timedelta(days=1))]
            return _first([slot for slot in near if slot.at > after])
    return None


def expiry(slot: Slot, schedule: Schedule) -> datetime:
    """Until when a slot is caught up: six hours, but until an hour before the next, and at least
    half the way to it where hours are close."""
    following = next_slot(schedule, slot.at)
    if following is None:
        return slot.at + WINDOW
    distance = following.at - slot.at
    return slot.at + min(WINDOW, max(distance - BEFORE_NEXT, distance / 2))


def is_late(due: datetime, now: datetime) -> bool:
    """Whether what was due then is said to be late now."""
    return now - due > LATE


def catch_up(subscription: Subscription, now: datetime) -> CatchUp:
    """What to do about a subscription's slots up to now: the newest goes out if there is still
    time, those before it are superseded."""
    past = _past(subscription, now)
    following = next_slot(subscription.schedule, now)
    if not past:
        return CatchUp((), None, subscription.next or following)
    *older, newest = past
    missed = [Missed(slot, "superseded") for slot in older]
    expires = expiry(newest, subscription.schedule)
    if now < expires:
        return CatchUp(tuple(missed), Due(newest, expires), following)
    return CatchUp((*missed, Missed(newest, "missed")), None, following)


def _past(subscription: Subscription, now: datetime) -> list[Slot]:
    """The slots from the one that is owed up to now, oldest first."""
    slot = subscription.next
    past: list[Slot] = []
    while slot is not None and slot.at <= now:
        past.append(slot)
        slot = next_slot(subscription.schedule, max(slot.at, now - RECORDED))
    return past


def _slots(schedule: Schedule, zone: ZoneInfo, day: date) -> Iterator[Slot]:
    if day.isoweekday() in schedule.days and _exists(day, zone):
        for hour in schedule.hours:
            yield Slot(day, hour, _instant(day, hour, zone, fold=0))


def _instant(day: date, hour: time, zone: ZoneInfo, *, fold: int) -> datetime:
    """fold=0 is the first instant of an overlap, and goes forward in a gap (PEP 495)."""
    return datetime.combine(day, hour.replace(fold=fold), zone).astimezone(UTC)


def _exists(day: date, zone: ZoneInfo) -> bool:
    """Whether any instant bears this date: going forward from its start or back from its end
    one lands on it."""
    start = _instant(day, time.min, zone, fold=0).astimezone(zone).date()
    return start == day or _instant(day, time.max, zone, fold=1).astimezone(zone).date() == day


def _first(slots: list[Slot]) -> Slot:
    earliest = min(slot.at for slot in slots)
    return max((slot for slot in slots if slot.at == earliest), key=lambda slot: (slot.date, slot.hour))
