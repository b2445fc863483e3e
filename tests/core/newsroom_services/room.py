"""A whole newsroom for tests: real services, a real store, a fake web, a pinned clock."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from random import Random

from bot.model.briefing import Briefing, Profile, Term, Topic
from bot.model.chats import ChatRef, Order, Person, PersonRef, Schedule, Slot, Subscription
from bot.model.news import Candidate, Reason, Story, StoryId, SubjectScore
from bot.newsroom.board import Board
from bot.newsroom.collecting import Collector
from bot.newsroom.desk import Desk
from bot.newsroom.feeds import Feeds
from bot.newsroom.placing import Placer
from bot.newsroom.preparing import Preparer
from bot.newsroom.rounds import Rounds
from bot.ports.feeds import OutlineFeed
from bot.ports.store import Store
from bot.text.markup import Message
from bot.wording import Wording
from tests.fakes.clock import START, FakeClock
from tests.fakes.web import FakeArticles, FakeFeed, FakeFeeds, FakeFinder, FakeOutlines

POST = "https://post.example/feed"
COURIER = "https://courier.example/feed"
RADIO = "https://radio.example/feed"

ANA = Person(PersonRef("console", "ana"), "Ana")
BEN = Person(PersonRef("console", "ben"), "Ben")

RECALL = "Northland recalls its ambassador from Eastmark over border fence"
VISAS = "Westhaven and Southport sign visa accord after nine rounds"
SUMMIT = "Sanctions on Highmoor lifted after talks"
FERRY = "Ferry line opens a second route to the islands"

BRIEFING = Briefing(
    id="main",
    title="Diplomatic Briefing",
    tagline="Your exclusive news aggregator handpicked daily!",
    label="Newsline",
    zone="Asia/Tokyo",
    hour=time(7),
    size=7,
    fill=True,
    language="en",
    profile=Profile(
        "diplomacy",
        tuple(
            Term(phrase, 2.0)
            for phrase in ("ambassador", "visa accord", "sanctions", "foreign ministers", "embassy")
        ),
    ),
    topics=(Topic("visas", (Term("visa", 2.0),)), Topic("sanctions", (Term("sanctions", 2.0),))),
)


@dataclass
class Newsroom:
    """Everything between feeds and line-up, wired as the program wires it."""

    store: Store
    clock: FakeClock = field(default_factory=FakeClock)
    web: FakeFeeds = field(default_factory=FakeFeeds)
    articles: FakeArticles | None = None
    briefing: Briefing = BRIEFING
    finder: FakeFinder = field(default_factory=FakeFinder)
    outlines: FakeOutlines = field(default_factory=FakeOutlines)
    told: list[Message] = field(default_factory=list)
    patience: float = 5.0

    def __post_init__(self) -> None:
        self.board = Board()
        self.collector = Collector(
            store=self.store,
            reader=self.web,
            clock=self.clock,
            random=Random(7),
            words=Wording(),
            tell=self._tell,
        )
        self.placer = Placer(store=self.store, board=self.board, clock=self.clock, briefing=self.briefing)
        self.preparer = Preparer(
            store=self.store,
            articles=self.articles,
            clock=self.clock,
            briefing=self.briefing,
            patience=self.patience,
        )
        self.desk = Desk(store=self.store, board=self.board, preparer=self.preparer, briefing=self.briefing)
        self.rounds = Rounds(collector=self.collector, placer=self.placer, desk=self.desk, clock=self.clock)
        self.feeds = Feeds(
            store=self.store,
            collector=self.collector,
            reader=self.web,
            finder=self.finder,
            outlines=self.outlines,
        )

    async def _tell(self, said: Message) -> None:
        self.told.append(said)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def feed(self, url: str = POST, title: str = "Harbour Post") -> FakeFeed:
        """A feed that the newsroom reads, with its publisher's end of it."""
        await self.store.feeds.add([OutlineFeed(url, title)], self.now)
        return self.web.make(url, title)

    async def later(self, by: timedelta) -> None:
        """Let time pass, then one round."""
        self.clock.advance(by)
        await self.rounds.turn()

    async def line_up(self, **order: object) -> list[str]:
        """The headlines that go out, in order."""
        wanted = replace(Order(size=self.briefing.size), **order)  # type: ignore[arg-type]
        return [story.headline for story in await self.desk.prepared(wanted, self.now)]

    async def story(self, headline: str) -> StoryId:
        """The id of the story with this headline."""
        stories = await self.store.stories.window(self.now - timedelta(days=9))
        return next(story.id for story in stories if story.headline == headline)

    async def subscribe(self, chat: str = "main") -> None:
        """A chat that waits for the next 07:00 in Tokyo."""
        at = datetime(2026, 1, 3, 22, 0, tzinfo=START.tzinfo)
        await self.store.subscriptions.put(
            Subscription(
                "main",
                ChatRef("console", chat),
                Schedule("Asia/Tokyo", (time(7),)),
                Order(7),
                next=Slot(at.date() + timedelta(days=1), time(7), at),
            )
        )


def story(
    number: int,
    headline: str = "",
    *,
    subject: float = 0.5,
    voices: int = 1,
    topics: tuple[str, ...] = (),
    age: timedelta = timedelta(hours=1),
) -> Story:
    """A story as the board holds it."""
    seen = START - age
    return Story(
        id=StoryId(f"k{number}"),
        headline=headline or f"Envoy number {number} arrives",
        lead=number,  # type: ignore[arg-type]
        language="en",
        first_seen=seen,
        last_new=seen,
        voices=voices,
        growth=0,
        weight=1.0,
        subject=SubjectScore(subject, ("envoy",) if subject else ()),
        topics=topics,
    )


def candidate(made: Story, score: float = 0.5) -> Candidate:
    """A candidate with one reason."""
    return Candidate(made, score, (Reason("subject", score),))
