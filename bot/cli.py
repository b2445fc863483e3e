"""The command line: what may be typed after ``briefing``, as values."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot import __version__

_EXAMPLES = """\
examples:
  briefing                           serve the platforms whose tokens are set, or this terminal
  briefing run --console             this terminal beside them
  briefing run --once                read all feeds, deliver what is due, leave
  briefing feeds list                the feeds and how reading them goes
  briefing check                     what is missing, and how to mend it

Settings come from the environment and from .env; .env.example explains each.
"""


class Task(StrEnum):
    """What the program is asked to do."""

    RUN = "run"
    DEMO = "demo"
    CHECK = "check"
    FEEDS_IMPORT = "feeds import"
    FEEDS_EXPORT = "feeds export"
    FEEDS_LIST = "feeds list"
    FEEDS_TEST = "feeds test"
    BACKUP = "backup"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Options:
    """A command line that was understood."""

    task: Task
    console: bool = False
    once: bool = False
    clock: str | None = None
    address: str = ""  # a file or web address
    target: Path | None = None


def parse(arguments: Sequence[str]) -> Options:
    """The options of these arguments; leaves with 2 and a sentence if they can't be understood."""
    given = vars(_parser().parse_args(_with_default(arguments)))
    words = [given.pop("task"), given.pop("feeds_task", None)]
    return Options(Task(" ".join(word for word in words if word)), **given)


def _with_default(arguments: Sequence[str]) -> Sequence[str]:
    """``run`` is meant where no task is named."""
    first = next(iter(arguments), "")
    if not arguments or (first.startswith("-") and first not in {"-h", "--help", "--version"}):
        return ["run", *arguments]
    return arguments


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="briefing",
        description="A handpicked daily news briefing for Telegram, Discord and this terminal.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"Diplomatic Briefing {__version__}")
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    run = tasks.add_parser("run", help="serve the platforms whose tokens are set (the default)")
    run.add_argument("--console", action="store_true", help="serve this terminal as well")
    run.add_argument("--once", action="store_true", help="read all feeds, deliver what is due, leave")
    run.add_argument(
        "--clock",
        metavar="START[,SPEED]",
        help="run on another clock: its start, such as 2026-01-03T18:00Z, and clock seconds per second (1)",
    )
    tasks.add_parser("demo", help="the whole journey without network, on a small day of invented news")
    tasks.add_parser("check", help="say what is missing before a start, and how to mend it")
    _add_feeds(tasks.add_parser("feeds", help="import, export, list or test feeds"))
    backup = tasks.add_parser("backup", help="copy the database, also while the program runs")
    backup.add_argument("target", type=Path, nargs="?", metavar="FILE", help="where to (default: beside it)")
    restore = tasks.add_parser("restore", help="put a backup in the database's place")
    restore.add_argument("target", type=Path, metavar="FILE", help="the backup")
    return parser


def _add_feeds(feeds: argparse.ArgumentParser) -> None:
    tasks = feeds.add_subparsers(dest="feeds_task", required=True, metavar="TASK")
    for name, what, address in (
        ("import", "add the feeds of an OPML file", "OPML file or web address"),
        ("export", "write the feeds as OPML to standard output", None),
        ("list", "list the feeds and how reading them goes", None),
        ("test", "read a feed without keeping anything", "address of a feed or of a web page"),
    ):
        task = tasks.add_parser(name, help=what)
        if address:
            task.add_argument("address", metavar="ADDRESS", help=address)
