"""What the newsroom asks of the web: feeds, articles and the feeds that a page names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from bot.model.news import ParsedFeed, Validators


@dataclass(frozen=True, slots=True)
class FeedRequest:
    """What to ask a server for; the validators and the fingerprint are those of the last reading."""

    url: str
    validators: Validators = Validators()
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """The feed was read.

    ``url`` is where it lives from now on: another than was asked for only if every redirect on
    the way was permanent. ``fresh_for`` is the cache lifetime that the answer allowed, if any.
    """

    url: str
    feed: ParsedFeed
    validators: Validators
    fingerprint: str
    fresh_for: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Nothing is new: a 304, or the same bytes as last time."""

    url: str
    validators: Validators
    fresh_for: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """The publisher says that the feed is gone for good (410)."""


@dataclass(frozen=True, slots=True)
class FetchFailed:
    """The feed could not be read; nothing of what came is used.

    ``reason`` is a sentence's id of the wording catalogue (all start with ``feed-error-``) and
    ``detail`` what it names, such as the status. ``retry_after`` is the server's wish.
    """

    reason: str
    detail: str = ""
    retry_after: timedelta | None = None


FetchOutcome = Fetched | Unchanged | Gone | FetchFailed


class FeedReader(Protocol):
    """Reads feeds. Laws: never raises for what a server or a document does; bounded in time,
    memory and bytes whatever comes; one slow or hostile feed delays no other; may be called for
    many feeds at once and keeps to one connection a host by itself."""

    async def read(self, request: FeedRequest) -> FetchOutcome:
        """Fetch and parse one feed."""
        ...


class ArticleReader(Protocol):
    """Reads the text of article pages, through the same guard and limits as feeds."""

    async def read(self, url: str) -> str | None:
        """The article's own text, paragraphs parted by a blank line; None if there is none to be
        had now (blocked, too slow, no article on the page). Never raises for what a page does."""
        ...


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that a page names, or the address itself if it is one."""

    url: str
    title: str


class FeedFinder(Protocol):
    """Finds the feeds of a web page."""

    async def find(self, url: str) -> Sequence[FoundFeed] | FetchFailed:
        """The feeds at or named by this address, the likeliest first; empty if there are none."""
        ...


@dataclass(frozen=True, slots=True)
class OutlineFeed:
    """A feed as an OPML file lists it."""

    url: str
    title: str
    site: str | None = None
    topic: str | None = None  # the outline it stands under


class OutlineReader(Protocol):
    """Reads and writes lists of feeds (OPML 1.0 and 2.0)."""

    async def load(self, address: str) -> Sequence[OutlineFeed]:
        """The feeds of an OPML file or http(s) address, in their order, each address once.

        Raises UserError with a sentence that says what is wrong with it.
        """
        ...

    def dump(self, title: str, feeds: Sequence[OutlineFeed]) -> str:
        """An OPML 2.0 document of these feeds, grouped by topic."""
        ...
