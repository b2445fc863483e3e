"""Where a chat is on Telegram: how its id is written in a reference, and read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from bot.model.chats import ChatRef

NAME = "telegram"

_CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Address:
    """A chat, with the topic of a forum, or known to be a channel.

    Written ``-1001234``, ``-1001234/55``, ``-1001234/channel``. That it is a channel belongs to the
    address because Telegram treats what is sent there differently and its number does not tell.
    """

    chat: int
    topic: int | None = None
    channel: bool = False

    @classmethod
    def of(cls, ref: ChatRef) -> Self:
        """The address in a reference of ours; raises ValueError for another text."""
        chat, _, part = ref.id.partition("/")
        if part == _CHANNEL:
            return cls(int(chat), channel=True)
        return cls(int(chat), int(part) if part else None)

    @property
    def ref(self) -> ChatRef:
        """The reference that the core knows the chat by."""
        part = _CHANNEL if self.channel else self.topic
        return ChatRef(NAME, str(self.chat) if part is None else f"{self.chat}/{part}")

    @property
    def is_private(self) -> bool:
        """Whether it is a person's chat with us: only those have positive numbers."""
        return self.chat > 0


def room(ref: ChatRef) -> str:
    """What Telegram counts as one chat in its rates: a group with all its topics."""
    return str(Address.of(ref).chat)
