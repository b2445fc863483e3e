"""Where people are and who they are: chats, persons, subscriptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class ChatRef:
    """A place on a platform where the bot speaks, with its topic or thread.

    ``id`` is opaque: only the platform's adapter builds and reads it. One thing holds for all: what
    stands behind a slash is a part of the chat before it, such as a topic, and shares its fate.
    """

    platform: str
    id: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.id}"


@dataclass(frozen=True, slots=True, order=True)
class MessageRef:
    """A posted message, ours or a person's."""

    chat: ChatRef
    id: str


@dataclass(frozen=True, slots=True, order=True)
class PersonRef:
    """A person, a channel or an anonymous administrator on a platform."""

    platform: str
    id: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.id}"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the platform names them now."""

    ref: PersonRef
    name: str
    language: str | None = None  # ISO 639-1, where the platform tells
    anonymous: bool = False  # an anonymous administrator or a channel: never an editor
    handle: str | None = None  # the public name that others write behind an @, without it


class ChatKind(StrEnum):
    """Who can read along."""

    PRIVATE = "private"  # one person and the bot
    CLOSED = "closed"  # a group that one has to be let into
    OPEN = "open"  # a public group or channel, a guild


class ChatState(StrEnum):
    """Whether the chat can be written to."""

    ACTIVE = "active"
    ASLEEP = "asleep"  # blocked or kicked: wakes when it speaks again
    BARRED = "barred"  # rights are missing: wakes when they are back
    GONE = "gone"  # deleted


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat as we know it."""

    ref: ChatRef
    kind: ChatKind
    title: str
    state: ChatState = ChatState.ACTIVE
    language: str | None = None
    shares: bool = True  # whether what is said here is shown in other chats
    discussion: str | None = None  # id of the chat where people discuss what is posted here, if another


class Layout(StrEnum):
    """How an edition comes."""

    STORIES = "stories"  # a header, then a message a story
    DIGEST = "digest"  # one message for all, with a button a story for commenting


class SubscriptionState(StrEnum):
    """Whether an edition is owed."""

    ACTIVE = "active"
    PAUSED = "paused"  # by its people; goes on with /resume
    ENDED = "ended"


WEEK = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a chat wants its briefing. Hours are local to the zone and in order."""

    zone: str  # IANA
    hours: tuple[time, ...]
    days: tuple[int, ...] = WEEK  # ISO weekdays, 1 is Monday


@dataclass(frozen=True, slots=True)
class Order:
    """What a chat wants of the line-up; chats with the same order share an edition."""

    size: int
    topics: tuple[str, ...] = ()  # empty: all
    muted: tuple[str, ...] = ()
    layout: Layout = Layout.STORIES
    language: str | None = None  # of the wording; None: the briefing's


@dataclass(frozen=True, slots=True)
class Slot:
    """One due time of a chat: an edition goes out once per (chat, date, hour), whatever the zone's
    rules or the person's moves."""

    date: date  # local
    hour: time  # local, as ordered
    at: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat's standing order for a briefing."""

    briefing: str
    chat: ChatRef
    schedule: Schedule
    order: Order
    silent: bool = False
    state: SubscriptionState = SubscriptionState.ACTIVE
    next: Slot | None = None  # None while nothing is owed


class Right(StrEnum):
    """Who may run a command. Each includes those above it."""

    ANYONE = "anyone"
    ADMINISTRATOR = "administrator"  # of the chat; in a private chat the person
    EDITOR = "editor"
    OWNER = "owner"
