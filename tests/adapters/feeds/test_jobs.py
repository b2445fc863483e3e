"""What children do with documents, done here: feeds to JSON and back, links of pages."""

from __future__ import annotations

import io
import json
from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.feeds import codec, framing, jobs, webpage
from bot.model.news import ParsedEntry, ParsedFeed
from tests.adapters.feeds.documents import RSS

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
MAYBE = st.none() | TEXT
ENTRIES = st.builds(
    ParsedEntry,
    identifier=MAYBE,
    link=MAYBE,
    title=TEXT,
    summary=TEXT,
    content=TEXT,
    byline=MAYBE,
    published=st.none() | st.datetimes(timezones=st.just(UTC)),
    language=MAYBE,
)
FEEDS = st.builds(
    ParsedFeed,
    title=TEXT,
    site=MAYBE,
    language=MAYBE,
    ttl=st.none() | st.integers(1, 10_000).map(lambda minutes: timedelta(minutes=minutes)),
    entries=st.lists(ENTRIES, max_size=3).map(tuple),
)


@given(FEEDS)
def test_a_feed_survives_the_way_through_json(feed: ParsedFeed) -> None:
    assert codec.from_json(json.loads(json.dumps(codec.to_json(feed)))) == feed


@given(TEXT, st.dictionaries(TEXT.filter(lambda name: name != "job"), TEXT), st.binary())
def test_a_request_is_read_as_it_was_written(job: str, details: dict[str, Any], document: bytes) -> None:
    stream = io.BytesIO(framing.request(job, details, document))
    assert framing.read_request(stream) == (job, details, document)
    assert framing.read_request(stream) is None


@given(st.integers(min_value=0))
def test_a_request_that_breaks_off_is_none(length: int) -> None:
    whole = framing.request("feed", {}, b"document")
    assert framing.read_request(io.BytesIO(whole[: length % len(whole)])) is None


@pytest.mark.parametrize(
    ("document", "refusal"),
    [
        (b"<html>", "feed-error-not-a-feed"),
        (b"{", "feed-error-malformed"),
        (b"<!DOCTYPE rss><rss><a " + b"x" * 60_000 + b">", "feed-error-malformed"),
    ],
)
def test_a_refusal_names_its_sentence(document: bytes, refusal: str) -> None:
    details = {"url": "https://courier.example/", "type": "", "now": "2026-01-03T18:00:00+00:00", "most": 5}
    assert jobs.do("feed", details, document) == {"refused": refusal}
    assert jobs.do("feed", details, RSS.encode())["done"][0] == "The Northland Courier"


def test_links_of_a_page_come_with_what_they_claim_to_be() -> None:
    page = (
        b'<link rel=alternate type=application/atom+xml href=/atom title="Atom">'
        b"<a href='feeds/world.rdf'>World</a><a href='/atom'>again</a><a href='/feedback'>no</a>"
        b"<a href='http://[broken/feed'>no</a><a href=''>no</a>"
    )
    assert webpage.feeds(page, "https://courier.example/news/") == [
        ("https://courier.example/atom", "Atom", True),
        ("https://courier.example/news/feeds/world.rdf", "World", False),
    ]
    assert webpage.feeds(b"", "https://courier.example/") == []
    assert jobs.do("page", {"url": "https://courier.example/"}, page)["done"][0][1] == "Atom"


def test_a_page_without_an_article_has_no_text() -> None:
    assert jobs.do("article", {}, b"<html><body></body></html>") == {"done": None}


def test_of_a_long_article_the_first_paragraphs_are_given() -> None:
    paragraph = "Northland has recalled its ambassador from Eastmark after a week of letters between them"
    body = "".join(f"<p>{paragraph} {n}.</p>" for n in range(600))
    text = webpage.article(f"<html><body><article>{body}</article></body></html>".encode())
    assert text is not None
    assert 19_000 < len(text) <= 20_000
    assert text.startswith(f"{paragraph} 0.")
    assert text.endswith(".")


def test_of_an_article_in_one_endless_paragraph_the_beginning_is_given() -> None:
    page = (
        f"<html><body><article><p>{'Talks between both capitals go on. ' * 2_000}</p></article></body></html>"
    )
    text = webpage.article(page.encode())
    assert text is not None
    assert 19_000 < len(text) <= 20_000


def test_an_outline_comes_as_rows() -> None:
    document = b'<opml><body><outline text="C" xmlUrl="https://courier.example/f"/></body></opml>'
    assert jobs.do("outline", {}, document) == {"done": [["https://courier.example/f", "C", None, None]]}
