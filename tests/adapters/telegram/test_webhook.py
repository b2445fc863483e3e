"""The webhook: only Telegram is heard, an update is answered once it is stored, and it stays ours."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from pydantic import SecretStr

from adapters.telegram.api import Api
from adapters.telegram.webhook import Hook, Webhook
from bot.errors import StorageError
from bot.wording import Wording
from tests.adapters.telegram.wire import (
    TOKEN,
    Reply,
    Wire,
    assert_untold,
    hang_up,
    ok,
    page,
    refused,
)
from tests.fakes.clock import FakeClock

WORDS = Wording()
SECRET = "harbour-Lamp_17"
URL = "https://news.example/telegram/hook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
UPDATE = {"update_id": 11, "message": {"text": "Northland recalls its ambassador"}}
MINUTE = timedelta(minutes=1)


class House:
    """A webhook that listens, the Telegram that it reports to, and what it took."""

    def __init__(self, wire: Wire, api: Api) -> None:
        self.wire = wire
        self.clock = FakeClock(by_hand=True)
        self.taken: list[Mapping[str, Any]] = []
        self.fails = False
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        hook = Hook(URL, "127.0.0.1", self.port)
        self.hook = Webhook(
            api, self._take, self.clock, WORDS, ["message"], hook=hook, secret=SecretStr(SECRET)
        )

    async def _take(self, updates: Sequence[Mapping[str, Any]]) -> None:
        if self.fails:
            raise StorageError("disk full")
        self.taken += updates

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.hook.run())
        try:
            await self.asleep()
            yield
        finally:
            assert not task.done(), task
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def trouble(self) -> str | None:
        return self.hook.trouble

    async def asleep(self) -> None:
        """Wait until it waits itself."""
        while not self.clock.sleeping:
            await asyncio.sleep(0.001)

    async def wake(self, by: timedelta) -> None:
        """Let so much time pass, and it do what is due then."""
        self.clock.advance(by)
        while self.clock.sleeping:
            await asyncio.sleep(0)
        await self.asleep()

    async def post(
        self, body: bytes, secret: str | None = SECRET, path: str = "/telegram/hook", method: str = "POST"
    ) -> int:
        """What status these bytes are answered with."""
        headers = {} if secret is None else {HEADER: secret}
        url = f"http://127.0.0.1:{self.port}{path}"
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, url, data=body, headers=headers) as response,
        ):
            assert SECRET not in await response.text()
            return response.status


@pytest_asyncio.fixture
async def house() -> AsyncIterator[House]:
    async with Wire() as wire, Api(SecretStr(TOKEN), wire.url) as api:
        yield House(wire, api)


async def test_telegram_is_told_where_and_how_it_is_known(house: House) -> None:
    async with house.running():
        assert house.trouble() is None
    (asked,) = house.wire.asked
    assert asked.method == "setWebhook"
    assert asked.parameters == {
        "url": URL,
        "secret_token": SECRET,
        "allowed_updates": ["message"],
        "max_connections": 40,
        "drop_pending_updates": False,
    }


async def test_an_update_is_stored_and_answered(house: House) -> None:
    async with house.running():
        assert await house.post(json.dumps(UPDATE).encode()) == 200
    assert house.taken == [UPDATE]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET.upper(), "härbour"])
async def test_who_does_not_know_the_secret_is_not_heard(house: House, secret: str | None) -> None:
    async with house.running():
        assert await house.post(json.dumps(UPDATE).encode(), secret) == 403
        assert await house.post(b"{", secret) == 403  # nor is what they say looked at
    assert house.taken == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[]", 400),
        (b"[" * 100_000, 400),
        (b'{"message": {}}', 400),
        (b'{"update_id": true}', 400),
        (b'{"update_id": "7"}', 400),
        (b'{"update_id": 7, "x": "' + b"x" * 1_000_000 + b'"}', 413),
    ],
    ids=range(9),
)
async def test_what_is_no_update_is_refused(house: House, body: bytes, status: int) -> None:
    async with house.running():
        assert await house.post(body) == status
        assert await house.post(json.dumps(UPDATE).encode()) == 200
    assert house.taken == [UPDATE]


async def test_only_its_own_path_is_served(house: House) -> None:
    async with house.running():
        assert await house.post(json.dumps(UPDATE).encode(), path="/") == 404
        assert await house.post(b"", method="GET") == 405
    assert house.taken == []


async def test_what_cannot_be_stored_is_not_acknowledged(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async with house.running():
        house.fails = True
        assert [await house.post(json.dumps(UPDATE).encode()) for _ in range(3)] == [503, 503, 503]
        house.fails = False
        assert await house.post(json.dumps(UPDATE).encode()) == 200
    assert house.taken == [UPDATE]
    assert caplog.text.count("cannot be kept") == 1


async def test_on_the_way_out_the_webhook_is_left(house: House) -> None:
    async with house.running():
        pass
    assert house.wire.named("deleteWebhook") == []
    with pytest.raises(aiohttp.ClientConnectorError):
        await house.post(b"{}")


@pytest.mark.parametrize("reply", [hang_up, page(502), refused(500, "Internal Server Error")])
async def test_while_telegram_is_out_of_reach_it_waits_and_listens(house: House, reply: Reply) -> None:
    house.wire.otherwise = reply
    async with house.running():
        assert house.trouble() is None
        for _ in range(4):
            await house.wake(MINUTE)
        assert house.trouble() == WORDS("telegram-intake-unreachable", day="Saturday 3 January", hour="18:00")
        assert await house.post(json.dumps(UPDATE).encode()) == 200
        house.wire.otherwise = ok(True)
        await house.wake(MINUTE)
        assert house.trouble() is None
    assert len(house.wire.named("setWebhook")) == 6


async def test_a_wrong_address_is_told_and_tried_again(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    bad = refused(400, "Bad Request: bad webhook: HTTPS url must be provided for webhook")
    house.wire.then(bad, bad)
    async with house.running():
        await house.wake(MINUTE)
        assert house.trouble() == WORDS(
            "telegram-intake-webhook", why="Bad webhook: https url must be provided for webhook"
        )
        await house.wake(MINUTE)
        assert house.trouble() is None
    assert caplog.text.count("refuses the webhook") == 1


async def test_a_refused_token_is_told(house: House) -> None:
    house.wire.otherwise = refused(401, "Unauthorized")
    async with house.running():
        assert house.trouble() == WORDS("telegram-intake-refused")
        for _ in range(5):
            await house.wake(MINUTE)
        before = len(house.wire.asked)
        house.clock.advance(timedelta(minutes=9))
        await asyncio.sleep(0)
        assert len(house.wire.asked) == before == 6
        await house.wake(MINUTE)
        assert len(house.wire.asked) == 7


async def test_a_webhook_that_somebody_changed_is_set_again(house: House) -> None:
    async with house.running():
        house.wire.then(ok({"url": URL, "pending_update_count": 0}))
        await house.wake(MINUTE)
        assert [asked.method for asked in house.wire.asked] == ["setWebhook", "getWebhookInfo"]
        house.wire.then(ok({"url": "", "pending_update_count": 0}))
        await house.wake(MINUTE)
    assert [asked.method for asked in house.wire.asked][2:] == ["getWebhookInfo", "setWebhook"]


async def test_that_telegram_cannot_bring_updates_is_told_until_none_waits(house: House) -> None:
    def info(pending: int, failed: int) -> Reply:
        said = {"last_error_date": failed, "last_error_message": "Connection refused"}
        return ok({"url": URL, "pending_update_count": pending, **said})

    async with house.running():
        seen = []
        for reply in [info(0, 50), info(3, 50), info(3, 90), info(4, 90), info(0, 90), info(2, 90)]:
            house.wire.then(reply)
            await house.wake(MINUTE)
            seen.append(house.trouble())
    said = WORDS("telegram-intake-failing", why="Connection refused")
    assert seen == [None, None, said, said, None, None]


async def test_a_port_that_is_taken_is_told_until_it_is_free(house: House) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", house.port))
        other.listen()
        async with house.running():
            said = WORDS("telegram-intake-port", host="127.0.0.1", port=str(house.port))
            assert house.trouble() == said
            assert house.wire.asked == []
            other.close()
            house.wire.otherwise = hang_up
            await house.wake(MINUTE)
            assert house.trouble() is None
            assert await house.post(json.dumps(UPDATE).encode()) == 200


async def test_neither_token_nor_secret_is_ever_told(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    house.wire.then(page(502), page(404), refused(400, f"Bad Request: {TOKEN}"))
    async with house.running():
        for _ in range(3):
            await house.wake(MINUTE)
        await house.post(b"{", "wrong")
        assert_untold(caplog, repr(house.hook), str(house.trouble()))
    assert SECRET not in caplog.text


async def test_a_fault_of_ours_is_answered_without_success(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(_: Sequence[Mapping[str, Any]]) -> None:
        raise RuntimeError("a bug")

    house.hook._take = broken
    async with house.running():
        assert await house.post(json.dumps(UPDATE).encode()) == 500
    assert "a bug" in caplog.text
