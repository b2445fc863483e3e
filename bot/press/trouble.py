"""What the newsroom is told when sending goes wrong, each thing once."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable

from bot.errors import StorageDamaged
from bot.model.chats import ChatRef
from bot.model.editions import Delivery, EditionId
from bot.model.events import Unreadable
from bot.model.news import StoryId
from bot.ports.readers import ChatStore
from bot.press.letters import Letter
from bot.press.wires import Wire
from bot.text.markup import Message, message
from bot.wording import Wording

ENOUGH = 3
"""Chats in which a story is refused before it goes to no more of them."""

Tell = Callable[[Message], Awaitable[None]]

_log = logging.getLogger(__name__)


class Trouble:
    """Counts refusals and tells the newsroom."""

    def __init__(self, *, chats: ChatStore, tell: Tell, words: Wording) -> None:
        self._chats = chats
        self._tell = tell
        self._words = words
        self._refused: defaultdict[tuple[EditionId, StoryId | None], set[ChatRef]] = defaultdict(set)
        self._damaged: set[str] = set()
        self._barred: set[ChatRef] = set()
        self._unreadable: set[tuple[str, str]] = set()

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

    def forgive(self, story: StoryId | None) -> None:
        """An editor wants this story, or an opening (None), tried again: what refused it before
        does not count any more."""
        for key in [key for key in self._refused if key[1] == story]:
            del self._refused[key]

    async def damaged(self, error: StorageDamaged) -> None:
        """Something that was to go out cannot be read back: told once for each place."""
        _log.error("something that was to go out is lost: %s", error)
        if str(error) not in self._damaged:
            self._damaged.add(str(error))
            await self._say("told-damaged", detail=str(error))

    async def unreadable(self, event: Unreadable) -> None:
        """Something came in that could not be read: told once for each reason, for what the platform
        does to one event it may do to thousands."""
        if (event.platform, event.why) not in self._unreadable:
            self._unreadable.add((event.platform, event.why))
            await self._say("told-unreadable", platform=event.platform, why=event.why)

    async def zone_unknown(self, chat: ChatRef, zone: str) -> None:
        """A chat's hours cannot be told any more: its zone is none."""
        await self._say("told-zone-unknown", chat=await self._name(chat), zone=zone)

    async def barred(self, chat: ChatRef) -> None:
        """We may not write in a chat any more: told once until we may again."""
        if chat not in self._barred:
            self._barred.add(chat)
            await self._say("told-chat-barred", chat=await self._name(chat))

    def admitted(self, chat: ChatRef) -> None:
        """We write in a chat."""
        self._barred.discard(chat)

    async def heard(self, wire: Wire) -> None:
        """Something came of a try on this wire: told when the platform lets nothing through or has been
        out of reach for long, and when it is back."""
        breaker, platform = wire.breaker, wire.platform.name
        if not breaker.is_news():
            return
        _log.warning("%s: %s", platform, breaker.why or "it lets us send again")
        if breaker.is_away:
            await self._say("told-platform-away", platform=platform)
        elif why := breaker.why:
            await self._say("told-platform-down", platform=platform, reason=why)
        else:
            await self._say("told-platform-back", platform=platform)

    async def _name(self, chat: ChatRef) -> str:
        known = await self._chats.get(chat)
        return known.title if known and known.title else str(chat)

    async def _say(self, sentence: str, **details: str | int) -> None:
        await self._tell(message(self._words(sentence, **details)))
