"""The board: which stories are candidates, and that ranking is made again only when it must be."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.news import EntryId
from bot.newsroom.board import ALIVE, RANKING_LASTS, Board
from bot.newsroom.ids import LETTERS, story_id
from tests.core.newsroom_services.room import story
from tests.fakes.clock import START


async def test_what_has_nothing_of_the_subject_is_no_candidate() -> None:
    board = Board()
    board.put([story(1), story(2, subject=0)])
    assert [each.story.id for each in await board.ranked(START)] == ["k1"]


async def test_the_best_comes_first() -> None:
    board = Board()
    board.put([story(1), story(2, voices=9), story(3, age=timedelta(hours=30))])
    assert [each.story.id for each in await board.ranked(START)] == ["k2", "k1", "k3"]


async def test_a_story_that_changes_is_ranked_anew_at_once() -> None:
    board = Board()
    board.put([story(1), story(2)])
    before = await board.ranked(START)
    assert await board.ranked(START) is before
    board.put([story(2, voices=9)])
    assert (await board.ranked(START))[0].story.voices == 9


async def test_ranking_grows_no_older_than_a_minute() -> None:
    board = Board()
    board.put([story(1)])
    before = await board.ranked(START)
    after = await board.ranked(START + RANKING_LASTS)
    assert after[0].score < before[0].score


async def test_a_story_ages_out() -> None:
    board = Board()
    board.put([story(1)])
    assert await board.ranked(START + ALIVE) == []
    board.forget(START)
    assert board.get(story(1).id) is None


@given(st.sets(st.integers(1, 10**9), min_size=2))
def test_no_two_entries_found_stories_of_one_id(numbers: set[int]) -> None:
    ids = {story_id(EntryId(number)) for number in numbers}
    assert len(ids) == len(numbers)
    assert all(each[0] in LETTERS and each[1:].isdigit() for each in ids)
