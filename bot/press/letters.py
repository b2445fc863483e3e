"""What a delivery says: its row made into messages, from the frozen edition and the counts of now."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import partial

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
from bot.ports.store import Store
from bot.press import composing
from bot.press.composing import NOTHING_SAID, Heading
from bot.press.editions import Editions
from bot.press.surface import Surface
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
        self._minute: datetime | None = None
        self._written: dict[Hashable, Letter] = {}  # in this minute

    async def source(self, promise: Promise) -> Source | None:
        """What the rows of a promise are taken from; None if it is no longer kept."""
        edition = await self._editions.get(promise.edition) if promise.edition is not None else None
        return Source(promise, edition) if edition else None

    async def source_of(self, delivery: Delivery) -> Source | None:
        """The same for a row of which no more is known."""
        promise = await self._store.promises.get(delivery.promise)
        return await self.source(promise) if promise else None

    async def counts(self, delivery: Delivery) -> Counts:
        """What the row's chat sees under its story now."""
        if delivery.story is None:
            return NOTHING_SAID
        return (await self._store.comments.counts([delivery.story], delivery.chat))[delivery.story]

    async def rows(self, promise: PromiseId) -> Sequence[Delivery]:
        """All rows of a promise, by position."""
        return await self._store.deliveries.of(promise)

    async def write(
        self, delivery: Delivery, source: Source, surface: Surface, counts: Counts
    ) -> Letter | None:
        """The row's messages for a chat with this surface, where so much was said of its story; None if
        the story is not there. Chats that are alike are given the same messages."""
        if delivery.position == HEADER:
            return await self._opening(delivery, source, self._clock.now(), surface)
        story = source.story(delivery)
        return self._story(story, counts, source, surface) if story else None

    async def copy(self, stale: StaleCopy, surface: Surface) -> Message | None:
        """The last message of a delivered copy as it reads now: a story's with these counts, a
        digest's with those of each of its stories."""
        delivery = await self._store.deliveries.get(DeliveryId(stale.delivery))
        source = await self.source_of(delivery) if delivery else None
        if delivery is None or source is None:
            return None
        if delivery.position == HEADER:
            post = await self._store.posts.find(stale.message)
            at = post.at if post and post.at else self._clock.now()
            return (await self._opening(delivery, source, at, surface)).parts[-1]
        story = source.story(delivery)
        return self._story(story, stale.counts, source, surface).parts[-1] if story else None

    async def _opening(self, delivery: Delivery, source: Source, at: datetime, surface: Surface) -> Letter:
        """The header, or the digest; ``at`` is when it goes out."""
        stories = await self._stories(source)
        heading = Heading(source.promise.date, len(stories), _late(source.promise, at))
        if not source.is_digest:
            key = source.edition.id, heading, source.promise.silent, surface
            return self._once(key, partial(self._write_header, heading, source, surface))
        counts = await self._store.comments.counts([story.story for story in stories], delivery.chat)
        made = composing.digest(
            self._briefing,
            heading,
            stories,
            counts,
            self._words_of(source),
            buttons=surface.buttons,
            address=surface.address,
        )
        made = replace(made, silent=source.promise.silent, broadcast=True)
        said = Counts(sum(each.comments for each in counts.values()), likes=0)
        return Letter(PostKind.DIGEST, source.edition.id, parts(made, surface.limits), counts=said)

    def _story(self, story: PreparedStory, counts: Counts, source: Source, surface: Surface) -> Letter:
        key = source.edition.id, story.story, counts, surface
        return self._once(key, partial(self._write_story, story, counts, source, surface))

    def _once(self, key: Hashable, write: Callable[[], Letter]) -> Letter:
        """What chats that are alike are given: written once a minute."""
        now = self._clock.now().replace(second=0, microsecond=0)
        if now != self._minute:  # how long ago a story came is said to the minute
            self._minute = now
            self._written.clear()
        letter = self._written.get(key)
        if letter is None:
            letter = self._written[key] = write()
        return letter

    def _write_header(self, heading: Heading, source: Source, surface: Surface) -> Letter:
        made = composing.header(self._briefing, heading, self._words_of(source))
        # An edition rings once: with its first message.
        made = replace(made, silent=source.promise.silent, broadcast=True)
        return Letter(PostKind.HEADER, source.edition.id, parts(made, surface.limits))

    def _write_story(self, story: PreparedStory, counts: Counts, source: Source, surface: Surface) -> Letter:
        words = self._words_of(source)
        made = composing.story(
            story, counts, words, self._clock.now(), buttons=surface.buttons, address=surface.address
        )
        made = replace(made, silent=True, broadcast=True)
        said = parts(made, surface.limits)
        return Letter(PostKind.STORY, source.edition.id, said, story.headline, counts)

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
