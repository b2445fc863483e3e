"""Planning: 100,000 subscriptions due at one instant, and what people who write meanwhile feel of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import chats
from bench.figures import Goal, Row, row
from bench.harness import Options, probe, repeated

WALL = Goal(5)
INTAKE = Goal(250)


def run(options: Options) -> Sequence[Row]:
    """All rows."""
    found = wave(options, "planning", "timed")
    count = f"{options.size(100_000, 1_000):,} promised"
    return [
        row(count, "seconds", found["wall"], WALL),
        row(count, "CPU seconds", found["cpu"]),
        row("a command kept meanwhile, p99", "ms", found["intake p99"], INTAKE),
    ]


def wave(options: Options, title: str, how: str) -> dict[str, list[float]]:
    """Figures of planning a wave, ``timed`` or ``watched``, each round on a copy of the same database."""
    count = options.size(100_000, 1_000)
    with TemporaryDirectory() as folder:
        file = Path(folder, "chats.db")
        chats.make(file, count, due=True)
        return repeated(partial(probe, "bench.planning_ours", file, count, how), options.rounds, title)
