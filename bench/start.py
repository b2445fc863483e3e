"""The start: from nothing to the first request for a feed, with many chats and a crash behind it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from bench import chats
from bench.figures import Goal, Row, row
from bench.harness import Figures, Options, mirrored
from bench.program import first_request_seconds, imports_seconds

OVER_IMPORTS = Goal(2)


def run(options: Options) -> Sequence[Row]:
    """All rows."""
    count, in_flight = options.size(100_000, 200), options.size(1_000, 20)
    with TemporaryDirectory() as folder:
        source, file = Path(folder, "source.db"), Path(folder, "chats.db")
        chats.make(source, count, due=False, in_flight=in_flight)

        def ours() -> Figures:
            _fresh(source, file)
            return {"seconds": first_request_seconds(file)}

        runs = {"the program": ours, "imports": lambda: {"seconds": imports_seconds()}}
        found = mirrored(runs, options.rounds, "start")
    whole, imports = found["the program"]["seconds"], found["imports"]["seconds"]
    over = [ours - theirs for ours, theirs in zip(whole, imports, strict=True)]
    return [
        row(f"to the first request, {count:,} chats, {in_flight:,} in flight", "seconds", whole),
        row("its imports alone", "seconds", imports),
        row("over its imports", "seconds", over, OVER_IMPORTS),
    ]


def _fresh(source: Path, file: Path) -> None:
    """The database as the crash left it."""
    for left in file.parent.glob(f"{file.name}*"):
        left.unlink()
    copyfile(source, file)
