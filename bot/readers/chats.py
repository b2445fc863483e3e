"""Chats come and go: seen, greeted once, moved, put to sleep."""

from __future__ import annotations

from bot.model.briefing import Briefing
from bot.model.chats import Chat, ChatKind, ChatRef, ChatState, SubscriptionState
from bot.model.events import Arrival, ChatChange, ChatChanged
from bot.ports.clock import Clock
from bot.ports.store import Store
from bot.readers.greeting import greeting
from bot.readers.response import SILENCE, Response
from bot.readers.subscriptions import Subscriptions
from bot.readers.when import next_said
from bot.text.markup import message
from bot.wording import Wording

_STATES = {
    ChatChange.REMOVED: ChatState.ASLEEP,
    ChatChange.GONE: ChatState.GONE,
    ChatChange.BARRED: ChatState.BARRED,
}


class Chats:
    """Knows the chats."""

    def __init__(
        self, *, store: Store, subscriptions: Subscriptions, briefing: Briefing, clock: Clock
    ) -> None:
        self._store = store
        self._subscriptions = subscriptions
        self._briefing = briefing
        self._clock = clock

    async def seen(self, origin: Arrival) -> Chat:
        """Somebody spoke in a chat: keep both, wake the chat; the chat as we know it."""
        chat = await self._store.chats.see(origin.chat)
        await self._store.people.meet(origin.person, chat.ref)
        return chat

    async def changed(self, event: ChatChanged, words: Wording) -> Response:
        """The bot was let in or put out, or a chat goes on under another id."""
        ref = event.origin.chat.ref
        if event.change is ChatChange.ADDED:
            return await self._added(event.origin.chat, words)
        if event.change is ChatChange.MOVED:
            if event.to is not None:
                await self._store.chats.move(ref, ChatRef(ref.platform, event.to))
            return SILENCE
        await self._store.chats.set_state(ref, _STATES[event.change])
        return SILENCE

    async def _added(self, chat: Chat, words: Wording) -> Response:
        known = await self._store.chats.get(chat.ref)
        await self._store.chats.see(chat)
        if known is None:
            # In a private chat the person has said /start, and that is answered.
            if chat.kind is ChatKind.PRIVATE:
                return SILENCE
            plan = self._subscriptions.plan(chat.ref, None)
            return Response(message=greeting(self._briefing, plan, words, decides=False))
        subscription = await self._subscriptions.current(chat.ref)
        if (
            known.state is ChatState.ACTIVE
            or subscription is None
            or subscription.state is not SubscriptionState.ACTIVE
        ):
            return SILENCE
        said = next_said(subscription, self._clock.now(), words)
        return Response(message=message(words("back-again", next=said)))
