"""Who is owed an edition now: the promise and the subscription's next instant, in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.model.chats import ChatRef, Person, Schedule, Slot, Subscription
from bot.model.editions import Edition, PromiseState
from bot.ports.clock import Clock
from bot.ports.desk import Deed
from bot.ports.press import NewPromise
from bot.ports.store import Store
from bot.press.editions import Editions
from bot.press.timetable import WINDOW, CatchUp, Due, Missed, catch_up, occasion, wish
from bot.press.trouble import Trouble

SLICE = 500
"""Subscriptions to a transaction: between two of them intake has its turn."""


@dataclass(frozen=True, slots=True)
class SentNow:
    """What a send sets going."""

    stories: int  # at most, to a chat that had none of them
    chats: int


class Planner:
    """Promises editions to the chats that are due."""

    def __init__(
        self, *, store: Store, editions: Editions, trouble: Trouble, clock: Clock, briefing: str
    ) -> None:
        self._store = store
        self._editions = editions
        self._trouble = trouble
        self._clock = clock
        self._briefing = briefing

    async def plan(self, now: datetime) -> int:
        """Promise what is due at this instant and move each subscription on; how many editions
        were promised. A crash between two slices leaves the rest due."""
        promised = 0
        known: dict[tuple[Schedule, Slot | None], CatchUp] = {}
        while due := await self._store.subscriptions.due(self._briefing, now, SLICE):
            plans = await self._plans(due, now, known)
            promises = [made for subscription, plan in plans for made in _skipped(subscription, plan.missed)]
            for subscription, plan in plans:
                if plan.due is not None:
                    edition = await self._editions.freeze(plan.due.slot.at, subscription.order)
                    promises.append(_promised(subscription, plan.due, edition))
            moves = [(subscription, plan.next) for subscription, plan in plans]
            await self._store.promises.promise(promises, self._briefing, moves)
            promised += sum(promise.state is PromiseState.OPEN for promise in promises)
            await asyncio.sleep(0)
        return promised

    async def send_now(self, key: str, by: Person) -> SentNow:
        """Promise the line-up as it stands to every listening chat, besides its hours. ``key`` names
        the wish: the same again promises nothing more."""
        now = self._clock.now()
        stories = chats = 0
        after: ChatRef | None = None
        while listening := await self._store.subscriptions.listening(self._briefing, after, SLICE):
            stories = max(stories, await self._send(listening, wish(key), now))
            chats += len(listening)
            after = listening[-1].chat
            await asyncio.sleep(0)
        await self._store.audit.record(Deed(now, by.ref, by.name, "send", self._briefing, f"{chats}"))
        return SentNow(stories, chats)

    async def _plans(
        self, due: Sequence[Subscription], now: datetime, known: dict[tuple[Schedule, Slot | None], CatchUp]
    ) -> list[tuple[Subscription, CatchUp]]:
        """What to do about each of these. One in a zone that is none any more owes nothing before
        somebody sets another; the newsroom is told, and the others get theirs."""
        plans = []
        for subscription in due:
            try:
                plan = _catch_up(subscription, now, known)
            except ZoneInfoNotFoundError:
                plan = CatchUp((), None, None)
                await self._trouble.zone_unknown(subscription.chat, subscription.schedule.zone)
            plans.append((subscription, plan))
        return plans

    async def _send(self, subscriptions: Sequence[Subscription], occasion: str, now: datetime) -> int:
        """How many stories the largest of the editions gives a chat."""
        promises: list[NewPromise] = []
        most = 0
        for subscription in subscriptions:
            edition = await self._editions.freeze(now, subscription.order)
            most = max(most, min(len(edition.stories), edition.order.size))
            promises.append(_sent_now(subscription, occasion, edition, now))
        await self._store.promises.promise(promises, self._briefing, ())
        return most


def _catch_up(
    subscription: Subscription, now: datetime, known: dict[tuple[Schedule, Slot | None], CatchUp]
) -> CatchUp:
    """Most chats share a schedule, so each is computed once."""
    key = (subscription.schedule, subscription.next)
    plan = known.get(key)
    if plan is None:
        plan = known[key] = catch_up(subscription, now)
    return plan


def _promised(subscription: Subscription, due: Due, edition: Edition) -> NewPromise:
    return NewPromise(
        briefing=subscription.briefing,
        chat=subscription.chat,
        occasion=occasion(due.slot),
        edition=edition.id,
        date=due.slot.date,
        due=due.slot.at,
        expires=due.expires,
        silent=subscription.silent,
    )


def _skipped(subscription: Subscription, missed: tuple[Missed, ...]) -> list[NewPromise]:
    return [
        NewPromise(
            briefing=subscription.briefing,
            chat=subscription.chat,
            occasion=occasion(past.slot),
            edition=None,
            date=past.slot.date,
            due=past.slot.at,
            expires=past.slot.at,
            state=PromiseState.SKIPPED,
            reason=past.reason,
        )
        for past in missed
    ]


def _sent_now(subscription: Subscription, occasion: str, edition: Edition, now: datetime) -> NewPromise:
    return NewPromise(
        briefing=subscription.briefing,
        chat=subscription.chat,
        occasion=occasion,
        edition=edition.id,
        date=_local_date(subscription.schedule.zone, now),
        due=now,
        expires=now + WINDOW,
        silent=subscription.silent,
    )


def _local_date(zone: str, now: datetime) -> date:
    try:
        return now.astimezone(ZoneInfo(zone)).date()
    except ZoneInfoNotFoundError:
        return now.date()
