"""``python -m bench [NAME...]``: run benchmarks, print their tables, keep their figures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from bench.figures import Row
from bench.harness import Options, say
from bench.tables import PAPER, RESULTS, keep, show, write_paper

BENCHMARKS = {
    "ingest": "reading 500 feeds, beside `reader`; and nothing changed, beside bare requests",
    "loop": "the longest block of the event loop while feeds come in and while editions are planned",
    "planning": "100,000 subscriptions due at one instant, and intake meanwhile",
    "telegram": "a delivered message, a wave at the limit, answers meanwhile, pending updates",
    "start": "from the start of the program to its first request, with 100,000 chats and a crash behind it",
    "memory": "the running program over its imports alone",
    "grouping": "an entry's place in a day of 5,000 and of 50,000",
    "quality": "entries grouped as people group them",
}


def main(arguments: Sequence[str], results: Path = RESULTS, paper: Path = PAPER) -> int:
    """Run what was asked for; 2 if that can't be understood."""
    given = _parser().parse_args(arguments)
    if given.write:
        write_paper(results, paper)
        return 0
    options = Options(rounds=given.rounds, small=given.small)
    for name in given.names or BENCHMARKS:
        # Imported when its turn comes: references are large, and not all of them are needed.
        run: Callable[[Options], Sequence[Row]] = import_module(f"bench.{name}").run
        rows = run(options)
        say("")
        if rows:
            show(name, rows)
            keep(name, rows, options, results)
    return 0


def _parser() -> argparse.ArgumentParser:
    names = "\n".join(f"  {name:10} {what}" for name, what in BENCHMARKS.items())
    parser = argparse.ArgumentParser(
        prog="bench",
        description="Measure the program. Without names: all of it.",
        epilog=f"benchmarks:\n{names}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*BENCHMARKS, []], help="what to measure")
    parser.add_argument("--rounds", type=int, default=5, help="how often (5 if left out)")
    parser.add_argument("--small", action="store_true", help="tiny sizes, to see that it runs")
    parser.add_argument("--write", action="store_true", help="put the last figures into docs/measurements.md")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
