"""The whole program on fakes: a real store, a fake web, a fake platform, a pinned clock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path
from random import Random

from bot.assembly import Outside, Services, assemble
from bot.model.briefing import Briefing
from bot.model.chats import Chat, ChatKind, ChatRef, MessageRef, Person, PersonRef
from bot.model.events import Arrival, Command, Event, Press, Reply
from bot.newsroom.subject import load_profile, load_topics, shipped_profile
from bot.ports.feeds import OutlineFeed
from bot.service import Service
from storage import open_store
from storage.session import CommitHooks
from storage.store import SqlStore
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform, Posted
from tests.fakes.web import FakeArticles, FakeFeeds, FakeFinder, FakeOutlines, item

BRIEFING = Briefing(
    id="default",
    title="Diplomatic Briefing",
    tagline="Handpicked daily!",
    label="Newsline",
    zone="UTC",
    hour=time(7),
    size=3,
    fill=True,
    language="en",
    profile=load_profile(shipped_profile()),
    topics=load_topics(shipped_profile()),
)
ANA = Person(PersonRef("fake", "ana"), "Ana")
ROOM = Chat(ChatRef("fake", "room"), ChatKind.OPEN, "The room")


def _feeds(clock: FakeClock) -> FakeFeeds:
    """Two outlets with an hour's news."""
    feeds = FakeFeeds()
    published = clock.now() - timedelta(hours=1)
    post = feeds.make("https://harbourpost.example/feed", "Harbour Post")
    post.publish(
        item(
            "Northland recalls its ambassador from Eastmark over border fence",
            published=published,
            summary="Northland recalled its ambassador from Eastmark on Monday, the foreign ministry said.",
        ),
        item(
            "Vesper reopens its embassy in Lower Tarn",
            published=published,
            summary="Vesper reopened its embassy in Lower Tarn on Sunday, twelve years after it closed.",
        ),
    )
    courier = feeds.make("https://courier.example/feed", "Daily Courier")
    courier.publish(
        item(
            "Northland recalls ambassador from Eastmark over border fence",
            link="https://courier.example/recall",
            published=published + timedelta(minutes=30),
            summary="The ambassador of Northland was recalled from Eastmark over a border fence.",
        )
    )
    return feeds


@dataclass
class World:
    """What outlives the program: the web, the platform and what people do there."""

    clock: FakeClock = field(default_factory=lambda: FakeClock(by_hand=True))
    platform: FakePlatform = field(default_factory=lambda: FakePlatform(idempotent=True))
    feeds: FakeFeeds = field(init=False)

    def __post_init__(self) -> None:
        self.feeds = _feeds(self.clock)
        self.platform.administrators.add(("ana", "room"))

    def posts(self) -> list[Posted]:
        return self.platform.posts[ROOM.ref]

    def story(self, headline: str) -> Posted:
        """The delivered story with this headline."""
        label = f"{BRIEFING.label}: "
        return next(posted for posted in self.posts() if posted.text.startswith(f"{label}{headline}"))


@dataclass(frozen=True, slots=True)
class House:
    """The program, running."""

    store: SqlStore
    service: Service
    services: Services

    async def do(self, *events: Event) -> None:
        """Let these events come in, each finished before the next."""
        for event in events:
            await self.services.intake.put(event)
            await self.service.settled()


@asynccontextmanager
async def started(world: World, path: Path, hooks: CommitHooks | None = None) -> AsyncIterator[House]:
    """The program on this file, as it is before it reads its feeds."""
    async with open_store(f"sqlite:///{path}", hooks=hooks) as store:
        outside = Outside(
            store=store,
            platforms=(world.platform,),
            reader=world.feeds,
            articles=FakeArticles(),
            finder=FakeFinder(),
            outlines=FakeOutlines(),
            clock=world.clock,
            chance=Random(1),
            backup=_no_backup,
        )
        services = assemble(outside, BRIEFING, (ANA.ref,))
        service = Service(
            services,
            store=store,
            platforms=(world.platform,),
            clock=world.clock,
            briefing=BRIEFING,
            retention=timedelta(days=90),
            progress=lambda _line: None,
        )
        await service.start()
        async with service.serving():
            await store.feeds.add(
                [OutlineFeed(f"https://{name}.example/feed", "") for name in ("harbourpost", "courier")],
                world.clock.now(),
            )
            yield House(store, service, services)


@asynccontextmanager
async def running(world: World, path: Path, hooks: CommitHooks | None = None) -> AsyncIterator[House]:
    """The program on this file, its feeds read and all that was due done."""
    async with started(world, path, hooks) as house:
        await house.service.collect()
        await house.service.settled()
        yield house


async def _no_backup() -> Path:
    raise AssertionError("nobody asked for a backup")


def command(key: str, line: str) -> Command:
    return Command(Arrival(key, ROOM, ANA), line)


def press(key: str, action: str, message: MessageRef) -> Press:
    return Press(Arrival(key, ROOM, ANA), action, message)


def reply(key: str, to: Posted, text: str) -> Reply:
    """A reply as a platform brings it that shows the answered message with its buttons."""
    actions = [button.action for row in to.message.buttons for button in row]
    mark = next(action.split()[1] for action in actions if action.startswith("reply"))
    return Reply(Arrival(key, ROOM, ANA), MessageRef(ROOM.ref, f"own-{key}"), to.ref, text, mark)
