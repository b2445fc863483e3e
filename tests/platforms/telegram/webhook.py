"""Updates by webhook: posted one by one, in the order of each chat, until they are taken."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.ports.clock import Clock
from tests.platforms.telegram.refusals import bad
from tests.platforms.telegram.updates import Update, Updates

Params = Mapping[str, Any]

HEADER = "X-Telegram-Bot-Api-Secret-Token"
PORTS = frozenset({443, 80, 88, 8443})

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PAUSE = 0.05  # seconds before an update that was not taken is posted again
_PATIENCE = 60.0
_LOOKED_AT = 1_000  # of the pending, for chats of which nothing is posted now


class Webhook:
    """Where the bot wants its updates; nothing is posted while ``url`` is empty."""

    def __init__(self, updates: Updates, clock: Clock) -> None:
        self.url = ""
        self.secret: str | None = None
        self.most = 40  # posts at once
        self.last_error: str | None = None
        self.posts = 0
        self._last_error_at = 0
        self._updates = updates
        self._clock = clock
        self._task: asyncio.Task[None] | None = None

    def bring(self, params: Params) -> object:
        url, secret = params.get("url", ""), params.get("secret_token")
        if url:
            _check(url)
        if secret is not None and not _SECRET.fullmatch(secret):
            raise bad("secret token contains unallowed characters")
        self._settle(params)
        self.url, self.secret = url, secret
        self.most = params.get("max_connections", 40)
        self._updates.allowed = tuple(params.get("allowed_updates", self._updates.allowed))
        self.stop()
        if url:
            self._task = asyncio.create_task(self._run())
        return True

    def drop(self, params: Params) -> object:
        self._settle(params)
        self.url, self.secret = "", None
        self.stop()
        return True

    def info(self) -> Mapping[str, object]:
        body: dict[str, object] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
            "max_connections": self.most,
        }
        if self.last_error is not None:
            body |= {"last_error_date": self._last_error_at, "last_error_message": self.last_error}
        if self._updates.allowed:
            body["allowed_updates"] = list(self._updates.allowed)
        return body

    @property
    def methods(self) -> Mapping[str, Callable[[Params], object]]:
        return {
            "setWebhook": self.bring,
            "deleteWebhook": self.drop,
            "getWebhookInfo": lambda _: self.info(),
        }

    def stop(self) -> None:
        """Post nothing more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def close(self) -> None:
        """Post nothing more, and be done with it."""
        if (task := self._task) is not None:
            self.stop()
            await asyncio.wait([task])

    def _settle(self, params: Params) -> None:
        if params.get("drop_pending_updates", False):
            self._updates.drop()

    async def _run(self) -> None:
        async with aiohttp.ClientSession(trust_env=False) as session, asyncio.TaskGroup() as group:
            busy: set[int | None] = set()
            while True:
                self._updates.came.clear()
                for update in [*self._updates.again(), *self._next(busy)]:
                    busy.add(update.chat)
                    group.create_task(self._deliver(session, update, busy))
                await self._updates.came.wait()

    def _next(self, busy: set[int | None]) -> list[Update]:
        """The oldest of each chat that nothing is posted of now."""
        found: dict[int | None, Update] = {}
        for update in self._updates.oldest(_LOOKED_AT):
            if len(busy) + len(found) >= self.most:
                break
            if update.chat not in busy:
                found.setdefault(update.chat, update)
        return list(found.values())

    async def _deliver(self, session: aiohttp.ClientSession, update: Update, busy: set[int | None]) -> None:
        while not await self._post(session, update):
            await asyncio.sleep(_PAUSE)
        self._updates.acknowledge(update.id)
        busy.discard(update.chat)
        self._updates.came.set()

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> bool:
        headers = {HEADER: self.secret} if self.secret else {}
        self.posts += 1
        try:
            timeout = aiohttp.ClientTimeout(total=_PATIENCE)
            async with session.post(self.url, json=update.body, headers=headers, timeout=timeout) as answer:
                if answer.ok:
                    return True
                self._fail(f"Wrong response from the webhook: {answer.status} {answer.reason}")
        except (aiohttp.ClientError, TimeoutError) as error:
            self._fail(f"Connection failed: {error}")
        return False

    def _fail(self, why: str) -> None:
        self.last_error, self._last_error_at = why, int(self._clock.now().timestamp())


def _check(url: str) -> None:
    address = urlsplit(url)
    if address.hostname in {"127.0.0.1", "localhost"}:
        return  # as a server of one's own allows
    if address.scheme != "https":
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if (address.port or 443) not in PORTS:
        raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
