"""Spreads, ratios and goals are what they are called."""

from __future__ import annotations

import json

import pytest

from bench.figures import Goal, Row, Spread, compared, row


def test_a_spread_is_the_least_the_middle_and_the_greatest() -> None:
    assert Spread.of([5.0, 1.0, 2.0]) == Spread(1.0, 2.0, 5.0)


def test_a_ratio_is_taken_inside_each_round() -> None:
    found = compared("reading", "feeds", [10.0, 30.0, 20.0], ("another", [1.0, 30.0, 5.0]))
    assert found.reference is not None
    assert found.reference.ratio == Spread(1.0, 4.0, 10.0)


@pytest.mark.parametrize(
    ("goal", "reached"),
    [
        (Goal(2.0), True),
        (Goal(1.9), False),
        (Goal(2.0, least=True), True),
        (Goal(2.1, least=True), False),
        (Goal(3.0, always=True), True),
        (Goal(2.9, always=True), False),
        (Goal(1.0, least=True, always=True), True),
        (Goal(1.1, least=True, always=True), False),
    ],
)
def test_a_goal_judges_the_middle_or_the_worst_round(goal: Goal, reached: bool) -> None:
    assert row("time", "s", [1.0, 2.0, 3.0], goal).reached is reached


def test_beside_a_reference_the_goal_is_for_the_ratio() -> None:
    assert compared("reading", "feeds", [30.0], ("another", [10.0]), Goal(3, least=True)).reached is True
    assert compared("reading", "feeds", [29.0], ("another", [10.0]), Goal(3, least=True)).reached is False


def test_without_a_goal_nothing_is_judged() -> None:
    assert row("time", "s", [1.0]).reached is None


@pytest.mark.parametrize(
    "found", [row("time", "s", [1.0], Goal(2.0)), compared("reading", "feeds", [1.0], ("another", [2.0]))]
)
def test_a_row_comes_back_from_json_as_it_was(found: Row) -> None:
    assert Row.from_json(json.loads(json.dumps(found.as_json()))) == found
