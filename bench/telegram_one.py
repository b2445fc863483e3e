"""One way of sending, or of taking in: ``python -m bench.telegram_one HOW PORT COUNT`` tells what it cost.

``ours`` delivers an edition to COUNT chats from promises that stand; ``bare`` posts as many messages of the
same size; ``shipped`` sends them through python-telegram-bot as it comes. ``paced`` delivers under
Telegram's limits while updates are polled; ``pending`` takes COUNT updates in.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import AbstractAsyncContextManager
from functools import partial

from aiohttp import ClientSession, TCPConnector
from pydantic import SecretStr

from adapters.clock import SystemClock
from adapters.telegram.platform import Account, Telegram
from bench.chats import lineup
from bench.delivering import (
    AT_ONCE,
    MESSAGES,
    a_story,
    delivered,
    delivered_meanwhile,
    each,
    figures,
    house,
    many,
)
from bench.harness import Figures
from bench.parts import settle_garbage
from bench.telegram_api import REPLIED_TO
from bot.model.chats import Chat, ChatKind, ChatRef
from bot.model.editions import Post, PostKind
from bot.wording import Wording
from storage.store import SqlStore

_TOKEN = "4242:bench"


async def ours(port: int, chats: int) -> Figures:
    """An edition from its promises to its records."""
    async with house(partial(_telegram, port, 1_000)) as found:
        return await delivered(found, map(_chat, range(1, chats + 1)))


async def bare(port: int, chats: int) -> Figures:
    """The same number of bytes, posted."""
    text, rows = _story()
    keys = [[{"text": label, "callback_data": data} for label, data in row] for row in rows]
    payload = {"chat_id": 1, "text": text, "parse_mode": "HTML", "reply_markup": {"inline_keyboard": keys}}
    body = json.dumps(payload).encode()
    url = f"http://127.0.0.1:{port}/bot{_TOKEN}/sendMessage"
    headers = {"Content-Type": "application/json"}
    async with ClientSession(connector=TCPConnector(limit=AT_ONCE)) as session:

        async def post(_: int) -> None:
            async with session.post(url, data=body, headers=headers) as answer:
                json.loads(await answer.read())

        return each(await many(post, chats * MESSAGES), chats)


async def shipped(port: int, chats: int) -> Figures:
    """The same messages by the library's own means."""
    from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup  # noqa: PLC0415 - what is measured beside must not load it
    from telegram.request import HTTPXRequest  # noqa: PLC0415

    text, rows = _story()
    keys = InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    )
    request = HTTPXRequest(connection_pool_size=AT_ONCE)
    async with Bot(_TOKEN, base_url=f"http://127.0.0.1:{port}/bot", request=request) as bot:

        async def send(chat: int) -> None:
            await bot.send_message(chat, text, parse_mode="HTML", reply_markup=keys)

        return each(await many(send, chats * MESSAGES), chats)


async def paced(port: int, chats: int) -> Figures:
    """A wave at Telegram's own rates, and commands answered meanwhile."""
    async with house(partial(_telegram, port, 0)) as found:
        await delivered_meanwhile(found, map(_chat, range(1, chats + 1)))
    return {}


async def pending(port: int, count: int) -> Figures:  # noqa: ARG001 - the other side has so many
    """Replies to a story, until the last of them is acknowledged."""
    async with house(partial(_telegram, port, 0)) as found:
        prepared = lineup(1)[0]
        for chat in range(1, 1_001):
            ref = ChatRef(found.platform.name, str(chat))
            await found.store.posts.remember(Post(ref, str(REPLIED_TO), PostKind.STORY, prepared.story))
        settle_garbage()
        async with found.services.intake:
            polling = asyncio.create_task(found.platform.run(found.services.intake))
            while not (await asyncio.to_thread(figures, port))["drained"]:  # noqa: ASYNC110 - watched from outside
                await asyncio.sleep(0.1)
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)
    return {}


def _telegram(port: int, paid: int, store: SqlStore) -> AbstractAsyncContextManager[Telegram]:
    account = Account(SecretStr(_TOKEN), f"http://127.0.0.1:{port}", None, paid)
    return Telegram(account, memory=store.memory, words=Wording(), clock=SystemClock())


def _story() -> tuple[str, list[list[tuple[str, str]]]]:
    """A story as Telegram is sent it, and its buttons."""
    from adapters.telegram.rendering import html  # noqa: PLC0415 - see above

    made = a_story()
    return html(made), [[(button.label, button.action) for button in row] for row in made.buttons]


def _chat(number: int) -> Chat:
    return Chat(ChatRef("telegram", str(number)), ChatKind.PRIVATE, "A reader")


_WAYS = {"ours": ours, "bare": bare, "shipped": shipped, "paced": paced, "pending": pending}

if __name__ == "__main__":
    how, port, count = sys.argv[1:]
    print(json.dumps(asyncio.run(_WAYS[how](int(port), int(count)))))
