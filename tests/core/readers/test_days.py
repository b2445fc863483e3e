"""Weekdays as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.readers.days import day_name, parse_days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", (1, 2, 3, 4, 5)),
        ("weekdays", (1, 2, 3, 4, 5)),
        ("weekend", (6, 7)),
        ("Mon, Wed", (1, 3)),
        ("daily", (1, 2, 3, 4, 5, 6, 7)),
        ("every day", (1, 2, 3, 4, 5, 6, 7)),
        ("fri – mon", (1, 5, 6, 7)),
        ("Monday to Wed. and sundays", (1, 2, 3, 7)),
        ("tu th", (2, 4)),
        ("weekdays & sat", (1, 2, 3, 4, 5, 6)),
    ],
)
def test_days_are_read_as_people_write_them(text: str, days: tuple[int, ...]) -> None:
    assert parse_days(text) == days


@pytest.mark.parametrize(
    ("text", "named"), [("m", "m"), ("mon foo", "foo"), ("mon-", "mon-"), ("", ""), ("-", "-"), ("8", "8")]
)
def test_what_is_no_day_is_named(text: str, named: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_days(text)
    assert caught.value.details == {"text": named}


@given(st.sets(st.integers(1, 7), min_size=1), st.sampled_from([" ", ", ", " and "]))
def test_days_written_out_are_read_back_in_order(days: set[int], between: str) -> None:
    assert parse_days(between.join(day_name(day).title() for day in days)) == tuple(sorted(days))


@given(st.integers(1, 7), st.integers(1, 7))
def test_a_range_runs_from_its_first_day_to_its_last_over_the_weeks_end(first: int, last: int) -> None:
    days = parse_days(f"{day_name(first)}-{day_name(last)}")
    assert {first, last} <= set(days)
    assert len(days) == (last - first) % 7 + 1


@given(st.text())
def test_any_text_is_days_or_a_clear_refusal(text: str) -> None:
    try:
        days = parse_days(text)
    except UserError:
        return
    assert set(days) <= set(range(1, 8))
