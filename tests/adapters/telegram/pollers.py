"""Both ends of long polling: updates that Telegram keeps, a storage that may fail, and a poller between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from adapters.telegram.api import Api
from adapters.telegram.polling import Polling, Take
from bot.errors import StorageError
from bot.wording import Wording
from tests.adapters.telegram.wire import Asked, Wire, ok
from tests.fakes.clock import FakeClock

WORDS = Wording()
RIVAL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
HOOKED = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"


def update(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"text": f"reply {number}"}}


class Pending:
    """Updates as Telegram keeps them: until what lies behind them is asked for."""

    def __init__(self, wire: Wire) -> None:
        self.updates: list[Any] = []
        self.forgotten = 0
        self.batch = 100
        self.changed = asyncio.Event()
        wire.otherwise = self.reply

    def add(self, *numbers: int) -> None:
        self.updates += [update(number) for number in numbers]
        self.changed.set()

    async def reply(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        if asked.method != "getUpdates":
            await ok(True)(asked, writer)
            return
        offset = asked.parameters.get("offset", 0)
        self.forgotten = max(self.forgotten, offset)
        self.updates = [one for one in self.updates if one["update_id"] >= offset]
        while not self.updates and asked.parameters["timeout"] and not writer.transport.is_closing():
            self.changed.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.changed.wait(), 0.01)
        await ok(self.updates[: min(self.batch, asked.parameters["limit"])])(asked, writer)


class Stored:
    """A storage that can fail; ``numbers`` are those it kept, in order."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.fails = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def take(self, updates: Sequence[Mapping[str, Any]]) -> None:
        await self.gate.wait()
        if self.fails:
            self.fails -= 1
            raise StorageError("disk full")
        self.numbers += [one["update_id"] for one in updates if one["update_id"] not in self.numbers]


def polling(api: Api, take: Take, clock: FakeClock) -> Polling:
    return Polling(api, take, clock, WORDS, ["message", "chat_member"])


@asynccontextmanager
async def running(poller: Polling) -> AsyncIterator[None]:
    task = asyncio.create_task(poller.run())
    try:
        yield
    finally:
        assert not task.done(), task
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def turns() -> None:
    """Let all that is ready run."""
    for _ in range(10):
        await asyncio.sleep(0)


async def until(reached: Callable[[], object]) -> None:
    while not reached():
        await asyncio.sleep(0.001)
