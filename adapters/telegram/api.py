"""The Bot API as the adapter uses it: plain calls where it must be quick, typed methods for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from pydantic import SecretStr
from telegram import Bot

from adapters.telegram.request import WAIT, Request

TELEGRAM = "https://api.telegram.org"

_GET_UPDATES = "getUpdates"


class Api:
    """One bot. Open it with ``async with``; that alone asks Telegram nothing.

    ``bot`` has the library's typed methods. It knows neither the token nor an address, so nothing that
    is printed of it can tell them: the requests add both.
    """

    def __init__(self, token: SecretStr, base_url: str = TELEGRAM) -> None:
        """``base_url``: of Telegram's own Bot API, or of a server of one's own, without a last slash."""
        base = SecretStr(f"{base_url}/bot{quote(token.get_secret_value(), safe=':')}")
        self._calls = Request(base)
        # A connection of its own, so that a long poll never takes a place from what is sent.
        self._polls = Request(base, places=2)
        self.bot = Bot(
            "-",
            base_url=lambda _: "",
            base_file_url=lambda _: "",
            request=self._calls,
            get_updates_request=self._polls,
        )
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._calls)
            await stack.enter_async_context(self._polls)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    async def call(self, method: str, payload: Mapping[str, object], timeout: float = WAIT) -> Any:  # noqa: ANN401, ASYNC109 - JSON; it is passed on
        """Call a method with this JSON object; what it results in. ``timeout``: seconds for the answer.

        Raises ``telegram.error.TelegramError``; see ``adapters.telegram.errors`` for what each leaves
        certain.
        """
        request = self._polls if method == _GET_UPDATES else self._calls
        return await request.call(method, payload, timeout)
