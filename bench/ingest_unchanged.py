"""Reading feeds again that have nothing new, measured: by this program, or by bare requests.

``python -m bench.ingest_unchanged PORT FEEDS ours|bare``
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from bench.harness import Figures, Stopwatch
from bench.parts import newsroom
from bench.server import addresses
from bot.newsroom.poll import AT_ONCE

_TIMES = 5


async def ours(folder: Path, feeds: Sequence[str]) -> Figures:
    """CPU milliseconds a feed, after a first reading that does not count."""
    async with newsroom(folder / "news.db", feeds) as desk:
        await desk.collector.poll_due()
        watch = Stopwatch()
        for _ in range(_TIMES):
            polled = await desk.collector.poll_all()
            if (polled.read, polled.failed, polled.new) != (len(feeds), 0, 0):
                raise RuntimeError(f"something was new: {polled}")
        passed = watch.read()  # before the children end: they had nothing to do
    return {"CPU": passed["cpu"] / _TIMES / len(feeds) * 1000}


async def bare(feeds: Sequence[str]) -> Figures:
    """The same for requests of the same kind and answers thrown away."""
    etags: dict[str, str] = {}
    await _ask_all(feeds, etags)
    watch = Stopwatch()
    for _ in range(_TIMES):
        await _ask_all(feeds, etags)
    return {"CPU": watch.read()["cpu"] / _TIMES / len(feeds) * 1000}


async def _ask_all(feeds: Sequence[str], etags: dict[str, str]) -> None:
    """With a session of its own: nobody keeps a connection from one reading of a feed to the next."""
    waiting = iter(feeds)

    async def work(session: aiohttp.ClientSession) -> None:
        for feed in waiting:
            headers = {"If-None-Match": etags[feed]} if feed in etags else {}
            async with session.get(feed, headers=headers) as response:
                await response.read()
                if "ETag" in response.headers:
                    etags[feed] = response.headers["ETag"]

    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(work(session))


if __name__ == "__main__":
    port, count, who = sys.argv[1:]
    found = addresses(int(port), int(count), "plain")
    with TemporaryDirectory() as name:
        print(json.dumps(asyncio.run(ours(Path(name), found) if who == "ours" else bare(found))))
