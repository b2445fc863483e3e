"""Commands for when the briefing comes: hours, days, time zone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.commands import settings_message as screens
from bot.commands.call import Answer, Call, Handler
from bot.commands.changing import Changing, Screen
from bot.errors import UserError
from bot.model.chats import Schedule, Subscription
from bot.readers.days import parse_days
from bot.readers.hours import bounded, parse_hours
from bot.readers.when import next_said, schedule_said
from bot.readers.wishes import split_sign
from bot.readers.zones import City, find_zone
from bot.text.markup import Button, Message, message

T = TypeVar("T")


class Timing:
    """Handlers of the schedule."""

    def __init__(self, *, changing: Changing) -> None:
        self._changing = changing

    def handlers(self) -> dict[str, Handler]:
        """Each command's handler by its name."""
        return {"time": self.time, "timezone": self.timezone, "days": self.days}

    async def time(self, call: Call) -> Answer:
        """The hours: all of them, or one more (+) or less (-)."""

        def screen(subscription: Subscription) -> Message:
            return screens.hours_picker(subscription, call.words)

        text = call.get("hours")
        if text is None:
            return await self._changing.show(call, screen)
        sign, rest = split_sign(text)
        given = parse_hours(rest)

        def change(old: Schedule) -> Schedule:
            hours = _combined(old.hours, given, sign)
            if not hours:
                raise UserError("hours-last")
            return replace(old, hours=bounded(hours))

        return await self._schedule(call, change, screen)

    async def days(self, call: Call) -> Answer:
        """The weekdays: all of them, or some more (+) or less (-)."""

        def screen(subscription: Subscription) -> Message:
            return screens.days_picker(subscription, call.words)

        text = call.get("days")
        if text is None:
            return await self._changing.show(call, screen)
        sign, rest = split_sign(text)
        given = parse_days(rest)

        def change(old: Schedule) -> Schedule:
            days = _combined(old.days, given, sign)
            if not days:
                raise UserError("days-last")
            return replace(old, days=tuple(sorted(days)))

        return await self._schedule(call, change, screen)

    async def timezone(self, call: Call) -> Answer:
        """The zone, by its name or a city's."""
        text = call.get("zone")
        if text is None:
            return await self._changing.explain(
                call, lambda kept: call.words("zone-how", zone=kept.schedule.zone)
            )
        found = find_zone(text)
        if not isinstance(found, str):
            return _which(text, found, call)
        return await self._schedule(call, lambda old: replace(old, zone=found), None)

    async def _schedule(
        self, call: Call, change: Callable[[Schedule], Schedule], screen: Screen | None
    ) -> Answer:
        def said(new: Subscription) -> str:
            schedule = schedule_said(new.schedule, call.words)
            return call.words("schedule-set", schedule=schedule, next=next_said(new, call.now, call.words))

        return await self._changing.change(
            call, lambda old: replace(old, schedule=change(old.schedule)), said, screen
        )


def _combined(old: Collection[T], given: Collection[T], sign: str) -> set[T]:
    if sign == "+":
        return {*old, *given}
    return {*old} - {*given} if sign == "-" else {*given}


def _which(text: str, cities: Sequence[City], call: Call) -> Answer:
    """Asks which city of a name is meant."""
    buttons = (
        (Button(call.words("zone-choice", city=city.name, country=city.country), f"timezone {city.zone}"),)
        for city in cities
    )
    return Answer(message(call.words("zone-which", text=text)).with_buttons(*buttons), replaces=True)
