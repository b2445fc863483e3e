"""Every implementation of the store: a suite of laws runs against each of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from storage import open_store
from storage.store import SqlStore

ADDRESSES = {
    "memory": "sqlite://",
    "file": "sqlite:///{folder}/briefing.sqlite3",
}


@pytest_asyncio.fixture(params=sorted(ADDRESSES))
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SqlStore]:
    """An empty store of each kind."""
    async with open_store(ADDRESSES[request.param].format(folder=tmp_path)) as opened:
        yield opened
