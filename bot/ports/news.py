"""What the newsroom asks of the memory: feeds, entries, stories, articles.

Laws of every store: a method is one transaction, all or nothing; instants go in and come out
aware and UTC; any method may raise StorageError, and then nothing of it was kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.model.news import (
    Entry,
    EntryId,
    Feed,
    FeedId,
    FeedState,
    Match,
    Membership,
    ParsedEntry,
    Polling,
    Story,
    StoryId,
)
from bot.ports.feeds import OutlineFeed

LONGEST_WAIT = timedelta(hours=24)
"""The most that failures or a server's wish can make a feed wait."""


@dataclass(frozen=True, slots=True)
class FeedChange:
    """What to change of a feed; None leaves it."""

    url: str | None = None
    title: str | None = None
    site: str | None = None
    topic: str | None = None
    weight: float | None = None
    language: str | None = None
    state: FeedState | None = None


class FeedStore(Protocol):
    """The feeds and how reading them goes."""

    async def add(self, feeds: Sequence[OutlineFeed], now: datetime) -> Sequence[Feed]:
        """Those of these feeds that were not there yet (by address), each due at once. A feed that
        was removed or gone is active again and counts as new; its entries are still known."""
        ...

    async def all(self) -> Sequence[Feed]:
        """Every feed that is not removed, by title."""
        ...

    async def get(self, feed: FeedId) -> Feed | None: ...

    async def due(self, now: datetime, limit: int) -> Sequence[Feed]:
        """Active feeds whose next reading is due, the longest due first."""
        ...

    async def change(self, feed: FeedId, change: FeedChange) -> Feed | None:
        """The feed as it is then; None if there is none, or if the new address is another's."""
        ...

    async def polled(self, feed: FeedId, polling: Polling) -> None:
        """Keep how a reading without new entries went."""
        ...

    async def due_now(self, now: datetime) -> int:
        """Make every active feed due at once; how many there are. Left alone are those whose server
        asked for it (429 or 503), for as long as it may: ``LONGEST_WAIT``."""
        ...


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry about to be kept. It is known already if its feed has its identifier or its link key,
    which is of its text where the link tells nothing;
    ``offered`` is False for what is kept as seen and never becomes news."""

    identifier: str | None
    link_key: str | None
    parsed: ParsedEntry
    offered: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What a feed is known to have published, of the keys that were asked about."""

    identifiers: frozenset[str]
    links: Mapping[str, str | None]  # and the title there, None where the entry has no identifier
    first_reading: bool  # nothing of this feed was ever kept


class EntryStore(Protocol):
    """What the feeds published."""

    async def known(self, feed: FeedId, identifiers: Collection[str], links: Collection[str]) -> Known: ...

    async def take(self, feed: FeedId, entries: Sequence[NewEntry], polling: Polling, now: datetime) -> int:
        """Keep these entries and how the reading went, at once; how many were not known."""
        ...

    async def unplaced(self, limit: int) -> Sequence[Entry]:
        """Offered entries that belong to no story yet, in the order in which they came."""
        ...

    async def placed(self, since: datetime, after: EntryId, limit: int) -> Sequence[tuple[Entry, StoryId]]:
        """Entries seen since then with their stories, by id from after this one: to rebuild the
        index of stories after a start."""
        ...

    async def by_link(self, link_key: str) -> tuple[Entry, StoryId | None] | None:
        """The newest entry with this normalised link, and its story if it is in one."""
        ...


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry and the story that it founded (no match) or joined."""

    entry: EntryId
    story: StoryId
    match: Match | None


@dataclass(frozen=True, slots=True)
class Article:
    """The text of an article page as it was read; None: there was none to be had."""

    url: str
    text: str | None
    read: datetime


class StoryStore(Protocol):
    """Stories, why their entries belong to them, and the articles behind them."""

    async def place(self, placed: Sequence[Placed], stories: Sequence[Story]) -> None:
        """Keep these memberships and these stories as they are now, at once."""
        ...

    async def rescore(self, stories: Sequence[Story]) -> None:
        """Keep subject and topics of these stories, after the profile changed."""
        ...

    async def get(self, story: StoryId) -> Story | None: ...

    async def many(self, stories: Collection[StoryId]) -> Mapping[StoryId, Story]: ...

    async def window(self, since: datetime) -> Sequence[Story]:
        """Stories with an entry published since then."""
        ...

    async def memberships(self, story: StoryId) -> Sequence[Membership]:
        """The story's entries, the founder first, then as they came."""
        ...

    async def members(self, stories: Collection[StoryId]) -> Mapping[StoryId, Sequence[Entry]]:
        """The entries of each of these stories that there are, as they came."""
        ...

    async def search(self, words: Sequence[str], limit: int) -> Sequence[Story]:
        """Stories with all of these words in their headline or their lead's summary, newest
        first; upper and lower case are the same."""
        ...

    async def article(self, url: str) -> Article | None: ...

    async def keep_article(self, article: Article) -> None: ...
