"""Deep links: only what changes nothing lies behind them, in the few letters that Telegram allows."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.doors import door, line_behind, line_of

LINES = (
    "comments k7",
    "reply k7",
    "story b1234567",
    "manage",
    "manage -1001234567890",
    "manage -1001234567890/55",
    "manage -1001234567890/channel",
    "manage 77",
)


@pytest.mark.parametrize("line", LINES)
def test_a_line_goes_through_a_door_and_comes_out_the_same(line: str) -> None:
    address = door("briefing_bot", line)
    assert address is not None
    assert re.fullmatch(r"https://t\.me/briefing_bot\?start=[A-Za-z0-9_-]{1,64}", address)
    assert line_of(address.partition("=")[2]) == line
    assert line_behind(address, "briefing_bot") == line


@pytest.mark.parametrize(
    "line",
    [
        *(
            "like k7",
            "delete 5",
            "unsubscribe",
            "forgetme yes",
            "send yes",
            "at -1001 unsubscribe",
            "settings",
        ),
        *("comments k7 2", "comments", "reply K7", "story k7\n", "manage @harbourpost", "manage -1/x", ""),
        *("comments k" + "7" * 80, "manage \u0661", "story \u212a7"),
    ],
)
def test_what_changes_something_or_is_no_line_has_no_door(line: str) -> None:
    assert door("briefing_bot", line) is None
    assert line_of(line.replace(" ", "_").replace("/", "_")) is None


@given(st.text() | st.from_regex(r"\A[a-z]+(_-?[a-z0-9]+)*\Z"))
def test_whatever_a_stranger_writes_behind_start_no_other_line_is_run(payload: str) -> None:
    line = line_of(payload)
    assert line is None or line.split()[0] in {"comments", "reply", "story", "manage"}
    assert line is None or door("briefing_bot", line) is not None


@pytest.mark.parametrize(
    "address",
    [
        *("", "https://news.example/?start=comments_k7", "https://t.me/briefing_bot", "tg://resolve?start=a"),
        *("https://t.me/briefing_bot?start=like_k7", "https://t.me.example/briefing_bot?start=comments_k7"),
        "https://t.me/weather_bot?start=comments_k7",
    ],
)
def test_behind_other_addresses_is_nothing(address: str) -> None:
    assert line_behind(address, "briefing_bot") is None


def test_telegrams_own_writing_of_a_door_is_known() -> None:
    assert line_behind("http://t.me/briefing_bot/?start=comments_k7", "Briefing_Bot") == "comments k7"
