"""The ways in which the test server fails are those in which Telegram and the net do."""

from __future__ import annotations

import aiohttp
import pytest

from tests.platforms.conftest import Caller
from tests.platforms.telegram import LOST, RESET, Fault, Place, TelegramServer, broken, flood, stall
from tests.platforms.telegram.faults import Faults
from tests.platforms.telegram.refusals import Refused

CUT = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)


@pytest.fixture
def chat(server: TelegramServer) -> Place:
    """Somebody who may be written to."""
    ana = server.person("Ana")
    ana.starts()
    return ana.chat


@pytest.mark.parametrize(("fault", "posted"), [(LOST, 1), (RESET, 0)])
async def test_a_connection_breaks_after_or_before_the_call_is_done(
    server: TelegramServer, call: Caller, chat: Place, fault: Fault, posted: int
) -> None:
    server.faults.script("sendMessage", fault)
    with pytest.raises(CUT):
        await call("sendMessage", chat_id=chat.id, text="Story")
    assert len(server.sent) == posted
    assert server.calls[-1].status == 0
    await call("sendMessage", chat_id=chat.id, text="Story")
    assert len(server.sent) == posted + 1


@pytest.mark.parametrize("applied", [True, False])
async def test_a_call_stalls(server: TelegramServer, call: Caller, chat: Place, *, applied: bool) -> None:
    server.faults.script("sendMessage", stall(applied=applied))
    async with aiohttp.ClientSession(trust_env=False, timeout=aiohttp.ClientTimeout(0.05)) as session:
        with pytest.raises(TimeoutError):
            await Caller(server, session)("sendMessage", chat_id=chat.id, text="Story")
    assert len(server.sent) == applied


async def test_a_call_is_slow_and_answered_after_all(
    server: TelegramServer, call: Caller, chat: Place
) -> None:
    server.faults.script("sendMessage", stall(0.05, applied=True))
    assert (await call("sendMessage", chat_id=chat.id, text="Story"))["text"] == "Story"


async def test_telegram_itself_breaks(server: TelegramServer, call: Caller, chat: Place) -> None:
    server.faults.script("sendMessage", broken(500), None, broken(502, applied=True))
    first = await call.refusal("sendMessage", chat_id=chat.id, text="one")
    assert (first.code, first.description) == (500, "Internal Server Error")
    await call("sendMessage", chat_id=chat.id, text="two")
    assert (await call.refusal("sendMessage", chat_id=chat.id, text="three")).code == 502
    assert [each.text for each in server.seen()] == ["two", "three"]
    assert server.faults.met == [("sendMessage", broken(500)), ("sendMessage", broken(502, applied=True))]


@pytest.mark.parametrize(("fault", "status"), [(broken(502, html=True), 502), (flood(3, html=True), 429)])
async def test_what_stands_before_telegram_answers_with_a_page(
    server: TelegramServer, call: Caller, fault: Fault, status: int
) -> None:
    server.faults.script("getMe", fault)
    async with call.session.post(call.address("getMe")) as answer:
        assert (answer.status, answer.content_type) == (status, "text/html")
        assert "<h1>" in await answer.text()


async def test_telegram_asks_for_a_pause(server: TelegramServer, call: Caller, chat: Place) -> None:
    server.faults.script("sendMessage", flood(7))
    refused = await call.refusal("sendMessage", chat_id=chat.id, text="Story")
    assert (refused.code, refused.parameters) == (429, {"retry_after": 7})
    assert server.sent == []


async def test_telegram_is_unreachable_and_comes_back(server: TelegramServer, call: Caller) -> None:
    address = server.url
    await server.down()
    with pytest.raises(aiohttp.ClientConnectorError):
        await call("getMe")
    await server.up()
    assert (await call("getMe"))["is_bot"]
    assert server.url == address


async def test_chance_is_the_same_from_the_same_seed(server: TelegramServer, call: Caller) -> None:
    def drawn(seed: int) -> list[Fault | None]:
        faults = Faults()
        faults.chance(seed, {LOST: 0.1, broken(): 0.2}, methods=["sendMessage"])
        return [faults.take("sendMessage") for _ in range(1_000)]

    assert drawn(1) == drawn(1) != drawn(2)
    assert 60 < drawn(1).count(LOST) < 140 < drawn(1).count(broken()) < 260
    server.faults.chance(1, {broken(): 1.0}, methods=["sendMessage"])
    assert (await call("getMe"))["is_bot"]
    with pytest.raises(Refused):
        await call("sendMessage", chat_id=1, text="Story")
    server.faults.stop()
    assert (await call.refusal("sendMessage", chat_id=1, text="Story")).code == 400
