"""What comes in from a platform, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.model.chats import Chat, MessageRef, Person


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who did something where. ``key`` is the platform's own id of the event, unique on the
    platform, so that what is delivered to us twice happens once."""

    key: str
    chat: Chat
    person: Person


@dataclass(frozen=True, slots=True)
class Command:
    """A person ran a command: ``line`` is its text without the slash, ``desk`` or ``pick 1``."""

    origin: Arrival
    line: str
    message: MessageRef | None = None  # the person's message, where there is one


@dataclass(frozen=True, slots=True)
class Press:
    """A person pressed a button of ours."""

    origin: Arrival
    action: str  # the button's
    message: MessageRef  # the message that carries the button


@dataclass(frozen=True, slots=True)
class Reply:
    """A person answered a message: ours, or another person's.

    ``mark`` is the story's id that the answered message bears in its buttons, where the platform
    shows them with the reply: by it a copy is known whose posting was never recorded. ``to_us`` is
    True where the platform knows that the answered message is one of ours.
    """

    origin: Arrival
    message: MessageRef  # the person's own
    to: MessageRef
    text: str
    mark: str | None = None
    to_us: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """A person changed a message of theirs."""

    origin: Arrival
    message: MessageRef
    text: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """A person took a message back."""

    origin: Arrival
    message: MessageRef


@dataclass(frozen=True, slots=True)
class Reacted:
    """A person's reactions to a message are now these; empty: none any more."""

    origin: Arrival
    message: MessageRef
    reactions: tuple[str, ...]


class ChatChange(StrEnum):
    """What became of a chat."""

    ADDED = "added"  # the bot was let in, or spoken to for the first time
    REMOVED = "removed"  # the bot was blocked or put out
    GONE = "gone"
    BARRED = "barred"  # rights lost
    MOVED = "moved"  # ``to`` is its new id


@dataclass(frozen=True, slots=True)
class ChatChanged:
    """A chat let the bot in or out, or moved."""

    origin: Arrival
    change: ChatChange
    to: str | None = None


Event = Command | Press | Reply | Edited | Deleted | Reacted | ChatChanged
