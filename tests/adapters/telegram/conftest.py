"""What every test of Telegram may ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from pydantic import SecretStr

from adapters.telegram.api import Api
from tests.adapters.telegram.scripted import Script
from tests.adapters.telegram.wire import Wire
from tests.platforms.telegram import TOKEN, TelegramServer


@pytest_asyncio.fixture
async def script() -> AsyncIterator[Script]:
    """A Bot API that answers by script, and a client of it."""
    async with Script() as opened:
        yield opened


@pytest_asyncio.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """A Telegram of the test's own."""
    async with TelegramServer() as opened:
        yield opened


@pytest_asyncio.fixture
async def api(server: TelegramServer) -> AsyncIterator[Api]:
    """The bot's connection to it."""
    async with Api(SecretStr(TOKEN), server.url) as opened:
        yield opened


@pytest_asyncio.fixture
async def wire() -> AsyncIterator[Wire]:
    """A Bot API at the level of its bytes."""
    async with Wire() as opened:
        yield opened
