"""A platform: a network people chat on. ``adapters.console`` is the one to copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bot.model.chats import ChatKind, ChatRef, MessageRef, Person
from bot.model.events import Event
from bot.text.markup import Message


@dataclass(frozen=True, slots=True)
class Rates:
    """How fast a platform lets us send, counted in any second or minute."""

    per_second: int  # over all chats
    chat_per_second: int = 1
    group_per_minute: int | None = None  # in a group or channel; None: no such limit


@dataclass(frozen=True, slots=True)
class Limits:
    """What one message may hold, by the platform's own counting."""

    length: int
    measure: Callable[[Message], int]  # of a whole message, in the unit of ``length``
    buttons_per_row: int
    rows: int
    rates: Rates


class Inbox(Protocol):
    """What a platform hands its events to."""

    async def put(self, event: Event) -> None:
        """Commit the event. Only when this returns may the platform acknowledge it. The same
        key again is the same event and changes nothing. Raises StorageError: not kept, so do
        not acknowledge."""
        ...


@runtime_checkable
class Platform(Protocol):
    """Laws: ``send`` posts exactly one message and returns its reference, or raises one of the
    PlatformErrors; ``TryLater`` only if nothing was posted, ``Unknown`` whenever that is not
    certain. ``key`` is the same for every attempt at one delivery: a platform that can send
    idempotently posts at most once for it. ``run`` hands each event to the inbox in the order
    of its chat and ends only by being cancelled, or when its input is at its end."""

    @property
    def name(self) -> str: ...

    @property
    def limits(self) -> Limits: ...

    async def run(self, inbox: Inbox) -> None: ...

    async def send(self, chat: ChatRef, message: Message, key: str) -> MessageRef: ...

    async def administers(self, person: Person, chat: ChatRef, kind: ChatKind) -> bool:
        """Whether this person may decide for this chat, at most a minute old."""
        ...


@runtime_checkable
class CanEdit(Protocol):
    """Can change a message of ours. Raises PlatformErrors; editing to the same is no error."""

    async def edit(self, ref: MessageRef, message: Message) -> None: ...


@runtime_checkable
class CanReact(Protocol):
    """Can put a reaction under a person's message: how a comment is acknowledged."""

    async def react(self, ref: MessageRef, reaction: str) -> None: ...


@runtime_checkable
class CanAsk(Protocol):
    """Can ask a person for a text so that their answer comes back as a Reply to the message whose
    reference is returned (a forced reply, a form)."""

    async def ask(self, chat: ChatRef, person: Person, prompt: Message) -> MessageRef: ...


@runtime_checkable
class CanWhisper(Protocol):
    """Can answer one person in a chat so that no one else sees it."""

    async def whisper(self, chat: ChatRef, person: Person, message: Message) -> None: ...


@runtime_checkable
class CanFind(Protocol):
    """Can tell what became of a send whose outcome is unknown."""

    async def find(self, chat: ChatRef, key: str) -> MessageRef | None:
        """The message that was posted with this key; None if certainly none was. Raises Unknown
        if even that cannot be told."""
        ...
