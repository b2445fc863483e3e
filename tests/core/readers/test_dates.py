"""Dates as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.readers.dates import parse_date

TODAY = date(2026, 2, 3)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-02-02", date(2026, 2, 2)),
        ("2.2.2026", date(2026, 2, 2)),
        ("2.2.", date(2026, 2, 2)),
        ("3/2/2026", date(2026, 2, 3)),
        ("2 February", date(2026, 2, 2)),
        ("Feb 2", date(2026, 2, 2)),
        ("4 February", date(2025, 2, 4)),
        ("31 dec 2024", date(2024, 12, 31)),
        ("29 feb", date(2024, 2, 29)),
        ("today", date(2026, 2, 3)),
        ("Yesterday", date(2026, 2, 2)),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, meant: date) -> None:
    assert parse_date(text, TODAY) == meant


@pytest.mark.parametrize("text", ["", "soon", "31.2.2026", "2026-13-01", "0000-01-01", "30 feb", "12"])
def test_what_no_calendar_has_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_date(text, TODAY)
    assert caught.value.details == {"text": text, "example": "2026-02-03"}


@given(st.dates(date(1000, 1, 1), TODAY), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%b %d, %Y"]))
def test_a_date_written_out_is_read_back(day: date, form: str) -> None:
    assert parse_date(day.strftime(form), TODAY) == day


@given(st.dates(date(2017, 1, 1), TODAY))
def test_a_date_without_a_year_is_the_latest_that_is_past(day: date) -> None:
    found = parse_date(day.strftime("%d %B"), TODAY)
    assert (found.month, found.day) == (day.month, day.day)
    assert day <= found <= TODAY


@given(st.text())
def test_any_text_is_a_date_or_a_clear_refusal(text: str) -> None:
    with suppress(UserError):
        parse_date(text, TODAY)
