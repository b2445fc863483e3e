"""Invented news is the same every time, and its two kinds of document hold the same entries."""

from __future__ import annotations

from collections import Counter

import pytest

from adapters.feeds import parsing, plain
from adapters.feeds.raw import Doubt
from bench.invented import NOW, SPAN, day, report, reports
from bench.server import document


def test_the_same_numbers_give_the_same_news() -> None:
    assert reports(3, 10, 100) == reports(3, 10, 100)
    assert reports(3, 10, 100) != reports(4, 10, 100)


def test_outlets_report_an_event_in_words_of_their_own() -> None:
    assert len({report(7, by).paragraphs for by in range(10)}) > 5


def test_a_day_has_events_of_many_outlets_and_of_one() -> None:
    found = day(600)
    outlets = Counter(one.event for _, one in found)
    assert len(found) == 600
    assert max(outlets.values()) >= 5
    assert min(outlets.values()) == 1


def test_a_day_comes_in_order_and_is_no_older_than_its_span() -> None:
    instants = [one.at for _, one in day(300)]
    assert instants == sorted(instants)
    assert NOW - SPAN <= instants[0] <= instants[-1] <= NOW


@pytest.mark.parametrize("number", [0, 1, 3, 5])
def test_an_odd_document_holds_the_same_and_only_the_patient_parser_takes_it(number: int) -> None:
    usual, odd = (document(number, 30, 200, odd=odd) for odd in (False, True))

    plain.read(usual)
    with pytest.raises(Doubt):
        plain.read(odd)

    feeds = [parsing.parse(text, url="https://outlet.example/", now=NOW, most=500) for text in (usual, odd)]
    assert feeds[0] == feeds[1]
    assert len(feeds[0].entries) == 30
