"""What only some platforms can do besides sending, through the same limiter as all that is sent."""

from __future__ import annotations

import logging

from bot.errors import PlatformDown, PlatformError
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

    async def edit(self, ref: MessageRef, message: Message, kind: ChatKind, priority: Priority) -> bool:
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
        async with wire.slot(ref.chat, kind, priority):
            await wire.platform.edit(ref, pages[0])
        return True

    async def react(self, ref: MessageRef, reaction: str, kind: ChatKind) -> bool:
        """Put a reaction under a person's message; False where that cannot be: it is a courtesy."""
        wire = self._wires.get(ref.chat.platform)
        if wire is None or not isinstance(wire.platform, CanReact) or wire.breaker.wait():
            return False
        try:
            async with wire.slot(ref.chat, kind, Priority.PERSON):
                await wire.platform.react(ref, reaction)
        except PlatformError as error:
            _log.info("no reaction in %s: %s", ref.chat, error)
            return False
        return True

    async def ask(self, chat: Chat, person: Person, prompt: Message) -> MessageRef | None:
        """Ask a person for a text; None where the platform has no way of its own to ask. Raises
        PlatformErrors."""
        wire = self._wires.get(chat.ref.platform)
        if wire is None or not isinstance(wire.platform, CanAsk) or wire.breaker.wait():
            return None
        async with wire.slot(chat.ref, chat.kind, Priority.PERSON):
            return await wire.platform.ask(chat.ref, person, prompt)

    async def whisper(self, chat: Chat, person: Person, message: Message) -> bool:
        """Tell one person of a chat; False where only the whole chat can be told. Raises
        PlatformErrors."""
        wire = self._wires.get(chat.ref.platform)
        if wire is None or not isinstance(wire.platform, CanWhisper) or wire.breaker.wait():
            return False
        await self._whisper(wire, wire.platform, chat, person, message)
        return True

    async def _whisper(
        self, wire: Wire, platform: CanWhisper, chat: Chat, person: Person, message: Message
    ) -> None:
        for page in parts(message, wire.platform.limits):
            async with wire.slot(chat.ref, chat.kind, Priority.PERSON):
                await platform.whisper(chat.ref, person, page)
