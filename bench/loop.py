"""The event loop: how long it is blocked while feeds come in and while a wave is planned.

A busy machine makes wakes late too: run it on one that has nothing else to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bench.figures import Goal, Row, row
from bench.harness import Options, probe, repeated
from bench.planning import wave
from bench.server import served

BLOCK = Goal(50, always=True)


def run(options: Options) -> Sequence[Row]:
    """All rows."""
    feeds = options.size(500, 10)
    with served(feeds, 30) as port:
        coming_in = repeated(partial(probe, "bench.loop_feeds", port, feeds), options.rounds, "loop, feeds")
    planning = wave(options, "loop, planning", "watched")
    rows = []
    for what, found, prefix in (
        (f"{feeds} feeds read", coming_in, "reading, "),
        ("their entries placed", coming_in, "placing, "),
        (f"{options.size(100_000, 1_000):,} editions planned", planning, ""),
    ):
        rows.append(row(f"{what}: longest block", "ms", found[f"{prefix}longest block"], BLOCK))
        rows.append(row(f"{what}: p99", "ms", found[f"{prefix}block p99"]))
        rows.append(row(f"{what}: longest, own CPU", "ms", found[f"{prefix}longest own"]))
    return rows
