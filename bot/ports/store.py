"""The whole memory in one hand, as the composition root passes it, and what lives beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model.events import Event, Unreadable
from bot.ports.desk import AuditStore, DeskStore
from bot.ports.news import EntryStore, FeedStore, StoryStore
from bot.ports.press import DeliveryStore, EditionStore, PromiseStore
from bot.ports.readers import ChatStore, CommentStore, PeopleStore, PostStore, SubscriptionStore


@dataclass(frozen=True, slots=True)
class AsideEvent:
    """An event that could not be handled, when it came, and why not."""

    platform: str
    key: str
    at: datetime
    why: str


class InboxStore(Protocol):
    """Events that came in and are not done."""

    async def put(self, events: Sequence[Event | Unreadable], at: datetime) -> Sequence[bool]:
        """Commit them, all or none; for each whether it is new: its key was not there before. What
        is unreadable is set aside as it is."""
        ...

    async def open(self) -> Sequence[Event]:
        """What is not done, in the order in which it came: after a start. What cannot be read any
        more is set aside."""
        ...

    async def done(self, platform: str, key: str) -> None: ...

    async def set_aside(self, platform: str, key: str, why: str) -> None:
        """It cannot be handled; keep it for the owner to see, and go on."""
        ...

    async def aside(self, limit: int) -> Sequence[AsideEvent]:
        """What was set aside, the newest first."""
        ...


class Memory(Protocol):
    """Small things that an adapter must not forget, by name; a name belongs to its platform."""

    async def recall(self, platform: str, name: str) -> str | None: ...

    async def keep(self, platform: str, name: str, value: str) -> None: ...

    async def drop(self, platform: str, name: str) -> None: ...


class Upkeep(Protocol):
    """Care of the memory itself."""

    async def prune(self, before: datetime) -> int:
        """Erase what nobody needs any more of the time before: entries and stories that were not
        delivered, articles, events done or set aside, deliveries; how many rows. Comments, posts
        and editions with comments stay."""
        ...

    async def fact(self, name: str) -> str | None:
        """Something the program remembers of itself: the last clock reading, a profile's print."""
        ...

    async def set_fact(self, name: str, value: str) -> None: ...


class Store(Protocol):
    """Every noun's store."""

    @property
    def feeds(self) -> FeedStore: ...
    @property
    def entries(self) -> EntryStore: ...
    @property
    def stories(self) -> StoryStore: ...
    @property
    def desk(self) -> DeskStore: ...
    @property
    def audit(self) -> AuditStore: ...
    @property
    def chats(self) -> ChatStore: ...
    @property
    def subscriptions(self) -> SubscriptionStore: ...
    @property
    def comments(self) -> CommentStore: ...
    @property
    def people(self) -> PeopleStore: ...
    @property
    def posts(self) -> PostStore: ...
    @property
    def editions(self) -> EditionStore: ...
    @property
    def promises(self) -> PromiseStore: ...
    @property
    def deliveries(self) -> DeliveryStore: ...
    @property
    def inbox(self) -> InboxStore: ...
    @property
    def memory(self) -> Memory: ...
    @property
    def upkeep(self) -> Upkeep: ...
