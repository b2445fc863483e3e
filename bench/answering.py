"""A network's API that only answers: ``python -m bench.answering NETWORK``; JSON on its input says how.

It prints its port. ``latency`` is the mean of its answers' seconds, with half of it as jitter either way;
``rates`` are enforced if given: so many over all a second, and so many in so many seconds in one chat.
With ``every`` a command comes so often (seconds), each from a person of its own. ``GET /figures`` tells
what happened.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Protocol

from aiohttp import web


@dataclass(slots=True)
class Tally:
    """What was sent, refused and awaited, and when; all instants are of ``time.monotonic``."""

    latency: float = 0.0
    rates: tuple[int, int, float] | None = None
    refused: int = 0
    sent: list[float] = field(default_factory=list)
    asked: dict[int, float] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    _all: deque[float] = field(default_factory=deque)
    _chats: defaultdict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _random: random.Random = field(default_factory=lambda: random.Random(1))

    @asynccontextmanager
    async def takes(self, chat: int) -> AsyncIterator[bool]:
        """Whether a message to a chat is taken, with half of the answer's time before and half after."""
        await self._passes()
        now = time.monotonic()
        taken = self._admits(chat, now)
        if taken:
            self.sent.append(now)
        else:
            self.refused += 1
        yield taken
        await self._passes()

    def asks(self, who: int) -> None:
        """Somebody asks something, now."""
        self.asked[who] = time.monotonic()

    def answered(self, who: int) -> None:
        """They have their answer, now; nothing if they asked nothing."""
        if (since := self.asked.pop(who, None)) is not None:
            self.waits.append(time.monotonic() - since)

    def figures(self) -> dict[str, Any]:
        """What happened so far."""
        return {
            "sent": len(self.sent),
            "refused": self.refused,
            "first": self.sent[0] if self.sent else 0.0,
            "last": self.sent[-1] if self.sent else 0.0,
            "waits": self.waits,
        }

    async def _passes(self) -> None:
        if self.latency:
            await asyncio.sleep(self.latency * self._random.uniform(0.25, 0.75))

    def _admits(self, chat: int, now: float) -> bool:
        if self.rates is None:
            return True
        over_all, in_chat, seconds = self.rates
        mine = self._chats[chat]
        _forget(self._all, now - 1.0)
        _forget(mine, now - seconds)
        if len(self._all) >= over_all or len(mine) >= in_chat:
            return False
        self._all.append(now)
        mine.append(now)
        return True


class Network(Protocol):
    """One network's side of it."""

    def figures(self) -> dict[str, Any]:
        """What happened so far."""
        ...

    def routes(self) -> list[web.RouteDef]:
        """What it answers."""
        ...


def _forget(window: deque[float], until: float) -> None:
    while window and window[0] <= until:
        window.popleft()


def _made(network: str, how: dict[str, Any]) -> Network:
    if how.get("rates"):
        how["rates"] = tuple(how["rates"])
    tally = Tally(how.pop("latency", 0.0), how.pop("rates", None))
    made: Network = import_module(f"bench.{network}_api").Answering(tally, **how)
    return made


async def serve(network: Network) -> None:
    """Until the input ends."""

    async def figures(_: web.Request) -> web.Response:
        return web.json_response(network.figures())

    application = web.Application(client_max_size=1 << 20)
    application.add_routes([web.get("/figures", figures), *network.routes()])
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    print(port, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(_made(sys.argv[1], json.loads(sys.stdin.readline()))))
