"""Headlines stand as printed, less a suffix that only repeats who printed them."""

from __future__ import annotations

import pytest

from bot.newsroom.headlines import headline_of, voice_of
from tests.core.newsroom.news import entry

TITLE = "Northland recalls its ambassador"


@pytest.mark.parametrize(
    "suffix",
    [
        " - Harbour Post",
        " | Harbour Post",
        " — HARBOUR POST",
        " – Harbour Post World",
        " - harbourpost.example",
        " | The Harbourpost",
    ],
)
def test_the_outlets_name_at_the_end_goes(suffix: str) -> None:
    assert headline_of(entry(TITLE + suffix)) == TITLE


@pytest.mark.parametrize(
    "title",
    [
        TITLE + " - and Eastmark its envoy",
        "Ridge talks - Daily Courier says no",
        "WATCH: Northland recalls its ambassador",
        "Orm-based envoy leaves",
        "Harbour Post",
        " - Harbour Post",
    ],
)
def test_everything_else_stays(title: str) -> None:
    assert headline_of(entry(title)) == " ".join(title.split())


def test_behind_an_aggregator_the_suffix_is_the_voice() -> None:
    post = entry(TITLE + " - Harbour Post", outlet="Search News", host="news.google.com")
    courier = entry(TITLE + " - Daily Courier", outlet="Search News", host="news.google.com")
    assert headline_of(post) == TITLE
    assert voice_of(post) != voice_of(courier)


def test_feeds_of_one_site_are_one_voice_and_feeds_without_address_their_own() -> None:
    world = entry(TITLE, outlet="Harbour Post World", host="www.harbourpost.example")
    home = entry(TITLE, outlet="Harbour Post", host="harbourpost.example")
    assert voice_of(world) == voice_of(home)
    assert voice_of(entry(TITLE, link=None)) != voice_of(entry(TITLE, outlet="B", link=None))
