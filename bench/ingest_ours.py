"""One reading of all feeds by this program, from nothing to stories in a database file, measured.

``python -m bench.ingest_ours PORT FEEDS KIND ITEMS``
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.harness import Figures, Stopwatch
from bench.parts import newsroom
from bench.server import addresses


async def measure(folder: Path, port: int, feeds: int, kind: str, items: int) -> Figures:
    """Seconds until all is read and kept, and until all of it is in stories."""
    database = folder / "news.db"
    watch = Stopwatch()
    async with newsroom(database, addresses(port, feeds, kind)) as desk:
        polled = await desk.collector.poll_due()
    if (polled.read, polled.failed) != (feeds, 0):
        raise RuntimeError(f"not all feeds were read: {polled}")
    read = watch.read()
    async with newsroom(database) as desk:
        placed = await desk.placer.place_new()
    whole = watch.read()
    if not 0 < placed == polled.new <= feeds * items:
        raise RuntimeError(f"{placed} entries placed of {polled.new}")
    return {
        "read per second": feeds / read["wall"],
        "read per CPU second": feeds / read["cpu"],
        "placed per second": feeds / whole["wall"],
        "placed per CPU second": feeds / whole["cpu"],
    }


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        port, feeds, kind, items = sys.argv[1:]
        print(json.dumps(asyncio.run(measure(Path(name), int(port), int(feeds), kind, int(items)))))
