"""Readers at home in tests: real services and commands on a real store, a pinned clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count

from bot.commands.adjusting import Adjusting
from bot.commands.call import Answer, Call, Handler
from bot.commands.helping import Helping
from bot.commands.line import read
from bot.commands.managing import Managing
from bot.commands.reading import Reading
from bot.commands.rights import Rights
from bot.commands.stories import StoryFinder
from bot.commands.storybook import StoryBook
from bot.commands.subscribing import Subscribing
from bot.commands.talking import Talking
from bot.errors import PlatformError, UserError
from bot.model.briefing import Briefing, Profile, Topic
from bot.model.chats import Chat, ChatKind, ChatRef, Layout, MessageRef, Order, Person, PersonRef
from bot.model.comments import StaleCopy
from bot.model.editions import HEADER, DeliveryState, Post, PostKind
from bot.model.events import Arrival, Deleted, Edited, Reacted, Reply
from bot.model.news import Citation, FeedId, ParsedEntry, Polling, PreparedStory, Story, StoryId, SubjectScore
from bot.ports.feeds import OutlineFeed
from bot.ports.news import NewEntry, Placed
from bot.ports.press import Change, NewDelivery, NewPromise
from bot.press import composing
from bot.press.timetable import next_slot
from bot.readers.chats import Chats
from bot.readers.comment_line import CommentLines
from bot.readers.comments import Conversation
from bot.readers.people import People
from bot.readers.response import Response
from bot.readers.subscriptions import Subscriptions
from bot.text.markup import Button, Message, message, plain_text
from bot.wording import Wording
from storage.store import SqlStore
from tests.fakes.clock import FakeClock

WORDS = Wording()

ANA = Person(PersonRef("telegram", "1"), "Ana", "de")
RAVI = Person(PersonRef("discord", "2"), "Ravi")
LIA = Person(PersonRef("discord", "4"), "Lia")
ADMIN = Person(PersonRef("telegram", "3"), "Mo")

HOME = Chat(ChatRef("telegram", "1"), ChatKind.PRIVATE, "Ana")
CLUB = Chat(ChatRef("telegram", "-5"), ChatKind.CLOSED, "The club")
SQUARE = Chat(ChatRef("discord", "77"), ChatKind.OPEN, "The square")

RECALL = "Northland recalls its ambassador from Eastmark over border fence"
VISAS = "Westhaven and Southport sign visa accord after nine rounds"
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
    profile=Profile("diplomacy", ()),
    topics=(Topic("visas", ()), Topic("border disputes", ()), Topic("sanctions", ())),
)


@dataclass
class Readers:
    """Readers' services and commands, wired as the program wires them."""

    store: SqlStore
    clock: FakeClock = field(default_factory=FakeClock)
    briefing: Briefing = BRIEFING
    line_up: list[PreparedStory] = field(default_factory=list)
    edits: list[tuple[MessageRef, Message]] = field(default_factory=list)
    edit_error: Exception | None = None
    barred: list[ChatRef] = field(default_factory=list)
    has_addresses: bool = False
    visible: dict[str, Chat] = field(default_factory=dict)  # what the platform can look up, by its id
    trouble: PlatformError | None = None  # what it raises instead
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        store, briefing = self.store, self.briefing
        self.subscriptions = Subscriptions(
            store=store, briefing=briefing, next_slot=next_slot, clock=self.clock
        )
        self.chats = Chats(
            store=store,
            subscriptions=self.subscriptions,
            briefing=briefing,
            clock=self.clock,
            barred=self._note_barred,
            link=self.link,
            look_up=self._look_up,
        )
        self.conversation = Conversation(store=store, clock=self.clock)
        self.people = People(people=store.people, clock=self.clock)
        self.lines = CommentLines(
            store=store, briefing=briefing.id, clock=self.clock, compose=self._compose, edit=self._edit
        )
        self.book = StoryBook(store=store, prepare=self._prepare)
        self.handlers = self._handlers()

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def publish(self, *headlines: str) -> list[StoryId]:
        """Stories of these headlines, as the newsroom keeps them: k1, k2, ..."""
        await self.store.feeds.add([OutlineFeed("https://post.example/feed", "Harbour Post")], self.now)
        feed = (await self.store.feeds.all())[0]
        entries = [
            NewEntry(
                f"id-{headline}",
                f"post.example/{headline}",
                ParsedEntry(headline, None, headline),
                offered=True,
            )
            for headline in headlines
        ]
        polling = Polling(self.now, timedelta(hours=1))
        await self.store.entries.take(FeedId(feed.id), entries, polling, self.now)
        made: list[StoryId] = []
        for entry in await self.store.entries.unplaced(100):
            story = kept_story(StoryId(f"k{entry.id}"), entry.title, entry.id, self.now)
            await self.store.stories.place([Placed(entry.id, story.id, None)], [story])
            self.line_up.append(prepared(story.id, story.headline))
            made.append(story.id)
        return made

    async def deliver(
        self, chat: Chat, stories: Sequence[PreparedStory] | None = None, layout: Layout = Layout.STORIES
    ) -> list[MessageRef]:
        """An edition as it came to a chat: the header's message (or the digest), then the stories'."""
        await self.owe(chat, stories, layout)
        return await self._send(chat, layout)

    async def owe(
        self, chat: Chat, stories: Sequence[PreparedStory] | None = None, layout: Layout = Layout.STORIES
    ) -> None:
        """An edition on its way to a chat, none of it sent."""
        await self.store.chats.see(chat)
        stories = self.line_up if stories is None else stories
        number = next(self._numbers)
        at, until = self.now + timedelta(milliseconds=number), self.now + timedelta(hours=6)
        order = Order(len(stories), layout=layout)
        edition = await self.store.editions.freeze("main", at, order, stories)
        promise = NewPromise(
            "main", chat.ref, f"send:{number}", edition.id, date(2026, 1, 4), self.now, until
        )
        await self.store.promises.promise([promise], "main", ())
        (opened,) = await self.store.promises.open(chat.ref.platform, self.now, 9)
        rows = [NewDelivery(HEADER, None, f"{number}-0")]
        rows += [NewDelivery(place, one.story, f"{number}-{place}") for place, one in enumerate(stories, 1)]
        await self.store.promises.expand(opened.id, rows)

    async def _send(self, chat: Chat, layout: Layout) -> list[MessageRef]:
        refs: list[MessageRef] = []
        while claimed := await self.store.deliveries.claim(chat.ref.platform, self.now, 1, 30.0):
            row = claimed[0].delivery
            await self.store.deliveries.intend([(row.id, row.fence)])
            digest = layout is Layout.DIGEST
            post = None
            if row.position == HEADER or not digest:
                kind = PostKind.STORY if row.story else PostKind.DIGEST if digest else PostKind.HEADER
                post = Post(chat.ref, str(next(self._numbers)), kind, row.story, row.id, 0, self.now)
                refs.append(MessageRef(chat.ref, post.message))
            await self.store.deliveries.settle(
                [Change(row.id, (DeliveryState.SENDING,), DeliveryState.SENT, post=post)]
            )
        return refs

    def arrival(self, by: Person, chat: Chat) -> Arrival:
        return Arrival(f"event-{next(self._numbers)}", chat, by)

    async def reply(self, text: str, to: MessageRef, by: Person, chat: Chat) -> tuple[Response, MessageRef]:
        """What a reply is answered, and the message that it was."""
        own = MessageRef(chat.ref, f"own-{next(self._numbers)}")
        chat = await self.chats.seen(self.arrival(by, chat))
        return await self.conversation.reply(Reply(self.arrival(by, chat), own, to, text), WORDS), own

    async def edit(self, own: MessageRef, text: str, by: Person, chat: Chat) -> Response:
        return await self.conversation.edited(Edited(self.arrival(by, chat), own, text), WORDS)

    async def delete(self, own: MessageRef, by: Person, chat: Chat) -> None:
        await self.conversation.deleted(Deleted(self.arrival(by, chat), own))

    async def react(self, to: MessageRef, by: Person, chat: Chat, *reactions: str) -> None:
        await self.conversation.reacted(Reacted(self.arrival(by, chat), to, reactions))

    async def answer(
        self,
        line: str,
        by: Person = ANA,
        chat: Chat = HOME,
        *,
        pressed: bool = False,
        on: MessageRef | None = None,
        to: MessageRef | None = None,
    ) -> Answer:
        """The answer to a line, or what a person is told instead. A button stands ``on`` a message; what
        is typed may answer one (``to``)."""
        chat = await self.chats.seen(self.arrival(by, chat))
        try:
            parsed = read(line, WORDS)
            call = Call(
                command=parsed.command,
                arguments=parsed.arguments,
                key=f"key-{next(self._numbers)}",
                person=by,
                chat=chat,
                now=self.now,
                words=WORDS,
                message=on,
                pressed=pressed,
                to=to,
            )
            answered = await self.handlers[parsed.command.name](call)
        except UserError as error:
            return Answer(message(WORDS(error.sentence, **error.details)))
        assert answered is not None
        return answered

    async def say(self, line: str, by: Person = ANA, chat: Chat = HOME) -> str:
        """What a typed line is answered."""
        return plain_text((await self.answer(line, by, chat)).message)

    async def press(self, action: str, by: Person = ANA, chat: Chat = HOME) -> Answer:
        """What a pressed button is answered."""
        return await self.answer(action, by, chat, pressed=True)

    def _handlers(self) -> dict[str, Handler]:
        finder = StoryFinder(
            stories=self.store.stories, desk=self.store.desk, posts=self.store.posts, briefing="main"
        )
        rooms = (
            Helping(
                briefing=self.briefing,
                subscriptions=self.subscriptions,
                rights=self._rights(),
                link=self.link,
            ),
            Managing(link=self.link),
            Reading(
                store=self.store,
                briefing=self.briefing,
                subscriptions=self.subscriptions,
                book=self.book,
                today=self._today,
                find=finder.find,
            ),
            Talking(
                store=self.store,
                conversation=self.conversation,
                people=self.people,
                subscriptions=self.subscriptions,
                book=self.book,
                find=finder.find,
                recompose=self.lines.current,
            ),
            Subscribing(subscriptions=self.subscriptions, briefing=self.briefing),
            Adjusting(store=self.store, subscriptions=self.subscriptions, briefing=self.briefing),
        )
        return {name: handler for room in rooms for name, handler in room.handlers().items()}

    def _rights(self) -> Rights:
        async def administers(person: Person, chat: ChatRef, kind: ChatKind) -> bool:
            return kind is ChatKind.PRIVATE or person.ref == ADMIN.ref

        return Rights(chats=self.store.chats, owners=frozenset(), administers=administers)

    async def _today(self, chat: Chat, now: datetime) -> Sequence[PreparedStory]:
        return self.line_up

    async def _prepare(self, story: StoryId, now: datetime) -> PreparedStory | None:
        return next((one for one in self.line_up if one.story == story), None)

    async def _compose(self, copy: StaleCopy) -> Message | None:
        story = await self.store.editions.latest(copy.story)
        return composing.story(story, copy.counts, WORDS, self.now) if story else None

    def link(self, platform: str, line: str) -> str | None:
        return f"https://{platform}.example/{line.replace(' ', '_')}" if self.has_addresses else None

    async def _look_up(self, platform: str, name: str) -> Chat | None:
        if self.trouble:
            raise self.trouble
        return self.visible.get(name)

    async def _note_barred(self, chat: ChatRef) -> None:
        self.barred.append(chat)

    async def _edit(self, ref: MessageRef, said: Message) -> None:
        if self.edit_error:
            raise self.edit_error
        self.edits.append((ref, said))


def prepared(story: StoryId, headline: str) -> PreparedStory:
    """A story as it goes out."""
    return PreparedStory(
        story,
        "Newsline",
        headline,
        ("Northland recalled its ambassador from Eastmark on Tuesday, the foreign ministry said.",),
        Citation("Harbour Post", f"https://post.example/{story}"),
    )


def kept_story(story: StoryId, headline: str, lead: int, now: datetime) -> Story:
    """A story as the newsroom keeps it."""
    return Story(
        id=story,
        headline=headline,
        lead=lead,  # type: ignore[arg-type]
        language="en",
        first_seen=now - timedelta(hours=2),
        last_new=now - timedelta(hours=2),
        voices=1,
        growth=0,
        weight=1.0,
        subject=SubjectScore(0.5),
    )


def buttons(said: Message | None) -> dict[str, str]:
    """A message's buttons: label and action."""
    assert said is not None
    return {button.label: button.action for row in said.buttons for button in row}


def text(response: Response | Answer) -> str:
    """What is said, without markup."""
    return plain_text(response.message) if response.message else ""


def button(said: Message, label: str) -> Button:
    return next(one for row in said.buttons for one in row if one.label == label)
