"""What header fields mean for the next question."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.feeds.answer import fresh_for, retry_after, validators

NOW = datetime(2026, 1, 3, 18, tzinfo=UTC)
MINUTES = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "90"}, timedelta(seconds=90)),
        ({"Retry-After": "Sat, 03 Jan 2026 18:05:00 GMT"}, 5 * MINUTES),
        (
            {"Retry-After": "Sat, 03 Jan 2026 18:05:00 GMT", "Date": "Sat, 03 Jan 2026 18:03:00 GMT"},
            2 * MINUTES,
        ),
        ({"Retry-After": "Sat, 03 Jan 2026 17:00:00 GMT"}, timedelta()),
        ({"Retry-After": "9" * 30}, timedelta(days=7)),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "²"}, None),
        ({}, None),
    ],
)
def test_retry_after(headers: dict[str, str], wait: timedelta | None) -> None:
    assert retry_after(headers, NOW) == wait


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({"Cache-Control": "public, max-age=600"}, 10 * MINUTES),
        ({"Cache-Control": 'Max-Age="600"', "Age": "540"}, MINUTES),
        ({"Cache-Control": "max-age=600", "Age": "700"}, None),
        ({"Cache-Control": "max-age=600, no-cache"}, None),
        ({"Cache-Control": "no-store"}, None),
        ({"Cache-Control": "max-age=0", "Expires": "Sat, 03 Jan 2026 19:00:00 GMT"}, None),
        ({"Expires": "Sat, 03 Jan 2026 18:01:00 GMT"}, MINUTES),
        ({"Expires": "Sat, 03 Jan 2026 18:01:00 GMT", "Date": "Sat, 03 Jan 2026 17:01:00 GMT"}, 60 * MINUTES),
        ({"Expires": "0"}, None),
        ({"Cache-Control": "max-age=99999999999999"}, timedelta(days=7)),
        ({}, None),
    ],
)
def test_cache_lifetime(headers: dict[str, str], fresh: timedelta | None) -> None:
    assert fresh_for(headers, NOW) == fresh


@given(
    st.dictionaries(st.sampled_from(["Retry-After", "Cache-Control", "Age", "Expires", "Date"]), st.text())
)
def test_no_header_breaks_it(headers: dict[str, str]) -> None:
    for wait in (retry_after(headers, NOW), fresh_for(headers, NOW)):
        assert wait is None or timedelta() <= wait <= timedelta(days=7)


def test_overlong_validators_are_not_kept() -> None:
    assert validators({"ETag": "x" * 1_001, "Last-Modified": "Sat"}).etag is None
    assert validators({"ETag": '"x"'}).etag == '"x"'
