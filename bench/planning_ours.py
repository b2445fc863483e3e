"""Planning a wave of subscriptions that are due at one instant, measured, while people go on writing.

``python -m bench.planning_ours FILE CHATS timed|watched``: a watchdog takes time of its own, so a run is
either timed or watched.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from bench.chats import lineup
from bench.harness import Figures, Stopwatch
from bench.invented import NOW
from bench.parts import SetClock, address, briefing, settle_garbage
from bench.watchdog import Watchdog, p99
from bot.model.chats import Chat, ChatKind, ChatRef, Order, Person, PersonRef
from bot.model.events import Arrival, Command
from bot.model.news import PreparedStory
from bot.ports.store import Store
from bot.press.editions import Editions
from bot.press.planning import Planner
from bot.press.trouble import Trouble
from bot.text.markup import Message, plain_text
from bot.wording import Wording
from storage import open_store

_EVERY = 0.02


class _LineUp:
    """A line-up that stands."""

    def __init__(self) -> None:
        self._stories = lineup()

    async def prepared(self, order: Order, now: datetime) -> Sequence[PreparedStory]:  # noqa: ARG002 - a port
        return self._stories


async def measure(file: Path, chats: int, *, watched: bool) -> Figures:
    """Seconds to promise all and milliseconds that a command waits to be kept meanwhile; or blocks."""
    async with open_store(address(file), exclusive=True) as store:
        planner = _planner(store)
        settle_garbage()
        watch = Stopwatch()
        async with Watchdog() if watched else nullcontext() as dog, _intake(store) as waits:
            promised = await planner.plan(NOW)
            passed = watch.read()
    if promised != chats:
        raise RuntimeError(f"{promised} editions promised, not {chats}")
    return dog.figures() if dog else {**passed, "intake p99": p99(waits) * 1000}


def _planner(store: Store) -> Planner:
    clock, name = SetClock(), briefing().id
    editions = Editions(store=store.editions, source=_LineUp(), clock=clock, briefing=name)
    trouble = Trouble(chats=store.chats, tell=_tell, words=Wording())
    return Planner(store=store, editions=editions, trouble=trouble, clock=clock, briefing=name)


async def _tell(said: Message) -> None:
    raise RuntimeError(plain_text(said))


@asynccontextmanager
async def _intake(store: Store) -> AsyncIterator[list[float]]:
    """Commands that come in all the time, and how long each took to be kept."""
    waits: list[float] = []
    writing = asyncio.create_task(_write(store, waits))
    try:
        yield waits
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)


async def _write(store: Store, waits: list[float]) -> None:
    chat = Chat(ChatRef("bench", "1"), ChatKind.PRIVATE, "A reader")
    person = Person(PersonRef("bench", "1"), "Ana")
    while True:
        event = Command(Arrival(f"{len(waits)}", chat, person), "desk")
        before = time.perf_counter()
        await store.inbox.put([event], NOW)
        waits.append(time.perf_counter() - before)
        await asyncio.sleep(_EVERY)


if __name__ == "__main__":
    source, count = Path(sys.argv[1]), int(sys.argv[2])
    with TemporaryDirectory(dir=source.parent) as name:
        file = Path(name, "chats.db")
        copyfile(source, file)
        print(json.dumps(asyncio.run(measure(file, count, watched=sys.argv[3] == "watched"))))
