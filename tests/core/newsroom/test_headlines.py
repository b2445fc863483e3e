"""Headlines stand as printed, less a suffix that only repeats who printed them."""

from __future__ import annotations

import pytest

from bot.newsroom.headlines import headline_of, is_opinion, voice_of
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


@pytest.mark.parametrize(
    ("title", "outlet", "host"),
    [
        ("Talks collapse - officials say", "Portal News", "news.yahoo.com"),
        ("Talks collapse - officials say", "Portal News", "www.msn.com"),
        ("Talks collapse - officials say", "Search Blog", "blog.google.com"),
        ("What the strike means for Iran - Iran", "Iran International", "intl.example"),
        ("Envoys leave – Kyiv", "Kyiv Independent", "independent.example"),
        ("Envoys leave - Harbour Watch", "Harbour", "watch.example"),
    ],
)
def test_words_of_the_headline_are_not_taken_for_an_outlet(title: str, outlet: str, host: str) -> None:
    assert headline_of(entry(title, outlet=outlet, host=host)) == title


@pytest.mark.parametrize(
    ("suffix", "outlet"),
    [
        ("Courier", "The Courier"),
        ("The Courier", "Courier News"),
        ("Courier Online", "Courier"),
        ("Courier.de", "Courier"),
        ("Courier UK", "The Courier"),
        ("Daily Courier", "Daily Courier World and Europe"),
    ],
)
def test_an_outlet_is_known_by_a_shorter_or_longer_form_of_its_name(suffix: str, outlet: str) -> None:
    assert headline_of(entry(f"{TITLE} - {suffix}", outlet=outlet, host="feeds.example")) == TITLE


def test_what_a_portal_prints_is_the_portals_voice() -> None:
    officials = entry("Talks collapse - officials say", host="news.yahoo.com")
    assert voice_of(officials) == voice_of(entry(TITLE, host="www.yahoo.com"))


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


@pytest.mark.parametrize(
    ("headline", "link"),
    [
        ("Opinion: The fence must go", None),
        ("Editorial | A fence too far", None),
        ("Why Northland cannot wait", None),
        ("What Eastmark should do now", None),
        (TITLE, "https://post.example/world/opinion/2026/fence"),
        (TITLE, "https://post.example/commentisfree/fence"),
        (TITLE, "https://post.example/Editorials/fence"),
    ],
)
def test_an_opinion_piece_is_known_by_its_headline_or_its_section(headline: str, link: str | None) -> None:
    assert is_opinion(headline, link)


@pytest.mark.parametrize(
    ("headline", "link"),
    [
        (TITLE, None),
        ("Opinion polls favour the ridge party", "https://post.example/world/opinion-polls"),
        ("What the minister said", "https://opinion.example/news/1?from=/opinion/"),
        ("Whyte wins the ridge race", "https://post.example/sport"),
    ],
)
def test_a_report_is_no_opinion_piece(headline: str, link: str | None) -> None:
    assert not is_opinion(headline, link)
