"""Entries about one event become one story; what only sounds alike stays apart."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model.news import Entry, StoryId
from bot.newsroom import grouping
from bot.newsroom.gists import gist_of
from bot.newsroom.grouping import StoryIndex
from tests.core.newsroom.news import NOON, entry

RECALL = "Northland recalls its ambassador from Eastmark over border fence"
RECALL_TEXT = (
    "Northland recalled its ambassador from Eastmark on Tuesday after work began on a fence along the ridge."
)
STORY = StoryId("k1")


def holding(*entries: Entry, story: StoryId = STORY) -> StoryIndex:
    index = StoryIndex()
    for each in entries:
        index.add(gist_of(each), story)
    return index


def grouped(entries: list[Entry]) -> list[StoryId]:
    """The story of each entry, as a collector would place them."""
    index = StoryIndex()
    stories: list[StoryId] = []
    for number, each in enumerate(entries):
        story = index.place(gist_of(each)).story or StoryId(f"k{number}")
        index.add(gist_of(each), story)
        stories.append(story)
    return stories


def test_the_first_entry_founds_a_story() -> None:
    assert StoryIndex().place(gist_of(entry(RECALL, RECALL_TEXT))) == grouping.Placement(None, None)


def test_another_outlets_entry_about_the_event_joins_with_the_reason() -> None:
    first = entry(RECALL, RECALL_TEXT)
    again = entry("Eastmark: Northland ambassador recalled in row over fence", outlet="Daily Courier")
    placement = holding(first).place(gist_of(again))
    assert placement.story == STORY
    assert placement.match is not None
    assert placement.match.entry == first.id
    assert {"ambassador", "recalled", "fence"} & set(placement.match.words)
    assert set(placement.match.words) <= set(again.title.replace(":", "").split())
    assert grouping.THRESHOLD <= placement.match.strength <= 1


def test_the_reason_names_the_entry_that_is_most_alike() -> None:
    first = entry(RECALL, RECALL_TEXT)
    second = entry(
        "Eastmark calls the recall of the ambassador regrettable",
        "Its own envoy stays in Orm.",
        outlet="Daily Courier",
    )
    again = entry("Eastmark calls recall regrettable, own envoy stays in Orm", outlet="Radio Three")
    match = holding(first, second).place(gist_of(again)).match
    assert match is not None
    assert match.entry == second.id


@pytest.mark.parametrize(
    "title",
    [
        "Northland opens a new harbour in Orm",
        "Eastmark elects its parliament for the third time",
        "Ridge villages brace for a hard winter",
        "Northland and Eastmark play for the cup",
    ],
)
def test_other_news_of_the_same_countries_stays_apart(title: str) -> None:
    assert (
        holding(entry(RECALL, RECALL_TEXT)).place(gist_of(entry(title, outlet="Daily Courier"))).story is None
    )


def test_a_name_alone_makes_no_event() -> None:
    first = entry("Ana Ruiz wins the Orm book prize", "The novelist was honoured on Monday.")
    other = entry("Ana Ruiz sues her former publisher", "The case opens in April.", outlet="Daily Courier")
    assert holding(first).place(gist_of(other)).story is None


def test_a_column_that_comes_daily_under_one_title_is_no_story() -> None:
    text = "The five things to know before breakfast, from our desk in Orm to your table."
    first = entry("Five things to know before breakfast", text)
    next_day = entry("Five things to know before breakfast", text, hours=24)
    correction = entry("Five things to know before breakfast", text, hours=1)
    assert holding(first).place(gist_of(next_day)).story is None
    assert holding(first).place(gist_of(correction)).story == STORY


def test_a_title_of_one_or_two_words_tells_nothing() -> None:
    assert (
        holding(entry("Morning briefing"))
        .place(gist_of(entry("Morning briefing", outlet="Daily Courier")))
        .story
        is None
    )


def test_what_one_outlet_prints_under_every_item_joins_nothing() -> None:
    furniture = (
        "Article address and discussion, points and comments, as voted for by the members of the club."
    )
    first = entry("A compiler in forty lines", furniture, host="one.example")
    second = entry("Why bridges sing", furniture, host="two.example")
    assert holding(first).place(gist_of(second)).story is None


def test_the_same_words_days_later_are_another_event() -> None:
    first = entry(RECALL, RECALL_TEXT)
    hours = grouping.WINDOW / timedelta(hours=1)
    assert holding(first).place(gist_of(entry(RECALL, RECALL_TEXT, outlet="B", hours=hours))).story == STORY
    assert (
        holding(first).place(gist_of(entry(RECALL, RECALL_TEXT, outlet="B", hours=hours + 1))).story is None
    )


def test_a_story_that_is_full_takes_copies_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "MOST_ENTRIES", 2)
    full = holding(entry(RECALL, RECALL_TEXT), entry(RECALL, RECALL_TEXT, outlet="B"))
    follow_up = entry("Eastmark: Northland ambassador recalled in row over fence", outlet="C")
    assert full.place(gist_of(follow_up)).story is None
    assert full.place(gist_of(entry(RECALL, RECALL_TEXT, outlet="C"))).story == STORY


def test_a_flood_of_copies_is_one_story_and_the_index_does_not_grow_by_it() -> None:
    copies = [
        entry(f"{RECALL}, number {number}", RECALL_TEXT, outlet=f"Outlet {number % 40}")
        for number in range(400)
    ]
    index = holding(*copies[: grouping.MOST_ENTRIES])
    terms = len(index._postings)
    for copy in copies[grouping.MOST_ENTRIES :]:
        assert index.place(gist_of(copy)).story == STORY
        index.add(gist_of(copy), STORY)
    assert len(index._postings) == terms


def test_one_outlet_alone_does_not_fill_a_story(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "MOST_ENTRIES", grouping.MOST_OF_AN_OUTLET + 1)
    flood = holding(*(entry(RECALL, RECALL_TEXT) for _ in range(grouping.MOST_OF_AN_OUTLET + 9)))
    assert flood.place(gist_of(entry(RECALL, RECALL_TEXT))).story == STORY
    follow_up = entry("Eastmark: Northland ambassador recalled in row over fence", outlet="B")
    assert flood.place(gist_of(follow_up)).story == STORY


def test_older_stories_are_told_by_their_newest_entry() -> None:
    index = holding(entry(RECALL, RECALL_TEXT), entry(RECALL, RECALL_TEXT, outlet="B", hours=3))
    index.add(gist_of(entry("Harbour of Orm closes for repairs", hours=5)), StoryId("k2"))
    assert index.older(NOON + timedelta(hours=3)) == []
    assert index.older(NOON + timedelta(hours=4)) == [STORY]


def test_removed_stories_take_nothing_and_leave_nothing_behind() -> None:
    index = holding(entry(RECALL, RECALL_TEXT), entry(RECALL, outlet="B"))
    index.remove(STORY)
    assert index.place(gist_of(entry(RECALL, outlet="C"))).story is None
    assert len(index) == len(index._postings) == 0


def test_of_a_long_story_the_weakest_terms_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "_STORY_TERMS", 12)
    index = holding(*(entry(RECALL, f"Mayor number {number} of town {number} spoke.") for number in range(9)))
    assert len(index._postings) <= 12
    assert index.place(gist_of(entry(RECALL, outlet="B"))).story == STORY
    index.remove(STORY)
    assert len(index._postings) == 0


def test_a_removed_story_can_be_added_anew_in_parts() -> None:
    first, second = entry(RECALL, RECALL_TEXT), entry("Orm harbour closes for repairs until June", outlet="B")
    index = holding(first, second)
    index.remove(STORY)
    index.remove(StoryId("k9"))
    index.add(gist_of(first), StoryId("k2"))
    index.add(gist_of(second), StoryId("k3"))
    assert index.place(gist_of(entry("Repairs: harbour of Orm closes until June", outlet="C"))).story == "k3"


def test_an_index_filled_again_places_as_the_old_one_did() -> None:
    entries = [
        entry(RECALL, RECALL_TEXT),
        entry("Orm harbour closes for repairs until June", outlet="B"),
        entry("Northland ambassador recalled from Eastmark", RECALL_TEXT, outlet="C"),
    ]
    stories = grouped(entries)
    again = StoryIndex()
    for each, story in zip(entries, stories, strict=True):
        again.add(gist_of(each), story)
    late = entry("Eastmark border fence: Northland recalls ambassador", outlet="D")
    assert stories[0] == stories[2] != stories[1]
    assert again.place(gist_of(late)).story == stories[0]


def test_other_scripts_are_grouped_too() -> None:
    chinese = [entry("北国外交部召回驻东境大使抗议边境围栏", outlet="A", language="zh")]
    chinese.append(entry("抗议边境围栏 北国召回驻东境大使", outlet="B", language="zh"))
    russian = [entry("Нордия отозвала посла из Истмарка из-за пограничной стены", outlet="A", language="ru")]
    russian.append(entry("Посол Нордии в Истмарке отозван из-за стены на границе", outlet="B", language="ru"))
    stories = grouped(chinese + russian)
    assert stories[0] == stories[1] != stories[2] == stories[3]


def test_an_entry_without_words_founds_its_own_story() -> None:
    index = holding(entry("…"), entry(""))
    assert index.place(gist_of(entry("!!!"))).story is None
