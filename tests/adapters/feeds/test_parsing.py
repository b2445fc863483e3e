"""One document, two parsers, one result: and what documents mean that are not quite right."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.feeds.parsing import parse
from adapters.feeds.raw import Malformed, NotAFeed
from bot.model.news import ParsedEntry, ParsedFeed
from tests.adapters.feeds.documents import RSS, item, rss

NOW = datetime(2026, 1, 3, 18, tzinfo=UTC)
URL = "https://courier.example/news/feed.xml"


ZOE = rss(item(1)).replace("Item 1", "Zoë")
MANY_ATTRIBUTES = "<item " + " ".join(f'a{n}="x"' for n in range(60_000)) + "><title>x</title></item>"
LAUGHS = '<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "' + 10 * f"&{before};" + '">'
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)


def parsed(
    document: bytes | str, content_type: str = "", *, fast: bool = True, most: int = 500
) -> ParsedFeed:
    data = document.encode() if isinstance(document, str) else document
    return parse(data, url=URL, content_type=content_type, now=NOW, most=most, fast=fast)


def only(document: bytes | str, content_type: str = "") -> ParsedEntry:
    (entry,) = parsed(document, content_type).entries
    return entry


@pytest.mark.parametrize(
    ("document", "content_type"),
    [
        ('<?xml version="1.0" encoding="iso-8859-1"?>' + ZOE, ""),  # a lie
        ('<?xml version="1.0" encoding="x-nonsense"?>' + ZOE, ""),
        (ZOE, "text/xml; charset=iso-8859-1"),
        (b"\xef\xbb\xbf" + ZOE.encode(), ""),
        (ZOE.encode("iso-8859-1"), "text/xml; charset=ISO-8859-1"),
        (
            ('<?xml version="1.0" encoding="cp1252"?>' + ZOE).encode("cp1252"),
            "",
        ),
        (
            ('<?xml version="1.0" encoding="utf-16"?>' + ZOE).encode("utf-16"),
            "",
        ),
        (ZOE.replace("ë", "\x00\x08ë"), ""),
        ("\n\n  " + ZOE, ""),
    ],
)
def test_the_encoding_is_found_whatever_is_said_about_it(document: str | bytes, content_type: str) -> None:
    assert only(document, content_type).title == "Zoë"


def test_an_encoding_that_hides_in_ascii_is_believed() -> None:
    document = '<?xml version="1.0" encoding="iso-2022-jp"?>' + rss(item(1)).replace("Item 1", "大使")
    assert only(document.encode("iso-2022-jp")).title == "大使"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "tg://resolve?domain=x",
        "file:///etc/passwd",
        "mailto:a@b.example",
        "https://courier.example/" + "x" * 2_000,
        "http://[broken",
        "https://x.example/\u202etxt",
        " ",
    ],
)
def test_a_link_that_no_reader_may_follow_is_dropped(link: str) -> None:
    assert only(rss(f"<item><title>x</title><link>{link}</link></item>")).link is None


@pytest.mark.parametrize("fragment", ["", "#top"])
def test_readers_get_links_without_what_only_tracks_them(fragment: str) -> None:
    link = f"http://courier.example/a?utm_source=rss&amp;b=2&amp;a=1&amp;fbclid=x{fragment}"
    document = rss(f"<item><title>x</title><link>{link}</link></item>")
    assert only(document).link == f"http://courier.example/a?b=2&a=1{fragment}"


def test_an_identifier_that_stands_for_several_links_identifies_nothing() -> None:
    twice = item(1) + item(2).replace(">i2<", ">i1<") + item(3) + item(3)
    assert [entry.identifier for entry in parsed(rss(twice)).entries] == [None, None, "i3"]


@pytest.mark.parametrize(
    "document",
    [
        f"<!DOCTYPE x [{LAUGHS}]>" + rss("<item><title>&j;</title></item>"),
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + rss("<item><title>&a;</title></item>"),
    ],
    ids=["a bomb", "a file"],
)
def test_entities_bring_nothing_in(document: str) -> None:
    for entry in parsed(document).entries:
        assert len(entry.title) < 100
        assert "root" not in entry.title


@pytest.mark.parametrize(
    "document",
    [
        rss(MANY_ATTRIBUTES),
        "<!DOCTYPE rss>" + rss(MANY_ATTRIBUTES),
        rss("<item><title>" + "<b>" * 100_000),
        rss(f"<item><title>{'x' * 1_000_000}</title><description>{'y. ' * 300_000}</description></item>"),
        rss("<item><title>&#xD800;</title></item>"),
        "<rss",
        "<rss version='2.0'><channel>" + "<!--" * 50_000,
        "[" * 100_000,
        '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000,
        json.dumps(
            {"version": "https://jsonfeed.org/version/1", "items": [None, 7, {"title": ["x"], "id": {}}]}
        ),
    ],
    ids=[
        "attributes",
        "attributes for the patient",
        "nesting",
        "length",
        "surrogate",
        "stump",
        "comments",
        "brackets",
        "JSON brackets",
        "JSON of other shapes",
    ],
)
def test_a_monster_is_refused_or_cut_to_size(document: str) -> None:
    try:
        feed = parsed(document)
    except (NotAFeed, Malformed):
        return
    for entry in feed.entries:
        assert len(entry.title) <= 500
        assert len(entry.summary) <= 5_000
        assert len(entry.content) <= 20_000


def test_the_caption_of_a_picture_is_not_the_text_of_the_entry() -> None:
    picture = "<media:content><media:description>The palace, seen from the river.</media:description>"
    entry = only(
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><item><title>x</title>'
        f"<description>Talks.</description>{picture}</media:content></item></channel></rss>"
    )
    assert (entry.summary, entry.content) == ("Talks.", "")


def test_all_texts_of_a_document_together_are_bounded() -> None:
    text = f"<description>{'A sentence of some length. ' * 800}</description>"
    feed = parsed(rss(*(item(n, text) for n in range(500))))
    assert len(feed.entries) == 500
    assert sum(len(entry.summary) + len(entry.content) for entry in feed.entries) <= 1_500_000


def test_a_long_text_ends_with_a_sentence() -> None:
    entry = only(rss(item(1, f"<description>{'Ministers met. ' * 900}</description>")))
    assert 4_900 < len(entry.summary) <= 5_000
    assert entry.summary.endswith("met.")
    assert entry.content.count("Ministers") == 900


@given(st.binary(max_size=300))
def test_no_bytes_break_it(noise: bytes) -> None:
    for document in (noise, b"<rss><channel>" + noise, RSS.encode()[:1_200] + noise):
        try:
            parsed(document)
        except (NotAFeed, Malformed):
            continue
