"""A server to read from and the web opened for it, with limits small enough to wait for."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.feeds.limits import Limits
from adapters.feeds.web import Web, open_web
from tests.fakes.clock import FakeClock
from tests.servers.web import WebServer

SMALL = Limits(
    total_seconds=5.0,
    document_bytes=200_000,
    page_bytes=200_000,
    cpu_seconds=5,
    parse_seconds=10.0,
    parse_patience_seconds=0.2,
    entries=50,
)


@pytest.fixture
async def server() -> AsyncIterator[WebServer]:
    async with WebServer() as server:
        yield server


@pytest.fixture
async def web(clock: FakeClock) -> AsyncIterator[Web]:
    async with open_web(clock=clock, allow=("127.0.0.1",), workers=1, limits=SMALL) as web:
        yield web
