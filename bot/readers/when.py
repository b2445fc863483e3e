"""Schedules and slots in words: *Every day at 07:00 and 18:30, Asia/Tokyo*, *tomorrow at 07:00*."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.model.chats import WEEK, Schedule, Slot, Subscription
from bot.readers.days import WEEKEND, WORKDAYS
from bot.wording import Wording


def schedule_said(schedule: Schedule, words: Wording) -> str:
    """When a briefing comes: days, hours, zone."""
    hours = words.all_of([words.hour(hour) for hour in schedule.hours])
    return words("schedule", days=days_said(schedule.days, words), hours=hours, zone=schedule.zone)


def days_said(days: tuple[int, ...], words: Wording) -> str:
    """The weekdays, by a name for the set where it has one."""
    named = {WEEK: "days-every", WORKDAYS: "days-workdays", WEEKEND: "days-weekend"}
    if days in named:
        return words(named[days])
    return words("days-some", days=words.all_of([words.weekday(day) for day in days]))


def next_said(subscription: Subscription, now: datetime, words: Wording) -> str:
    """When the next edition comes, or that it does not while the subscription is paused."""
    if subscription.next is None:
        return words("next-paused")
    slot = slot_said(subscription.next, subscription.schedule.zone, now, words)
    return words("next-at", slot=slot)


def slot_said(slot: Slot, zone: str, now: datetime, words: Wording) -> str:
    """*today at 18:30*, *tomorrow at 07:00*, *Monday 5 January at 07:00*."""
    local = slot.at.astimezone(ZoneInfo(zone))
    today = now.astimezone(ZoneInfo(zone)).date()
    hour = words.hour(local.time())
    if local.date() <= today:
        return words("slot-today", hour=hour)
    if local.date() == today + timedelta(days=1):
        return words("slot-tomorrow", hour=hour)
    return words("slot-date", date=words.date(local.date()), hour=hour)
