"""Short ways to make what a law needs. All news is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.model.chats import (
    Chat,
    ChatKind,
    ChatRef,
    MessageRef,
    Order,
    Person,
    PersonRef,
    Schedule,
    Slot,
    Subscription,
)
from bot.model.comments import CommentState, Counts, NewComment
from bot.model.editions import (
    Delivery,
    DeliveryId,
    DeliveryState,
    Edition,
    EditionId,
    Post,
    PostKind,
    Promise,
)
from bot.model.events import Arrival, Command
from bot.model.news import (
    Citation,
    Entry,
    EntryId,
    Feed,
    ParsedEntry,
    Polling,
    PreparedStory,
    Story,
    StoryId,
    SubjectScore,
)
from bot.ports.feeds import OutlineFeed
from bot.ports.news import NewEntry, Placed
from bot.ports.press import Change, NewDelivery, NewPromise
from storage.store import SqlStore

NOW = datetime(2026, 2, 2, 7, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

BRIEFING = "diplomacy"
CHAT = ChatRef("console", "1")
ROOM = ChatRef("console", "room")
CHANNEL = ChatRef("console", "channel")  # where it is discussed: ROOM, if a law says so
ANA = Person(PersonRef("console", "ana"), "Ana")
RAVI = Person(PersonRef("console", "ravi"), "Ravi")
POLLING = Polling(next_at=NOW + HOUR, interval=HOUR)
ORDER = Order(size=5)
SLOT = Slot(date(2026, 2, 2), time(7), NOW)
K1, K2, K3 = StoryId("k1"), StoryId("k2"), StoryId("k3")


def chat(ref: ChatRef = CHAT, kind: ChatKind = ChatKind.PRIVATE, title: str = "Ana") -> Chat:
    return Chat(ref, kind, title)


async def add_feed(
    store: SqlStore, url: str = "http://post.example/feed", title: str = "Harbour Post"
) -> Feed:
    (feed,) = await store.feeds.add([OutlineFeed(url, title)], NOW)
    return feed


def new_entry(number: int, *, offered: bool = True, title: str = "", summary: str = "") -> NewEntry:
    link = f"http://post.example/{number}"
    parsed = ParsedEntry(f"id-{number}", link, title or f"Envoy {number} leaves Eastmark", summary)
    return NewEntry(f"id-{number}", link, parsed, offered)


async def add_entries(store: SqlStore, *numbers: int, seen: datetime = NOW) -> list[Entry]:
    """Entries of one feed, offered and not placed."""
    feeds = await store.feeds.all()
    feed = feeds[0] if feeds else await add_feed(store)
    before = {entry.id for entry in await store.entries.unplaced(1000)}
    await store.entries.take(feed.id, [new_entry(number) for number in numbers], POLLING, seen)
    return [entry for entry in await store.entries.unplaced(1000) if entry.id not in before]


def story(entry: Entry, story_id: StoryId = K1, *, last_new: datetime = NOW) -> Story:
    return Story(
        id=story_id,
        headline=entry.title,
        lead=entry.id,
        language="en",
        first_seen=entry.seen,
        last_new=last_new,
        voices=1,
        growth=1,
        weight=1.0,
        subject=SubjectScore(0.5, ("envoy",)),
        topics=("ties",),
    )


async def add_story(store: SqlStore, number: int = 1, *, seen: datetime = NOW) -> Story:
    """A story with one entry; story 1 is k1."""
    (entry,) = await add_entries(store, number, seen=seen)
    made = story(entry, StoryId(f"k{number}"), last_new=seen)
    await store.stories.place([Placed(entry.id, made.id, None)], [made])
    return made


def prepared(story_id: StoryId = K1, headline: str = "Northland recalls its ambassador") -> PreparedStory:
    return PreparedStory(
        story=story_id,
        label="Newsline",
        headline=headline,
        excerpt=("Northland recalled its ambassador from Eastmark.",),
        citation=Citation("Harbour Post", "http://post.example/1"),
        also=("Daily Courier",),
        published=NOW,
        language="en",
        topics=("ties",),
    )


def subscription(ref: ChatRef = CHAT, slot: Slot | None = SLOT, zone: str = "Europe/Berlin") -> Subscription:
    schedule = Schedule(zone, (time(7), time(18, 30)), (1, 5))
    return Subscription(BRIEFING, ref, schedule, ORDER, next=slot)


def promise(
    ref: ChatRef = CHAT, occasion: str = "2026-02-02 07:00", edition: EditionId | None = None
) -> NewPromise:
    return NewPromise(BRIEFING, ref, occasion, edition, SLOT.date, NOW, NOW + 6 * HOUR)


async def freeze(store: SqlStore, *stories: StoryId, at: datetime = NOW) -> Edition:
    return await store.editions.freeze(BRIEFING, at, ORDER, [prepared(one) for one in stories or (K1, K2)])


async def promise_to(store: SqlStore, ref: ChatRef = CHAT, *, occasion: str = "2026-02-02 07:00") -> Promise:
    """An open promise of an edition of k1 and k2."""
    edition = await freeze(store)
    await store.promises.promise([promise(ref, occasion, edition.id)], BRIEFING, ())
    found = await store.promises.open(ref.platform, NOW, 1000)
    return next(one for one in found if (one.chat, one.occasion) == (ref, occasion))


async def expand_to(
    store: SqlStore, ref: ChatRef = CHAT, *, occasion: str = "2026-02-02 07:00"
) -> list[Delivery]:
    """The pending deliveries of a promise: header, k1, k2."""
    made = await promise_to(store, ref, occasion=occasion)
    key = f"{ref}/{occasion}"
    await store.promises.expand(
        made.id,
        [NewDelivery(0, None, f"{key}/0"), NewDelivery(1, K1, f"{key}/1"), NewDelivery(2, K2, f"{key}/2")],
    )
    return list(await store.deliveries.of(made.id))


def post(
    delivery: Delivery,
    message: str = "",
    part: int = 0,
    at: datetime = NOW,
    shown: Counts = Counts(0, 0),
) -> Post:
    kind = PostKind.STORY if delivery.story else PostKind.HEADER
    name = message or f"m{delivery.id}"
    return Post(delivery.chat, name, kind, delivery.story, delivery.id, part, at, shown)


def sent(delivery: Delivery, message: str = "", at: datetime = NOW) -> Change:
    expects = (DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING, DeliveryState.AMBIGUOUS)
    return Change(delivery.id, expects, DeliveryState.SENT, post=post(delivery, message, at=at), parts=1)


def to_state(delivery: Delivery, state: DeliveryState, reason: str | None = None) -> Change:
    """A change that holds wherever the row stands."""
    return Change(delivery.id, tuple(DeliveryState), state, reason=reason)


async def deliver(store: SqlStore, ref: ChatRef = CHAT, *, at: datetime = NOW) -> list[Delivery]:
    """Header, k1 and k2 posted to a chat; the messages are <chat>-0, <chat>-1, <chat>-2."""
    rows = await expand_to(store, ref)
    await store.deliveries.settle([sent(row, f"{ref.id}-{row.position}", at) for row in rows])
    return [found for row in rows if (found := await store.deliveries.get(row.id))]


def comment(
    message: str,
    author: Person = ANA,
    *,
    ref: ChatRef = CHAT,
    shared: bool = True,
    at: datetime = NOW,
) -> NewComment:
    return NewComment(
        story=K1,
        source=MessageRef(ref, message),
        author=author,
        shown=author.name,
        parent=None,
        text=f"Comment {message}.",
        state=CommentState.VISIBLE,
        shared=shared,
        at=at,
    )


def held(message: str) -> NewComment:
    """A reply to a digest whose story is not known yet."""
    return replace(comment(message), story=None, state=CommentState.HELD)


def command(key: str, person: Person = ANA, ref: ChatRef = CHAT, line: str = "desk") -> Command:
    return Command(Arrival(key, chat(ref), person), line)


MISSING_DELIVERY = DeliveryId(999)
MISSING_ENTRY = EntryId(0)
