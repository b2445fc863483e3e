"""What the command line offers, each task by its name."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from pydantic import SecretStr

from adapters.demo.script import LINES
from adapters.demo.server import begins, serve
from bot import checks, chores
from bot.cli import Task
from bot.model.findings import Finding
from bot.program.basis import Program, back_up, local_person, prepare
from bot.program.platforms import networks
from bot.program.reading import take_up_at_first, web_of
from bot.program.serving import assembled, run
from bot.settings import LogLevel
from storage import open_store
from storage.backup import restore
from storage.checks import check


async def demo(program: Program) -> int:
    """The whole journey on a small day of invented news, in a database that is thrown away."""
    said = program.words("demo-introduction")
    with tempfile.TemporaryDirectory() as folder:
        async with serve() as feeds_address:
            settings = program.settings.model_copy(
                update={
                    "database_url": SecretStr(f"sqlite:///{folder}/demo.db"),
                    "feeds": feeds_address,
                    "feed_allow": ("127.0.0.1",),
                    "articles": False,
                    "log_level": LogLevel.WARNING,
                    "telegram_token": None,
                    "discord_token": None,
                    "health_listen": None,
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
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(program.database))
        web = await stack.enter_async_context(web_of(program))
        await take_up_at_first(program, store, web)
        platforms = await networks(program, store, stack)
        damage = await check(program.database)
        found = await checks.look(program.settings, program.briefing, store, damage, program.words, platforms)
        found += [Finding(warning, fine=False) for warning in store.warnings]
    program.say(checks.shown(found, program.words))
    return int(any(finding.grave for finding in found))


async def feeds(program: Program) -> int:
    """List, import, export or test feeds, beside a program that runs."""
    async with open_store(program.database) as store, web_of(program) as web:
        await take_up_at_first(program, store, web)
        newsroom = assembled(program, store, web, ()).newsroom
        chore = chores.Chore(
            newsroom.feeds, local_person(), program.briefing.title, program.words, program.clock.now()
        )
        program.say(await chore.run(program.options))
    return 0


async def copy(program: Program) -> int:
    """Copy the database."""
    path = await back_up(program, program.options.target)
    program.say(program.words("backed-up", path=str(path)))
    return 0


async def put_back(program: Program) -> int:
    """Put a backup in the database's place."""
    restored = await restore(program.options.target or Path(), program.database)
    known = restored.erasures_known
    program.say(chores.restored(restored.aside, restored.erased, program.words, erasures_known=known))
    return 0


TASKS: dict[Task, Callable[[Program], Coroutine[Any, Any, int]]] = {
    Task.RUN: run,
    Task.DEMO: demo,
    Task.CHECK: look,
    **dict.fromkeys((Task.FEEDS_IMPORT, Task.FEEDS_EXPORT, Task.FEEDS_LIST, Task.FEEDS_TEST), feeds),
    Task.BACKUP: copy,
    Task.RESTORE: put_back,
}


def _typed(path: Path, lines: Sequence[str]) -> TextIO:
    """These lines as something to read from."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path.open(encoding="utf-8")
