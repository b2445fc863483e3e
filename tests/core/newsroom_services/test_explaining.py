"""Explaining: reasons in words that add up, and how a story was grouped."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.model.news import Candidate, Entry, EntryId, FeedId, Match, Membership, Reason
from bot.newsroom.explaining import grouping, joining, reasons, score_text, subtitle
from bot.newsroom.ranking import rank
from bot.text.markup import plain
from bot.wording import Wording
from tests.core.newsroom_services.room import story
from tests.fakes.clock import START

WORDS = Wording()


def entry(number: int, outlet: str) -> Entry:
    return Entry(
        id=EntryId(number),
        feed=FeedId(number),
        outlet=outlet,
        key=str(number),
        link=None,
        title="Envoy arrives",
        summary="",
        content="",
        byline=None,
        published=None,
        seen=START,
        language="en",
    )


FOUNDER = Membership(entry(1, "Harbour Post"), None)


def test_each_reason_stands_with_what_it_adds_the_heaviest_first() -> None:
    made = replace(story(1, subject=0.8, voices=6, age=timedelta(minutes=40)), growth=2, weight=2.0)
    values = {
        "voices": 0.15,
        "fresh": 0.14,
        "subject": 0.4,
        "weight": -0.05,
        "alike": -0.04,
        "opinion": -0.03,
        "growing": 0.02,
        "odd": 0.001,
    }
    parts = tuple(Reason(name, value) for name, value in values.items())
    said = [plain(row) for row in reasons(Candidate(made, sum(values.values()), parts), START, WORDS)]
    assert said == [
        "+0.40  near to the briefing’s subject: “envoy”",
        "+0.15  6 independent outlets report it",
        "+0.14  first report 40 minutes ago, newest report 40 minutes ago",
        "-0.05  its most trusted feed has weight 2",
        "-0.04  much like a story above it, so that one moved up in between",
        "-0.03  it is led by an opinion piece",
        "+0.02  growing: 2 outlets within three hours",
    ]


def test_each_entry_that_joined_says_which_it_matched_and_by_what() -> None:
    match = Match(EntryId(1), ("Northland", "recall"), 0.784)
    joined = Membership(entry(2, "Daily Courier"), match)
    said = [plain(row) for row in grouping([FOUNDER, joined], WORDS)]
    assert said == ["Daily Courier matched Harbour Post on “Northland”, “recall” (0.78)"]
    assert list(joining(EntryId(1), [FOUNDER, joined], WORDS)) == []


def test_of_many_that_joined_the_rest_is_counted() -> None:
    match = Match(EntryId(1), ("Northland",), 0.5)
    joined = [Membership(entry(number, f"Outlet {number}"), match) for number in range(2, 40)]
    said = [plain(row) for row in grouping([FOUNDER, *joined], WORDS)]
    assert len(said) == 13
    assert said[-1] == "and 26 more"


def test_a_row_of_the_desk_is_short() -> None:
    assert subtitle(story(1, age=timedelta(hours=2)), START, WORDS) == "1 outlet · 2 hours · envoy"
    assert subtitle(story(1, subject=0, age=-timedelta(hours=2)), START, WORDS) == "1 outlet · 0 seconds"


@given(
    subject=st.floats(0, 1), voices=st.integers(1, 200), hours=st.integers(0, 100), growth=st.integers(0, 50)
)
def test_what_is_shown_adds_up_to_the_score(subject: float, voices: int, hours: int, growth: int) -> None:
    made = replace(story(1, subject=subject, voices=voices, age=timedelta(hours=hours)), growth=growth)
    candidate = rank([made], START)[0]
    shown = [Decimal(plain(row).split()[0]) for row in reasons(candidate, START, WORDS)]
    assert sum(shown) == Decimal(score_text(candidate.score))
