"""Hours become instants: once each, in order, none lost, in every zone there is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.model.chats import ChatRef, Order, Schedule, Slot, Subscription
from bot.press.timetable import catch_up, expiry, is_late, next_slot, occasion

SEVEN = time(7)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def first(schedule: Schedule, after: datetime) -> Slot:
    slot = next_slot(schedule, after)
    assert slot is not None
    return slot


def run_of_slots(schedule: Schedule, after: datetime, count: int) -> list[Slot]:
    slots = []
    for _ in range(count):
        slots.append(first(schedule, after))
        after = slots[-1].at
    return slots


def test_an_hour_is_local_to_its_zone() -> None:
    slot = first(Schedule("Asia/Tokyo", (SEVEN,)), utc(2026, 2, 1, 22, 0, 1))
    assert slot == Slot(date(2026, 2, 3), SEVEN, utc(2026, 2, 2, 22))


def test_a_slot_at_the_very_instant_is_not_after_it() -> None:
    schedule = Schedule("UTC", (SEVEN,))
    assert first(schedule, utc(2026, 2, 2, 7)).date == date(2026, 2, 3)
    assert first(schedule, utc(2026, 2, 2, 6, 59, 59)).date == date(2026, 2, 2)


def test_an_hour_in_a_gap_moves_forward_by_the_gap() -> None:
    slot = first(Schedule("Europe/Berlin", (time(2, 30),)), utc(2026, 3, 28, 12))
    assert slot == Slot(date(2026, 3, 29), time(2, 30), utc(2026, 3, 29, 1, 30))  # 03:30 there


def test_an_hour_in_an_overlap_comes_once_at_the_first_instant() -> None:
    slots = run_of_slots(Schedule("Europe/Berlin", (time(2, 30),)), utc(2026, 10, 24, 12), 2)
    assert [slot.at for slot in slots] == [utc(2026, 10, 25, 0, 30), utc(2026, 10, 26, 1, 30)]


def test_a_gap_at_midnight_keeps_the_day() -> None:
    slot = first(Schedule("Africa/Cairo", (time(0, 15),)), utc(2026, 4, 23, 12))
    assert slot == Slot(date(2026, 4, 24), time(0, 15), utc(2026, 4, 23, 22, 15))


def test_a_date_that_does_not_exist_is_left_out() -> None:
    slots = run_of_slots(Schedule("Pacific/Apia", (SEVEN,)), utc(2011, 12, 29, 0), 2)
    assert [slot.date for slot in slots] == [date(2011, 12, 29), date(2011, 12, 31)]


def test_a_weekday_that_does_not_exist_is_not_made_up_for_the_day_after() -> None:
    friday = Schedule("Pacific/Apia", (SEVEN,), days=(5,))
    assert first(friday, utc(2011, 12, 29, 0)).date == date(2012, 1, 6)


def test_two_hours_that_a_gap_makes_one_instant_are_one_slot() -> None:
    schedule = Schedule("Europe/Berlin", (time(2, 30), time(3, 30), time(9)))
    slots = run_of_slots(schedule, utc(2026, 3, 28, 12), 2)
    assert [slot.hour for slot in slots] == [time(3, 30), time(9)]


def test_an_hour_carried_past_a_later_one_is_not_lost() -> None:
    schedule = Schedule("Europe/Berlin", (time(2, 30), time(3, 10)))
    slots = run_of_slots(schedule, utc(2026, 3, 28, 12), 2)
    assert [slot.hour for slot in slots] == [time(3, 10), time(2, 30)]


def test_an_hour_carried_into_the_next_day_does_not_hide_that_day() -> None:
    schedule = Schedule("America/Nuuk", (time(0, 10), time(23, 30)))
    slots = run_of_slots(schedule, utc(2024, 3, 30, 12), 2)
    assert [(slot.date.day, slot.hour) for slot in slots] == [(31, time(0, 10)), (30, time(23, 30))]


def test_only_the_days_asked_for_count() -> None:
    slots = run_of_slots(Schedule("UTC", (SEVEN,), days=(1, 5)), utc(2026, 2, 2, 12), 3)
    assert [slot.date for slot in slots] == [date(2026, 2, 6), date(2026, 2, 9), date(2026, 2, 13)]


@pytest.mark.parametrize("schedule", [Schedule("UTC", ()), Schedule("UTC", (SEVEN,), days=())])
def test_without_an_hour_or_a_day_nothing_is_due(schedule: Schedule) -> None:
    assert next_slot(schedule, utc(2026, 2, 2)) is None


hours = st.lists(
    st.times(timezones=st.none()).map(lambda t: t.replace(second=0, microsecond=0, fold=0)),
    min_size=1,
    max_size=4,
    unique=True,
).map(lambda found: tuple(sorted(found)))
zones = st.sampled_from(sorted(available_timezones()))
instants = st.integers(0, 60 * 24 * 366 * 90).map(
    lambda minutes: utc(1971, 1, 1) + timedelta(minutes=minutes)
)


@given(zones, hours, instants)
@example("Pacific/Apia", (time(0), time(12), time(23, 59)), utc(2011, 12, 28, 12))
@example("Pacific/Kwajalein", (time(0), time(12)), utc(1993, 8, 19, 12))
@example("Australia/Lord_Howe", (time(1, 45), time(2, 15)), utc(2026, 10, 3))
@example("America/Nuuk", (time(0, 10), time(23, 30)), utc(2024, 3, 29))
@example("Africa/Casablanca", (time(2, 30), time(3)), utc(2026, 2, 14))
def test_slots_are_in_order_once_each_and_none_is_lost(
    zone: str, at: tuple[time, ...], after: datetime
) -> None:
    schedule = Schedule(zone, at)
    slots = run_of_slots(schedule, after, 6 * len(at))
    assert all(slot.at > before for before, slot in zip([after, *(s.at for s in slots)], slots, strict=False))
    keys = [(slot.date, slot.hour) for slot in slots]
    assert len(keys) == len(set(keys))
    # An independent count: walk the wall clock of the zone; every ordered minute that exists is a slot.
    local = ZoneInfo(zone)
    walls = [(slot.at.astimezone(local).replace(tzinfo=None), slot) for slot in slots]
    for wall, slot in walls:
        ordered = datetime.combine(slot.date, slot.hour)
        assert wall == ordered or not _exists(ordered, local)
    taken = {slot.at for slot in slots}
    day = slots[0].date
    while day <= slots[-1].date:
        for hour in at:
            ordered = datetime.combine(day, hour)
            instant = ordered.replace(tzinfo=local).astimezone(UTC)
            if _exists(ordered, local) and slots[0].at <= instant <= slots[-1].at:
                assert instant in taken
        day += timedelta(days=1)


def _exists(wall: datetime, zone: ZoneInfo) -> bool:
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall


# What is still due after a delay


def subscription(schedule: Schedule, due: datetime) -> Subscription:
    slot = first(schedule, due - timedelta(microseconds=1))
    assert slot.at == due
    return Subscription("daily", ChatRef("fake", "1"), schedule, Order(7), next=slot)


DAILY = Schedule("UTC", (SEVEN,))
DUE = utc(2026, 2, 2, 7)


def test_on_time_it_goes_out_and_the_next_is_tomorrow() -> None:
    plan = catch_up(subscription(DAILY, DUE), DUE)
    assert plan.due is not None
    assert plan.due.slot.at == DUE
    assert plan.missed == ()
    assert plan.next is not None
    assert plan.next.at == DUE + timedelta(days=1)


def test_before_its_instant_nothing_is_due() -> None:
    owed = subscription(DAILY, DUE)
    plan = catch_up(owed, DUE - timedelta(seconds=1))
    assert (plan.missed, plan.due, plan.next) == ((), None, owed.next)


@pytest.mark.parametrize(
    ("delay", "goes_out"),
    [(timedelta(hours=6) - timedelta(seconds=1), True), (timedelta(hours=6), False)],
)
def test_it_is_caught_up_for_six_hours(delay: timedelta, *, goes_out: bool) -> None:
    plan = catch_up(subscription(DAILY, DUE), DUE + delay)
    assert (plan.due is not None) is goes_out
    assert [(missed.slot.at, missed.reason) for missed in plan.missed] == (
        [] if goes_out else [(DUE, "missed")]
    )


@pytest.mark.parametrize(
    ("hours", "window"),
    [
        ((time(7), time(19)), timedelta(hours=6)),
        ((time(7), time(12)), timedelta(hours=4)),
        ((time(7), time(8, 30)), timedelta(minutes=45)),
        ((time(7), time(7, 20)), timedelta(minutes=10)),
    ],
)
def test_the_window_ends_an_hour_before_the_next_or_half_way_to_it(
    hours: tuple[time, ...], window: timedelta
) -> None:
    schedule = Schedule("UTC", hours)
    assert expiry(first(schedule, DUE - timedelta(seconds=1)), schedule) == DUE + window


def test_of_several_past_hours_only_the_newest_goes_out() -> None:
    plan = catch_up(subscription(DAILY, DUE), DUE + timedelta(days=2, hours=1))
    assert plan.due is not None
    assert plan.due.slot.at == DUE + timedelta(days=2)
    assert [(missed.slot.at, missed.reason) for missed in plan.missed] == [
        (DUE, "superseded"),
        (DUE + timedelta(days=1), "superseded"),
    ]


def test_of_a_year_asleep_the_first_and_the_last_week_are_recorded() -> None:
    now = DUE + timedelta(days=365, hours=10)
    plan = catch_up(subscription(DAILY, DUE), now)
    assert plan.due is None
    assert [missed.slot.at for missed in plan.missed] == [
        DUE, *(DUE + timedelta(days=365 - ago) for ago in range(6, -1, -1))
    ]  # fmt: skip
    assert [missed.reason for missed in plan.missed] == ["superseded"] * 7 + ["missed"]


@given(zones, hours, instants, st.timedeltas(timedelta(), timedelta(days=6)))
def test_nothing_owed_is_left_out_of_a_plan(
    zone: str, at: tuple[time, ...], after: datetime, delay: timedelta
) -> None:
    schedule = Schedule(zone, at)
    owed = first(schedule, after)
    now = owed.at + delay
    plan = catch_up(Subscription("daily", ChatRef("fake", "1"), schedule, Order(7), next=owed), now)
    planned = [missed.slot for missed in plan.missed] + ([plan.due.slot] if plan.due else [])
    assert planned[0] == owed
    assert plan.next is not None
    for before, slot in pairwise([*planned, plan.next]):
        assert slot == next_slot(schedule, before.at)
    assert planned[-1].at <= now < plan.next.at


def test_half_an_hour_is_not_late_yet() -> None:
    assert not is_late(DUE, DUE + timedelta(minutes=30))
    assert is_late(DUE, DUE + timedelta(minutes=30, seconds=1))


def test_an_occasion_is_the_local_date_and_hour() -> None:
    assert occasion(Slot(date(2026, 2, 2), SEVEN, DUE)) == "2026-02-02 07:00"
