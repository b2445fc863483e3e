"""Hours of the day as people type them."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.readers.hours import MOST_HOURS, parse_hours


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("07:00", ["07:00"]),
        ("7", ["07:00"]),
        ("7am", ["07:00"]),
        ("7 a.m.", ["07:00"]),
        ("7.30", ["07:30"]),
        ("0730", ["07:30"]),
        ("19h30", ["19:30"]),
        ("7h", ["07:00"]),
        ("07:00 18:30", ["07:00", "18:30"]),
        ("18:30, 7 and 7", ["07:00", "18:30"]),
        ("6.30 pm; 7 am", ["07:00", "18:30"]),
        ("12am 12pm", ["00:00", "12:00"]),
        ("noon & midnight", ["00:00", "12:00"]),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, hours: list[str]) -> None:
    assert [f"{hour:%H:%M}" for hour in parse_hours(text)] == hours


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("25", "25"),
        ("24:00", "24:00"),
        ("13pm", "13pm"),
        ("0am", "0am"),
        ("7:5", "7:5"),
        ("7:60", "7:60"),
        ("07:00 soon", "soon"),
        ("07:00:00", "07:00:00"),
        ("midnightish", "midnightish"),
        ("", ""),
        (" , ", ","),
    ],
)
def test_what_no_clock_shows_is_named(text: str, named: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_hours(text)
    assert caught.value.sentence == "hours-unclear"
    assert caught.value.details == {"text": named}


def test_more_hours_than_a_day_may_have_are_refused() -> None:
    assert len(parse_hours(" ".join(map(str, range(MOST_HOURS))))) == MOST_HOURS
    with pytest.raises(UserError) as caught:
        parse_hours(" ".join(map(str, range(MOST_HOURS + 1))))
    assert caught.value.sentence == "hours-too-many"


_HOURS = st.sets(st.times().map(lambda at: time(at.hour, at.minute)), min_size=1, max_size=MOST_HOURS)


@given(_HOURS, st.sampled_from([" ", ", ", ";", " and "]))
def test_hours_written_out_are_read_back_in_order(hours: set[time], between: str) -> None:
    assert parse_hours(between.join(f"{hour:%H:%M}" for hour in hours)) == tuple(sorted(hours))


@given(_HOURS)
def test_hours_of_the_twelve_hour_clock_are_read_back(hours: set[time]) -> None:
    assert parse_hours(" ".join(f"{hour:%I:%M%p}" for hour in hours)) == tuple(sorted(hours))


@given(st.text())
def test_any_text_is_hours_or_a_clear_refusal(text: str) -> None:
    try:
        hours = parse_hours(text)
    except UserError:
        return
    assert hours == tuple(sorted(set(hours)))
