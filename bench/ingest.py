"""Reading feeds: first beside the library ``reader``, then with nothing new beside bare requests."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bench.figures import Goal, Row, compared
from bench.harness import Options, mirrored, probe
from bench.server import served

FAST = Goal(10, least=True)
FEEDPARSER = Goal(3, least=True)
UNCHANGED = Goal(1.5)


def run(options: Options) -> Sequence[Row]:
    """All rows."""
    feeds, items = options.size(500, 10), 30
    with served(feeds, items) as port:
        return [*_first(port, feeds, items, options), *_again(port, feeds, options)]


def _first(port: int, feeds: int, items: int, options: Options) -> Sequence[Row]:
    ours, theirs = (
        partial(probe, "bench.ingest_ours", port, feeds),
        partial(probe, "bench.ingest_reader", port, feeds),
    )
    runs = {
        "fast path": partial(ours, "plain", items),
        "feedparser alone": partial(ours, "odd", items),
        "reader": partial(theirs, "plain", items),
    }
    found = mirrored(runs, options.rounds, "ingest")
    rows = []
    for name, goal in (("fast path", FAST), ("feedparser alone", FEEDPARSER)):
        for done, what in (("read", "read and kept"), ("placed", "and placed in stories")):
            for per in ("per second", "per CPU second"):
                reference = ("reader", found["reader"][f"read {per}"])
                values = found[name][f"{done} {per}"]
                rows.append(compared(f"{name}, {what}", f"feeds {per}", values, reference, goal))
    return rows


def _again(port: int, feeds: int, options: Options) -> Sequence[Row]:
    runs = {who: partial(probe, "bench.ingest_unchanged", port, feeds, who) for who in ("ours", "bare")}
    found = mirrored(runs, options.rounds, "ingest, nothing changed")
    reference = ("bare requests", found["bare"]["CPU"])
    return [compared("nothing changed", "CPU ms a feed", found["ours"]["CPU"], reference, UNCHANGED)]
