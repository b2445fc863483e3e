"""The Bot API's client: which connection a call takes, typed methods, and that no part tells the token."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from pydantic import SecretStr
from telegram.error import NetworkError, TelegramError

from adapters.telegram.api import TELEGRAM, Api
from adapters.telegram.request import PLACES
from tests.adapters.telegram.wire import (
    TOKEN,
    Asked,
    Reply,
    Wire,
    assert_untold,
    hang_up,
    ok,
    page,
    refused,
    shown,
    stall,
)


@pytest_asyncio.fixture
async def api(wire: Wire) -> AsyncIterator[Api]:
    async with Api(SecretStr(TOKEN), wire.url) as opened:
        yield opened


SENT = {"message_id": 9, "date": 1_767_463_200, "chat": {"id": 5, "type": "private"}}


async def test_opening_it_asks_telegram_nothing(wire: Wire, api: Api) -> None:
    assert wire.asked == []


async def test_the_typed_methods_go_the_same_way(wire: Wire, api: Api) -> None:
    wire.then(ok({"id": 1, "is_bot": True, "first_name": "Newsline", "username": "newsline_bot"}))
    assert (await api.bot.get_me()).username == "newsline_bot"
    assert wire.asked[0].path == f"/bot{TOKEN}/getMe"


async def test_a_file_is_sent_with_its_name(wire: Wire, api: Api) -> None:
    wire.then(ok(SENT))
    posted = await api.bot.send_document(5, b'{"likes": []}', caption="Your data", filename="data.json")
    assert posted.message_id == 9
    (asked,) = wire.asked
    assert "multipart/form-data" in asked.head
    assert b'filename="data.json"' in asked.body
    assert b'{"likes": []}' in asked.body
    assert b"Your data" in asked.body


async def test_a_long_poll_takes_no_place_from_what_is_sent(wire: Wire, api: Api) -> None:
    async def slowly(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await (stall if asked.method == "sendMessage" else ok([]))(asked, writer)

    wire.otherwise = slowly
    sends = [asyncio.create_task(api.call("sendMessage", {})) for _ in range(PLACES)]
    await wire.count(PLACES)
    assert await api.call("getUpdates", {}) == []
    for send in sends:
        send.cancel()
    await asyncio.gather(*sends, return_exceptions=True)


async def test_a_call_that_is_given_up_ends_its_connection(wire: Wire, api: Api) -> None:
    wire.then(stall)
    call = asyncio.create_task(api.call("getUpdates", {}))
    await wire.count(1)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert await api.call("getUpdates", {}) is True
    assert wire.asked[1].connection != wire.asked[0].connection


def test_telegrams_own_server_is_asked_unless_another_is_named() -> None:
    assert TELEGRAM == "https://api.telegram.org"
    assert "api.telegram.org" in Api(SecretStr(TOKEN))._calls._base.get_secret_value()


async def test_a_token_that_would_lead_elsewhere_stays_in_the_path(wire: Wire) -> None:
    async with Api(SecretStr("1:x/../../evil?a=#b"), wire.url) as api:
        await api.call("getMe", {})
    assert wire.asked[0].path.endswith("/getMe")
    assert wire.asked[0].path.count("/") == 2


@pytest.mark.parametrize("reply", [hang_up, page(502), page(404), refused(401, f"Unauthorized {TOKEN}")])
async def test_nothing_that_can_be_printed_tells_the_token(
    wire: Wire, api: Api, caplog: pytest.LogCaptureFixture, reply: Reply
) -> None:
    caplog.set_level(logging.DEBUG)
    fresh = Api(SecretStr(TOKEN), wire.url)
    wire.then(reply, reply)
    shows = [
        repr(part)
        for part in (api, fresh, api.bot, api.bot.token, api.bot.base_url, api.bot.base_file_url, api._calls)
    ]
    for call in (api.call("sendMessage", {}), api.bot.send_message(5, "x")):
        with pytest.raises(TelegramError) as caught:
            await call
        shows.append(shown(caught.value))
    wire.then(ok(SENT))
    shows.append(repr(await api.bot.send_message(5, "x")))
    assert_untold(caplog, *shows)


async def test_the_library_told_to_start_by_itself_tells_no_token_either(
    wire: Wire, api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wire.then(page(404))
    with pytest.raises(TelegramError) as caught:
        await api.bot.initialize()
    assert_untold(caplog, shown(caught.value))


async def test_a_typed_method_given_no_answer_raises_as_a_call_does(wire: Wire, api: Api) -> None:
    wire.then(hang_up)
    with pytest.raises(NetworkError):
        await api.bot.get_me()
