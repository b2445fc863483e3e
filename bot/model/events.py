"""What comes in from a platform, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.chats import Chat, MessageRef, Person


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who did something where. ``key`` is the platform's own id of the event, unique on the
    platform, so that what is delivered to us twice happens once. ``at`` is when it happened, where
    the platform tells: events may wait for us for hours."""

    key: str
    chat: Chat
    person: Person
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """A person ran a command: ``line`` is its text without the slash, ``desk`` or ``pick 1``."""

    origin: Arrival
    line: str
    message: MessageRef | None = None  # the person's message, where there is one
    to: MessageRef | None = None  # the message that theirs answers


@dataclass(frozen=True, slots=True)
class Press:
    """A person pressed a button of ours."""

    origin: Arrival
    action: str  # the button's
    message: MessageRef  # the message that carries the button
    made: datetime | None = None  # when the button was, where the platform keeps that


@dataclass(frozen=True, slots=True)
class Reply:
    """A person answered a message: ours, or another person's.

    ``mark`` is the story's id that the answered message bears in its buttons, where the platform
    shows them with the reply: by it a copy is known whose posting was never recorded. ``to_us`` is
    True where the platform knows that the answered message is one of ours. ``thread`` is the first
    message of the thread that the reply stands in, where the platform has such threads: what the
    reply is about if nothing is known of the answered message.
    """

    origin: Arrival
    message: MessageRef  # the person's own
    to: MessageRef
    text: str
    mark: str | None = None
    to_us: bool = False
    thread: MessageRef | None = None


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


@dataclass(frozen=True, slots=True)
class Tallied:
    """A message has these reactions now, of people whom the platform does not name."""

    origin: Arrival
    message: MessageRef
    reactions: tuple[tuple[str, int], ...]  # each with how many gave it


@dataclass(frozen=True, slots=True)
class Copied:
    """The platform itself copied a post of ours to where it is discussed: a channel's to its group.
    What answers or likes the copy is about the post."""

    origin: Arrival  # of the copy
    message: MessageRef  # the copy
    of: MessageRef  # the post
    mark: str | None = None  # the story's id that the copy bears


class ChatChange(StrEnum):
    """What became of a chat."""

    ADDED = "added"  # the bot was let in, or spoken to for the first time
    REMOVED = "removed"  # the bot was blocked or put out
    GONE = "gone"
    BARRED = "barred"  # rights lost
    ALLOWED = "allowed"  # rights are back
    MOVED = "moved"  # ``to`` is its new id


@dataclass(frozen=True, slots=True)
class ChatChanged:
    """A chat let the bot in or out, or moved. ``one_way``: those who read the chat do not speak there,
    as in a channel, so that what is said of this is for the person alone."""

    origin: Arrival
    change: ChatChange
    to: str | None = None
    one_way: bool = False


Event = Command | Press | Reply | Edited | Deleted | Reacted | Tallied | Copied | ChatChanged


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that came in and could not be read: kept as it came, for it cannot be asked for again."""

    platform: str
    key: str
    why: str
    raw: str
