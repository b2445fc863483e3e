"""One way of sending, or of taking in: ``python -m bench.telegram_one HOW PORT COUNT`` tells what it cost.

``ours`` delivers an edition to COUNT chats from promises that stand; ``bare`` posts as many messages of the
same size; ``shipped`` sends them through python-telegram-bot as it comes. ``paced`` delivers under
Telegram's limits while updates are polled; ``pending`` takes COUNT updates in.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from aiohttp import ClientSession, TCPConnector
from pydantic import SecretStr

from adapters.clock import SystemClock
from adapters.feeds.web import open_web
from adapters.telegram.platform import Account, Telegram
from bench.answering import REPLIED_TO
from bench.chats import lineup
from bench.harness import Figures, Stopwatch
from bench.parts import LOOPBACK, address, briefing, settle_garbage
from bench.telegram import MESSAGES, figures
from bot.assembly import Outside, Services, assemble
from bot.model.chats import Chat, ChatKind, ChatRef, Order, Schedule, Subscription
from bot.model.editions import Post, PostKind
from bot.ports.press import NewPromise
from bot.ports.store import Store
from bot.press.composing import NOTHING_SAID, story
from bot.text.markup import Message
from bot.wording import Wording
from storage import open_store

AT_ONCE = 60
"""Requests under way of those that only send: as many as the dispatcher has."""

_TOKEN = "4242:bench"
_ORDER = Order(MESSAGES - 1)


async def ours(port: int, chats: int) -> Figures:
    """An edition from its promises to its records."""
    async with _house(port, paid=1_000) as (store, services, _):
        await _promise(store, chats)
        settle_garbage()
        watch = Stopwatch()
        await _deliver(services)
        passed = watch.read()
    return _each(passed, chats)


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

        return _each(await _many(post, chats * MESSAGES), chats)


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

        return _each(await _many(send, chats * MESSAGES), chats)


async def paced(port: int, chats: int) -> Figures:
    """A wave at Telegram's own rates, and commands answered meanwhile."""
    async with _house(port, paid=0) as (store, services, telegram):
        await _promise(store, chats)
        settle_garbage()
        async with services.intake:
            polling = asyncio.create_task(telegram.run(services.intake))
            await _deliver(services)
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)
    return {}


async def pending(port: int, count: int) -> Figures:  # noqa: ARG001 - the other side has so many
    """Replies to a story, until the last of them is acknowledged."""
    async with _house(port, paid=0) as (store, services, telegram):
        prepared = lineup(1)[0]
        for chat in range(1, 1_001):
            ref = ChatRef(telegram.name, str(chat))
            await store.posts.remember(Post(ref, str(REPLIED_TO), PostKind.STORY, prepared.story))
        settle_garbage()
        async with services.intake:
            polling = asyncio.create_task(telegram.run(services.intake))
            while not (await asyncio.to_thread(figures, port))["drained"]:  # noqa: ASYNC110 - watched from outside
                await asyncio.sleep(0.1)
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)
    return {}


@asynccontextmanager
async def _house(port: int, *, paid: int) -> AsyncIterator[tuple[Store, Services, Telegram]]:
    clock = SystemClock()
    with TemporaryDirectory() as folder:
        async with (
            open_store(address(Path(folder, "bench.db")), exclusive=True) as store,
            open_web(clock=clock, allow=LOOPBACK) as web,
            Telegram(
                Account(SecretStr(_TOKEN), f"http://127.0.0.1:{port}", None, paid),
                memory=store.memory,
                words=Wording(),
                clock=clock,
            ) as telegram,
        ):
            outside = Outside(
                store=store,
                platforms=(telegram,),
                reader=web.feeds,
                articles=None,
                finder=web.finder,
                outlines=web.outlines,
                clock=clock,
                chance=Random(1),
                backup=_no_backup,
            )
            yield store, assemble(outside, briefing(), ()), telegram


async def _promise(store: Store, chats: int) -> None:
    """An edition, promised to so many private chats."""
    now = SystemClock().now()
    edition = await store.editions.freeze(briefing().id, now, _ORDER, lineup())
    schedule = Schedule("UTC", (briefing().hour,))
    for number in range(1, chats + 1):
        chat = _chat(number)
        await store.chats.see(chat)
        await store.subscriptions.put(Subscription(briefing().id, chat.ref, schedule, _ORDER))
    promises = [
        NewPromise(
            briefing().id,
            _chat(number).ref,
            "bench",
            edition.id,
            now.date(),
            now,
            now + timedelta(hours=6),
        )
        for number in range(1, chats + 1)
    ]
    await store.promises.promise(promises, briefing().id, ())


async def _deliver(services: Services) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(services.press.dispatcher.run(stop))
    await services.press.dispatcher.settled()
    stop.set()
    await running


async def _many(send: Callable[[int], Awaitable[None]], count: int) -> Figures:
    """So many sends, as many side by side as the dispatcher has."""
    numbers = iter(range(1, count + 1))

    async def work() -> None:
        for number in numbers:
            await send(number)

    settle_garbage()
    watch = Stopwatch()
    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return watch.read()


def _story() -> tuple[str, list[list[tuple[str, str]]]]:
    """A story as Telegram is sent it, and its buttons."""
    from adapters.telegram.rendering import html  # noqa: PLC0415 - see above

    made: Message = story(lineup(1)[0], NOTHING_SAID, Wording(), SystemClock().now())
    return html(made), [[(button.label, button.action) for button in row] for row in made.buttons]


def _each(passed: Figures, chats: int) -> Figures:
    return {"cost": passed["cpu"] / chats / MESSAGES * 1e6}


def _chat(number: int) -> Chat:
    return Chat(ChatRef("telegram", str(number)), ChatKind.PRIVATE, "A reader")


async def _no_backup() -> Path:
    raise RuntimeError("nothing is backed up here")


_WAYS = {"ours": ours, "bare": bare, "shipped": shipped, "paced": paced, "pending": pending}

if __name__ == "__main__":
    how, port, count = sys.argv[1:]
    print(json.dumps(asyncio.run(_WAYS[how](int(port), int(count)))))
