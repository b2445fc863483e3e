"""Feeds read and placed in stories under a watchdog: ``python -m bench.loop_feeds PORT FEEDS``."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.harness import Figures
from bench.parts import newsroom
from bench.server import addresses
from bench.watchdog import Watchdog


async def measure(folder: Path, port: int, feeds: int) -> Figures:
    """How long the event loop was blocked, while feeds were read and while entries were placed."""
    async with newsroom(folder / "news.db", addresses(port, feeds, "plain")) as desk:
        async with Watchdog() as reading:
            await desk.collector.poll_due()
        async with Watchdog() as placing:
            await desk.placer.place_new()
    found = {"reading": reading.figures(), "placing": placing.figures()}
    return {f"{what}, {name}": value for what, figures in found.items() for name, value in figures.items()}


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        print(json.dumps(asyncio.run(measure(Path(name), int(sys.argv[1]), int(sys.argv[2])))))
