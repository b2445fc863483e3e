"""Updates that Telegram brings to a port of ours: each is stored before it is answered."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from pydantic import SecretStr
from telegram.error import BadRequest, TelegramError

from adapters.telegram.answers import read_object
from adapters.telegram.api import Api
from adapters.telegram.polling import Take, is_update
from adapters.telegram.reach import Reach
from bot.errors import StorageError
from bot.ports.clock import Clock
from bot.wording import Wording

_log = logging.getLogger(__name__)

_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_LARGEST = 1_000_000  # bytes of an update
_CONNECTIONS = 40  # that Telegram may open
_RETRY = 60.0  # seconds, after an address or a port was refused
_LOOK = 60.0  # seconds between two looks whether the webhook is still ours
_GOODBYE = 2.0  # seconds for requests under way


@dataclass(frozen=True, slots=True)
class Hook:
    """Where Telegram brings updates, and where they arrive here: behind a proxy that ends TLS these
    are two things with the same path."""

    url: str  # https, what Telegram is told
    host: str  # ours
    port: int


class Webhook:
    """Listens, and tells Telegram so: ``setWebhook`` of https://core.telegram.org/bots/api.

    Telegram brings the updates of one chat one after the other, and again if they are not answered
    with success. Nothing is deleted on the way out: what people write meanwhile waits there.
    """

    def __init__(
        self,
        api: Api,
        take: Take,
        clock: Clock,
        words: Wording,
        allowed: Sequence[str],
        *,
        hook: Hook,
        secret: SecretStr,
    ) -> None:
        """``secret``: 1 to 256 of ``A-Za-z0-9_-``; by it Telegram's requests are known."""
        self._api = api
        self._take = take
        self._clock = clock
        self._words = words
        self._allowed = list(allowed)
        self._hook = hook
        self._secret = secret
        self._reach = Reach(clock, words)
        self._wrong: str | None = None
        self._unkept = False
        self._is_set = False
        self._overcome: int | None = None  # when Telegram last failed before nothing waited any more

    @property
    def trouble(self) -> str | None:
        """Why nothing comes in, in a sentence; None while it does."""
        return self._wrong or self._reach.trouble

    async def run(self) -> None:
        """Take updates in until cancelled."""
        application = web.Application(client_max_size=_LARGEST)
        application.router.add_post(urlsplit(self._hook.url).path or "/", self._arrived)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=_GOODBYE)
        await runner.setup()
        try:
            await self._listen(runner)
            while True:
                await self._clock.sleep(await self._look_after())
        finally:
            await runner.cleanup()

    async def _listen(self, runner: web.AppRunner) -> None:
        host, port = self._hook.host, self._hook.port
        while True:
            try:
                await web.TCPSite(runner, host, port).start()
            except OSError as error:
                if self._wrong is None:
                    _log.error("cannot listen on %s:%d (%s)", host, port, error.strerror)
                self._wrong = self._words("telegram-intake-port", host=host, port=str(port))
                await self._clock.sleep(_RETRY)
            else:
                self._wrong = None
                return

    async def _arrived(self, request: web.Request) -> web.Response:
        given = request.headers.get(_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret.get_secret_value().encode()):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        update = read_object(await request.read())
        if update is None or not is_update(update):
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        try:
            await self._take([update])
        except StorageError as error:
            if not self._unkept:
                _log.error("an update cannot be kept (%s): Telegram brings it again", error)
            self._unkept = True
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        self._unkept = False
        return web.Response()

    async def _look_after(self) -> float:
        """Make sure that Telegram brings updates here; seconds until that is to be looked at again."""
        try:
            trouble = await self._looked_after()
        except BadRequest as error:
            if self._wrong is None:
                _log.error("Telegram refuses the webhook (%s)", error)
            self._wrong = self._words("telegram-intake-webhook", why=error.message)
            return _RETRY
        except TelegramError as error:
            return self._reach.failed(error)
        self._reach.answered()
        self._wrong = trouble
        return _LOOK

    async def _looked_after(self) -> str | None:
        """Set the webhook, unless it is as it was set; what then keeps updates from coming."""
        if self._is_set:
            info = await self._api.call("getWebhookInfo", {})
            if isinstance(info, dict) and info.get("url") == self._hook.url:
                return self._failing(info)
            _log.warning("another program changed this bot's webhook: it is set again")
        settings = {
            "url": self._hook.url,
            "secret_token": self._secret.get_secret_value(),
            "allowed_updates": self._allowed,
            "max_connections": _CONNECTIONS,
            "drop_pending_updates": False,
        }
        await self._api.call("setWebhook", settings)
        self._is_set = True
        return None

    def _failing(self, info: Mapping[str, Any]) -> str | None:
        """Why updates wait at Telegram, should it have failed to bring them since none did."""
        failed = info.get("last_error_date")
        if not info.get("pending_update_count"):
            self._overcome = failed
        if failed == self._overcome:
            return None
        return self._words("telegram-intake-failing", why=str(info.get("last_error_message", "")))
