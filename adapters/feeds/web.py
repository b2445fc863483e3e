"""Opens the web for the newsroom: one fetcher and one pool of children behind the four ports."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.feeds.article import WebArticleReader
from adapters.feeds.fetch import Fetcher
from adapters.feeds.finder import WebFeedFinder
from adapters.feeds.guard import Guard
from adapters.feeds.limits import USUAL, Limits
from adapters.feeds.opml import OpmlReader
from adapters.feeds.pool import Pool
from adapters.feeds.reader import WebFeedReader
from bot.ports.clock import Clock
from bot.ports.feeds import ArticleReader, FeedFinder, FeedReader, OutlineReader

DEFAULT_OUTLINE = Path(__file__).with_name("default.opml")
"""The list of feeds that ships with the project; ``outlines.load`` takes its path."""


@dataclass(frozen=True, slots=True)
class Web:
    """What the newsroom may ask of the web."""

    feeds: FeedReader
    articles: ArticleReader
    finder: FeedFinder
    outlines: OutlineReader


@asynccontextmanager
async def open_web(
    *, clock: Clock, allow: tuple[str, ...] = (), workers: int = 2, limits: Limits = USUAL
) -> AsyncIterator[Web]:
    """The web, until the context ends; then all connections are closed and all children gone.

    ``allow`` names private addresses, networks and hosts that may be fetched from, ``workers`` how
    many documents are parsed at once. Nothing is connected or started before it is needed.
    """
    async with Pool(workers, limits) as pool, Fetcher(Guard.of(allow), clock, limits) as fetcher:
        feeds = WebFeedReader(fetcher, pool, clock, limits)
        yield Web(
            feeds=feeds,
            articles=WebArticleReader(fetcher, pool, clock, limits),
            finder=WebFeedFinder(fetcher, pool, feeds, limits),
            outlines=OpmlReader(fetcher, pool, limits),
        )
