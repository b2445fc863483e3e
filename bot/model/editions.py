"""What goes out: the line-up, editions, and the promise and fact of each delivery."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from bot.model.chats import ChatRef, MessageRef, Order
from bot.model.comments import Counts
from bot.model.news import PreparedStory, StoryId

EditionId = NewType("EditionId", int)
PromiseId = NewType("PromiseId", int)
DeliveryId = NewType("DeliveryId", int)


@dataclass(frozen=True, slots=True)
class Pick:
    """A story that an editor took. Pins come before all others and keep their order."""

    story: StoryId
    position: int
    pinned: bool
    by: str  # the editor's name
    at: datetime


@dataclass(frozen=True, slots=True)
class Edits:
    """What an editor changed of a story; None: as its source has it."""

    label: str | None = None
    headline: str | None = None
    excerpt: str | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """The frozen list of stories for a (briefing, occasion instant, order).

    It holds more stories than the order's size, so that a chat that had some of them still gets
    its number.
    """

    id: EditionId
    briefing: str
    at: datetime
    order: Order
    stories: tuple[PreparedStory, ...]


class PromiseState(StrEnum):
    """How far a promise has come."""

    OPEN = "open"  # owed, not yet expanded into deliveries
    EXPANDED = "expanded"
    EMPTY = "empty"  # nothing that the chat had not had; recorded, nothing sent
    SKIPPED = "skipped"  # with a reason: missed, superseded, paused, unsubscribed


@dataclass(frozen=True, slots=True)
class Promise:
    """An edition owed to a chat: unique by (briefing, chat, occasion)."""

    id: PromiseId
    briefing: str
    chat: ChatRef
    occasion: str  # local date and hour, "2026-02-02 07:00", or "send:7"
    edition: EditionId | None  # None where it was skipped before there was one
    date: date  # local to the chat
    due: datetime
    expires: datetime
    silent: bool
    state: PromiseState
    reason: str | None = None


class DeliveryState(StrEnum):
    """Where a delivery stands; the transitions are in bot.press.transitions."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    AMBIGUOUS = "ambiguous"
    FAILED = "failed"  # a dead letter until an editor requeues or drops it
    SKIPPED = "skipped"


HEADER = 0
"""The position of an edition's header; its stories follow from 1."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The promise, then the fact, that one position of an edition reached a chat.

    Unique by (briefing, chat, occasion, position). ``parts`` of it have been posted so far; a
    long story goes out as several. ``fence`` grows with every claim: who holds an older one has
    lost the row.
    """

    id: DeliveryId
    promise: PromiseId
    chat: ChatRef
    position: int
    story: StoryId | None  # None: the header, or a digest
    key: str  # stable, at most 25 characters, unique over all chats: the platform's nonce
    state: DeliveryState
    parts: int = 0
    fence: int = 0
    attempts: int = 0  # definite failures so far
    ambiguities: int = 0
    not_before: datetime | None = None
    expires: datetime | None = None
    reason: str | None = None


class PostKind(StrEnum):
    """What a posted message of ours is about."""

    HEADER = "header"
    STORY = "story"
    DIGEST = "digest"
    PROMPT = "prompt"  # asks for a comment on a story
    COMMENTS = "comments"  # a page of a story's comments


@dataclass(frozen=True, slots=True)
class Post:
    """A message of ours that people may answer, and what it is about; ``shown`` is what a story's
    comment line said when it was posted."""

    chat: ChatRef
    message: str  # the platform's id of it
    kind: PostKind
    story: StoryId | None
    delivery: DeliveryId | None = None
    part: int = 0
    at: datetime | None = None
    shown: Counts = Counts(comments=0, likes=0)

    @property
    def ref(self) -> MessageRef:
        """The message."""
        return MessageRef(self.chat, self.message)
