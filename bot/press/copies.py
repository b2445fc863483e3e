"""Delivered copies, written anew with the counts of now."""

from __future__ import annotations

from bot.model.chats import MessageRef
from bot.model.comments import StaleCopy
from bot.ports.store import Store
from bot.press.letters import Letters
from bot.press.limiter import Priority
from bot.press.powers import Powers
from bot.press.surface import surface
from bot.press.wires import Wires
from bot.text.markup import Message


class Copies:
    """Composes and edits what was delivered."""

    def __init__(self, *, store: Store, letters: Letters, powers: Powers, wires: Wires) -> None:
        self._store = store
        self._letters = letters
        self._powers = powers
        self._wires = wires

    async def compose(self, copy: StaleCopy) -> Message | None:
        """The copy with these counts; None where its edition is no longer kept or its platform
        does not run here."""
        wire = self._wires.get(copy.message.chat.platform)
        if wire is None:
            return None
        chat = await self._store.chats.get(copy.message.chat)
        return await self._letters.copy(copy, surface(wire.platform, chat))

    async def edit(self, ref: MessageRef, message: Message) -> None:
        """Edit a copy when nothing more urgent waits. Raises PlatformErrors."""
        await self._powers.edit(ref, message, Priority.SPARE)
