"""The laws of ``EntryStore``."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.news import EntryId, ParsedEntry
from bot.ports.news import FeedChange, NewEntry, Placed
from storage.store import SqlStore
from tests.laws.makers import DAY, HOUR, K1, NOW, POLLING, add_entries, add_feed, add_story, new_entry, story


async def test_an_entry_comes_back_as_it_was_taken(store: SqlStore) -> None:
    feed = await add_feed(store)
    await store.feeds.change(feed.id, FeedChange(topic="ties", weight=2.0))
    parsed = ParsedEntry(
        "guid", "http://post.example/1?utm=x", "Talks resume", "Summary", "Content", "By Mo", NOW - HOUR, "en"
    )
    assert (
        await store.entries.take(
            feed.id, [NewEntry("guid", "http://post.example/1", parsed, True)], POLLING, NOW
        )
        == 1
    )
    (entry,) = await store.entries.unplaced(10)
    assert (entry.feed, entry.outlet, entry.topic, entry.weight) == (feed.id, feed.title, "ties", 2.0)
    assert (entry.key, entry.link, entry.title) == ("guid", parsed.link, parsed.title)
    assert (entry.summary, entry.content, entry.byline) == ("Summary", "Content", "By Mo")
    assert (entry.published, entry.seen, entry.language) == (NOW - HOUR, NOW, "en")


@pytest.mark.parametrize(
    ("identifier", "link"),
    [
        ("id-1", None),
        (None, "http://post.example/1"),
        ("id-1", "http://x.example/"),
        ("x", "http://post.example/1"),
    ],
)
async def test_an_entry_is_known_by_identifier_or_link(
    store: SqlStore, identifier: str | None, link: str | None
) -> None:
    await add_entries(store, 1)
    (feed,) = await store.feeds.all()
    again = replace(new_entry(1), identifier=identifier, link_key=link)
    assert await store.entries.take(feed.id, [again], POLLING, NOW) == 0
    assert len(await store.entries.unplaced(10)) == 1


async def test_another_feed_may_have_the_same_identifier(store: SqlStore) -> None:
    await add_entries(store, 1)
    other = await add_feed(store, "http://courier.example/feed", "Daily Courier")
    assert await store.entries.take(other.id, [new_entry(1)], POLLING, NOW) == 1


async def test_entries_without_keys_are_all_kept(store: SqlStore) -> None:
    feed = await add_feed(store)
    keyless = [
        NewEntry(None, f"http://post.example/{n}", ParsedEntry(None, None, "T"), True) for n in range(3)
    ]
    assert await store.entries.take(feed.id, keyless, POLLING, NOW) == 3


async def test_what_is_known_is_told_of_the_keys_that_were_asked_about(store: SqlStore) -> None:
    feed = await add_feed(store)
    assert (await store.entries.known(feed.id, ["id-1"], [])).first_reading
    await add_entries(store, 1, 2)
    known = await store.entries.known(
        feed.id, ["id-1", "id-9"], ["http://post.example/2", "http://post.example/9"]
    )
    assert known.identifiers == {"id-1"}
    assert known.links == {"http://post.example/2": "Envoy 2 leaves Eastmark"}
    assert not known.first_reading


async def test_a_known_link_tells_its_title_where_the_entry_has_an_identifier_too(store: SqlStore) -> None:
    feed = await add_feed(store)
    bare = replace(new_entry(2), identifier=None)
    await store.entries.take(feed.id, [new_entry(1), bare], POLLING, NOW)
    links = (await store.entries.known(feed.id, [], ["http://post.example/1", "http://post.example/2"])).links
    assert links == {"http://post.example/1": "Envoy 1 leaves Eastmark", "http://post.example/2": None}


async def test_a_reading_that_kept_nothing_is_not_the_first(store: SqlStore) -> None:
    feed = await add_feed(store)
    await store.entries.take(feed.id, [], POLLING, NOW)
    assert (await store.entries.known(feed.id, [], [])).first_reading


async def test_taking_keeps_how_the_reading_went(store: SqlStore) -> None:
    feed = await add_feed(store)
    await store.entries.take(feed.id, [new_entry(1)], replace(POLLING, fingerprint="f00"), NOW)
    kept = await store.feeds.get(feed.id)
    assert kept is not None
    assert kept.polling == replace(POLLING, fingerprint="f00")


async def test_only_offered_entries_without_story_are_unplaced_in_their_order(store: SqlStore) -> None:
    entries = await add_entries(store, 1, 2, 3)
    (feed,) = await store.feeds.all()
    await store.entries.take(feed.id, [new_entry(4, offered=False)], POLLING, NOW)
    await store.stories.place([Placed(entries[1].id, K1, None)], [story(entries[1])])
    assert await store.entries.unplaced(10) == [entries[0], entries[2]]
    assert await store.entries.unplaced(1) == [entries[0]]


async def test_placed_entries_are_paged_with_their_stories(store: SqlStore) -> None:
    await add_story(store, 1, seen=NOW - DAY)
    await add_story(store, 2)
    await add_story(store, 3)
    await add_entries(store, 4)
    found = await store.entries.placed(NOW - HOUR, EntryId(0), 10)
    assert [placed for _, placed in found] == ["k2", "k3"]
    assert [placed for _, placed in await store.entries.placed(NOW - HOUR, found[0][0].id, 10)] == ["k3"]
    assert [placed for _, placed in await store.entries.placed(NOW - 2 * DAY, EntryId(0), 1)] == ["k1"]


async def test_the_newest_entry_with_a_link_is_found(store: SqlStore) -> None:
    assert await store.entries.by_link("http://post.example/1") is None
    await add_story(store, 1)
    other = await add_feed(store, "http://courier.example/feed", "Daily Courier")
    first = await store.entries.by_link("http://post.example/1")
    assert first is not None
    assert first[1] == K1
    await store.entries.take(other.id, [new_entry(1)], POLLING, NOW)
    newest = await store.entries.by_link("http://post.example/1")
    assert newest is not None
    assert (newest[0].feed, newest[1]) == (other.id, None)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.characters(categories=None, codec=None), min_size=1, max_size=20))
async def test_any_text_is_kept_without_nul_and_lone_surrogates(store: SqlStore, text: str) -> None:
    feeds = await store.feeds.all()
    feed = feeds[0] if feeds else await add_feed(store)
    new = NewEntry(text, None, ParsedEntry(text, None, text), True)
    await store.entries.take(feed.id, [new], POLLING, NOW)
    expected = "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)
    assert expected in {entry.title for entry in await store.entries.unplaced(1000)}
    assert (await store.entries.known(feed.id, [text], [])).identifiers == {expected}
