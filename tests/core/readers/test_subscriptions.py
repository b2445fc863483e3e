"""Standing orders: what is owed after each change of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.chats import Schedule, SubscriptionState
from bot.press.timetable import next_slot
from bot.readers.when import schedule_said, slot_said
from tests.core.readers.room import HOME, WORDS, Readers
from tests.fakes.clock import START

SEVEN_IN_TOKYO = datetime(2026, 1, 3, 22, 0, tzinfo=UTC)


def at_hours(*hours: int) -> Schedule:
    return Schedule("Asia/Tokyo", tuple(time(hour) for hour in hours))


async def due(readers: Readers) -> datetime | None:
    kept = await readers.subscriptions.current(HOME.ref)
    return kept.next.at if kept and kept.next else None


async def schedule(readers: Readers, wanted: Schedule) -> None:
    await readers.subscriptions.change(HOME.ref, lambda old: replace(old, schedule=wanted))


async def test_a_new_subscription_is_the_briefings_with_a_zone_guessed_from_the_language(
    readers: Readers,
) -> None:
    kept, new = await readers.subscriptions.subscribe(HOME.ref, "de")
    assert new
    assert kept.schedule == Schedule("Europe/Berlin", (time(7),))
    assert kept.order.size == 7
    assert kept.next
    assert kept.next.at == datetime(2026, 1, 4, 6, 0, tzinfo=UTC)
    again, new = await readers.subscriptions.subscribe(HOME.ref, "ja")
    assert not new
    assert again == kept


async def test_a_language_of_many_zones_gets_the_briefings(readers: Readers) -> None:
    kept, _ = await readers.subscriptions.subscribe(HOME.ref, "en")
    assert kept.schedule.zone == "Asia/Tokyo"


async def test_one_that_ended_comes_back_as_it_was(readers: Readers) -> None:
    await readers.subscriptions.subscribe(HOME.ref, None)
    await schedule(readers, at_hours(9))
    assert await readers.subscriptions.unsubscribe(HOME.ref)
    assert await readers.subscriptions.current(HOME.ref) is None
    assert not await readers.subscriptions.unsubscribe(HOME.ref)
    kept, new = await readers.subscriptions.subscribe(HOME.ref, "de")
    assert new
    assert kept.schedule == at_hours(9)
    assert await readers.store.subscriptions.count("main") == 1


async def test_resuming_owes_nothing_of_the_pause(readers: Readers) -> None:
    await readers.subscriptions.subscribe(HOME.ref, None)
    paused = await readers.subscriptions.pause(HOME.ref)
    assert paused
    assert (paused.state, paused.next) == (SubscriptionState.PAUSED, None)
    readers.clock.advance(timedelta(days=3))
    await readers.subscriptions.resume(HOME.ref)
    assert await due(readers) == SEVEN_IN_TOKYO + timedelta(days=3)


async def test_a_new_hour_moves_what_comes_next(readers: Readers) -> None:
    await readers.subscriptions.subscribe(HOME.ref, None)
    await schedule(readers, at_hours(5, 7))
    assert await due(readers) == SEVEN_IN_TOKYO - timedelta(hours=2)


async def test_what_is_due_already_stays_owed_whatever_is_changed(readers: Readers) -> None:
    await readers.subscriptions.subscribe(HOME.ref, None)
    readers.clock.jump(SEVEN_IN_TOKYO + timedelta(seconds=3))
    await schedule(readers, at_hours(9))
    assert await due(readers) == SEVEN_IN_TOKYO
    await readers.subscriptions.change(HOME.ref, lambda old: replace(old, silent=True))
    assert await due(readers) == SEVEN_IN_TOKYO


async def test_unsubscribing_stops_what_is_under_way(readers: Readers) -> None:
    await readers.publish("A headline")
    await readers.subscriptions.subscribe(HOME.ref, None)
    await readers.owe(HOME)
    assert await readers.subscriptions.unsubscribe(HOME.ref)
    assert await readers.store.deliveries.claim(HOME.ref.platform, readers.now, 9, 30.0) == []


async def test_pausing_stops_what_is_under_way(readers: Readers) -> None:
    await readers.publish("A headline")
    await readers.subscriptions.subscribe(HOME.ref, None)
    await readers.owe(HOME)
    assert await readers.subscriptions.pause(HOME.ref)
    await readers.subscriptions.resume(HOME.ref)
    assert await readers.store.deliveries.claim(HOME.ref.platform, readers.now, 9, 30.0) == []


def test_a_schedule_is_said_in_days_hours_and_zone() -> None:
    said = {
        days: schedule_said(replace(at_hours(7, 18), days=days), WORDS)
        for days in ((1, 2, 3, 4, 5, 6, 7), (1, 2, 3, 4, 5), (6, 7), (1, 3))
    }
    assert list(said.values()) == [
        "every day at 07:00 and 18:00, Asia/Tokyo",
        "Monday to Friday at 07:00 and 18:00, Asia/Tokyo",
        "Saturday and Sunday at 07:00 and 18:00, Asia/Tokyo",
        "on Mon and Wed at 07:00 and 18:00, Asia/Tokyo",
    ]


_HOURS = st.sets(st.times().map(lambda at: time(at.hour, at.minute)), min_size=1, max_size=4)
_ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "UTC"])


@given(_ZONES, _HOURS, st.integers(0, 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)))
def test_the_next_slot_is_said_by_the_chats_own_calendar(zone: str, hours: set[time], now: datetime) -> None:
    slot = next_slot(Schedule(zone, tuple(sorted(hours))), now)
    assert slot
    said = slot_said(slot, zone, now, WORDS)
    assert said.startswith(("today at ", "tomorrow at "))


def test_a_slot_that_is_far_is_said_with_its_date(readers: Readers) -> None:
    on_mondays = replace(at_hours(7), days=(1,))
    slot = next_slot(on_mondays, readers.now + timedelta(days=2))
    assert slot
    assert slot_said(slot, "Asia/Tokyo", readers.now, WORDS) == "Monday 12 January at 07:00"
