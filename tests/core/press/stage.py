"""A press on a real store with a fake platform, and the news and chats that its tests tell of."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from bot.model.briefing import Briefing, Profile
from bot.model.chats import Chat, ChatKind, ChatRef, Layout, Order, Person, PersonRef, Schedule, Subscription
from bot.model.news import Citation, PreparedStory, StoryId
from bot.ports.clock import Clock
from bot.press.office import Press, open_press
from bot.press.timetable import next_slot
from bot.wording import Wording
from storage.store import SqlStore
from tests.fakes.platform import FakePlatform

BRIEFING = Briefing(
    "daily",
    "Diplomatic Briefing",
    "Handpicked daily!",
    "Newsline",
    "UTC",
    time(7),
    7,
    True,
    "en",
    Profile("diplomacy", ()),
    (),
)
DUE = datetime(2026, 2, 2, 7, tzinfo=UTC)
ANA = Person(PersonRef("fake", "ana"), "Ana")


def prepared(number: int, *, headline: str = "", text: str = "") -> PreparedStory:
    return PreparedStory(
        StoryId(f"k{number}"),
        "Newsline",
        headline or f"Northland opens embassy number {number} in Eastmark",
        (text or f"Northland opened its embassy number {number} in Eastmark on Tuesday. Many guests came.",),
        Citation("harbourpost.example", f"https://harbourpost.example/{number}"),
        published=DUE - timedelta(hours=2),
    )


def chat(name: str | int) -> ChatRef:
    return ChatRef("fake", str(name))


@dataclass
class LineUp:
    """A line-up that a test may change."""

    stories: Sequence[PreparedStory] = ()
    asked: int = 0

    async def prepared(self, order: Order, now: datetime) -> Sequence[PreparedStory]:
        self.asked += 1
        return self.stories


@dataclass
class Stage:
    """Everything that a test of the press handles."""

    store: SqlStore
    clock: Clock
    platform: FakePlatform
    line_up: LineUp = field(default_factory=LineUp)
    press: Press = field(init=False)

    def __post_init__(self) -> None:
        self.press = open_press(
            store=self.store,
            platforms=[self.platform],
            source=self.line_up,
            briefing=BRIEFING,
            words=Wording,
            clock=self.clock,
            chance=lambda: 0.5,
        )

    async def subscribe(
        self,
        to: ChatRef,
        *,
        size: int = 3,
        layout: Layout = Layout.STORIES,
        hours: tuple[time, ...] = (time(7),),
        due: datetime = DUE,
        kind: ChatKind = ChatKind.PRIVATE,
        silent: bool = False,
    ) -> Subscription:
        """A chat that is owed its next edition at ``due``."""
        schedule = Schedule("UTC", hours)
        slot = next_slot(schedule, due - timedelta(microseconds=1))
        subscription = Subscription(
            "daily", to, schedule, Order(size, layout=layout), silent=silent, next=slot
        )
        await self.store.chats.see(Chat(to, kind, f"Room {to.id}"))
        await self.store.subscriptions.put(subscription)
        return subscription

    @asynccontextmanager
    async def dispatching(self) -> AsyncIterator[None]:
        """While the dispatcher runs."""
        stop = asyncio.Event()
        await self.press.dispatcher.recover()
        running = asyncio.create_task(self.press.dispatcher.run(stop))
        try:
            yield
        finally:
            stop.set()
            await running

    async def deliver(self, now: datetime | None = None) -> None:
        """Plan what is due and bring it to its end."""
        await self.press.planner.plan(now or self.clock.now())
        async with self.dispatching():
            await self.press.dispatcher.settled()

    def texts(self, to: ChatRef) -> list[str]:
        return self.platform.texts(to)

    def headlines(self, to: ChatRef) -> list[str]:
        """The first lines of what stands in a chat."""
        return [text.splitlines()[0] for text in self.texts(to)]
