"""Databases with many chats: ``python -m bench.chats FILE CHATS DUE IN_FLIGHT`` makes one.

Every chat has a subscription, all due at one instant: DUE is ``now``, or ``later`` for the next
morning. So many deliveries (``IN_FLIGHT``) are left as a crash leaves them, handed to the
platform and without an outcome.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import time, timedelta
from pathlib import Path

from adapters.console import NAME
from bench.harness import probe, say
from bench.invented import NOW, report
from bench.parts import address, briefing
from bot.model.chats import Chat, ChatKind, ChatRef, Order, Schedule, Slot, Subscription
from bot.model.news import Citation, PreparedStory, StoryId
from bot.ports.press import NewDelivery, NewPromise
from bot.ports.store import Store
from storage import open_store

_TOGETHER = 2000  # chats kept in one go
_SHOWN = 20_000
_ORDERS = [
    Order(size, topics) for size in (3, 5, 7, 10) for topics in ((), ("talks",), ("sanctions", "treaties"))
]


def make(file: Path, chats: int, *, due: bool, in_flight: int = 0) -> None:
    """A database with these chats, made in a process of its own."""
    probe("bench.chats", file, chats, "now" if due else "later", in_flight)


def lineup(count: int = 20) -> list[PreparedStory]:
    """Stories ready to go out."""
    found = ((number, report(number, 1)) for number in range(count))
    return [
        PreparedStory(
            story=StoryId(f"b{number}"),
            label="Newsline",
            headline=one.title,
            excerpt=one.paragraphs,
            citation=Citation("Ostmark Post", f"https://outlet-1.example/world/{number}"),
            published=one.at,
            language="en",
        )
        for number, one in found
    ]


async def _fill(store: Store, chats: int, *, due: bool) -> None:
    at = NOW if due else NOW + timedelta(hours=13)
    schedule = Schedule("UTC", (time(at.hour),))
    slot = Slot(at.date(), time(at.hour), at)
    for start in range(0, chats, _TOGETHER):
        if start % _SHOWN == 0:
            say(f"{start:,} of {chats:,} chats made")
        refs = [_chat(number) for number in range(start, min(start + _TOGETHER, chats))]
        await asyncio.gather(*(store.chats.see(Chat(ref, ChatKind.PRIVATE, "A reader")) for ref in refs))
        orders = (_ORDERS[number % len(_ORDERS)] for number in range(start, chats))
        await asyncio.gather(
            *(
                store.subscriptions.put(Subscription(briefing().id, ref, schedule, order, next=slot))
                for ref, order in zip(refs, orders, strict=False)
            )
        )


async def _leave_in_flight(store: Store, count: int) -> None:
    edition = await store.editions.freeze(briefing().id, NOW, _ORDERS[0], lineup())
    expires = NOW + timedelta(hours=6)
    promises = [
        NewPromise(briefing().id, _chat(number), "2026-01-03 18:00", edition.id, NOW.date(), NOW, expires)
        for number in range(count)
    ]
    await store.promises.promise(promises, briefing().id, ())
    for promise in await store.promises.open(NAME, NOW, count):
        await store.promises.expand(promise.id, [NewDelivery(0, None, f"bench-{promise.id}")])
    claimed = await store.deliveries.claim(NAME, NOW, count, 60.0)
    held = await store.deliveries.intend([(one.delivery.id, one.delivery.fence) for one in claimed])
    if len(held) != count:
        raise RuntimeError(f"{len(held)} deliveries are in flight, not {count}")


def _chat(number: int) -> ChatRef:
    return ChatRef(NAME, f"room-{number}")


async def _make(file: Path, chats: int, *, due: bool, in_flight: int) -> None:
    async with open_store(address(file)) as store:
        await _fill(store, chats, due=due)
        if in_flight:
            await _leave_in_flight(store, in_flight)


if __name__ == "__main__":
    file, chats, due, in_flight = sys.argv[1:]
    asyncio.run(_make(Path(file), int(chats), due=due == "now", in_flight=int(in_flight)))
    print("{}")
