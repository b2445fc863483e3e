"""The numbers of messages and what must be known of them later: they go on after a restart."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from bot.ports.store import Memory

NAME = "console"  # of the platform
_KEPT = 500  # messages: buttons of older ones no longer work
_LAST = "last number"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a button leads: a command line, or an address."""

    action: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Numbered:
    """A message with a number. ``key`` is the delivery's; ``author`` is the person's id, None if it
    is ours; ``prints`` are the fingerprints of its lines, by which an edit is told from what stood."""

    number: int
    chat: str
    key: str = ""
    author: str | None = None
    buttons: tuple[Target, ...] = ()
    prints: tuple[int, ...] = ()


class Numbers:
    """Gives numbers and remembers the newest messages. Any method may raise StorageError.

    The messages lie in a ring of named places, so that none has to be looked for to be dropped.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self.newest = 0

    async def open(self) -> None:
        """Go on where the last run ended."""
        self.newest = int(await self._memory.recall(NAME, _LAST) or 0)

    async def take(self) -> int:
        """The next number. It is never given again, even if nothing comes of it."""
        number = self.newest + 1
        await self._memory.keep(NAME, _LAST, str(number))
        self.newest = number
        return number

    async def remember(self, message: Numbered) -> None:
        await self._memory.keep(NAME, _place(message.number), json.dumps(asdict(message)))

    async def find(self, number: int) -> Numbered | None:
        """The message with this number, if it is one of the newest."""
        kept = await self._memory.recall(NAME, _place(number))
        found = _numbered(kept) if kept is not None else None
        return found if found is not None and found.number == number else None

    async def by_key(self, chat: str, key: str) -> Numbered | None:
        """The message of ours that was posted in a chat under this key."""
        for number in range(self.newest, max(self.newest - _KEPT, 0), -1):
            message = await self.find(number)
            if message is not None and (message.chat, message.key) == (chat, key):
                return message
        return None


def _place(number: int) -> str:
    return f"message {number % _KEPT}"


def _numbered(kept: str) -> Numbered:
    values = json.loads(kept)
    buttons = tuple(Target(**button) for button in values.pop("buttons"))
    return Numbered(**values | {"buttons": buttons, "prints": tuple(values["prints"])})
