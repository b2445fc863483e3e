"""The line-up: whose stories come in which order, and what a chat's wishes leave of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.chats import Order
from bot.model.editions import Pick
from bot.model.news import Story, StoryId, SubjectScore
from bot.newsroom.lineup import AHEAD, NEAR_ENOUGH, SPARE, Line, Muted, for_order, line_up
from tests.core.newsroom_services.room import candidate, story
from tests.fakes.clock import START

STORIES = {made.id: made for made in (story(number) for number in range(1, 40))}


def pick(number: int, position: int, *, pinned: bool = False) -> Pick:
    return Pick(StoryId(f"k{number}"), position, pinned, "Ana", START)


def ids(lines: tuple[Line, ...]) -> list[str]:
    return [line.story.id for line in lines]


def test_pins_come_first_then_picks_in_their_order_then_the_best_candidates() -> None:
    picks = [pick(4, 1), pick(2, 2), pick(9, 3, pinned=True)]
    ranked = [candidate(STORIES[StoryId(f"k{number}")]) for number in (1, 2, 3, 9)]
    assert ids(line_up(picks, STORIES, ranked, (), fill=True)) == ["k9", "k4", "k2", "k1", "k3"]


def test_without_fill_only_what_editors_picked_goes_out() -> None:
    ranked = [candidate(STORIES[StoryId("k1")])]
    assert ids(line_up([pick(4, 1)], STORIES, ranked, (), fill=False)) == ["k4"]


def test_rank_fills_only_with_what_is_near_the_subject() -> None:
    far = replace(STORIES[StoryId("k1")], subject=SubjectScore(NEAR_ENOUGH - 0.01))
    near = replace(STORIES[StoryId("k2")], subject=SubjectScore(NEAR_ENOUGH))
    ranked = [candidate(far), candidate(near)]
    assert ids(line_up([], STORIES, ranked, (), fill=True)) == ["k2"]
    assert ids(line_up([pick(1, 1)], {far.id: far}, ranked, (), fill=True)) == ["k1", "k2"]


def test_what_was_dropped_is_left_out() -> None:
    ranked = [candidate(STORIES[StoryId("k1")]), candidate(STORIES[StoryId("k2")])]
    assert ids(line_up([], STORIES, ranked, {StoryId("k1")}, fill=True)) == ["k2"]


def test_an_order_gets_spare_stories_for_chats_that_had_some() -> None:
    lines = tuple(Line(story(number), None) for number in range(1, 200))
    assert len(for_order(lines, Order(size=30))) == 30 * SPARE


def test_a_small_order_reaches_past_all_that_its_chat_had_of_what_still_lives() -> None:
    lines = tuple(Line(story(number), None) for number in range(1, 200))
    assert len(for_order(lines, Order(size=1))) == AHEAD


def test_topics_hold_for_picks_too() -> None:
    visas = replace(STORIES[StoryId("k2")], topics=("visas",))
    lines = (Line(STORIES[StoryId("k1")], pick(1, 1)), Line(visas, None))
    assert ids(for_order(lines, Order(size=5, topics=("visas", "talks")))) == ["k2"]


@pytest.mark.parametrize(
    ("muted", "headline", "hidden"),
    [
        ("fence", "Border FENCE begun", True),
        ("fence", "Fencing championship begins", False),
        ("border  fence", "The border fence", True),
        ("U.N.", "Envoy at the U.N. speaks", True),
        ("über", "Gespräche ÜBER Visa", True),
        ("大使", "新大使到任", True),
        ("", "Anything", False),
        ("(", "Talks (again)", True),
    ],
)
def test_muted_words_are_whole_words_in_any_case(muted: str, headline: str, hidden: bool) -> None:
    assert Muted([muted]).has(headline) is hidden


@given(st.lists(st.text(max_size=8), max_size=4), st.text(max_size=40))
def test_no_muted_text_breaks_the_search(words: list[str], headline: str) -> None:
    Muted(words).has(headline)


@given(
    picked=st.lists(st.integers(1, 39), unique=True, max_size=10),
    dropped=st.sets(st.integers(1, 39), max_size=10),
    ranked=st.lists(st.integers(1, 39), unique=True),
)
def test_nothing_stands_twice_and_nothing_dropped_at_all(
    picked: list[int], dropped: set[int], ranked: list[int]
) -> None:
    picks = [pick(number, place, pinned=number % 3 == 0) for place, number in enumerate(picked)]
    gone = {StoryId(f"k{number}") for number in dropped}
    candidates = [candidate(STORIES[StoryId(f"k{number}")]) for number in ranked]
    found = ids(line_up(picks, STORIES, candidates, gone, fill=True))
    assert len(found) == len(set(found))
    assert set(found) == {f"k{number}" for number in {*picked, *ranked} - dropped}
    assert found[: len(set(picked) - dropped)] == [
        each.story for each in sorted(picks, key=lambda each: not each.pinned) if each.story not in gone
    ]


def test_picks_of_unknown_stories_are_passed_over() -> None:
    known: dict[StoryId, Story] = {}
    assert line_up([pick(1, 1)], known, [], (), fill=True) == ()
