"""Health over HTTP: green or red, with its causes and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import aiohttp
import pytest

from adapters.health import serve_health
from bot.errors import SettingsError
from bot.model.health import Health

FINE = Health(
    platforms={"console": None, "telegram": None},
    storage=None,
    feeds=None,
    feeds_read=datetime(2026, 1, 3, 18, tzinfo=UTC),
)


async def asked(port: int, path: str = "/health") -> tuple[int, object]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.json() if answer.status != 404 else None


async def test_all_is_well() -> None:
    async with serve_health("127.0.0.1", 0, lambda: FINE) as port:
        status, said = await asked(port)
    assert status == 200
    assert said == {
        "fine": True,
        "causes": [],
        "platforms": {"console": None, "telegram": None},
        "storage": None,
        "feeds": None,
        "feeds_read": "2026-01-03T18:00:00+00:00",
    }


async def test_what_is_amiss_is_said_as_soon_as_it_is() -> None:
    now = [FINE]
    async with serve_health("127.0.0.1", 0, lambda: now[0]) as port:
        assert (await asked(port))[0] == 200
        now[0] = Health({"telegram": "The token is revoked."}, "The disk is full.", None, None)
        status, said = await asked(port)
        assert (await asked(port, "/"))[0] == 404
    assert status == 503
    assert isinstance(said, dict)
    assert said["causes"] == ["The disk is full.", "The token is revoked."]


async def test_an_address_that_is_taken_is_a_wrong_setting() -> None:
    async with serve_health("127.0.0.1", 0, lambda: FINE) as port:
        with pytest.raises(SettingsError, match=f"127.0.0.1:{port}"):
            async with serve_health("127.0.0.1", port, lambda: FINE):
                pass
