"""A running test server can be driven from outside, so that a person or a script meets the real bot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from tests.platforms.conftest import Caller
from tests.platforms.telegram import TelegramServer
from tests.platforms.telegram.__main__ import settle
from tests.platforms.telegram.control import Control, line

Order = Callable[..., Awaitable[Any]]


@pytest.fixture
async def order(server: TelegramServer) -> AsyncIterator[Order]:
    """Orders to a server with its small world."""
    settle(server)
    server.wire.extra = Control(server).handle
    async with aiohttp.ClientSession(trust_env=False) as session:

        async def ask(verb: str, **order: object) -> object:
            async with session.post(f"{server.url}/control/{verb}", json=order) as answer:
                body = await answer.json()
                return body if answer.ok else (answer.status, body["error"])

        yield ask


async def test_a_conversation_by_orders(server: TelegramServer, call: Caller, order: Order) -> None:
    await order("say", person="Ana", text="/start")
    chat = (await call.updates())[-1]["message"]["chat"]["id"]
    markup = {"inline_keyboard": [[{"text": "Like", "callback_data": "like k7"}]]}
    await call("sendMessage", chat_id=chat, text="Story", reply_markup=markup)
    shown = await order("messages", chat="Ana")
    assert [(each["text"], each["buttons"]) for each in shown] == [
        ("Story", [{"text": "Like", "data": "like k7", "url": None}])
    ]
    await order("press", person="Ana", button="Like")
    await order("reply", person="Ana", text="a comment")
    await order("react", person="Ana", emoji=["👍"])
    query, comment = (await call.updates())[-2:]
    assert query["callback_query"]["data"] == "like k7"
    assert comment["message"]["reply_to_message"]["message_id"] == shown[0]["id"]
    assert line(server.sent[0]) == "Ana #2: Story\n    [Like]"


async def test_a_chat_takes_the_bot_in_by_order(server: TelegramServer, call: Caller, order: Order) -> None:
    await order("added", person="Ana", chat="Square", admin=True)
    await order("say", person="Ben", text="hello", chat="Square", topic="News")
    added, _, hello = await call.updates()
    assert added["my_chat_member"]["new_chat_member"]["status"] == "administrator"
    assert hello["message"]["is_topic_message"]
    await order("removed", person="Ana", chat="Square")
    assert (await call.updates())[-1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert (await order(""))["people"] == ["Ana", "Ben"]


async def test_many_reply_by_order(server: TelegramServer, call: Caller, order: Order) -> None:
    await order("say", person="Ana", text="/start")
    await order("locate", person="Ana", latitude=41.9, longitude=12.5)
    wish = {"keyboard": [[{"text": "Choose", "request_chat": {"request_id": 1, "chat_is_channel": True}}]]}
    chat = (await call.updates())[0]["message"]["chat"]["id"]
    await call("sendMessage", chat_id=chat, text="Which channel?", reply_markup=wish)
    await order("share", person="Ana", button="Choose", shared="Gazette")
    assert await order("flood", chat="Ana", count=20) == {"count": 20}
    _, located, shared, *replies = await call.updates()
    assert located["message"]["location"] == {"latitude": 41.9, "longitude": 12.5}
    assert shared["message"]["chat_shared"]["request_id"] == 1
    assert len(replies) == 20


async def test_an_order_that_makes_no_sense_is_refused(order: Order) -> None:
    assert await order("dance") == (404, "no /control/dance here")
    assert await order("say", person="Cem", text="a") == (400, "LookupError: nobody is called 'Cem'")
    await order("say", person="Ana", text="/start")
    assert (await order("press", person="Ana", button="Like"))[0] == 400
