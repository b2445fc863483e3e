"""A promise made into its deliveries, as late as possible: what the chat has had is known only then."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from datetime import datetime

from bot.errors import StorageDamaged, StorageError
from bot.model.chats import ChatRef, SubscriptionState
from bot.model.editions import HEADER, Edition, Promise, PromiseState
from bot.model.news import PreparedStory, StoryId
from bot.ports.press import NewDelivery
from bot.ports.store import Store
from bot.press.editions import Editions
from bot.press.trouble import Trouble

_KEY_BYTES = 11  # as hexadecimal 22 characters, which leaves three of a nonce's 25 for the part

_log = logging.getLogger(__name__)


class Expander:
    """Makes the rows of promises that are due."""

    def __init__(self, *, store: Store, editions: Editions, trouble: Trouble) -> None:
        self._store = store
        self._editions = editions
        self._trouble = trouble

    async def expand(self, platform: str, now: datetime, limit: int) -> int:
        """Expand or close up to so many promises of a platform; how many it took on."""
        promises = await self._store.promises.open(platform, now, limit)
        # At most one a chat, so side by side they share their commits and cannot meet.
        await asyncio.gather(*(self._take_on(promise, now) for promise in promises))
        return len(promises)

    async def _take_on(self, promise: Promise, now: datetime) -> None:
        """Expand or close a promise. One that cannot be is closed too, or it would be tried for
        ever."""
        try:
            await self._expand(promise, now)
        except StorageDamaged as error:
            await self._trouble.damaged(error)
            await self._store.promises.close(promise.id, PromiseState.SKIPPED, "damaged")
        except StorageError:  # nothing was kept: it is tried again
            raise
        except Exception:  # noqa: BLE001 - a border: a bug that one promise meets must not stop the others
            _log.exception("the promise %d to %s broke", promise.id, promise.chat)
            await self._store.promises.close(promise.id, PromiseState.SKIPPED, "broke")

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
        return stopped(subscription.state if subscription else None)

    async def _not_had(self, chat: ChatRef, edition: Edition) -> list[PreparedStory]:
        had = await self._store.promises.had(chat, [story.story for story in edition.stories])
        return [story for story in edition.stories if story.story not in had][: edition.order.size]


def stopped(subscription: SubscriptionState | None) -> str | None:
    """Why nothing goes to a chat whose subscription is in this state, or that has none; None if it
    listens."""
    if subscription is None or subscription is SubscriptionState.ENDED:
        return "unsubscribed"
    return "paused" if subscription is SubscriptionState.PAUSED else None


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
