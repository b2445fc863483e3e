"""The ArticleReader: the text of article pages, asked for as a polite guest would."""

from __future__ import annotations

from collections import OrderedDict
from urllib.parse import urlsplit

from adapters.feeds.fetch import Fetcher
from adapters.feeds.limits import Limits
from adapters.feeds.pool import Pool
from adapters.feeds.refusals import Unreachable
from adapters.feeds.robots import Robots
from adapters.feeds.turns import Turns
from bot.ports.clock import Clock

_MOST_HOSTS = 1_000


class WebArticleReader:
    """Reads articles: one at a time from a host, with a pause between two."""

    def __init__(self, fetcher: Fetcher, pool: Pool, clock: Clock, limits: Limits) -> None:
        self._fetcher = fetcher
        self._pool = pool
        self._clock = clock
        self._limits = limits
        self._robots = Robots(fetcher, clock, limits)
        self._turns = Turns()
        self._last: OrderedDict[str, float] = OrderedDict()

    async def read(self, url: str) -> str | None:
        try:
            host = urlsplit(url).hostname or ""
            async with self._turns.of(host):
                if not await self._robots.allow(url):
                    return None
                await self._pause(host)
                page = await self._fetcher.get(url, cap=self._limits.page_bytes)
            text = await self._pool.run("article", page.body) if page.body else None
        except (Unreachable, ValueError):  # ValueError: no address at all
            return None
        return text if isinstance(text, str) else None

    async def _pause(self, host: str) -> None:
        last = self._last.get(host)
        if last is not None:
            wait = last + self._limits.article_gap_seconds - self._clock.monotonic()
            if wait > 0:
                await self._clock.sleep(wait)
        self._last[host] = self._clock.monotonic()
        self._last.move_to_end(host)
        if len(self._last) > _MOST_HOSTS:
            self._last.popitem(last=False)
