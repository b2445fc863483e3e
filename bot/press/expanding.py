"""A promise made into its deliveries, as late as possible: what the chat has had is known only then."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Collection
from datetime import datetime

from bot.model.chats import ChatRef, SubscriptionState
from bot.model.editions import HEADER, Edition, Promise, PromiseState
from bot.model.news import PreparedStory, StoryId
from bot.ports.press import NewDelivery
from bot.ports.store import Store
from bot.press.editions import Editions

_KEY_BYTES = 11  # as hexadecimal 22 characters, which leaves three of a nonce's 25 for the part


class Expander:
    """Makes the rows of promises that are due."""

    def __init__(self, *, store: Store, editions: Editions) -> None:
        self._store = store
        self._editions = editions

    async def expand(self, now: datetime, limit: int, busy: Collection[ChatRef] = ()) -> int:
        """Expand or close up to so many promises, none of these chats'; how many it took on."""
        promises = await self._store.promises.open(now, limit, busy)
        # At most one a chat, so side by side they share their commits and cannot meet.
        await asyncio.gather(*(self._expand(promise, now) for promise in promises))
        return len(promises)

    async def _expand(self, promise: Promise, now: datetime) -> None:
        if reason := await self._no_longer(promise, now):
            await self._store.promises.close(promise.id, PromiseState.SKIPPED, reason)
            return
        edition = await self._editions.get(promise.edition) if promise.edition is not None else None
        stories = await self._not_had(promise.chat, edition) if edition else []
        if edition is None or not stories:
            await self._store.promises.close(promise.id, PromiseState.EMPTY, "nothing-new")
            return
        await self._store.promises.expand(promise.id, _rows(promise, stories))

    async def _no_longer(self, promise: Promise, now: datetime) -> str | None:
        """Why a promise does not go out any more."""
        if now >= promise.expires:
            return "missed"
        subscription = await self._store.subscriptions.get(promise.briefing, promise.chat)
        if subscription is None or subscription.state is SubscriptionState.ENDED:
            return "unsubscribed"
        return "paused" if subscription.state is SubscriptionState.PAUSED else None

    async def _not_had(self, chat: ChatRef, edition: Edition) -> list[PreparedStory]:
        had = await self._store.promises.had(chat, [story.story for story in edition.stories])
        return [story for story in edition.stories if story.story not in had][: edition.order.size]


def delivery_key(briefing: str, chat: ChatRef, occasion: str, position: int) -> str:
    """The stable key of a delivery: the same for the same position, unlike over all chats."""
    name = "\0".join((briefing, chat.platform, chat.id, occasion, str(position)))
    return hashlib.blake2b(name.encode(), digest_size=_KEY_BYTES).hexdigest()


def _rows(promise: Promise, stories: list[PreparedStory]) -> list[NewDelivery]:
    """A header and its stories. In a digest the first row is the message, and the others are
    there so that what the chat had is known."""
    named: list[StoryId | None] = [None, *(story.story for story in stories)]
    return [
        NewDelivery(position, story, delivery_key(promise.briefing, promise.chat, promise.occasion, position))
        for position, story in enumerate(named, HEADER)
    ]
