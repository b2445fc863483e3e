"""A small web without a network: feeds that tests fill, articles, pages that name feeds, lists."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.errors import UserError
from bot.model.news import ParsedEntry, ParsedFeed, Validators
from bot.ports.feeds import (
    FeedRequest,
    Fetched,
    FetchFailed,
    FetchOutcome,
    FoundFeed,
    OutlineFeed,
    Unchanged,
)

NO_SERVER = FetchFailed("feed-error-dns", "nowhere.example")


def item(
    title: str,
    *,
    link: str | None = None,
    published: datetime | None = None,
    summary: str = "",
    content: str = "",
    identifier: str | None = None,
) -> ParsedEntry:
    """An entry; its link and identifier are made of its title unless given."""
    slug = "-".join(title.lower().split())
    return ParsedEntry(
        identifier=slug if identifier is None else identifier or None,
        link=f"https://post.example/{slug}" if link is None else link or None,
        title=title,
        summary=summary,
        content=content,
        published=published,
        language="en",
    )


@dataclass
class FakeFeed:
    """A feed as its publisher keeps it: newest first."""

    title: str
    entries: list[ParsedEntry] = field(default_factory=list)
    outcome: FetchOutcome | None = None  # what it answers instead
    moved_to: str | None = None

    def publish(self, *entries: ParsedEntry) -> None:
        self.entries[:0] = entries

    def document(self) -> ParsedFeed:
        return ParsedFeed(self.title, site="https://post.example", language="en", entries=tuple(self.entries))


class FakeFeeds:
    """A ``FeedReader`` of fake feeds. It answers like a good server: unchanged is not sent twice."""

    def __init__(self) -> None:
        self._feeds: dict[str, FakeFeed] = {}
        self.requests: list[FeedRequest] = []
        self.at_once = 0
        self.most_at_once = 0
        self.before: Callable[[str], None] | None = None

    def make(self, url: str, title: str = "Harbour Post") -> FakeFeed:
        return self._feeds.setdefault(url, FakeFeed(title))

    async def read(self, request: FeedRequest) -> FetchOutcome:
        self.requests.append(request)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        if self.before:
            self.before(request.url)
        feed = self._feeds.get(request.url)
        if feed is None:
            return NO_SERVER
        return feed.outcome or self._answer(feed, request)

    def _answer(self, feed: FakeFeed, request: FeedRequest) -> FetchOutcome:
        url = feed.moved_to or request.url
        fingerprint = str(hash(feed.document()))
        if request.fingerprint == fingerprint:
            return Unchanged(url, Validators())
        return Fetched(url, feed.document(), Validators(), fingerprint)


class FakeArticles:
    """An ``ArticleReader``; pages without a text have none. ``gate`` holds all answers back."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def read(self, url: str) -> str | None:
        self.asked.append(url)
        await self.gate.wait()
        return self.texts.get(url)


class FakeFinder:
    """A ``FeedFinder``: what each page names."""

    def __init__(self) -> None:
        self.pages: dict[str, Sequence[FoundFeed] | FetchFailed] = {}

    async def find(self, url: str) -> Sequence[FoundFeed] | FetchFailed:
        return self.pages.get(url, ())


class FakeOutlines:
    """An ``OutlineReader`` of lists that tests lay down; what it writes is a line a feed."""

    def __init__(self) -> None:
        self.lists: dict[str, Sequence[OutlineFeed]] = {}

    async def load(self, address: str) -> Sequence[OutlineFeed]:
        if address not in self.lists:
            raise UserError("opml-error-missing", detail=address)
        return self.lists[address]

    def dump(self, title: str, feeds: Sequence[OutlineFeed]) -> str:
        return "\n".join([title, *(f"{feed.title} {feed.url}" for feed in feeds)])


def renamed(entries: Sequence[ParsedEntry], prefix: str) -> list[ParsedEntry]:
    """The same entries after their publisher changed every identifier and link."""
    return [
        replace(
            entry, identifier=f"{prefix}-{entry.identifier}", link=f"https://new.example/{prefix}/{number}"
        )
        for number, entry in enumerate(entries)
    ]
