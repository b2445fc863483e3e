"""The laws of ``FeedStore``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.news import FeedId, FeedState, Polling, Validators
from bot.ports.feeds import OutlineFeed
from bot.ports.news import FeedChange
from storage.store import SqlStore
from tests.laws.makers import DAY, HOUR, MINUTE, NOW, POLLING, add_entries, add_feed


async def test_a_new_feed_is_due_at_once(store: SqlStore) -> None:
    feed = await add_feed(store)
    assert (feed.state, feed.weight, feed.polling.next_at) == (FeedState.ACTIVE, 1.0, NOW)
    assert await store.feeds.due(NOW, 10) == [feed]
    assert await store.feeds.due(NOW - MINUTE, 10) == []
    assert await store.feeds.get(feed.id) == feed


async def test_only_feeds_that_were_not_there_are_added(store: SqlStore) -> None:
    await add_feed(store, "http://a.example/feed", "A")
    outlines = [
        OutlineFeed("http://a.example/feed", "Again"),
        OutlineFeed("http://b.example/feed", "B", "http://b.example/", "ties"),
    ]
    (added,) = await store.feeds.add([*outlines, outlines[1]], NOW)
    assert (added.title, added.site, added.topic) == ("B", "http://b.example/", "ties")
    assert [feed.title for feed in await store.feeds.all()] == ["A", "B"]


async def test_a_removed_feed_comes_back_and_knows_its_entries(store: SqlStore) -> None:
    feed = await add_feed(store)
    await add_entries(store, 1)
    for state in (FeedState.REMOVED, FeedState.GONE):
        await store.feeds.change(feed.id, FeedChange(state=state))
        (back,) = await store.feeds.add([OutlineFeed(feed.url, "Post")], NOW + DAY)
        assert (back.id, back.state, back.polling.next_at) == (feed.id, FeedState.ACTIVE, NOW + DAY)
    known = await store.entries.known(feed.id, ["id-1"], [])
    assert known.identifiers == {"id-1"}
    assert not known.first_reading


async def test_all_feeds_but_removed_ones_are_listed_by_title(store: SqlStore) -> None:
    feeds = [
        await add_feed(store, f"http://{title}.example/", title)
        for title in ("beta", "Alpha", "gamma", "Delta")
    ]
    await store.feeds.change(feeds[2].id, FeedChange(state=FeedState.REMOVED))
    await store.feeds.change(feeds[3].id, FeedChange(state=FeedState.GONE))
    assert [feed.title for feed in await store.feeds.all()] == ["Alpha", "beta", "Delta"]


async def test_the_longest_due_is_read_first_and_only_active_feeds_are_due(store: SqlStore) -> None:
    late, later, gone, waiting = [await add_feed(store, f"http://{n}.example/", str(n)) for n in range(4)]
    await store.feeds.polled(late.id, Polling(NOW - HOUR, HOUR))
    await store.feeds.polled(gone.id, Polling(NOW - DAY, HOUR))
    await store.feeds.change(gone.id, FeedChange(state=FeedState.GONE))
    await store.feeds.polled(waiting.id, Polling(NOW + HOUR, HOUR))
    assert [feed.id for feed in await store.feeds.due(NOW, 10)] == [late.id, later.id]
    assert [feed.id for feed in await store.feeds.due(NOW, 1)] == [late.id]


async def test_without_feeds_none_is_due(store: SqlStore) -> None:
    assert await store.feeds.due(NOW, 10) == []
    assert await store.feeds.get(FeedId(1)) is None


async def test_a_change_leaves_what_is_none(store: SqlStore) -> None:
    feed = await add_feed(store)
    changed = await store.feeds.change(feed.id, FeedChange(title="Post", weight=0.5, topic="ties"))
    assert changed is not None
    assert (changed.title, changed.weight, changed.topic, changed.url) == ("Post", 0.5, "ties", feed.url)
    assert await store.feeds.get(feed.id) == changed
    assert await store.feeds.change(feed.id, FeedChange()) == changed


async def test_an_address_belongs_to_one_feed(store: SqlStore) -> None:
    one = await add_feed(store, "http://a.example/", "A")
    other = await add_feed(store, "http://b.example/", "B")
    assert await store.feeds.change(one.id, FeedChange(url=other.url)) is None
    assert await store.feeds.change(one.id, FeedChange(url=one.url)) == one
    assert await store.feeds.change(FeedId(99), FeedChange(title="C")) is None
    assert await store.feeds.get(one.id) == one


async def test_how_a_reading_went_is_kept(store: SqlStore) -> None:
    feed = await add_feed(store)
    polling = Polling(
        next_at=NOW + HOUR,
        interval=timedelta(minutes=17),
        validators=Validators('"tag"', "Mon, 02 Feb 2026 07:00:00 GMT"),
        fingerprint="f00",
        failures=3,
        last_error="feed-error-status",
        last_detail="503",
        last_success=NOW - DAY,
        last_new=NOW - 2 * DAY,
    )
    await store.feeds.polled(feed.id, polling)
    kept = await store.feeds.get(feed.id)
    assert kept is not None
    assert kept.polling == polling


async def test_every_active_feed_can_be_made_due(store: SqlStore) -> None:
    feeds = [await add_feed(store, f"http://{n}.example/", str(n)) for n in range(3)]
    for feed in feeds:
        await store.feeds.polled(feed.id, POLLING)
    await store.feeds.change(feeds[2].id, FeedChange(state=FeedState.GONE))
    assert await store.feeds.due(NOW, 10) == []
    assert await store.feeds.due_now(NOW) == 2
    assert len(await store.feeds.due(NOW, 10)) == 2


async def test_feeds_whose_server_asked_for_it_are_not_made_due(store: SqlStore) -> None:
    def refused(status: str, wait: timedelta) -> Polling:
        return Polling(NOW + wait, HOUR, failures=1, last_error="feed-error-status", last_detail=status)

    for number, polling in enumerate(
        [
            refused("429", HOUR),
            refused("503", DAY),
            refused("500", HOUR),
            refused("429", 2 * DAY),  # as a clock that was ahead leaves it
            Polling(NOW + HOUR, HOUR, failures=1, last_error="feed-error-dns", last_detail="429"),
        ]
    ):
        feed = await add_feed(store, f"http://{number}.example/", str(number))
        await store.feeds.polled(feed.id, polling)
    assert await store.feeds.due_now(NOW) == 3
    assert {feed.title for feed in await store.feeds.due(NOW, 10)} == {"2", "3", "4"}


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    at=st.datetimes(datetime(1901, 1, 1), datetime(2199, 1, 1)),  # noqa: DTZ001 - the zone is drawn beside it
    hours=st.integers(-12, 14),
)
async def test_instants_come_back_in_utc_and_to_the_millisecond(
    store: SqlStore, at: datetime, hours: int
) -> None:
    given_at = at.replace(tzinfo=timezone(timedelta(hours=hours)))
    feeds = await store.feeds.all()
    feed = feeds[0] if feeds else await add_feed(store)
    await store.feeds.polled(feed.id, Polling(given_at, HOUR, last_success=given_at))
    kept = await store.feeds.get(feed.id)
    assert kept is not None
    assert kept.polling.next_at == given_at.replace(microsecond=given_at.microsecond // 1000 * 1000)
    assert kept.polling.next_at.tzinfo is UTC
    assert kept.polling.last_success == kept.polling.next_at
