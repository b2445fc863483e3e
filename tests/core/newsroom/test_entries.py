"""An entry stays itself whatever its feed does, and old items are no news."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.news import ParsedEntry, ParsedFeed
from bot.newsroom.entries import NEWS_AGE, Identified, identified, is_known, is_news
from bot.newsroom.novelty import to_keep
from bot.ports.news import Known, NewEntry
from tests.core.newsroom.news import NOON

FENCE = ParsedEntry("post-1", "https://harbourpost.example/fence", "Northland builds a fence", published=NOON)
RECALL = ParsedEntry("post-2", "https://harbourpost.example/recall", "Northland recalls its ambassador")


def read(*entries: ParsedEntry) -> tuple[Identified, ...]:
    return identified(ParsedFeed("Harbour Post", entries=entries))


def kept(known: Known, *entries: ParsedEntry) -> list[NewEntry]:
    return to_keep(read(*entries), known, NOON)


def known_after(*readings: ParsedEntry) -> Known:
    """What is known after readings of one entry each."""
    known = Known(frozenset(), {}, first_reading=False)
    for parsed in readings:
        for new in kept(known, parsed):
            links = {new.link_key: new.parsed.title if new.identifier else None} if new.link_key else {}
            known = Known(
                known.identifiers | ({new.identifier} if new.identifier else set()),
                {**known.links, **links},
                first_reading=False,
            )
    return known


def test_the_identifier_comes_first_then_the_link() -> None:
    (found,) = read(FENCE)
    assert found.keys == ("id:post-1", "link:https://harbourpost.example/fence")
    assert found.key == "id:post-1"
    (bare,) = read(replace(FENCE, identifier=None))
    assert bare.key == "link:https://harbourpost.example/fence"


def test_an_entry_whose_identifier_changed_is_known_by_its_link() -> None:
    known = known_after(FENCE)
    (edited,) = read(replace(FENCE, identifier=None, title="Northland builds the fence"))
    assert is_known(edited, known)
    for number in range(3):
        (again,) = read(replace(FENCE, identifier=f"other-{number}"))
        assert is_known(again, known)


def test_an_entry_whose_link_changed_is_known_by_its_identifier() -> None:
    (again,) = read(replace(FENCE, link="https://harbourpost.example/fence-built"))
    assert is_known(again, known_after(FENCE))


def test_tracking_parameters_make_no_new_entry() -> None:
    (again,) = read(replace(FENCE, identifier=None, link=f"{FENCE.link}?utm_source=rss"))
    assert is_known(again, known_after(FENCE))


def test_a_link_that_later_entries_have_too_makes_none_of_them_known() -> None:
    """A page of notices: one address, each notice with an identifier and a title of its own."""
    page = "https://harbourpost.example/notices"
    notices = [ParsedEntry(f"n{n}", page, f"Notice {n} of the harbour office") for n in range(3)]
    known = known_after(*notices)
    assert known.identifiers == {"id:n0", "id:n1", "id:n2"}
    (again,) = read(replace(notices[2], identifier="renamed"))
    assert is_known(again, known)


def test_an_identifier_that_counts_revisions_of_its_page_makes_no_new_entry() -> None:
    first = replace(FENCE, identifier=f"{FENCE.link}#0")
    (revised,) = read(replace(FENCE, identifier=f"{FENCE.link}#1", title="Northland finishes its fence"))
    assert is_known(revised, known_after(first))


def test_without_a_link_of_its_own_an_entry_whose_identifier_changed_is_known_by_title_and_date() -> None:
    for link in (None, "https://harbourpost.example/"):
        known = known_after(replace(FENCE, link=link))
        (again,) = read(replace(FENCE, link=link, identifier="other"))
        assert is_known(again, known)
        (later,) = read(replace(FENCE, link=link, identifier="other", published=NOON + timedelta(days=1)))
        assert not is_known(later, known)


def test_a_text_that_stands_at_different_identifiers_identifies_nothing() -> None:
    first, second = read(replace(FENCE, link=None), replace(FENCE, link=None, identifier="post-3"))
    assert (first.keys, second.keys) == (("id:post-1",), ("id:post-3",))


def test_links_to_several_places_of_one_page_are_links_of_their_own() -> None:
    page = "https://harbourpost.example/live"
    places = read(*(ParsedEntry(None, f"{page}#{n}", f"Envoy {n} arrives") for n in range(2)))
    assert [place.keys for place in places] == [(f"link:{page}#0",), (f"link:{page}#1",)]
    (alone,) = read(ParsedEntry(None, f"{page}#0", "Envoy 0 arrives"))
    assert alone.keys == (f"link:{page}",)


def test_without_a_title_the_first_whole_sentence_is_it() -> None:
    (found,) = read(
        ParsedEntry("1", None, "", "Northland expels the envoy. The embassy is shut.\n\nMore soon.")
    )
    assert found.parsed.title == "Northland expels the envoy."


@pytest.mark.parametrize("text", ["", "Northland expels the", "Northland expels…", f"Long {'so ' * 99}long."])
def test_what_has_no_title_and_no_whole_short_sentence_is_seen_and_no_news(text: str) -> None:
    (new,) = kept(known_after(FENCE), ParsedEntry("1", None, "", text, published=NOON))
    assert (new.parsed.title, new.offered) == ("", False)


def test_an_identifier_that_stands_at_different_links_identifies_nothing() -> None:
    first, second = read(replace(FENCE, identifier="0"), replace(RECALL, identifier="0"))
    assert first.keys == ("link:https://harbourpost.example/fence",)
    assert second.keys == ("link:https://harbourpost.example/recall",)


def test_a_link_that_stands_at_different_identifiers_identifies_nothing() -> None:
    first, second = read(FENCE, replace(RECALL, link=FENCE.link))
    assert first.keys[0] == "id:post-1"
    assert second.keys[0] == "id:post-2"
    assert not {key for key in (*first.keys, *second.keys) if key.startswith("link:")}


def test_the_address_of_a_front_page_identifies_nothing() -> None:
    (found,) = read(replace(FENCE, link="https://harbourpost.example/"))
    assert found.keys[0] == "id:post-1"
    assert not [key for key in found.keys if key.startswith("link:")]


def test_without_identifier_and_link_title_and_date_have_to_do() -> None:
    bare = replace(FENCE, identifier=" ", link=None)
    (found,) = read(bare)
    (again,) = read(replace(bare, title=" northland  builds a FENCE "))
    (later,) = read(replace(bare, published=NOON + timedelta(days=1)))
    assert found.keys == again.keys
    assert not is_known(later, known_after(bare))


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
