"""A store for tests: the real one, in memory. SQLite opens in milliseconds, so it needs no twin."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from storage import open_store
from storage.store import SqlStore


@pytest_asyncio.fixture
async def store() -> AsyncIterator[SqlStore]:
    """An empty store that ends with the test."""
    async with open_store("sqlite://") as opened:
        yield opened
