"""Fetch one document from the open web, within every bound and past every trap."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Self

import aiohttp
from yarl import URL

from adapters.feeds.answer import fresh_for, retry_after, validators
from adapters.feeds.body import BodyError, take
from adapters.feeds.guard import Guard
from adapters.feeds.limits import Limits
from adapters.feeds.lookup import Lookup
from adapters.feeds.refusals import Unreachable, why
from adapters.feeds.turns import Turns, holding
from bot import __version__
from bot.model.news import Validators
from bot.ports.clock import Clock

_PERMANENT = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
_REDIRECTS = _PERMANENT | {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}
_READ = frozenset({HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION})
_HOST = re.compile(r"[a-z0-9._:%-]+", re.IGNORECASE)
_MAX_URL = 2_000
_PIECE = 65_536

NAME = "DiplomaticBriefing"
USER_AGENT = f"{NAME}/{__version__} (feed reader)"


@dataclass(frozen=True, slots=True)
class Page:
    """A server's final answer: a document (200), nothing new (304) or gone for good (410).

    ``url`` is where it came from; ``home`` where it lives from now on: another than was asked for
    only if every redirect on the way was permanent.
    """

    url: str
    home: str
    status: int
    validators: Validators
    fresh_for: timedelta | None
    content_type: str = ""
    body: bytes = b""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class _Ask:
    """What is asked for, the same at every hop."""

    headers: Mapping[str, str]
    cap: int
    cut: bool


@dataclass(slots=True)
class _Budget:
    """Seconds left for one fetch; waiting for a turn costs none."""

    left: float

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        started = time.monotonic()
        try:
            async with asyncio.timeout(self.left):
                yield
        finally:
            self.left -= time.monotonic() - started


class Fetcher:
    """Fetches for everybody in this package. Entered once, used by many tasks at once."""

    def __init__(self, guard: Guard, clock: Clock, limits: Limits) -> None:
        self._guard = guard
        self._clock = clock
        self._limits = limits
        self._turns = Turns()
        self._places = asyncio.Semaphore(limits.connections)
        self._guarded: aiohttp.ClientSession | None = None
        self._trusting: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._guarded = self._session(guarded=True)
        self._trusting = self._session(guarded=False)
        return self

    async def __aexit__(self, *_: object) -> None:
        for session in (self._guarded, self._trusting):
            if session is not None:
                await session.close()

    async def get(self, url: str, *, cap: int, known: Validators = Validators(), cut: bool = False) -> Page:
        """Fetch a document of at most ``cap`` bytes; ``known`` makes the request conditional.

        A larger one is refused, or with ``cut`` its first ``cap`` bytes are taken.
        Raises Unreachable with a sentence's id for everything that may go wrong.
        """
        target, home, moved_for_good = checked(url), url, True
        budget = _Budget(self._limits.total_seconds)
        ask = _Ask(_headers(known), cap, cut)
        for _ in range(self._limits.redirects + 1):
            answer = await self._hop(target, home, ask, budget)
            if isinstance(answer, Page):
                return answer
            keeps = stays(target, answer.to)
            # An address that is read with credentials would be of no use without them.
            moved_for_good = moved_for_good and answer.for_good and (keeps or not _has_credentials(target))
            target = answer.to.with_user(target.user).with_password(target.password) if keeps else answer.to
            home = str(target) if moved_for_good else home
        raise Unreachable("feed-error-redirects")

    async def _hop(self, url: URL, home: str, ask: _Ask, budget: _Budget) -> Page | _Redirect:
        host = url.host or ""
        session = self._trusting if self._guard.trusts(host) else self._guarded
        assert session is not None, "used outside its context"  # noqa: S101
        patience = self._limits.host_patience_seconds
        async with self._turns.of(host, patience), holding(self._places, patience):
            try:
                async with (
                    budget.running(),
                    session.get(url, headers=ask.headers, allow_redirects=False) as response,
                ):
                    return await self._answer(response, home, ask)
            except BodyError as error:
                raise Unreachable(error.reason, error.detail) from None
            except (aiohttp.ClientError, OSError, ValueError) as error:
                raise why(error, host) from None

    async def _answer(self, response: aiohttp.ClientResponse, home: str, ask: _Ask) -> Page | _Redirect:
        """The body is read only of an answer that we want; of all others not a byte."""
        headers, now, status = response.headers, self._clock.now(), response.status
        if status in _REDIRECTS:
            return _redirect(response)
        if status not in _READ | {HTTPStatus.NOT_MODIFIED, HTTPStatus.GONE}:
            raise Unreachable("feed-error-status", str(status), retry_after(headers, now))
        body, fingerprint = b"", ""
        if status in _READ:
            pieces = response.content.iter_chunked(_PIECE)
            body, fingerprint = await take(pieces, headers.get("Content-Encoding", ""), ask.cap, cut=ask.cut)
        return Page(
            url=str(response.url.with_user(None).with_fragment(None)),
            home=home,
            status=HTTPStatus.OK if status in _READ else status,
            validators=validators(headers),
            fresh_for=fresh_for(headers, now),
            content_type=headers.get("Content-Type", "")[:200],
            body=body,
            fingerprint=fingerprint,
        )

    def _session(self, *, guarded: bool) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=0,  # the places and turns above see to it, and waiting for them costs no time limit
            force_close=True,
            resolver=Lookup(),
            socket_factory=self._guard.socket if guarded else None,
        )
        return aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=None, connect=self._limits.connect_seconds),
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
        )


@dataclass(frozen=True, slots=True)
class _Redirect:
    to: URL
    for_good: bool


def _redirect(response: aiohttp.ClientResponse) -> _Redirect:
    """Where an answer sends us; credentials in the new address are dropped."""
    try:
        target = response.url.with_user(None).join(URL(response.headers.get("Location", "").strip()))
    except ValueError:
        raise Unreachable("feed-error-redirects") from None
    return _Redirect(checked(str(target)).with_user(None), response.status in _PERMANENT)


def stays(old: URL, new: URL) -> bool:
    """Whether a redirect may keep the credentials: same host and port, and not from https to http."""
    is_safe = new.scheme in ("https", old.scheme)
    return is_safe and (old.host, old.explicit_port) == (new.host, new.explicit_port)


def _has_credentials(url: URL) -> bool:
    return url.user is not None or url.password is not None


def checked(url: str) -> URL:
    """An address that may be fetched; raises Unreachable."""
    try:
        target = URL(url.strip()).with_fragment(None)
        # A broken international name is only found out when it is decoded for ``host``.
        usable = target.scheme in ("http", "https") and target.host and _HOST.fullmatch(target.raw_host or "")
    except ValueError:
        raise Unreachable("feed-error-bad-address") from None
    if not usable or len(url) > _MAX_URL:
        raise Unreachable("feed-error-bad-address")
    return target


def _headers(known: Validators) -> dict[str, str]:
    headers = {
        "User-Agent": USER_AGENT,
        "Accept": "application/atom+xml,application/rss+xml,application/feed+json,text/html;q=0.9,*/*;q=0.8",
        "Accept-Encoding": "gzip, deflate",
    }
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers
