"""What only some platforms can do besides sending, through the same limiter as all that is sent."""

from __future__ import annotations

import asyncio
import logging

from bot.errors import PlatformDown, PlatformError, TryLater
from bot.model.chats import Chat, ChatKind, MessageRef, Person
from bot.ports.platform import CanAsk, CanEdit, CanReact, CanWhisper
from bot.press.limiter import Priority
from bot.press.wires import Wire, Wires, parts
from bot.text.markup import Message

_log = logging.getLogger(__name__)


class Powers:
    """Edits, reacts, asks and whispers where the platform can; says whether it could."""

    def __init__(self, wires: Wires) -> None:
        self._wires = wires
        self._reacting: set[asyncio.Task[None]] = set()

    async def settled(self) -> None:
        """Wait until the reactions under way are there."""
        await asyncio.gather(*self._reacting)

    async def close(self) -> None:
        """Give up the reactions under way."""
        for task in self._reacting:
            task.cancel()
        await asyncio.gather(*self._reacting, return_exceptions=True)

    async def edit(self, ref: MessageRef, message: Message, priority: Priority) -> bool:
        """Change a message of ours; False where nothing can be edited, or not so as to fit into one
        message. Raises PlatformErrors; PlatformDown too while a platform that is down is left alone."""
        wire = self._wires.get(ref.chat.platform)
        if wire is None or not isinstance(wire.platform, CanEdit):
            return False
        pages = parts(message, wire.platform.limits)
        if len(pages) != 1:
            return False
        if wire.breaker.wait():
            raise PlatformDown(f"{ref.chat.platform} is left alone for a while")
        # It takes the chat's second, but is no message: a group's minute does not count it.
        async with wire.slot(ref.chat, ChatKind.PRIVATE, priority):
            await wire.platform.edit(ref, pages[0])
        return True

    def react(self, ref: MessageRef, reaction: str) -> bool:
        """Put a reaction under a person's message, soon; False where that cannot be. It is a courtesy:
        nobody waits for it, and where it would have to wait for long it is left out."""
        wire = self._wires.get(ref.chat.platform)
        if wire is None or not isinstance(wire.platform, CanReact):
            return False
        if wire.breaker.wait() or not wire.limiter.admits_courtesy(ref.chat):
            return False
        task = asyncio.create_task(self._react(wire, wire.platform, ref, reaction))
        self._reacting.add(task)
        task.add_done_callback(self._reacting.discard)
        return True

    async def _react(self, wire: Wire, platform: CanReact, ref: MessageRef, reaction: str) -> None:
        try:
            async with wire.courtesy():
                await platform.react(ref, reaction)
        except PlatformError as error:
            _log.info("no reaction in %s: %s", ref.chat, error)
            if isinstance(error, TryLater):
                wire.limiter.hold(ref.chat, error.after)

    async def ask(self, chat: Chat, person: Person, prompt: Message) -> MessageRef | None:
        """Ask a person for a text; None where the platform has no way of its own to ask. Raises
        PlatformErrors."""
        wire = self._wires.get(chat.ref.platform)
        if wire is None or not isinstance(wire.platform, CanAsk) or wire.breaker.wait():
            return None
        async with wire.slot(chat.ref, chat.kind, Priority.PERSON):
            return await wire.platform.ask(chat.ref, person, prompt)

    def can_whisper(self, chat: Chat) -> bool:
        """Whether the platform can ever tell one person of a chat something alone."""
        wire = self._wires.get(chat.ref.platform)
        return wire is not None and isinstance(wire.platform, CanWhisper)

    async def whisper(self, chat: Chat, person: Person, message: Message) -> bool:
        """Tell one person of a chat; False where only the whole chat can be told. Raises
        PlatformErrors."""
        wire = self._wires.get(chat.ref.platform)
        if wire is None or not isinstance(wire.platform, CanWhisper) or wire.breaker.wait():
            return False
        # No message of the chat's: it takes no place of its rates, and waits for none.
        for page in parts(message, wire.platform.limits):
            await wire.platform.whisper(chat.ref, person, page)
        return True
