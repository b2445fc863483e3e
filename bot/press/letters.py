"""What a delivery says: its row made into messages, from the frozen edition and the counts of now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
from bot.model.news import PreparedStory, StoryId
from bot.ports.clock import Clock
from bot.ports.platform import Limits
from bot.ports.store import Store
from bot.press import composing
from bot.press.composing import NOTHING_SAID, Heading
from bot.press.editions import Editions
from bot.press.timetable import hour_of, is_late
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
    counts: Counts = NOTHING_SAID  # as the messages show them; a digest's are those of all its stories

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
        if delivery.position == HEADER:
            return await self._opening(delivery, source, self._clock.now(), limits)
        story = source.story(delivery)
        if story is None:
            return None
        counts = await self._store.comments.counts([story.story], delivery.chat)
        return self._story(story, counts.get(story.story, NOTHING_SAID), source, limits)

    async def copy(self, stale: StaleCopy, limits: Limits) -> Message | None:
        """The last message of a delivered copy as it reads now: a story's with these counts, a
        digest's with those of each of its stories."""
        delivery = await self._store.deliveries.get(DeliveryId(stale.delivery))
        source = await self.source(delivery) if delivery else None
        if delivery is None or source is None:
            return None
        if delivery.position == HEADER:
            post = await self._store.posts.find(stale.message)
            at = post.at if post and post.at else self._clock.now()
            return (await self._opening(delivery, source, at, limits)).parts[-1]
        story = source.story(delivery)
        return self._story(story, stale.counts, source, limits).parts[-1] if story else None

    async def _opening(self, delivery: Delivery, source: Source, at: datetime, limits: Limits) -> Letter:
        """The header, or the digest; ``at`` is when it goes out."""
        words = self._words_of(source)
        stories = await self._stories(source)
        heading = Heading(source.promise.date, len(stories), _late(source.promise, at))
        counts: Mapping[StoryId, Counts] = {}
        if not source.is_digest:
            made = composing.header(self._briefing, heading, words)
        else:
            counts = await self._store.comments.counts([story.story for story in stories], delivery.chat)
            made = composing.digest(
                self._briefing, heading, stories, counts, words, buttons=_has_buttons(limits)
            )
        # An edition rings once: with its first message.
        made = replace(made, silent=source.promise.silent)
        kind = PostKind.DIGEST if source.is_digest else PostKind.HEADER
        said = Counts(sum(each.comments for each in counts.values()), likes=0)
        return Letter(kind, source.edition.id, parts(made, limits), counts=said)

    def _story(self, story: PreparedStory, counts: Counts, source: Source, limits: Limits) -> Letter:
        words = self._words_of(source)
        made = composing.story(story, counts, words, self._clock.now(), buttons=_has_buttons(limits))
        made = replace(made, silent=True)
        return Letter(PostKind.STORY, source.edition.id, parts(made, limits), story.headline, counts)

    async def _stories(self, source: Source) -> Sequence[PreparedStory]:
        """Those stories of the edition that this chat is sent."""
        rows = await self.rows(source.promise.id)
        sent = [source.story(row) for row in rows if row.story and row.state is not DeliveryState.SKIPPED]
        return [story for story in sent if story is not None]

    def _words_of(self, source: Source) -> Wording:
        return self._words(source.edition.order.language or self._briefing.language)


def _late(promise: Promise, at: datetime) -> time | None:
    """The local hour at which the edition was due, if it goes out late. A send has no hour."""
    return hour_of(promise.occasion) if is_late(promise.due, at) else None


def _has_buttons(limits: Limits) -> bool:
    return limits.rows > 0 and limits.buttons_per_row > 0
