"""A newsroom for each test, on a store in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from storage import open_store
from tests.core.newsroom_services.room import Newsroom
from tests.fakes.web import FakeArticles


@pytest_asyncio.fixture
async def newsroom() -> AsyncIterator[Newsroom]:
    """Feeds are read, article pages are not."""
    async with open_store("sqlite://") as store:
        yield Newsroom(store)


@pytest_asyncio.fixture
async def with_articles() -> AsyncIterator[Newsroom]:
    """Article pages are read too."""
    async with open_store("sqlite://") as store:
        room = Newsroom(store, articles=FakeArticles())
        yield room
        await room.preparer.close()
