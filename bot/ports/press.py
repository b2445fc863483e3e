"""What the press asks of the memory: editions, promises, deliveries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.model.chats import Chat, ChatRef, ChatState, Order, Slot, Subscription, SubscriptionState
from bot.model.comments import Counts
from bot.model.editions import (
    Delivery,
    DeliveryId,
    DeliveryState,
    Edition,
    EditionId,
    Post,
    Promise,
    PromiseId,
    PromiseState,
)
from bot.model.news import PreparedStory, StoryId


@dataclass(frozen=True, slots=True)
class NewPromise:
    """An edition about to be promised to a chat; OPEN with an edition, else SKIPPED with a
    reason."""

    briefing: str
    chat: ChatRef
    occasion: str
    edition: EditionId | None
    date: date
    due: datetime
    expires: datetime
    silent: bool = False
    state: PromiseState = PromiseState.OPEN
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A position of a promise about to become a delivery."""

    position: int
    story: StoryId | None
    key: str


@dataclass(frozen=True, slots=True)
class Change:
    """One transition of a delivery, as bot.press.transitions decided it.

    It holds only if the row is in one of ``expects`` and, where ``fence`` is given, still under
    that fence. ``post`` is the part that was posted; ``chat`` what became of its chat; ``others``
    what becomes of the rows of its promise that still wait, for the same reason.
    """

    delivery: DeliveryId
    expects: tuple[DeliveryState, ...]
    state: DeliveryState
    fence: int | None = None
    post: Post | None = None
    parts: int | None = None
    attempts: int | None = None
    ambiguities: int | None = None
    not_before: datetime | None = None
    reason: str | None = None
    chat: ChatState | None = None
    others: DeliveryState | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that was claimed, and all that is asked of the memory for sending it, as it stood then."""

    delivery: Delivery
    promise: Promise
    chat: Chat | None
    listening: SubscriptionState | None  # of the chat's subscription to the briefing; None: it has none
    counts: Counts  # what this chat sees under the story; of an opening nothing


class EditionStore(Protocol):
    """Frozen editions."""

    async def freeze(
        self, briefing: str, at: datetime, order: Order, stories: Sequence[PreparedStory]
    ) -> Edition:
        """The edition of this briefing, instant and order: this one, or the one that was frozen
        before for the same three."""
        ...

    async def get(self, edition: EditionId) -> Edition | None: ...

    async def story(self, edition: EditionId, story: StoryId) -> PreparedStory | None: ...

    async def latest(self, story: StoryId) -> PreparedStory | None:
        """A story as it was last frozen: what comments and archives show."""
        ...


class PromiseStore(Protocol):
    """Editions owed to chats."""

    async def promise(
        self,
        promises: Sequence[NewPromise],
        briefing: str,
        moves: Sequence[tuple[Subscription, Slot | None]],
    ) -> int:
        """Make these promises and move these subscriptions to their next slots, at once; a chat
        that has a promise of the same occasion keeps it, and a subscription whose schedule or slot
        changed since it was read stays where it is. How many promises were new."""
        ...

    async def open(self, platform: str, now: datetime, limit: int) -> Sequence[Promise]:
        """Promises of this platform to expand, the earliest due first, at most one a chat and none of
        chats with deliveries still under way."""
        ...

    async def expand(self, promise: PromiseId, deliveries: Sequence[NewDelivery]) -> None:
        """Make the deliveries of a promise, at once; again, it changes nothing."""
        ...

    async def close(self, promise: PromiseId, state: PromiseState, reason: str) -> None:
        """End a promise without deliveries."""
        ...

    async def get(self, promise: PromiseId) -> Promise | None: ...

    async def had(self, chat: ChatRef, stories: Collection[StoryId]) -> Collection[StoryId]:
        """Those of these stories that this chat had, or is being sent: every delivery that is not
        skipped; a failed one that can't be had any more counts as had."""
        ...

    async def of_date(self, chat: ChatRef, day: date) -> Sequence[PreparedStory]:
        """What this chat was delivered on a local date, in order: its archive."""
        ...

    async def missed(self, chat: ChatRef, since: datetime) -> Sequence[Promise]:
        """Promises due since then that were skipped, newest first."""
        ...


class DeliveryStore(Protocol):
    """The rows of the state machine. Claims carry a lease by the database's own clock."""

    async def claim(self, platform: str, now: datetime, limit: int, lease: float) -> Sequence[Claim]:
        """Take up to so many pending rows of this platform: due, of active chats, the earlier positions
        of their promise done (sent, failed or skipped), no other row of their chat in flight, and at
        most one a chat. Each comes with its fence grown and a lease of so many seconds."""
        ...

    async def intend(self, held: Sequence[tuple[DeliveryId, int]]) -> Collection[DeliveryId]:
        """Claimed -> sending, for those of these (row, fence) that are still held."""
        ...

    async def settle(self, changes: Sequence[Change]) -> Collection[DeliveryId]:
        """Make these transitions; the rows whose change held. Posts are kept even where the
        fence was lost: they are evidence, and the row is then sent."""
        ...

    async def lapsed(self, *, all_of_them: bool) -> Sequence[Delivery]:
        """Claimed and sending rows whose lease is over; at a start all of them, for their owner
        is dead."""
        ...

    async def ambiguous(self, platform: str, limit: int) -> Sequence[Delivery]: ...

    async def get(self, delivery: DeliveryId) -> Delivery | None: ...

    async def of(self, promise: PromiseId) -> Sequence[Delivery]:
        """The rows of a promise, by position: what a digest holds, how many stories a header
        announces, whether an edition has begun."""
        ...

    async def dead(self, limit: int) -> Sequence[Delivery]:
        """The dead letters: failed rows, newest first, but for those that failed with the opening
        of their edition."""
        ...

    async def sent(self, stories: Collection[StoryId]) -> Collection[StoryId]:
        """Those of these stories that any chat was sent."""
        ...

    async def skip_chat(self, chat: ChatRef, reason: str) -> int:
        """Skip all rows of a chat that wait, its open promises too; how many rows. What is claimed
        is lost to who holds it, what is being sent goes on."""
        ...
