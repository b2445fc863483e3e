"""What people say of a story: replies, comments, likes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.model.chats import ChatRef, MessageRef, Person, PersonRef
from bot.model.news import StoryId

CommentId = NewType("CommentId", int)


class CommentState(StrEnum):
    """Who sees a comment."""

    VISIBLE = "visible"
    HELD = "held"  # waits: for a moderator, or for its author to say which story was meant
    HIDDEN = "hidden"  # by a moderator
    DELETED = "deleted"  # by its author


@dataclass(frozen=True, slots=True)
class Comment:
    """A reply kept on its story. ``shown`` is the name that its author chose to be shown by."""

    id: CommentId
    story: StoryId | None  # None while its author has not said which story of a digest was meant
    source: MessageRef
    author: PersonRef
    shown: str
    parent: CommentId | None
    text: str
    state: CommentState
    shared: bool  # whether chats other than its own see it
    at: datetime
    edited: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewComment:
    """A comment about to be kept: an upsert on its source message."""

    story: StoryId | None
    source: MessageRef
    author: Person
    shown: str
    parent: CommentId | None
    text: str
    state: CommentState
    shared: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """What stands under a story in one chat."""

    comments: int
    likes: int


@dataclass(frozen=True, slots=True)
class StaleCopy:
    """A delivered copy whose comment line says other than is true: it was brought up to date for
    ``shown``, and ``counts`` are the true ones."""

    message: MessageRef
    story: StoryId
    delivery: int
    counts: Counts
    shown: Counts = Counts(comments=0, likes=0)


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """What we keep of a person for their comments.

    ``shares`` is None until they were asked whether what they say in a private or closed chat
    may be shown elsewhere; ``told`` is when.
    """

    person: PersonRef
    name: str
    shown: str | None = None
    shares: bool | None = None
    told: datetime | None = None
    last_chat: ChatRef | None = None
