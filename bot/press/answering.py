"""Answers to people: sent at once and before all editions, and remembered where one may reply."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, replace

from bot.errors import ChatGone, ChatMoved, OutOfReach, PlatformError, StorageError, TryLater
from bot.model.chats import Chat, ChatKind, ChatRef, ChatState, MessageRef
from bot.model.editions import Post, PostKind
from bot.model.news import StoryId
from bot.ports.clock import Clock
from bot.ports.store import Store
from bot.press.limiter import Priority
from bot.press.wires import Wire, Wires, part_key, parts
from bot.text.markup import Message

TRIES = 4
"""A person who waits is better served by nothing than by a line that comes minutes later."""

_LONGEST_PAUSE = 20.0  # seconds
_KEY_BYTES = 11

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class About:
    """What replies to an answer are about."""

    kind: PostKind
    story: StoryId | None


class Answers:
    """Sends what we say to people. What cannot be sent is logged: nobody waits for an error."""

    def __init__(self, *, store: Store, wires: Wires, clock: Clock) -> None:
        self._store = store
        self._wires = wires
        self._clock = clock

    async def answer(self, chat: Chat, message: Message, about: About | None = None) -> MessageRef | None:
        """Send a message in as many parts as it needs; the last one's reference, None if it could
        not be sent. An unknown outcome is not sent again."""
        wire = self._wires.get(chat.ref.platform)
        if wire is None or not await self._may_try(wire):
            _log.warning("no way to %s: an answer is dropped", chat.ref)
            return None
        key = secrets.token_hex(_KEY_BYTES)
        ref: MessageRef | None = None
        for number, part in enumerate(parts(message, wire.platform.limits)):
            told = replace(part, to=None) if number else part
            ref = await self._send(wire, chat.ref, chat.kind, told, part_key(key, number))
            if ref is None:
                return None
            if about is not None:
                await self._remember(Post(ref.chat, ref.id, about.kind, about.story, None, number))
        return ref

    async def tell_newsroom(self, message: Message) -> None:
        """Tell those who work in the newsroom; without one the log is all there is."""
        try:
            room = await self._store.chats.newsroom()
            chat = await self._store.chats.get(room) if room else None
        except StorageError as error:
            _log.error("the newsroom cannot be told: %s", error)
            return
        if chat is None:
            _log.warning("there is no newsroom to be told: see /newsroom here")
        else:
            await self.answer(chat, message)

    async def _send(
        self, wire: Wire, chat: ChatRef, kind: ChatKind, part: Message, key: str
    ) -> MessageRef | None:
        for _ in range(TRIES):
            try:
                async with wire.slot(chat, kind, Priority.PERSON):
                    return await wire.platform.send(chat, part, key)
            except TryLater as error:
                wire.limiter.hold(chat, error.after)
                if error.after > _LONGEST_PAUSE:
                    break
            except OutOfReach:
                if not await self._may_try(wire):
                    break
            except ChatMoved as error:
                await self._moved(chat, error.to)
                chat = error.to
            except PlatformError as error:
                await self._failed(chat, error)
                return None
        _log.warning("an answer to %s could not be sent", chat)
        return None

    async def _may_try(self, wire: Wire) -> bool:
        """Wait until the platform may be tried; False if it is left alone for longer than an answer is
        worth."""
        for _ in range(TRIES):
            pause = wire.breaker.wait()
            if pause == 0.0 or pause > _LONGEST_PAUSE:
                return pause == 0.0
            await self._clock.sleep(pause)
        return False

    async def _moved(self, chat: ChatRef, to: ChatRef) -> None:
        try:
            await self._store.chats.move(chat, to)
        except StorageError as error:
            _log.error("that %s moved to %s could not be kept: %s", chat, to, error)

    async def _failed(self, chat: ChatRef, error: PlatformError) -> None:
        _log.warning("an answer to %s could not be sent: %s", chat, error)
        if isinstance(error, ChatGone):
            try:
                await self._store.chats.set_state(chat, ChatState.ASLEEP)
            except StorageError as trouble:
                _log.error("that %s sleeps could not be kept: %s", chat, trouble)

    async def _remember(self, post: Post) -> None:
        try:
            await self._store.posts.remember(post)
        except StorageError as error:  # it was sent: a reply to it finds nothing, a second would be worse
            _log.error("what message %s is about could not be kept: %s", post.message, error)
