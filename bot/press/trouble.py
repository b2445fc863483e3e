"""What the newsroom is told when sending goes wrong, each thing once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable

from bot.errors import PlatformDown
from bot.model.chats import ChatRef
from bot.model.editions import Delivery, EditionId
from bot.model.news import StoryId
from bot.ports.readers import ChatStore
from bot.press.letters import Letter
from bot.text.markup import Message, message
from bot.wording import Wording

ENOUGH = 3
"""Chats in which a story is refused before it goes to no more of them."""

Tell = Callable[[Message], Awaitable[None]]


class Trouble:
    """Counts refusals and tells the newsroom."""

    def __init__(self, *, chats: ChatStore, tell: Tell, words: Wording) -> None:
        self._chats = chats
        self._tell = tell
        self._words = words
        self._refused: defaultdict[tuple[EditionId, StoryId | None], set[ChatRef]] = defaultdict(set)

    def is_hopeless(self, delivery: Delivery, letter: Letter) -> bool:
        """Whether this was refused in so many chats that it will be in this one."""
        return len(self._refused.get((letter.edition, delivery.story), ())) >= ENOUGH

    async def refused(self, delivery: Delivery, letter: Letter) -> None:
        """A platform refused a message of ours: told at the first chat and at the last."""
        chats = self._refused[letter.edition, delivery.story]
        chats.add(delivery.chat)
        details = {"platform": delivery.chat.platform, "headline": letter.headline}
        if len(chats) == 1:
            await self._say("told-story-refused", **details)
        elif len(chats) == ENOUGH:
            await self._say("told-story-stopped", **details, count=len(chats))

    async def barred(self, chat: ChatRef) -> None:
        """We may not write in a chat any more."""
        known = await self._chats.get(chat)
        await self._say("told-chat-barred", chat=known.title if known and known.title else str(chat))

    async def down(self, platform: str, error: PlatformDown) -> None:
        """A platform lets nothing through."""
        await self._say("told-platform-down", platform=platform, reason=str(error))

    async def back(self, platform: str) -> None:
        """It does again."""
        await self._say("told-platform-back", platform=platform)

    async def _say(self, sentence: str, **details: str | int) -> None:
        await self._tell(message(self._words(sentence, **details)))
