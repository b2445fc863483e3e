"""Commands for when the briefing comes: hours, days, time zone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.commands import settings_message as screens
from bot.commands.call import Answer, Call, Handler
from bot.commands.changing import Changing, Screen
from bot.errors import UserError
from bot.model.chats import ChatKind, Schedule, Subscription
from bot.readers.days import parse_days
from bot.readers.hours import bounded, parse_hours
from bot.readers.when import next_said, schedule_said
from bot.readers.wishes import split_sign
from bot.readers.zones import City, find_zone
from bot.text.markup import Button, Message, Takes, message

T = TypeVar("T")

_HERE = "here"  # asks where the person is, where a platform can


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
        """The zone, by its name, a city's or where the person is."""
        text = call.get("zone")
        if text is None or (text == _HERE and call.chat.kind is ChatKind.PRIVATE):
            return await self._ask_zone(call, place=text == _HERE or not call.pressed)
        try:
            found = find_zone(text)
        except UserError as error:
            if near := error.details.get("near"):
                return _did_you_mean(error, str(near), call)
            raise
        if not isinstance(found, str):
            return _which(text, found, call)
        return await self._schedule(call, lambda old: replace(old, zone=found), None)

    async def _ask_zone(self, call: Call, *, place: bool) -> Answer:
        """How to say the zone. In private also by where one is, with ``place`` right away: such a
        button stands alone, so from the settings another one leads to it."""

        def how(kept: Subscription) -> str:
            return call.words("zone-how", zone=kept.schedule.zone)

        if call.chat.kind is not ChatKind.PRIVATE:
            return await self._changing.explain(call, how)
        if not place:
            here = Button(call.words("zone-here-button"), f"timezone {_HERE}")
            return await self._changing.explain(call, how, here)
        share = Button(call.words("zone-place-button"), "timezone", takes=Takes.PLACE)
        asked = await self._changing.show(call, lambda kept: message(how(kept)).with_buttons((share,)))
        # A keyboard of this kind comes with a message of its own.
        return replace(asked, replaces=False, private=False)

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


def _did_you_mean(error: UserError, near: str, call: Call) -> Answer:
    """What was not understood, with a button for what was meant most likely."""
    said = message(call.words(error.sentence, **error.details))
    return Answer(said.with_buttons((Button(near, f"timezone {near}"),)))


def _which(text: str, cities: Sequence[City], call: Call) -> Answer:
    """Asks which city of a name is meant."""
    buttons = (
        (Button(call.words("zone-choice", city=city.name, country=city.country), f"timezone {city.zone}"),)
        for city in cities
    )
    return Answer(message(call.words("zone-which", text=text)).with_buttons(*buttons), replaces=True)
