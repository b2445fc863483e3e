"""The program in a folder of its own, with a small day of news to read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from adapters.demo.server import serve
from tests.program.running import Bot


@pytest_asyncio.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with serve() as feeds:
        yield Bot(tmp_path, feeds)
