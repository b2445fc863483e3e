"""Which instants the dates of feeds name, and which of them are believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.feeds.dates import credible, instant
from adapters.feeds.pace import waiting_time

NOON = datetime(2026, 1, 3, 12, tzinfo=UTC)
MOMENTS = st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30))  # noqa: DTZ001
ZONES = st.integers(min_value=-14 * 60, max_value=14 * 60).map(lambda m: timezone(timedelta(minutes=m)))


@pytest.mark.parametrize(
    "text",
    [
        "Sat, 03 Jan 2026 12:00:00 GMT",
        "Sat, 3 Jan 2026 12:00:00 +0000",
        "Saturday, 03 January 2026 13:00 +0100",
        "03 Jan 2026 07:00:00 EST",
        "2026-01-03T12:00:00Z",
        "2026-01-03T12:00:00.000z",
        "2026-01-03 13:00:00+01:00",
        "2026-01-03T14:00+0200",
        "  2026-01-03T12:00:00 ",
    ],
)
def test_the_usual_forms_name_an_instant(text: str) -> None:
    assert instant(text) == NOON


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "30 Feb 2026 12:00:00 GMT",
        "2026-02-30",
        "2026-01-03T25:00:00Z",
        "0000-01-01T00:00:00Z",
        "Sat, 03 Jan 2026 12:00:00 QQT",
        "Sat, 03 Foo 2026 12:00:00 GMT",
        "1767441600",
        "03/01/2026",
        "9" * 5_000,
        "Sat, 03 Jan 2026 12:00:00 +9999",
        "0001-01-01T00:00:00+14:00",
        "10000-01-01T00:00:00Z",
    ],
)
def test_what_is_not_clear_names_none(text: str) -> None:
    assert instant(text) is None


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    moment = instant(text)
    assert moment is None or moment.tzinfo == UTC


@given(MOMENTS, ZONES)
def test_both_standards_give_back_what_was_written(moment: datetime, zone: timezone) -> None:
    aware = moment.replace(tzinfo=zone, microsecond=0)
    assert instant(aware.isoformat()) == aware
    assert instant(format_datetime(aware)) == aware


def test_only_what_can_be_true_is_believed() -> None:
    assert credible(NOON, NOON) == NOON
    assert credible(NOON + timedelta(hours=1), NOON) == NOON + timedelta(hours=1)
    assert credible(NOON + timedelta(hours=1, seconds=1), NOON) is None
    assert credible(datetime(1970, 1, 1, tzinfo=UTC), NOON) is None
    assert credible(None, NOON) is None


@pytest.mark.parametrize(
    ("asked", "wait"),
    [
        (("60", None, None), timedelta(hours=1)),
        (("60", "daily", "1"), timedelta(hours=1)),
        ((None, "hourly", None), timedelta(hours=1)),
        ((None, " Daily ", "4"), timedelta(hours=6)),
        (("9" * 40, None, None), timedelta(days=7)),
        ((None, "yearly", "0"), timedelta(days=7)),
        (("-5", "soon", "x"), None),
        (("0", None, None), None),
    ],
)
def test_a_publisher_may_ask_for_a_wait(
    asked: tuple[str | None, str | None, str | None], wait: timedelta | None
) -> None:
    assert waiting_time(*asked) == wait
