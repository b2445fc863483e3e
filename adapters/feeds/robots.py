"""What publishers let robots read (RFC 9309), asked for once a day and host."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from http import HTTPStatus
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from adapters.feeds.fetch import NAME, Fetcher
from adapters.feeds.limits import Limits
from adapters.feeds.refusals import Unreachable
from bot.ports.clock import Clock

_KEPT_SECONDS = 24 * 3600.0
_RETRY_SECONDS = 600.0
_MOST_HOSTS = 500


class Robots:
    """Remembers the rules of the hosts asked last."""

    def __init__(self, fetcher: Fetcher, clock: Clock, limits: Limits) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._limits = limits
        self._rules: OrderedDict[str, tuple[float, RobotFileParser]] = OrderedDict()

    async def allow(self, url: str) -> bool:
        """Whether the page may be read; no while the rules cannot be had for a fault of the server."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        until, rules = self._rules.get(site, (0.0, None))
        if rules is None or self._clock.monotonic() >= until:
            kept, rules = await self._ask(site)
            self._rules[site] = (self._clock.monotonic() + kept, rules)
            self._rules.move_to_end(site)
            if len(self._rules) > _MOST_HOSTS:
                self._rules.popitem(last=False)
        return rules.can_fetch(NAME, url)

    async def _ask(self, site: str) -> tuple[float, RobotFileParser]:
        rules = RobotFileParser()
        try:
            cap = self._limits.robots_bytes
            page = await self._fetcher.get(f"{site}/robots.txt", cap=cap, cut=True)
            # Half a megabyte of rules takes a third of a second: not on the event loop.
            await asyncio.to_thread(_parse, rules, page.body, cap)
        except Unreachable as error:
            if not _is_absent(error):
                rules.parse(["User-agent: *", "Disallow: /"])
                return _RETRY_SECONDS, rules
            rules.parse([])
        return _KEPT_SECONDS, rules


def _parse(rules: RobotFileParser, document: bytes, cap: int) -> None:
    """Read the rules; where the document was cut, without its last line: a part of it says another thing."""
    whole = document if len(document) < cap else document.rpartition(b"\n")[0]
    rules.parse(whole.decode("utf-8", "replace").splitlines())


def _is_absent(error: Unreachable) -> bool:
    """Whether there are no rules, which allows everything (2.3.1.3)."""
    missing = error.detail.isdigit() and int(error.detail) < HTTPStatus.INTERNAL_SERVER_ERROR
    return error.reason == "feed-error-status" and missing
