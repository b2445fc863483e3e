"""The composition root: the one file that sees all rooms, and puts them together."""

from __future__ import annotations

import asyncio
import gc
import getpass
import logging
import os
import random
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TextIO

from pydantic import SecretStr

from adapters.clock import ReplayClock, SystemClock, Tick, Ticker, parse_clock
from adapters.console import NAME, CommandHint, Console, Help, Pace, Streams, open_terminal
from adapters.demo.script import LINES
from adapters.demo.server import begins, serve
from adapters.feeds.web import DEFAULT_OUTLINE, Web, open_web
from bot import checks, chores, logs
from bot.assembly import Outside, Services, assemble
from bot.cli import Options, Task, parse
from bot.commands.completing import Completing
from bot.commands.line import usage
from bot.commands.table import COMMANDS
from bot.errors import BriefingError, SettingsError, StorageBusy, UserError
from bot.founding import found
from bot.model.briefing import Briefing
from bot.model.chats import Person, PersonRef
from bot.newsroom.reading_list import take_up
from bot.ports.clock import Clock
from bot.ports.platform import Platform
from bot.service import Service
from bot.settings import LogLevel, Settings, read_settings
from bot.wording import Wording
from storage import open_store
from storage.backup import backup, restore
from storage.checks import check
from storage.store import SqlStore

_log = logging.getLogger(__name__)

_OUT_OF_REACH = "opml-error-unreachable"

LOCAL = PersonRef(NAME, "local")
"""Whoever sits at the terminal: an owner, for they could read the database all the same."""


@dataclass(frozen=True, slots=True)
class Program:
    """What every task is given."""

    options: Options
    settings: Settings
    briefing: Briefing
    clock: Clock
    words: Wording
    streams: Streams

    @property
    def database(self) -> str:
        """The address of the database."""
        return self.settings.database_url.get_secret_value()


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for; the exit code: 0 done, 1 failed, 2 asked wrongly."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    try:
        return asyncio.run(_TASKS[options.task](prepare(options, read_settings())))
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except UserError as error:
        sys.stderr.write(f"{Wording()(error.sentence, **error.details)}\n")
    except StorageBusy:
        sys.stderr.write(f"{Wording()('running-already')}\n")
    except BriefingError as error:
        sys.stderr.write(f"{error}\n")
    return 1


def prepare(options: Options, settings: Settings, streams: Streams | None = None) -> Program:
    """The program for these options and settings. Raises SettingsError."""
    streams = streams or Streams()
    logs.set_up(settings, at_prompt=streams.stdin.isatty())
    clock: Clock = ReplayClock(*parse_clock(options.clock)) if options.clock else SystemClock()
    return Program(options, settings, found(settings), clock, Wording(settings.language), streams)


async def run(program: Program) -> int:
    """Serve until stopped, or until the input is at its end."""
    for name, token in program.settings.tokens.items():
        if token:
            raise SettingsError(program.words("platform-not-served", setting=name))
    stop = asyncio.Event()
    for caught in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(caught, stop.set)
    async with open_service(program) as service:
        if program.options.once:
            await service.run_once(stop)
            return 0
        async with Ticker(_ticks(service)):
            await service.run(stop)
    return 0


@asynccontextmanager
async def open_service(program: Program) -> AsyncIterator[Service]:
    """Everything that runs, started: the memory, the web, the platforms, the services."""
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(program.database, exclusive=True))
        web = await stack.enter_async_context(_open_web(program))
        await _take_up_feeds(program, store, web)
        # The terminal waits for the service, which is made later and speaks through the terminal.
        pace = Pace(ready=lambda: service.ready(), settled=lambda: service.settled())  # noqa: PLW0108
        console = await stack.enter_async_context(_console(program, store, pace))
        service = Service(
            _assembled(program, store, web, (console,)),
            store=store,
            platforms=(console,),
            clock=program.clock,
            briefing=program.briefing,
            retention=timedelta(days=program.settings.retention_days),
            progress=console.status,
        )
        await service.start()
        # What was made until now stays: the collector need not look through it again and again.
        gc.collect()
        gc.freeze()
        yield service


async def demo(program: Program) -> int:
    """The whole journey on a small day of invented news, in a database that is thrown away."""
    said = program.words("demo-introduction")
    with tempfile.TemporaryDirectory() as folder:
        async with serve() as feeds:
            settings = program.settings.model_copy(
                update={
                    "database_url": SecretStr(f"sqlite:///{folder}/demo.db"),
                    "feeds": feeds,
                    "feed_allow": ("127.0.0.1",),
                    "articles": False,
                    "log_level": LogLevel.WARNING,
                }
            )
            with _typed(Path(folder, "typed"), LINES) as stdin:
                streams = replace(program.streams, stdin=stdin)
                streams.stdout.write(f"{said}\n\n")
                streams.stdout.flush()
                options = replace(program.options, clock=begins().isoformat())
                return await run(prepare(options, settings, streams))


async def look(program: Program) -> int:
    """Say what is missing or amiss; 1 if it keeps the program from its work."""
    async with open_store(program.database) as store, _open_web(program) as web:
        await _take_up_at_first(program, store, web)
        damage = await check(program.database)
        found = await checks.look(program.settings, program.briefing, store, damage, program.words)
        found += [checks.Finding(warning, fine=False) for warning in store.warnings]
    _say(program, checks.shown(found, program.words))
    return int(any(finding.grave for finding in found))


async def feeds(program: Program) -> int:
    """List, import, export or test feeds, beside a program that runs."""
    async with open_store(program.database) as store, _open_web(program) as web:
        await _take_up_at_first(program, store, web)
        newsroom = _assembled(program, store, web, ()).newsroom
        chore = chores.Chore(
            newsroom.feeds, _local(), program.briefing.title, program.words, program.clock.now()
        )
        _say(program, await chore.run(program.options))
    return 0


async def back_up(program: Program) -> int:
    """Copy the database."""
    path = await _back_up(program, program.options.target)
    _say(program, program.words("backed-up", path=str(path)))
    return 0


async def put_back(program: Program) -> int:
    """Put a backup in the database's place."""
    restored = await restore(program.options.target or Path(), program.database)
    known = restored.erasures_known
    _say(program, chores.restored(restored.aside, restored.erased, program.words, erasures_known=known))
    return 0


_TASKS: dict[Task, Callable[[Program], Coroutine[Any, Any, int]]] = {
    Task.RUN: run,
    Task.DEMO: demo,
    Task.CHECK: look,
    **dict.fromkeys((Task.FEEDS_IMPORT, Task.FEEDS_EXPORT, Task.FEEDS_LIST, Task.FEEDS_TEST), feeds),
    Task.BACKUP: back_up,
    Task.RESTORE: put_back,
}


def _ticks(service: Service) -> Sequence[Tick]:
    return (
        Tick("collect", 5, service.collect),
        Tick("plan", 1, service.plan),
        Tick("refresh", 2, service.refresh),
        Tick("keep house", 600, service.keep_house),
    )


def _assembled(program: Program, store: SqlStore, web: Web, platforms: tuple[Platform, ...]) -> Services:
    outside = Outside(
        store=store,
        platforms=platforms,
        reader=web.feeds,
        articles=web.articles if program.settings.articles else None,
        finder=web.finder,
        outlines=web.outlines,
        clock=program.clock,
        chance=random.Random(),
        backup=lambda: _back_up(program, None),
    )
    return assemble(outside, program.briefing, (LOCAL, *program.settings.owners))


def _console(program: Program, store: SqlStore, pace: Pace) -> Console:
    words = program.words
    hints = [
        CommandHint(command.name, words(f"command-{command.name.replace(' ', '-')}"), usage(command, words))
        for command in COMMANDS
        if command.listed
    ]
    completing = Completing(store=store, briefing=program.briefing, clock=program.clock, platforms=(NAME,))
    assist = Help(hints, completing.complete, _state_folder() / "history")
    terminal = open_terminal(program.streams, pace, assist)
    return Console(words, store.memory, terminal, _local().name)


async def _take_up_feeds(program: Program, store: SqlStore, web: Web) -> None:
    """Add the feeds that the settings name. A list on the web that is out of reach for now is grave
    only at first; one that is missing or broken always is, for it is the setting that is wrong."""
    address = program.settings.feeds or str(DEFAULT_OUTLINE)
    try:
        await take_up(store, web.outlines, address, program.clock.now())
    except UserError as error:
        why = program.words("feeds-reading-list-failed", why=program.words(error.sentence, **error.details))
        if error.sentence != _OUT_OF_REACH or not await store.feeds.all():
            raise SettingsError(why) from error
        _log.warning("%s", why)


async def _take_up_at_first(program: Program, store: SqlStore, web: Web) -> None:
    """The same beside a program that may run: only where there are no feeds yet."""
    if not await store.feeds.all():
        await _take_up_feeds(program, store, web)


async def _back_up(program: Program, target: Path | None) -> Path:
    if target is None:
        place = Path(program.database.removeprefix("sqlite:///"))
        target = place.with_name(f"{place.stem}-{program.clock.now():%Y%m%d-%H%M%S}.db")
    await backup(program.database, target)
    return target


def _open_web(program: Program) -> AbstractAsyncContextManager[Web]:
    return open_web(clock=program.clock, allow=program.settings.feed_allow)


def _local() -> Person:
    return Person(LOCAL, getpass.getuser())


def _state_folder() -> Path:
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "diplomatic-briefing"


def _typed(path: Path, lines: Sequence[str]) -> TextIO:
    """These lines as something to read from."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path.open(encoding="utf-8")


def _say(program: Program, text: str) -> None:
    program.streams.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
