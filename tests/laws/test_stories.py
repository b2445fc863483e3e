"""The laws of ``StoryStore``."""

from __future__ import annotations

from dataclasses import replace

from bot.model.news import Match, Membership, StoryId, SubjectScore
from bot.ports.news import Article, Placed
from storage.store import SqlStore
from tests.laws.makers import (
    DAY,
    HOUR,
    K1,
    K2,
    NOW,
    POLLING,
    add_entries,
    add_feed,
    add_story,
    new_entry,
    story,
)


async def test_a_story_comes_back_as_it_is_now(store: SqlStore) -> None:
    founder, joiner = await add_entries(store, 1, 2)
    await store.stories.place([Placed(founder.id, K1, None)], [story(founder)])
    grown = replace(story(joiner), voices=2, growth=2, weight=1.5, last_new=NOW + HOUR)
    grown = replace(grown, language=None, opinion=True)
    await store.stories.place([Placed(joiner.id, K1, Match(founder.id, ("envoy",), 0.75))], [grown])
    assert await store.stories.get(K1) == grown
    assert await store.stories.get(K2) is None


async def test_members_come_founder_first_then_as_they_came(store: SqlStore) -> None:
    first, second, third = await add_entries(store, 1, 2, 3)
    match = Match(second.id, ("envoy", "Eastmark"), 0.5)
    placed = [Placed(second.id, K1, None), Placed(first.id, K1, match), Placed(third.id, K1, match)]
    await store.stories.place(placed, [story(second)])
    assert await store.stories.memberships(K1) == [
        Membership(second, None),
        Membership(first, match),
        Membership(third, match),
    ]
    assert await store.stories.memberships(K2) == []


async def test_members_of_many_stories_come_at_once(store: SqlStore) -> None:
    first, second, third = await add_entries(store, 1, 2, 3)
    match = Match(second.id, ("envoy",), 0.5)
    placed = [Placed(second.id, K1, None), Placed(first.id, K1, match), Placed(third.id, K2, None)]
    await store.stories.place(placed, [story(second), story(third, K2)])
    assert await store.stories.members([K1, K2, StoryId("k99")]) == {K1: [first, second], K2: [third]}
    assert await store.stories.members([]) == {}


async def test_many_gives_those_that_there_are(store: SqlStore) -> None:
    one, two = await add_story(store, 1), await add_story(store, 2)
    assert await store.stories.many([K1, K2, StoryId("k99")]) == {K1: one, K2: two}
    assert await store.stories.many([]) == {}


async def test_the_window_holds_stories_with_new_entries(store: SqlStore) -> None:
    await add_story(store, 1, seen=NOW - DAY)
    two = await add_story(store, 2, seen=NOW - HOUR)
    three = await add_story(store, 3)
    assert await store.stories.window(NOW - HOUR) == [three, two]


async def test_rescoring_changes_subject_and_topics_only(store: SqlStore) -> None:
    one = await add_story(store, 1)
    scored = replace(one, subject=SubjectScore(0.9, ("recall",)), topics=())
    await store.stories.rescore([replace(scored, voices=9)])
    assert await store.stories.get(K1) == scored


async def test_search_finds_all_words_in_headline_or_lead_summary(store: SqlStore) -> None:
    feed = await add_feed(store)
    texts = [("Ägir's ENVOY leaves", "The straße was closed."), ("Envoy stays", "Talks about 100% of it.")]
    entries = [new_entry(n, title=title, summary=summary) for n, (title, summary) in enumerate(texts)]
    await store.entries.take(feed.id, entries, POLLING, NOW)
    for number, entry in enumerate(await store.entries.unplaced(10), start=1):
        made = story(entry, StoryId(f"k{number}"), last_new=NOW + number * HOUR)
        await store.stories.place([Placed(entry.id, made.id, None)], [made])
    for words, found in [
        (["envoy"], ["k2", "k1"]),
        (["ÄGIR", "STRASSE"], ["k1"]),
        (["envoy", "talks"], ["k2"]),
        (["0%"], ["k2"]),
        (["%"], ["k2"]),
        (["absent"], []),
    ]:
        assert [one.id for one in await store.stories.search(words, 10)] == found, words
    assert [one.id for one in await store.stories.search(["envoy"], 1)] == ["k2"]


async def test_an_article_is_kept_even_if_there_was_none(store: SqlStore) -> None:
    url = "http://post.example/1"
    assert await store.stories.article(url) is None
    await store.stories.keep_article(Article(url, None, NOW))
    assert await store.stories.article(url) == Article(url, None, NOW)
    await store.stories.keep_article(Article(url, "Text.", NOW + HOUR))
    assert await store.stories.article(url) == Article(url, "Text.", NOW + HOUR)
