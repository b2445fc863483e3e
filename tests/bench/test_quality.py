"""BCubed figures are as they come out by hand."""

from __future__ import annotations

import pytest

from bench.figures import Spread
from bench.quality import bcubed, resampled


def test_bcubed_of_a_story_that_swallowed_another() -> None:
    items = bcubed(["a", "a", "b"], [1, 1, 1])
    assert items == [(2 / 3, 1.0), (2 / 3, 1.0), (1 / 3, 1.0)]


def test_bcubed_of_a_story_that_fell_apart() -> None:
    assert bcubed(["a", "a"], [1, 2]) == [(1.0, 0.5), (1.0, 0.5)]


def test_resampling_gives_the_figure_itself_in_the_middle() -> None:
    precision, recall, f1 = resampled([(1.0, 0.5), (0.5, 1.0)] * 50)
    assert (precision.median, recall.median) == (0.75, 0.75)
    assert f1.median == pytest.approx(0.75)
    assert precision.low < 0.75 < precision.high


def test_equal_items_have_no_spread() -> None:
    assert resampled([(1.0, 1.0)] * 5)[0] == Spread(1.0, 1.0, 1.0)
