"""An entry stays itself whatever its feed does, and old items are no news."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.news import ParsedEntry, ParsedFeed
from bot.newsroom.entries import NEWS_AGE, Identified, identified, is_known, is_news
from tests.core.newsroom.news import NOON

FENCE = ParsedEntry("post-1", "https://harbourpost.example/fence", "Northland builds a fence", published=NOON)
RECALL = ParsedEntry("post-2", "https://harbourpost.example/recall", "Northland recalls its ambassador")


def read(*entries: ParsedEntry) -> tuple[Identified, ...]:
    return identified(ParsedFeed("Harbour Post", entries=entries))


def known_after(*entries: ParsedEntry) -> set[str]:
    return {key for each in read(*entries) for key in each.keys}


def test_the_identifier_comes_first_then_the_link() -> None:
    (found,) = read(FENCE)
    assert found.keys == ("id:post-1", "link:https://harbourpost.example/fence")
    assert found.key == "id:post-1"
    (bare,) = read(replace(FENCE, identifier=None))
    assert bare.key == "link:https://harbourpost.example/fence"


def test_an_entry_whose_identifier_changed_is_known_by_its_link() -> None:
    known = known_after(FENCE)
    for number in range(3):
        (again,) = read(replace(FENCE, identifier=f"other-{number}"))
        assert is_known(again, known)


def test_an_entry_whose_link_changed_is_known_by_its_identifier() -> None:
    (again,) = read(replace(FENCE, link="https://harbourpost.example/fence-built"))
    assert is_known(again, known_after(FENCE))


def test_tracking_parameters_make_no_new_entry() -> None:
    (again,) = read(replace(FENCE, identifier=None, link=f"{FENCE.link}?utm_source=rss"))
    assert is_known(again, known_after(FENCE))


def test_an_identifier_that_stands_at_different_links_identifies_nothing() -> None:
    first, second = read(replace(FENCE, identifier="0"), replace(RECALL, identifier="0"))
    assert first.keys == ("link:https://harbourpost.example/fence",)
    assert second.keys == ("link:https://harbourpost.example/recall",)


def test_a_link_that_stands_at_different_identifiers_identifies_nothing() -> None:
    first, second = read(FENCE, replace(RECALL, link=FENCE.link))
    assert (first.keys, second.keys) == (("id:post-1",), ("id:post-2",))


def test_the_address_of_a_front_page_identifies_nothing() -> None:
    (found,) = read(replace(FENCE, link="https://harbourpost.example/"))
    assert found.keys == ("id:post-1",)


def test_without_identifier_and_link_title_and_date_have_to_do() -> None:
    bare = replace(FENCE, identifier=" ", link=None)
    (found,) = read(bare)
    (again,) = read(replace(bare, title=" northland  builds a FENCE "))
    (later,) = read(replace(bare, published=NOON + timedelta(days=1)))
    assert found.keys == again.keys
    assert not is_known(later, found.keys)


def test_an_entry_printed_twice_in_a_document_counts_once() -> None:
    assert len(read(FENCE, FENCE, replace(FENCE, identifier=None))) == 1


@given(st.lists(st.builds(ParsedEntry, st.text() | st.none(), st.text() | st.none(), st.text())))
def test_every_entry_has_keys_of_bounded_length_and_no_two_share_one(entries: list[ParsedEntry]) -> None:
    keys = [key for each in read(*entries) for key in each.keys]
    assert all(0 < len(key) <= 210 for key in keys)
    assert len(keys) == len(set(keys))


def test_of_a_feed_seen_first_only_what_it_dates_lately_is_news() -> None:
    edge = replace(FENCE, published=NOON - NEWS_AGE)
    old = replace(FENCE, published=NOON - NEWS_AGE - timedelta(seconds=1))
    assert is_news(edge, NOON, first_reading=True)
    assert not is_news(old, NOON, first_reading=True)
    assert not is_news(RECALL, NOON, first_reading=True)


def test_later_undated_items_are_news_and_old_ones_are_not() -> None:
    old = replace(FENCE, published=NOON - timedelta(days=2))
    assert is_news(RECALL, NOON, first_reading=False)
    assert not is_news(old, NOON, first_reading=False)
