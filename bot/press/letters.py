"""What a delivery says: its row made into messages, from the frozen edition and the counts of now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from bot.model.briefing import Briefing
from bot.model.chats import Layout, MessageRef
from bot.model.comments import Counts, StaleCopy
from bot.model.editions import (
    HEADER,
    Delivery,
    DeliveryId,
    DeliveryState,
    Edition,
    EditionId,
    Post,
    PostKind,
    Promise,
    PromiseId,
)
from bot.model.news import PreparedStory
from bot.ports.clock import Clock
from bot.ports.platform import Limits
from bot.ports.store import Store
from bot.press import composing
from bot.press.composing import NOTHING_SAID, Heading
from bot.press.editions import Editions
from bot.press.timetable import is_late
from bot.press.wires import parts
from bot.text.markup import Message
from bot.wording import Wording


@dataclass(frozen=True, slots=True)
class Letter:
    """A row in words: its messages, in order, and what they are about."""

    kind: PostKind
    edition: EditionId
    parts: tuple[Message, ...]
    headline: str = ""  # a story's; empty for a header or a digest
    counts: Counts = NOTHING_SAID  # as the messages show them

    def post(self, row: Delivery, ref: MessageRef, at: datetime) -> Post:
        """The row's next part, as it was posted."""
        return Post(ref.chat, ref.id, self.kind, row.story, row.id, row.parts, at, self.counts)


@dataclass(frozen=True, slots=True)
class Source:
    """The promise and the edition that a row belongs to."""

    promise: Promise
    edition: Edition

    @property
    def is_digest(self) -> bool:
        return self.edition.order.layout is Layout.DIGEST

    def story(self, delivery: Delivery) -> PreparedStory | None:
        """The frozen story of a row."""
        return next((story for story in self.edition.stories if story.story == delivery.story), None)


class Letters:
    """Writes the messages of deliveries."""

    def __init__(
        self,
        *,
        store: Store,
        editions: Editions,
        briefing: Briefing,
        words: Callable[[str], Wording],
        clock: Clock,
    ) -> None:
        """``words`` gives the wording of a language."""
        self._store = store
        self._editions = editions
        self._briefing = briefing
        self._words = words
        self._clock = clock

    async def source(self, delivery: Delivery) -> Source | None:
        """What a row belongs to; None if it is no longer kept."""
        promise = await self._store.promises.get(delivery.promise)
        if promise is None or promise.edition is None:
            return None
        edition = await self._editions.get(promise.edition)
        return Source(promise, edition) if edition else None

    async def rows(self, promise: PromiseId) -> Sequence[Delivery]:
        """All rows of a promise, by position."""
        return await self._store.deliveries.of(promise)

    async def write(self, delivery: Delivery, source: Source, limits: Limits) -> Letter | None:
        """The row's messages for a platform with these limits; None if its story is not there."""
        words = self._words(source.edition.order.language or self._briefing.language)
        if delivery.position == HEADER:
            return await self._opening(delivery, source, words, limits)
        story = source.story(delivery)
        if story is None:
            return None
        counts = await self._store.comments.counts([story.story], delivery.chat)
        return self._story(story, counts.get(story.story, NOTHING_SAID), source, words, limits)

    async def copy(self, stale: StaleCopy, limits: Limits) -> Message | None:
        """The message of a delivered copy as it reads with these counts: a story's last part."""
        delivery = await self._store.deliveries.get(DeliveryId(stale.delivery))
        source = await self.source(delivery) if delivery else None
        story = source.story(delivery) if delivery and source else None
        if source is None or story is None:
            return None
        words = self._words(source.edition.order.language or self._briefing.language)
        return self._story(story, stale.counts, source, words, limits).parts[-1]

    async def _opening(
        self, delivery: Delivery, source: Source, words: Wording, limits: Limits
    ) -> Letter | None:
        """The header, or the digest."""
        stories = await self._stories(source)
        heading = Heading(source.promise.date, len(stories), self._late(source.promise))
        if not source.is_digest:
            made = composing.header(self._briefing, heading, words)
            kind = PostKind.HEADER
        else:
            counts = await self._store.comments.counts([story.story for story in stories], delivery.chat)
            made = composing.digest(
                self._briefing, heading, stories, counts, words, buttons=_has_buttons(limits)
            )
            kind = PostKind.DIGEST
        # An edition rings once: with its first message.
        made = replace(made, silent=source.promise.silent)
        return Letter(kind, source.edition.id, parts(made, limits))

    def _story(
        self, story: PreparedStory, counts: Counts, source: Source, words: Wording, limits: Limits
    ) -> Letter:
        made = composing.story(story, counts, words, self._clock.now(), buttons=_has_buttons(limits))
        made = replace(made, silent=True)
        return Letter(PostKind.STORY, source.edition.id, parts(made, limits), story.headline, counts)

    async def _stories(self, source: Source) -> Sequence[PreparedStory]:
        """Those stories of the edition that this chat is sent."""
        rows = await self.rows(source.promise.id)
        sent = [source.story(row) for row in rows if row.story and row.state is not DeliveryState.SKIPPED]
        return [story for story in sent if story is not None]

    def _late(self, promise: Promise) -> time | None:
        """The local hour at which the edition was due, if it is late. A send has no hour."""
        hour = promise.occasion.partition(" ")[2]
        if not hour or not is_late(promise.due, self._clock.now()):
            return None
        return time.fromisoformat(hour)


def _has_buttons(limits: Limits) -> bool:
    return limits.rows > 0 and limits.buttons_per_row > 0
