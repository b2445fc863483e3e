"""Standing orders: made, changed, paused, ended; each change finds the next edition anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.model.briefing import Briefing
from bot.model.chats import ChatRef, Order, Schedule, Slot, Subscription, SubscriptionState
from bot.ports.clock import Clock
from bot.ports.store import Store
from bot.readers.zones import LANGUAGE_ZONES

NextSlot = Callable[[Schedule, datetime], Slot | None]
"""The first slot of a schedule after an instant."""

Change = Callable[[Subscription], Subscription]

_ACTIVE = SubscriptionState.ACTIVE

SMALLEST, LARGEST = 1, 20
"""So many stories an edition may have."""


class Subscriptions:
    """The subscriptions to one briefing."""

    def __init__(self, *, store: Store, briefing: Briefing, next_slot: NextSlot, clock: Clock) -> None:
        self._store = store
        self._briefing = briefing
        self._next_slot = next_slot
        self._clock = clock

    async def current(self, chat: ChatRef) -> Subscription | None:
        """The chat's subscription, unless it ended."""
        kept = await self._store.subscriptions.get(self._briefing.id, chat)
        return None if kept is None or kept.state is SubscriptionState.ENDED else kept

    async def zone(self, chat: ChatRef) -> str:
        """The chat's time zone; the briefing's where it has not said."""
        kept = await self._store.subscriptions.get(self._briefing.id, chat)
        return kept.schedule.zone if kept else self._briefing.zone

    def plan(self, chat: ChatRef, language: str | None) -> Subscription:
        """What a new subscription would be, with a zone guessed from the person's language."""
        briefing = self._briefing
        zone = LANGUAGE_ZONES.get(language or "", briefing.zone)
        schedule = Schedule(zone, (briefing.hour,))
        return Subscription(briefing.id, chat, schedule, Order(briefing.size))

    async def subscribe(self, chat: ChatRef, language: str | None) -> tuple[Subscription, bool]:
        """The subscription, active, and whether it was not before. One that ended comes back as it
        was."""
        kept = await self._store.subscriptions.get(self._briefing.id, chat)
        if kept and kept.state is SubscriptionState.ACTIVE:
            return kept, False
        return await self._put(kept, replace(kept or self.plan(chat, language), state=_ACTIVE)), True

    async def unsubscribe(self, chat: ChatRef) -> bool:
        """End it, what is under way too; whether there was one."""
        ended = await self.change(chat, lambda old: replace(old, state=SubscriptionState.ENDED))
        if ended:
            await self._store.deliveries.skip_chat(chat, "unsubscribed")
        return ended is not None

    async def pause(self, chat: ChatRef) -> Subscription | None:
        """Nothing is owed until it is resumed, and what is under way ends; None if there is no
        subscription."""
        paused = await self.change(chat, lambda old: replace(old, state=SubscriptionState.PAUSED))
        if paused:
            await self._store.deliveries.skip_chat(chat, "paused")
        return paused

    async def resume(self, chat: ChatRef) -> Subscription | None:
        """Go on with the next slot: what was due meanwhile is past. None if there is none."""
        return await self.change(chat, lambda old: replace(old, state=_ACTIVE))

    async def change(self, chat: ChatRef, change: Change) -> Subscription | None:
        """Change the chat's subscription; None if it has none."""
        old = await self.current(chat)
        return None if old is None else await self._put(old, change(old))

    async def _put(self, old: Subscription | None, new: Subscription) -> Subscription:
        kept = replace(new, next=self._next(old, new))
        if kept != old:
            await self._store.subscriptions.put(kept)
        return kept

    def _next(self, old: Subscription | None, new: Subscription) -> Slot | None:
        if new.state is not _ACTIVE:
            return None
        now = self._clock.now()
        owed = old.next if old and old.state is _ACTIVE else None
        # What is due already stays owed, whatever is changed a moment before it goes out.
        if owed and (owed.at <= now or (old and old.schedule == new.schedule)):
            return owed
        return self._next_slot(new.schedule, now)
