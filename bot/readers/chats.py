"""Chats come and go: seen, greeted once, moved, put to sleep."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.errors import PlatformError
from bot.model.briefing import Briefing
from bot.model.chats import Chat, ChatKind, ChatRef, ChatState, SubscriptionState
from bot.model.events import Arrival, ChatChange, ChatChanged, Copied
from bot.ports.clock import Clock
from bot.ports.store import Store
from bot.readers.greeting import for_chat, greeting, greeting_from_afar
from bot.readers.response import SILENCE, Response
from bot.readers.subscriptions import Subscriptions
from bot.readers.when import next_said
from bot.text.markup import Message, message
from bot.wording import Wording

_log = logging.getLogger(__name__)

_STATES = {
    ChatChange.REMOVED: ChatState.ASLEEP,
    ChatChange.GONE: ChatState.GONE,
    ChatChange.BARRED: ChatState.BARRED,
}

Barred = Callable[[ChatRef], Awaitable[None]]
"""Reports that we may not write in a chat any more."""

Link = Callable[[str, str], str | None]
"""An address on a platform that leads into a private chat with us where a line is run; None where there
is no such address."""

LookUp = Callable[[str, str], Awaitable[Chat | None]]
"""The chat of an id or public name on a platform, as that describes it now; None if there is none that
we may see, or where chats cannot be looked up. Raises PlatformErrors."""


class Chats:
    """Knows the chats."""

    def __init__(
        self,
        *,
        store: Store,
        subscriptions: Subscriptions,
        briefing: Briefing,
        clock: Clock,
        barred: Barred,
        link: Link,
        look_up: LookUp,
    ) -> None:
        self._store = store
        self._subscriptions = subscriptions
        self._briefing = briefing
        self._clock = clock
        self._barred = barred
        self._link = link
        self._look_up = look_up

    async def seen(self, origin: Arrival) -> Chat:
        """Somebody spoke in a chat: keep both, wake the chat; the chat as we know it."""
        chat = await self._store.chats.see(origin.chat)
        await self._store.people.meet(origin.person, chat.ref)
        return chat

    async def changed(self, event: ChatChanged, words: Wording) -> Response:
        """The bot was let in or put out, or a chat goes on under another id."""
        ref = event.origin.chat.ref
        match event.change:
            case ChatChange.ADDED:
                return await self._told(event, await self._added(event, words), words)
            case ChatChange.ALLOWED:
                return await self._told(event, await self._allowed(ref, words), words)
            case ChatChange.MOVED if event.to is not None:
                await self._store.chats.move(ref, ChatRef(ref.platform, event.to))
            case ChatChange.REMOVED | ChatChange.GONE | ChatChange.BARRED:
                changed = await self._store.chats.set_state(ref, _STATES[event.change])
                if changed and event.change is ChatChange.BARRED:
                    await self._barred(ref)
        return SILENCE

    async def copied(self, event: Copied) -> None:
        """What a chat posts is discussed in another. The copy is kept even if its post is not known
        yet: it may come in before the answer to our own send does."""
        if await self._store.chats.get(event.of.chat) is None:
            return
        await self._store.chats.set_discussion(event.of.chat, event.message.chat.id)
        await self._store.posts.copied(event.message, event.of, event.mark, self._clock.now())

    async def _added(self, event: ChatChanged, words: Wording) -> Message | None:
        chat = await self._completed(event)
        known = await self._store.chats.get(chat.ref)
        await self._store.chats.set_state(chat.ref, ChatState.ACTIVE)  # its topics too
        await self._store.chats.see(chat)
        # In a private chat the person says /start, the first time and after a block, and that is answered.
        if chat.kind is ChatKind.PRIVATE:
            return None
        if known is not None:
            return await self._back_again(known, words)
        plan = self._subscriptions.plan(chat.ref, None)
        if event.one_way:
            return greeting_from_afar(self._briefing, plan, words)
        privately = self._link(chat.ref.platform, f"manage {chat.ref.id}")
        return greeting(self._briefing, plan, words, decides=False, privately=privately)

    async def _allowed(self, chat: ChatRef, words: Wording) -> Message | None:
        """We may write again. A chat that never had to do with us, such as a topic, stays unknown."""
        known = await self._store.chats.get(chat)
        await self._store.chats.set_state(chat, ChatState.ACTIVE)
        return await self._back_again(known, words) if known else None

    async def _back_again(self, known: Chat, words: Wording) -> Message | None:
        """What a chat hears that was put off and is owed an edition again."""
        subscription = await self._subscriptions.current(known.ref)
        if (
            known.state is ChatState.ACTIVE
            or subscription is None
            or subscription.state is not SubscriptionState.ACTIVE
        ):
            return None
        return message(words("back-again", next=next_said(subscription, self._clock.now(), words)))

    async def _told(self, event: ChatChanged, said: Message | None, words: Wording) -> Response:
        """Where nobody could answer it is said to the person alone, if they ever spoke to us."""
        if said is None or not event.one_way:
            return Response(message=said)
        private = await self._store.people.private_chat(event.origin.person.ref)
        to = await self._store.chats.get(private) if private else None
        if to is None or to.state is not ChatState.ACTIVE:
            return SILENCE
        return Response(message=for_chat(event.origin.chat, said, words), to=to)

    async def _completed(self, event: ChatChanged) -> Chat:
        """The chat, with where it is discussed: of one whose readers do not speak there the platform
        tells that only if it is asked."""
        chat = event.origin.chat
        if not event.one_way:
            return chat
        try:
            found = await self._look_up(chat.ref.platform, chat.ref.id)
        except PlatformError as error:
            _log.info("where %s is discussed is not known: %s", chat.ref, error)
            return chat
        return replace(chat, discussion=found.discussion) if found else chat
