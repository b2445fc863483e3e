"""Memory: the running program over a process that only imported its modules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import chats, window
from bench.figures import Goal, Row, row
from bench.harness import Options, repeated
from bench.program import imports_bytes, running_bytes

OVER_IMPORTS = Goal(60)
WINDOW = Goal(200)

_SETTLE = 5.0
_MEGABYTE = 1_000_000


def run(options: Options) -> Sequence[Row]:
    """All rows."""
    counts = [options.size(count, count // 500) for count in (0, 10_000, 100_000)]
    feeds, entries = options.size(1_000, 10), options.size(50_000, 100)
    found = {count: _measured(options, count, feeds) for count in counts}
    full = _measured(options, 0, feeds, entries)
    rows = [
        row(
            f"{count:,} chats, {feeds:,} feeds, no stories: over the imports",
            "MB",
            over,
            _goal(count, counts),
        )
        for count, over in found.items()
    ]
    more = [with_it - without for with_it, without in zip(full, found[0], strict=True)]
    return [*rows, row(f"a window of {entries:,} entries: more than without", "MB", more, WINDOW)]


def _goal(count: int, counts: Sequence[int]) -> Goal | None:
    return OVER_IMPORTS if count == max(counts) else None


def _measured(options: Options, count: int, feeds: int, entries: int = 0) -> list[float]:
    """Megabytes over the imports alone, round by round."""
    settle = _SETTLE if not options.small else 0.5
    with TemporaryDirectory() as folder:
        file = Path(folder, "chats.db")
        chats.make(file, count, due=False)
        window.make(file, feeds, entries)
        title = f"memory, {count:,} chats, {entries:,} entries"
        found = repeated(
            lambda: {"over": running_bytes(file, settle) - imports_bytes()}, options.rounds, title
        )
    return [value / _MEGABYTE for value in found["over"]]
