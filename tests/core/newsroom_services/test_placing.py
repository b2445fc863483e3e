"""Placing: entries become stories once, whatever happens in between, and the board shows them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from bot.errors import StorageError
from bot.model.briefing import Profile, Term
from bot.model.news import StoryId
from bot.newsroom.gists import Gist
from storage import open_store
from tests.core.newsroom_services.room import BRIEFING, COURIER, RECALL, VISAS, Newsroom
from tests.fakes.web import item

HOUR = timedelta(hours=1)
SUMMARY = (
    "Northland recalled its ambassador from Eastmark on Tuesday after work began on a border fence along the "
    "disputed ridge, the foreign ministry said."
)


async def publish_recall_twice(newsroom: Newsroom) -> None:
    """Two outlets on one event, and one on another."""
    (await newsroom.feed()).publish(item(RECALL, published=newsroom.now - HOUR, summary=SUMMARY))
    (await newsroom.feed(COURIER, "Daily Courier")).publish(
        item(VISAS, link="https://courier.example/visas", published=newsroom.now),
        item(
            "Northland recalls ambassador from Eastmark as border fence goes up",
            link="https://courier.example/recall",
            published=newsroom.now,
            summary=SUMMARY,
        ),
    )


async def test_two_outlets_on_one_event_make_one_story(newsroom: Newsroom) -> None:
    await publish_recall_twice(newsroom)
    await newsroom.rounds.turn()
    ranked = await newsroom.board.ranked(newsroom.now)
    assert sorted(each.story.voices for each in ranked) == [1, 2]


async def test_the_reason_for_joining_is_kept(newsroom: Newsroom) -> None:
    await publish_recall_twice(newsroom)
    await newsroom.rounds.turn()
    ranked = await newsroom.board.ranked(newsroom.now)
    story = next(each.story for each in ranked if each.story.voices == 2)
    founder, joined = await newsroom.store.stories.memberships(story.id)
    assert founder.match is None
    assert joined.match is not None
    assert joined.match.entry == founder.entry.id
    assert {"Northland", "Eastmark"} & set(joined.match.words)


async def test_an_entry_that_comes_later_joins_what_was_placed_before(newsroom: Newsroom) -> None:
    await publish_recall_twice(newsroom)
    await newsroom.rounds.turn()
    radio = await newsroom.feed("https://radio.example/feed", "Radio Three")
    again = item("Eastmark border fence: Northland recalls its ambassador", link="https://radio.example/1")
    radio.publish(replace(again, published=newsroom.now + HOUR, summary=SUMMARY))
    await newsroom.later(HOUR)
    assert max(each.story.voices for each in await newsroom.board.ranked(newsroom.now)) == 3


async def test_a_crash_between_taking_and_placing_loses_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/news.db"
    async with open_store(url) as store:
        before = Newsroom(store)
        await publish_recall_twice(before)
        await before.collector.poll_due()
    async with open_store(url) as store:
        after = Newsroom(store)
        await after.rounds.start()
        assert len(await after.board.ranked(after.now)) == 2
        assert not await store.entries.unplaced(10)


async def test_after_a_restart_stories_are_the_same_and_grow_on(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/news.db"
    async with open_store(url) as store:
        before = Newsroom(store)
        await publish_recall_twice(before)
        await before.rounds.turn()
        stories = {each.story.id: each.story.voices for each in await before.board.ranked(before.now)}
    async with open_store(url) as store:
        after = Newsroom(store)
        await after.rounds.start()
        assert {each.story.id: each.story.voices for each in await after.board.ranked(after.now)} == stories
        radio = await after.feed("https://radio.example/feed", "Radio Three")
        radio.publish(item(RECALL, link="https://radio.example/1", published=after.now, summary=SUMMARY))
        await after.rounds.turn()
        grown = {each.story.id: each.story.voices for each in await after.board.ranked(after.now)}
        assert grown.keys() == stories.keys()
        assert sorted(grown.values()) == [1, 3]


async def test_what_could_not_be_kept_is_placed_by_the_next_round(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await publish_recall_twice(newsroom)
    radio = await newsroom.feed("https://radio.example/feed", "Radio Three")
    await newsroom.rounds.start()
    towns = "Aldport Brenwick Calder Dunmoor Ettrick Fenwold Garth Hexley Ismere Jarrow".split()
    radio.publish(*(item(f"{town} opens its {town} museum", published=newsroom.now) for town in towns))
    with monkeypatch.context() as broken:
        broken.setattr(newsroom.store.stories, "place", AsyncMock(side_effect=StorageError("disk is full")))
        await newsroom.rounds.turn()
    assert "entries could not be placed" in caplog.text
    assert await newsroom.board.ranked(newsroom.now) == []
    await newsroom.rounds.turn()
    stories = await newsroom.store.stories.window(newsroom.now)
    assert len(stories) == 12
    founders = [(await newsroom.store.stories.memberships(story.id))[0] for story in stories]
    assert [founder.match for founder in founders] == [None] * 12


async def test_another_profile_scores_the_stories_of_the_window_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/news.db"
    async with open_store(url) as store:
        before = Newsroom(store)
        await publish_recall_twice(before)
        await before.rounds.turn()
    async with open_store(url) as store:
        fences = replace(BRIEFING, profile=Profile("fences", (Term("border fence", 2.0),)))
        after = Newsroom(store, briefing=fences)
        await after.rounds.start()
        assert [each.story.subject.terms for each in await after.board.ranked(after.now)] == [
            ("border fence",)
        ]


async def turns_of_others(work: Awaitable[object]) -> int:
    """How often others are let run meanwhile, waits for the database left out."""
    turns = 0
    really_sleep = asyncio.sleep

    async def count(seconds: float) -> None:
        nonlocal turns
        turns += not seconds
        await really_sleep(seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio, "sleep", count)
        await work
    return turns


async def test_placing_and_forgetting_many_entries_lets_others_run_in_between(newsroom: Newsroom) -> None:
    post = await newsroom.feed()
    post.publish(
        *(
            item(f"Envoy {number} presents papers in town {number}", published=newsroom.now)
            for number in range(90)
        )
    )
    await newsroom.collector.poll_due()
    assert await turns_of_others(newsroom.placer.place_new()) >= 2 * 90 // 8
    assert await turns_of_others(newsroom.placer.place_new()) == 0
    newsroom.clock.advance(timedelta(days=4))
    assert await turns_of_others(newsroom.placer.place_new()) >= 90 // 8


async def test_copies_by_the_hundred_become_one_story_and_let_others_run(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        feed = await newsroom.feed(f"https://outlet{number}.example/feed", f"Outlet {number}")
        links = [f"https://outlet{number}.example/{copy}" for copy in range(60)]
        feed.publish(
            *(item(RECALL, link=link, published=newsroom.now - HOUR, summary=SUMMARY) for link in links)
        )
    await newsroom.collector.poll_due()
    in_a_row = most_in_a_row = 0
    take_in = newsroom.placer._take_in

    def counting(story: StoryId, gist: Gist) -> None:
        nonlocal in_a_row, most_in_a_row
        in_a_row += 1
        most_in_a_row = max(most_in_a_row, in_a_row)
        asyncio.get_running_loop().call_soon(another_runs)
        take_in(story, gist)

    def another_runs() -> None:
        nonlocal in_a_row
        in_a_row = 0

    monkeypatch.setattr(newsroom.placer, "_take_in", counting)
    assert await newsroom.placer.place_new() == 240
    assert 0 < most_in_a_row <= 8
    (candidate,) = await newsroom.board.ranked(newsroom.now)
    assert candidate.story.voices == 4


async def test_two_who_place_at_once_place_each_entry_once(newsroom: Newsroom) -> None:
    await publish_recall_twice(newsroom)
    await newsroom.collector.poll_due()
    assert sorted(await asyncio.gather(newsroom.placer.place_new(), newsroom.placer.place_new())) == [0, 3]


async def test_what_is_older_than_the_window_leaves_the_board(newsroom: Newsroom) -> None:
    await publish_recall_twice(newsroom)
    await newsroom.rounds.turn()
    await newsroom.later(timedelta(hours=37))
    assert await newsroom.board.ranked(newsroom.now) == []


async def test_placing_that_is_broken_off_goes_on_where_it_was(newsroom: Newsroom) -> None:
    await publish_recall_twice(newsroom)
    await newsroom.collector.poll_due()
    placing = asyncio.create_task(newsroom.placer.place_new())
    while not newsroom.placer._turn.locked():
        await asyncio.sleep(0)
    placing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await placing
    await newsroom.rounds.settle()
    ranked = await newsroom.board.ranked(newsroom.now)
    assert sorted(each.story.voices for each in ranked) == [1, 2]


async def test_a_round_with_all_feeds_reads_those_that_are_not_due(newsroom: Newsroom) -> None:
    await publish_recall_twice(newsroom)
    await newsroom.rounds.turn()
    assert (await newsroom.rounds.turn()).read == 0
    assert (await newsroom.rounds.turn_all()).read == 2
