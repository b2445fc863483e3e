"""The FeedFinder: from the address of a website to its feeds."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urljoin

from adapters.feeds.fetch import Fetcher, Page
from adapters.feeds.limits import Limits
from adapters.feeds.pool import Pool
from adapters.feeds.reader import WebFeedReader
from adapters.feeds.refusals import Unreachable
from bot.ports.feeds import FetchFailed, FoundFeed

_NOT_A_FEED = "feed-error-not-a-feed"
_USUAL = ("/feed", "/rss", "/atom.xml", "/rss.xml", "/feed.xml")
_MOST_TRIES = 8
# After these another address of the same host is worth asking; after others it is only more waiting.
_WORTH_ANOTHER = frozenset({_NOT_A_FEED, "feed-error-status", "feed-error-malformed"})


class WebFeedFinder:
    """Finds feeds on the open web."""

    def __init__(self, fetcher: Fetcher, pool: Pool, reader: WebFeedReader, limits: Limits) -> None:
        self._fetcher = fetcher
        self._pool = pool
        self._reader = reader
        self._limits = limits

    async def find(self, url: str) -> Sequence[FoundFeed] | FetchFailed:
        url = url.strip()
        try:
            page = await self._fetch(url if "://" in url else f"https://{url}")
            return await self._as_feed(page) or await self._on_page(page)
        except Unreachable as error:
            return error.as_failure()

    async def _fetch(self, url: str) -> Page:
        page = await self._fetcher.get(url, cap=self._limits.document_bytes)
        if page.status != HTTPStatus.OK:
            raise Unreachable("feed-error-status", str(int(page.status)))
        return page

    async def _as_feed(self, page: Page) -> list[FoundFeed]:
        try:
            return [FoundFeed(page.home, (await self._reader.parse(page)).title)]
        except Unreachable as error:
            if error.reason != _NOT_A_FEED:
                raise
            return []

    async def _on_page(self, page: Page) -> list[FoundFeed]:
        """The feeds that the page names; if none, the first likely address that is one."""
        links = await self._pool.run("page", page.body, url=page.url)
        named = [FoundFeed(url, title) for url, title, is_sure in links if is_sure]
        if named:
            return named
        likely = [url for url, _, _ in links] + [urljoin(page.url, path) for path in _USUAL]
        for url in list(dict.fromkeys(likely))[:_MOST_TRIES]:
            try:
                found = await self._as_feed(await self._fetch(url))
            except Unreachable as error:
                if error.reason not in _WORTH_ANOTHER:
                    break
                continue
            if found:
                return found
        return []
