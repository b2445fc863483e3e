"""A platform: a network people chat on. ``adapters.console`` is the one to copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bot.model.chats import Chat, ChatKind, ChatRef, MessageRef, Person
from bot.model.events import Event, Unreadable
from bot.model.findings import Finding
from bot.text.markup import Message


def _itself(chat: ChatRef) -> str:
    return chat.id


@dataclass(frozen=True, slots=True)
class Rates:
    """How fast a platform lets us send, counted in any second or minute. ``room`` tells what counts
    as one chat there: the topics of a group may share its rates. ``paid`` is a rate of its own over all
    chats, for messages that are broadcast: it counts none of the others, and they none of these."""

    per_second: int  # over all chats
    chat_per_second: int = 1
    group_per_minute: int | None = None  # in a group or channel; None: no such limit
    room: Callable[[ChatRef], str] = _itself
    paid: int = 0  # a second; 0: a broadcast counts like any other message


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

    async def put(self, *events: Event | Unreadable) -> None:
        """Commit the events, all or none, and handle them in this order. Only when this returns may
        the platform acknowledge them. The same key again is the same event and changes nothing.
        What is unreadable is kept for the owner to see, and reported. Raises StorageError: not
        kept, so do not acknowledge."""
        ...


@runtime_checkable
class Platform(Protocol):
    """Laws: ``send`` posts exactly one message and returns its reference, or raises one of the
    PlatformErrors; ``TryLater`` and ``OutOfReach`` only if nothing was posted, ``Unknown`` whenever
    that is not certain. ``key`` is the same for every attempt at one delivery: a platform that can send
    idempotently posts at most once for it. ``run`` hands each event to the inbox in the order
    of its chat and ends only by being cancelled, or when its input is at its end."""

    @property
    def name(self) -> str: ...

    @property
    def limits(self) -> Limits: ...

    @property
    def trouble(self) -> str | None:
        """Why nothing comes in or goes out now, in a sentence; None while all is well."""
        ...

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
class CanPing(Protocol):
    """Can be asked whether it answers at all, at the cost of nothing: that is how a network that cannot
    be reached is tried, rather than with people's messages."""

    async def ping(self) -> None:
        """Ask for something that changes nothing. Raises OutOfReach or Unknown if no answer came, and
        other PlatformErrors if that was the answer."""
        ...


@runtime_checkable
class CanFind(Protocol):
    """Can tell what became of a send whose outcome is unknown."""

    async def find(self, chat: ChatRef, key: str) -> MessageRef | None:
        """The message that was posted with this key; None if certainly none was. Raises Unknown
        if even that cannot be told."""
        ...


@runtime_checkable
class CanLink(Protocol):
    """Has addresses that lead into a private chat with us."""

    def link(self, line: str) -> str | None:
        """An address: who opens it comes to a private chat with us where this command line is run.
        None for a line that no address may run: anybody can spread an address, so it must be one
        that changes nothing; and while the platform does not know its own name."""
        ...


@runtime_checkable
class CanLookUp(Protocol):
    """Can tell what a chat is that did not speak to us."""

    async def look_up(self, name: str) -> Chat | None:
        """The chat of this id or public name as the platform describes it now; None if there is none
        that we may see. Raises PlatformErrors."""
        ...


@runtime_checkable
class CanShowMenus(Protocol):
    """Shows people the commands that they may use where they are."""

    def show_menus(self, newsroom: ChatRef | None) -> None:
        """Bring the menus up to date, soon: in the newsroom they hold the desk."""
        ...


@runtime_checkable
class CanExamine(Protocol):
    """Can say what is amiss before a start, and the one step that mends each."""

    async def examine(self, chats: Sequence[Chat]) -> Sequence[Finding]:
        """Whether we can work there, and in each of these chats. Never raises PlatformErrors: those
        are findings."""
        ...
