"""The laws of ``Upkeep``."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.chats import MessageRef
from bot.model.editions import DeliveryState
from bot.model.news import ParsedEntry
from bot.ports.news import Article, NewEntry, Placed
from storage.store import SqlStore
from tests.laws.makers import (
    ANA,
    CHAT,
    DAY,
    K1,
    K2,
    NOW,
    POLLING,
    ROOM,
    add_entries,
    add_feed,
    add_story,
    command,
    comment,
    deliver,
    expand_to,
    promise_to,
    story,
    to_state,
)

LATER = NOW + DAY


async def add_dated(store: SqlStore, number: int, *, dated: bool) -> None:
    feeds = await store.feeds.all()
    feed = feeds[0] if feeds else await add_feed(store)
    published = NOW if dated else None
    parsed = ParsedEntry(
        str(number), f"http://post.example/{number}", "Title", "Summary", published=published
    )
    await store.entries.take(feed.id, [NewEntry(str(number), None, parsed, True)], POLLING, NOW)


async def test_old_entries_stories_articles_and_done_events_go(store: SqlStore) -> None:
    await add_dated(store, 9, dated=True)
    await add_story(store, 1)
    await store.stories.keep_article(Article("http://post.example/1", "Text.", NOW))
    await store.inbox.put([command("done")], NOW)
    await store.inbox.done("console", "done")
    assert await store.upkeep.prune(LATER) == 5
    assert await store.entries.unplaced(10) == []
    assert await store.stories.get(K1) is None
    assert await store.stories.article("http://post.example/1") is None
    assert await store.inbox.put([command("done")], NOW) == [True]
    assert await store.upkeep.prune(LATER) == 0


async def test_a_story_stays_as_long_as_its_entries(store: SqlStore) -> None:
    (entry,) = await add_entries(store, 1)
    published_before = story(entry, last_new=NOW - DAY)
    await store.stories.place([Placed(entry.id, K1, None)], [published_before])
    assert await store.upkeep.prune(NOW) == 0
    assert await store.stories.get(K1) == published_before


async def test_what_is_young_stays(store: SqlStore) -> None:
    await add_story(store, 1)
    await deliver(store)
    await store.stories.keep_article(Article("http://post.example/1", "Text.", NOW))
    assert await store.upkeep.prune(NOW) == 0


async def test_open_events_stay_and_those_set_aside_until_they_are_old(store: SqlStore) -> None:
    await store.inbox.put([command("open")], NOW)
    await store.inbox.put([command("aside")], NOW)
    await store.inbox.set_aside("console", "aside", "odd")
    assert await store.upkeep.prune(NOW) == 0
    assert await store.upkeep.prune(LATER) == 1
    assert await store.inbox.aside(10) == []
    assert await store.inbox.open() == [command("open")]


async def test_an_undated_entry_that_its_feed_still_lists_is_not_new_again(store: SqlStore) -> None:
    await add_dated(store, 1, dated=False)
    assert await store.upkeep.prune(LATER) == 1
    (feed,) = await store.feeds.all()
    assert await store.entries.unplaced(10) == []
    assert (await store.entries.known(feed.id, ["1"], [])).identifiers == {"1"}
    assert await store.upkeep.prune(LATER) == 0


async def test_delivered_stories_keep_their_entries_and_posts(store: SqlStore) -> None:
    one = await add_story(store, 1)
    rows = await deliver(store)
    await store.upkeep.prune(LATER)
    assert await store.deliveries.get(rows[0].id) is None
    assert await store.posts.find(MessageRef(CHAT, "1-1")) is not None
    assert await store.stories.get(K1) == one
    assert len(await store.stories.memberships(K1)) == 1


async def test_an_edition_stays_while_its_stories_are_talked_about(store: SqlStore) -> None:
    await deliver(store)
    await store.comments.keep(comment("7"))
    await store.upkeep.prune(LATER)
    assert await store.editions.latest(K1) is not None
    assert len(await store.comments.page(K1, CHAT, 0, 10)) == 1


async def test_an_edition_that_nobody_needs_goes(store: SqlStore) -> None:
    rows = await deliver(store)
    promise = await store.promises.get(rows[0].promise)
    assert promise is not None
    assert promise.edition is not None
    await store.upkeep.prune(LATER)
    assert await store.promises.get(promise.id) is None
    assert await store.editions.get(promise.edition) is None
    assert await store.editions.latest(K2) is None


@pytest.mark.parametrize(
    "state", [DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING, DeliveryState.AMBIGUOUS]
)
async def test_what_is_still_owed_stays(store: SqlStore, state: DeliveryState) -> None:
    rows = await expand_to(store)
    await store.deliveries.settle([to_state(row, state) for row in rows])
    owed = await promise_to(store, replace(CHAT, id="other"))
    assert await store.upkeep.prune(LATER) == 0
    assert await store.promises.get(owed.id) == owed
    assert await store.editions.latest(K1) is not None


async def test_a_story_that_is_liked_stays(store: SqlStore) -> None:
    one = await add_story(store, 1)
    await store.comments.like(K1, ANA, NOW)
    await store.upkeep.prune(LATER)
    assert await store.stories.get(K1) == one


async def test_a_story_that_is_liked_without_names_stays(store: SqlStore) -> None:
    one = await add_story(store, 1)
    await store.comments.tally(MessageRef(CHAT, "1"), K1, 3)
    await store.upkeep.prune(LATER)
    assert await store.stories.get(K1) == one
    await store.comments.tally(MessageRef(CHAT, "1"), K1, 0)
    await store.upkeep.prune(LATER)
    assert await store.stories.get(K1) is None


async def test_copies_of_posts_stay_and_those_of_anything_else_go(store: SqlStore) -> None:
    await add_story(store, 1)
    await deliver(store)
    ours, other = MessageRef(ROOM, "1"), MessageRef(ROOM, "2")
    await store.posts.copied(ours, MessageRef(CHAT, "1-1"), None, NOW)
    await store.posts.copied(other, MessageRef(CHAT, "77"), "k1", NOW)
    await store.upkeep.prune(NOW)
    assert await store.posts.find(other) is not None
    await store.upkeep.prune(LATER)
    assert await store.posts.find(other) is None
    assert await store.posts.find(ours) is not None


async def test_facts_are_remembered_by_name(store: SqlStore) -> None:
    assert await store.upkeep.fact("clock") is None
    await store.upkeep.set_fact("clock", "1")
    await store.upkeep.set_fact("clock", "2")
    assert await store.upkeep.fact("clock") == "2"
