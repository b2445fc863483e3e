"""A test server, and a client that does nothing by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.fakes.clock import FakeClock
from tests.platforms.telegram import TelegramServer
from tests.platforms.telegram.refusals import Refused


class Caller:
    """Calls methods as any client would, and says what came."""

    def __init__(self, server: TelegramServer, session: aiohttp.ClientSession) -> None:
        self.session = session
        self._server = server

    async def __call__(self, method: str, /, **params: object) -> Any:  # noqa: ANN401 - as the method
        """The result; raises Refused."""
        async with self.session.post(self.address(method), json=params) as answer:
            return _result(await answer.json())

    async def form(self, method: str, /, **params: str) -> Any:  # noqa: ANN401 - as the method
        """The same, with the parameters in a form."""
        async with self.session.post(self.address(method), data=params) as answer:
            return _result(await answer.json())

    async def upload(self, method: str, content: bytes, /, **params: str) -> Any:  # noqa: ANN401 - as the method
        """The same, with a file."""
        form = aiohttp.FormData(params)
        form.add_field("document", content, filename="feeds.opml", content_type="text/x-opml")
        async with self.session.post(self.address(method), data=form) as answer:
            return _result(await answer.json())

    async def refusal(self, method: str, /, **params: object) -> Refused:
        """How a call was refused that must be."""
        with pytest.raises(Refused) as caught:
            await self(method, **params)
        return caught.value

    async def updates(self, **params: object) -> list[dict[str, Any]]:
        """What is pending."""
        return list(await self("getUpdates", **params))

    def address(self, method: str) -> str:
        return f"{self._server.url}/bot{self._server.token}/{method}"


def _result(body: dict[str, Any]) -> object:
    if body["ok"]:
        return body["result"]
    raise Refused(body["error_code"], body["description"], **body.get("parameters", {}))


@pytest.fixture
async def server(clock: FakeClock) -> AsyncIterator[TelegramServer]:
    """A server without rates, whose clock stands still."""
    async with TelegramServer(clock=clock) as started:
        yield started


@pytest.fixture
async def call(server: TelegramServer) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession(trust_env=False) as session:
        yield Caller(server, session)
