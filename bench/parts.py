"""The program's parts as the benchmarks put them together: the composition of ``bot.program``, in small."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random

from adapters.feeds.web import open_web
from bench.invented import NOW
from bot.model.briefing import Briefing
from bot.newsroom.board import Board
from bot.newsroom.collecting import Collector
from bot.newsroom.placing import Placer
from bot.newsroom.subject import load_profile, load_topics, shipped_profile
from bot.ports.feeds import OutlineFeed
from bot.ports.store import Store
from bot.text.markup import Message
from bot.wording import Wording
from storage import open_store

LOOPBACK = ("127.0.0.0/8",)


class SetClock:
    """A clock that shows what it was set to, so that invented news stays as fresh as it is."""

    def __init__(self, now: datetime = NOW) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return (self._now - NOW).total_seconds()

    async def sleep(self, seconds: float) -> None:
        self.advance(timedelta(seconds=seconds))

    def advance(self, by: timedelta) -> None:
        """Set it forward."""
        self._now += by


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What reads feeds and makes stories of them."""

    store: Store
    clock: SetClock
    collector: Collector
    placer: Placer


@cache
def briefing() -> Briefing:
    """The default briefing."""
    text = shipped_profile()
    return Briefing(
        id="default",
        title="Diplomatic Briefing",
        tagline="",
        label="Newsline",
        zone="UTC",
        hour=time(7),
        size=7,
        fill=True,
        language="en",
        profile=load_profile(text),
        topics=load_topics(text),
    )


def address(database: Path) -> str:
    """A database file as an address."""
    return f"sqlite:///{database}"


def settle_garbage() -> None:
    """What the program does once it has started: what is there stays, and is not looked through again."""
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def newsroom(database: Path, feeds: Sequence[str] = ()) -> AsyncIterator[Newsroom]:
    """A newsroom on a database file, with these feeds due."""
    clock = SetClock()
    async with (
        open_store(address(database)) as store,
        open_web(clock=clock, allow=LOOPBACK) as web,
    ):
        await store.feeds.add([OutlineFeed(url, url) for url in feeds], clock.now())
        collector = Collector(
            store=store,
            reader=web.feeds,
            clock=clock,
            random=Random(1),
            words=Wording("en"),
            tell=_tell_nobody,
        )
        placer = Placer(store=store, board=Board(), clock=clock, briefing=briefing())
        settle_garbage()
        yield Newsroom(store, clock, collector, placer)


async def _tell_nobody(_: Message) -> None:
    """There is no newsroom chat here."""
