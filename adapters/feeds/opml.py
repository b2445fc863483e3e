"""The OutlineReader: lists of feeds from files and from the web."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from adapters.feeds import outline
from adapters.feeds.fetch import Fetcher
from adapters.feeds.limits import Limits
from adapters.feeds.pool import Pool
from adapters.feeds.refusals import Unreachable
from bot.errors import UserError
from bot.ports.feeds import OutlineFeed


class OpmlReader:
    """Reads and writes OPML."""

    def __init__(self, fetcher: Fetcher, pool: Pool, limits: Limits) -> None:
        self._fetcher = fetcher
        self._pool = pool
        self._limits = limits

    async def load(self, address: str) -> Sequence[OutlineFeed]:
        address = address.strip()
        is_web = address.lower().startswith(("http://", "https://"))
        name = _shown(address) if is_web else address
        document = await (self._fetched(address, name) if is_web else self._opened(address))
        try:
            rows = await self._pool.run("outline", document)
        except Unreachable:
            raise UserError("opml-error-malformed", detail=name) from None
        if not rows:
            raise UserError("opml-error-empty", detail=name)
        return [OutlineFeed(*row) for row in rows]

    async def _fetched(self, address: str, name: str) -> bytes:
        try:
            page = await self._fetcher.get(address, cap=self._limits.document_bytes)
        except Unreachable as error:
            if error.reason == "feed-error-too-large":
                raise UserError("opml-error-too-large", detail=error.detail) from None
            status = f" ({error.detail})" if error.reason == "feed-error-status" else ""
            raise UserError("opml-error-unreachable", detail=name + status) from None
        if page.status != HTTPStatus.OK:
            raise UserError("opml-error-unreachable", detail=f"{name} ({page.status})")
        return page.body

    async def _opened(self, address: str) -> bytes:
        cap = self._limits.document_bytes
        try:
            document = await asyncio.to_thread(_head, address, cap + 1)
        except (FileNotFoundError, NotADirectoryError):
            raise UserError("opml-error-missing", detail=address) from None
        except (OSError, ValueError, RuntimeError):  # a folder, no right, a NUL, a home that is not there
            raise UserError("opml-error-unreadable", detail=address) from None
        if len(document) > cap:
            raise UserError("opml-error-too-large", detail=f"{cap / 1_000_000:g}")
        return document

    def dump(self, title: str, feeds: Sequence[OutlineFeed]) -> str:
        return outline.write(title, feeds)


def _head(path: str, size: int) -> bytes:
    with Path(path).expanduser().open("rb") as file:
        return file.read(size)


def _shown(address: str) -> str:
    """The address without what may be a secret: credentials and query."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address.partition("?")[0].rpartition("@")[2]
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
