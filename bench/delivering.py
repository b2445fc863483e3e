"""A house with one network in it, and an edition promised to many of its chats."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Generic, TypeVar
from urllib.request import urlopen

from adapters.clock import SystemClock
from adapters.feeds.web import open_web
from bench.chats import lineup
from bench.harness import Figures, Stopwatch, running
from bench.parts import LOOPBACK, address, briefing, settle_garbage
from bot.assembly import Outside, Services, assemble
from bot.model.chats import Chat, Order, Schedule, Subscription
from bot.ports.platform import Platform
from bot.ports.press import NewPromise
from bot.press.composing import NOTHING_SAID, story
from bot.text.markup import Message
from bot.wording import Wording
from storage import open_store
from storage.store import SqlStore

MESSAGES = 8  # of an edition: a header and seven stories
AT_ONCE = 60
"""Requests under way of those that only send: as many as the dispatcher has."""

_ORDER = Order(MESSAGES - 1)

P = TypeVar("P", bound=Platform)


@dataclass(frozen=True, slots=True)
class House(Generic[P]):
    """The program's parts around one network."""

    store: SqlStore
    services: Services
    platform: P


@contextmanager
def answering(network: str, **how: object) -> Iterator[int]:
    """A network's API on a port of its own process."""
    with running("-m", "bench.answering", network) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the answering process has no pipes")
        process.stdin.write(json.dumps(how) + "\n")
        process.stdin.flush()
        yield int(process.stdout.readline())


def figures(port: int) -> dict[str, Any]:
    """What the answering side saw."""
    with urlopen(f"http://127.0.0.1:{port}/figures") as answer:
        told: dict[str, Any] = json.load(answer)
    return told


@asynccontextmanager
async def house(made: Callable[[SqlStore], AbstractAsyncContextManager[P]]) -> AsyncIterator[House[P]]:
    """A house in a folder of its own, with the network that is made on its store."""
    clock = SystemClock()
    with TemporaryDirectory() as folder:
        async with (
            open_store(address(Path(folder, "bench.db")), exclusive=True) as store,
            open_web(clock=clock, allow=LOOPBACK) as web,
            made(store) as platform,
        ):
            outside = Outside(
                store=store,
                platforms=(platform,),
                reader=web.feeds,
                articles=None,
                finder=web.finder,
                outlines=web.outlines,
                clock=clock,
                chance=Random(1),
                backup=_no_backup,
            )
            yield House(store, assemble(outside, briefing(), ()), platform)


async def promise(store: SqlStore, chats: Iterable[Chat]) -> None:
    """An edition, promised to these chats."""
    now = SystemClock().now()
    edition = await store.editions.freeze(briefing().id, now, _ORDER, lineup())
    schedule = Schedule("UTC", (briefing().hour,))
    promises = []
    for chat in chats:
        await store.chats.see(chat)
        await store.subscriptions.put(Subscription(briefing().id, chat.ref, schedule, _ORDER))
        until = now + timedelta(hours=6)
        promises.append(NewPromise(briefing().id, chat.ref, "bench", edition.id, now.date(), now, until))
    await store.promises.promise(promises, briefing().id, ())


async def deliver(services: Services) -> None:
    """All that was promised."""
    stop = asyncio.Event()
    running_on = asyncio.create_task(services.press.dispatcher.run(stop))
    await services.press.dispatcher.settled()
    stop.set()
    await running_on


async def delivered(found: House[Any], chats: Iterable[Chat]) -> Figures:
    """What an edition costs a message, from its promises to its records."""
    promised = list(chats)
    await promise(found.store, promised)
    settle_garbage()
    watch = Stopwatch()
    await deliver(found.services)
    return each(watch.read(), len(promised))


async def delivered_meanwhile(found: House[Any], chats: Iterable[Chat], listening: float = 0.0) -> None:
    """An edition goes out while people are listened to, ``listening`` seconds after that began."""
    await promise(found.store, chats)
    settle_garbage()
    async with found.services.intake:
        polling = asyncio.create_task(found.platform.run(found.services.intake))
        await asyncio.sleep(listening)
        await deliver(found.services)
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)


async def many(send: Callable[[int], Awaitable[None]], count: int) -> Figures:
    """So many sends, as many side by side as the dispatcher has."""
    numbers = iter(range(1, count + 1))

    async def work() -> None:
        for number in numbers:
            await send(number)

    settle_garbage()
    watch = Stopwatch()
    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return watch.read()


def a_story() -> Message:
    """A story as it is sent."""
    return story(lineup(1)[0], NOTHING_SAID, Wording(), SystemClock().now())


def each(passed: Figures, chats: int) -> Figures:
    """The CPU microseconds of a message."""
    return {"cost": passed["cpu"] / chats / MESSAGES * 1e6}


async def _no_backup() -> Path:
    raise RuntimeError("nothing is backed up here")
