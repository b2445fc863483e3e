"""Everything that runs, put together and started."""

from __future__ import annotations

import asyncio
import gc
import random
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

from adapters.clock import Tick, Ticker
from adapters.console import Pace
from adapters.feeds.web import Web
from adapters.health import serve_health
from bot.assembly import Outside, Services, assemble
from bot.errors import SettingsError
from bot.ports.platform import Platform
from bot.program.basis import LOCAL, Program, back_up
from bot.program.platforms import console, networks
from bot.program.reading import take_up_feeds, web_of
from bot.service import Service
from storage import open_store
from storage.store import SqlStore


async def run(program: Program) -> int:
    """Serve until stopped, or until the input is at its end."""
    if program.settings.discord_token:
        raise SettingsError(program.words("platform-not-served", setting="DISCORD_TOKEN"))
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
    """The memory, the web, the platforms, the services."""
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(program.database, exclusive=True))
        web = await stack.enter_async_context(web_of(program))
        await take_up_feeds(program, store, web)
        # The terminal waits for the service, which is made later and speaks through the terminal.
        pace = Pace(ready=lambda: service.ready(), settled=lambda: service.settled())  # noqa: PLW0108
        terminal = await stack.enter_async_context(console(program, store, pace))
        platforms: tuple[Platform, ...] = (terminal, *await networks(program, store, stack))
        service = Service(
            assembled(program, store, web, platforms),
            store=store,
            platforms=platforms,
            clock=program.clock,
            briefing=program.briefing,
            retention=timedelta(days=program.settings.retention_days),
            progress=terminal.status,
        )
        if program.settings.health_listen:
            await stack.enter_async_context(serve_health(*program.settings.health_listen, service.health))
        await service.start()
        # What was made until now stays: the collector need not look through it again and again.
        gc.collect()
        gc.freeze()
        yield service


def assembled(program: Program, store: SqlStore, web: Web, platforms: tuple[Platform, ...]) -> Services:
    """The services on these platforms."""
    outside = Outside(
        store=store,
        platforms=platforms,
        reader=web.feeds,
        articles=web.articles if program.settings.articles else None,
        finder=web.finder,
        outlines=web.outlines,
        clock=program.clock,
        chance=random.Random(),
        backup=lambda: back_up(program, None),
    )
    return assemble(outside, program.briefing, (LOCAL, *program.settings.owners))


def _ticks(service: Service) -> Sequence[Tick]:
    return (
        Tick("collect", 5, service.collect),
        Tick("plan", 1, service.plan),
        Tick("refresh", 2, service.refresh),
        Tick("watch the clock", 10, service.watch_clock),
        Tick("keep house", 600, service.keep_house),
    )
