"""Who is owed an edition now: the promise and the subscription's next instant, in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.model.chats import ChatRef, Person, Schedule, Slot, Subscription
from bot.model.editions import Edition, PromiseState
from bot.ports.clock import Clock
from bot.ports.desk import Deed
from bot.ports.press import NewPromise
from bot.ports.store import Store
from bot.press.editions import Editions
from bot.press.timetable import WINDOW, CatchUp, Due, Missed, catch_up, occasion

SLICE = 250
"""Subscriptions to a transaction: between two of them intake has its turn."""


@dataclass(frozen=True, slots=True)
class SentNow:
    """What a send sets going."""

    stories: int  # at most, to a chat that had none of them
    chats: int


class Planner:
    """Promises editions to the chats that are due."""

    def __init__(self, *, store: Store, editions: Editions, clock: Clock, briefing: str) -> None:
        self._store = store
        self._editions = editions
        self._clock = clock
        self._briefing = briefing

    async def plan(self, now: datetime) -> int:
        """Promise what is due at this instant and move each subscription on; how many editions
        were promised. A crash between two slices leaves the rest due."""
        promised = 0
        known: dict[tuple[Schedule, Slot | None], CatchUp] = {}
        while due := await self._store.subscriptions.due(self._briefing, now, SLICE):
            plans = [(subscription, _catch_up(subscription, now, known)) for subscription in due]
            promises = [made for subscription, plan in plans for made in _skipped(subscription, plan.missed)]
            for subscription, plan in plans:
                if plan.due is not None:
                    edition = await self._editions.freeze(plan.due.slot.at, subscription.order)
                    promises.append(_promised(subscription, plan.due, edition))
            moves = {subscription.chat: plan.next for subscription, plan in plans}
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
            stories = max(stories, await self._send(listening, _wish(key), now))
            chats += len(listening)
            after = listening[-1].chat
            await asyncio.sleep(0)
        await self._store.audit.record(Deed(now, by.ref, by.name, "send", self._briefing, f"{chats}"))
        return SentNow(stories, chats)

    async def send_to(self, chat: ChatRef, key: str) -> SentNow:
        """Promise the line-up as it stands to one chat that has a subscription."""
        subscription = await self._store.subscriptions.get(self._briefing, chat)
        if subscription is None:
            return SentNow(0, 0)
        return SentNow(await self._send([subscription], _wish(key), self._clock.now()), 1)

    async def _send(self, subscriptions: Sequence[Subscription], wish: str, now: datetime) -> int:
        """How many stories the largest of the editions gives a chat."""
        promises: list[NewPromise] = []
        most = 0
        for subscription in subscriptions:
            edition = await self._editions.freeze(now, subscription.order)
            most = max(most, min(len(edition.stories), edition.order.size))
            promises.append(_sent_now(subscription, wish, edition, now))
        await self._store.promises.promise(promises, self._briefing, {})
        return most


def _wish(key: str) -> str:
    return f"send:{key}"


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


def _sent_now(subscription: Subscription, wish: str, edition: Edition, now: datetime) -> NewPromise:
    return NewPromise(
        briefing=subscription.briefing,
        chat=subscription.chat,
        occasion=wish,
        edition=edition.id,
        date=now.astimezone(ZoneInfo(subscription.schedule.zone)).date(),
        due=now,
        expires=now + WINDOW,
        silent=subscription.silent,
    )
