"""Stories come in the order that their reasons give, and the reasons add up."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.news import Story
from bot.newsroom.ranking import DEFAULT_WEIGHTS, Weights, diversify, rank
from tests.core.newsroom.news import NOON, story

LATER = NOON + timedelta(hours=2)

STORIES = st.builds(
    story,
    st.from_regex(r"\Ak[1-9][0-9]{0,3}\Z"),
    voices=st.integers(1, 500),
    growth=st.integers(0, 50),
    hours=st.floats(-72, 2),
    subject=st.floats(0, 1),
    weight=st.floats(0, 100),
    topics=st.sampled_from([(), ("talks",), ("talks", "visas")]),
    opinion=st.booleans(),
)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (story("b", subject=0.9), story("w", subject=0.2)),
        (story("b", voices=6), story("w", voices=2)),
        (story("b", hours=0), story("w", hours=-20)),
        (story("b", hours=0, first=-1), story("w", hours=0, first=-40)),
        (story("b", growth=5), story("w", growth=1)),
        (story("b", weight=2.0), story("w", weight=1.0)),
        (story("b", weight=1.0), story("w", weight=0.0)),
        (story("b"), story("w", opinion=True)),
    ],
)
def test_all_else_equal_the_better_comes_first(better: Story, worse: Story) -> None:
    assert [each.story for each in rank([worse, better], LATER)] == [better, worse]


def test_a_story_that_grew_and_then_stood_still_grows_no_more() -> None:
    grown = rank([story("s", voices=5, growth=5, hours=-1.5)], LATER)[0]
    assert "growing" not in [reason.name for reason in grown.reasons]


def test_more_voices_add_less_and_less() -> None:
    scores = [rank([story("s", voices=voices)], LATER)[0].score for voices in (1, 2, 3, 20, 500)]
    gains = [after - before for before, after in pairwise(scores)]
    assert gains[0] > gains[1]
    assert gains[-1] == 0


def test_what_is_loud_but_off_the_subject_stays_behind_what_is_on_it() -> None:
    loud = story("loud", voices=40, growth=20)
    near = story("near", voices=2, subject=0.75)
    assert rank([loud, near], LATER)[0].story == near


def test_without_a_subject_voices_decide() -> None:
    loud, near = story("loud", voices=40), story("near", voices=2, subject=0.75)
    ranked = rank([near, loud], LATER, weights=Weights(subject=0, voices=0.75))
    assert ranked[0].story == loud


@given(st.lists(STORIES, max_size=20))
def test_the_score_is_the_sum_of_its_reasons_and_the_order_is_by_score(stories: list[Story]) -> None:
    ranked = rank(stories, LATER)
    assert len(ranked) == len(stories)
    for candidate in ranked:
        assert candidate.score == sum(reason.value for reason in candidate.reasons)
        assert all(reason.value for reason in candidate.reasons)
        assert -0.14 < candidate.score <= 1.0001
    assert [each.score for each in ranked] == sorted((each.score for each in ranked), reverse=True)


@given(st.lists(STORIES, max_size=30))
def test_diversifying_keeps_every_candidate_and_the_first_in_its_place(stories: list[Story]) -> None:
    ranked = rank(stories, LATER)
    mixed = diversify(ranked)
    assert sorted(repr(each.story) for each in mixed) == sorted(repr(each.story) for each in ranked)
    assert mixed[:1] == ranked[:1]


@given(st.lists(STORIES, max_size=30))
def test_who_is_moved_down_has_the_score_and_the_reason_for_it(stories: list[Story]) -> None:
    mixed = diversify(rank(stories, LATER))
    assert [each.score for each in mixed] == sorted((each.score for each in mixed), reverse=True)
    for each in mixed:
        assert sum(reason.value for reason in each.reasons) == pytest.approx(each.score)
        assert all(reason.value < 0 for reason in each.reasons if reason.name == "alike")


def test_like_stories_do_not_stand_in_a_row() -> None:
    talks = [story(f"t{number}", subject=0.8, topics=("talks",), terms=("Talks",)) for number in range(3)]
    visas = story("v", subject=0.75, topics=("visas",), terms=("visa",))
    mixed = [each.story.id for each in diversify(rank([*talks, visas], LATER))]
    assert mixed == ["t0", "v", "t1", "t2"]


def test_a_story_that_is_like_the_one_above_it_says_so() -> None:
    talks = [story(f"t{number}", subject=0.8, topics=("talks",)) for number in range(2)]
    visas = story("v", subject=0.75, topics=("visas",))
    above, moved = diversify(rank([*talks, visas], LATER))[1:]
    assert above.score == moved.score
    assert moved.reasons[-1].name == "alike"
    assert moved.reasons[-1].value == pytest.approx(-0.05 * DEFAULT_WEIGHTS.subject)


def test_a_much_better_story_is_not_moved() -> None:
    first, second = (story(f"t{number}", subject=0.9, topics=("talks",)) for number in range(2))
    weak = story("w", subject=0.1)
    assert [each.story.id for each in diversify(rank([first, second, weak], LATER))] == ["t0", "t1", "w"]
