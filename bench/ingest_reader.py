"""The same feeds read by the library ``reader``, from nothing to entries in its database file, measured.

``python -m bench.ingest_reader PORT FEEDS KIND ITEMS``
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from reader import make_reader

from bench.harness import Figures, Stopwatch
from bench.server import addresses

WORKERS = 8
"""Threads that fetch; more of them made it no faster."""


def measure(folder: Path, port: int, feeds: int, kind: str, items: int) -> Figures:
    """Seconds until all is read and kept; stories it makes none."""
    watch = Stopwatch()
    with make_reader(str(folder / "reader.db")) as reader:
        for address in addresses(port, feeds, kind):
            reader.add_feed(address)
        reader.update_feeds(workers=WORKERS)
        kept = reader.get_entry_counts().total
    if kept != feeds * items:
        raise RuntimeError(f"{kept} entries kept of {feeds * items}")
    passed = watch.read()
    return {"read per second": feeds / passed["wall"], "read per CPU second": feeds / passed["cpu"]}


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        port, feeds, kind, items = sys.argv[1:]
        print(json.dumps(measure(Path(name), int(port), int(feeds), kind, int(items))))
