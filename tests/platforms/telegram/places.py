"""Who and what there is: users, chats, topics, messages. State only; what happens is elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from tests.platforms.telegram.texts import Formatted

ADMIN_RIGHTS = frozenset(
    "manage_chat delete_messages manage_video_chats restrict_members promote_members change_info "
    "invite_users post_stories edit_stories delete_stories send_welcome_messages".split()
)
CHANNEL_RIGHTS = frozenset("post_messages edit_messages".split())
GROUP_RIGHTS = frozenset("pin_messages manage_topics".split())


GENERAL = 1
"""The topic that every forum has."""

NOTHING = Formatted("")

_NEVER = datetime.fromtimestamp(0, UTC)


class Kind(StrEnum):
    """The four kinds of chat."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Status(StrEnum):
    """What somebody is in a chat."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    RESTRICTED = "restricted"
    LEFT = "left"
    KICKED = "kicked"

    @property
    def administers(self) -> bool:
        return self in {Status.CREATOR, Status.ADMINISTRATOR}

    @property
    def inside(self) -> bool:
        return self not in {Status.LEFT, Status.KICKED}


@dataclass(eq=False, slots=True)
class User:
    """Somebody with an account, a bot too."""

    id: int
    name: str
    username: str | None = None
    language: str | None = None
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """What a user is in a chat; ``rights`` those of an administrator, without ``can_``."""

    status: Status = Status.MEMBER
    rights: frozenset[str] = frozenset()
    anonymous: bool = False
    may_send: bool = True  # for those who are restricted


@dataclass(eq=False, slots=True)
class Topic:
    """A topic of a forum; its id is that of the message which opened it. General has id 1 and is
    never named in messages."""

    place: Place
    id: int
    name: str
    closed: bool = False
    deleted: bool = False

    @property
    def is_general(self) -> bool:
        return self.id == GENERAL


@dataclass(eq=False, slots=True)
class Place:
    """A chat, as Telegram knows it."""

    id: int
    kind: Kind
    title: str
    username: str | None = None
    forum: bool = False
    members: dict[int, Member] = field(default_factory=dict, repr=False)
    topics: dict[int, Topic] = field(default_factory=dict, repr=False)
    messages: dict[int, Message] = field(default_factory=dict, repr=False)
    linked: Place | None = field(
        default=None, repr=False
    )  # a channel's discussion group, and the other way round
    moved_to: Place | None = field(default=None, repr=False)
    moved_from: Place | None = field(default=None, repr=False)
    reactions: frozenset[str] | None = None  # what may be given; None: all
    last_id: int = 0

    def member(self, user: User) -> Member:
        """What the user is here; who was never here has left."""
        return self.members.get(user.id, Member(Status.LEFT))

    @property
    def is_group(self) -> bool:
        return self.kind in {Kind.GROUP, Kind.SUPERGROUP}


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was sent."""

    name: str
    kind: str  # its media type
    content: bytes


@dataclass(eq=False, slots=True)
class Message:
    """A message in a chat. ``sender`` is None for channel posts; ``speaker`` is the chat in whose name
    somebody speaks. ``service`` holds the fields of what is no text. Id and date come when it is written."""

    place: Place
    sender: User | None
    body: Formatted = NOTHING
    speaker: Place | None = None
    reply_to: Message | None = field(default=None, repr=False)
    thread: int | None = None
    topic: Topic | None = None
    markup: Mapping[str, Any] | None = None
    preview: Mapping[str, Any] | None = None
    silent: bool = False
    by_bot: bool = False  # ours; in a channel no sender is named
    edited: datetime | None = None
    edits: int = 0
    origin: Message | None = field(
        default=None, repr=False
    )  # the channel post that this is the automatic copy of
    copy: Message | None = field(default=None, repr=False)  # that copy, of a channel post
    service: Mapping[str, Any] = field(default_factory=dict)
    document: Document | None = None  # whose caption the body is
    given: dict[int, tuple[str, ...]] = field(default_factory=dict)  # reactions by user
    id: int = 0
    date: datetime = _NEVER

    @property
    def text(self) -> str:
        return self.body.text

    @property
    def first(self) -> int:
        """The id of the thread that an answer to this message stands in."""
        return self.thread or self.id


@dataclass(eq=False, slots=True)
class Pressed:
    """A button that somebody pressed, and what they were shown for it."""

    id: str
    at: datetime
    answered: bool = False
    answer: str | None = None
    alert: bool = False
    LIFE: ClassVar[timedelta] = timedelta(seconds=150)
