"""The fast parser gives the entries that the patient one gives, or leaves the document to it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.feeds import plain
from adapters.feeds.parsing import parse
from adapters.feeds.raw import Doubt
from bot.model.news import ParsedFeed
from tests.adapters.feeds.documents import ATOM, RDF, RSS, RSS_091, item, rss


def read(document: str, *, fast: bool = True) -> ParsedFeed:
    now = datetime(2026, 1, 3, 18, tzinfo=UTC)
    return parse(document.encode(), url="https://courier.example/f", now=now, most=500, fast=fast)


@pytest.mark.parametrize("document", [RSS, ATOM, RDF, RSS_091])
def test_the_usual_documents_are_read_fast(document: str) -> None:
    plain.read(document.encode())


ODD_ITEMS = {
    "guid as link": "<item><title>x</title><guid>https://courier.example/g</guid></item>",
    "relative guid": "<item><title>x</title><guid>g1</guid></item>",
    "two descriptions": "<item><title>x</title><description>one</description>"
    "<description>two</description></item>",
    "two titles": "<item><title>x</title><title>y</title></item>",
    "markup in the open": "<item><title>x <b>y</b></title><description><p>z</p></description></item>",
    "mailbox": "<item><title>x</title><author>ada@courier.example (Ada Bergen)</author></item>",
    "mailbox only": "<item><title>x</title><author>ada@courier.example</author></item>",
    "twice an author": "<item><title>x</title><author>Ada</author><author>Bo</author></item>",
    "upper case": "<item><TITLE>x</TITLE><LINK>https://courier.example/u</LINK></item>",
    "odd date": "<item><title>x</title><pubDate>Saturday 3rd of January</pubDate></item>",
    "Greek date": "<item><title>x</title><pubDate>Σαβ, 03 Ιαν 2026 12:00:00 EET</pubDate></item>",
    "link with references": "<item><title>x</title>"
    "<link>https://courier.example/?a=1&amp;amp;b=2</link></item>",
    "link in an attribute": '<item><title>x</title><link href="https://courier.example/h"/></item>',
    "picture": '<item xmlns:media="http://search.yahoo.com/mrss/"><title>x</title>'
    "<description>y</description>"
    '<media:content url="p.jpg"><media:description>A picture</media:description></media:content></item>',
    "film": '<item xmlns:media="http://search.yahoo.com/mrss/"><media:group><media:title>x</media:title>'
    "<media:description>y</media:description></media:group></item>",
    "atom link": '<item xmlns:a="http://www.w3.org/2005/Atom"><title>x</title>'
    '<a:link href="https://courier.example/a"/></item>',
    "own namespace": '<item xmlns:n="urn:n"><title>x</title><n:title>no</n:title><n:link>no</n:link></item>',
    "own element": "<item><title>x</title><nid>7</nid><thumb>t.jpg</thumb></item>",
    "nested": "<item><title>x</title><extra><title>y</title></extra></item>",
    "mojibake": "<item><title>CafÃ©</title></item>",
    "cp1252": "<item><title>It\x92s &#150; here</title></item>",
    "a language of its own": '<item><title xml:lang="fr">x</title></item>',
    "a base": '<item xml:base="https://other.example/"><title>x</title><link>rel</link></item>',
    "Dublin Core": '<item xmlns:dc="http://purl.org/dc/elements/1.1/"><title>x</title><dc:title>y</dc:title>'
    "<dc:date>2026-01-03T12:00:00Z</dc:date><dc:language>de</dc:language></item>",
    "Atom's date": '<item xmlns:a="http://www.w3.org/2005/Atom"><title>x</title>'
    "<a:updated>2026-01-03T12:00:00Z</a:updated></item>",
    "nothing": "<item/>",
    "entity": "<item><title>caf&eacute; &bogus;</title></item>",
}


@pytest.mark.parametrize("name", ODD_ITEMS)
def test_both_parsers_give_the_same_entries(name: str) -> None:
    document = rss(item(1), ODD_ITEMS[name], item(2))
    assert read(document) == read(document, fast=False)


CHANNELS = {
    "two languages": "<rss xml:lang='de'><channel><language>en</language>",
    "one language twice": "<rss xml:lang='EN'><channel><language>en</language>",
    "the language in Dublin Core": "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>"
    "<dc:language>de</dc:language>",
    "syndication": "<rss xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel>"
    "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
    "syndication by prefix": "<rss xmlns:sy='urn:sy'><channel><sy:updatePeriod>daily</sy:updatePeriod>",
    "podcast": "<rss xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel>"
    "<itunes:author>Ada</itunes:author>",
    "picture": "<rss><channel><image><title>no</title><url>p.png</url><link>https://no.example/</link></image>",
    "its own address": "<rss xmlns:a='http://www.w3.org/2005/Atom'><channel>"
    "<a:link rel='self' href='https://courier.example/f'/>",
}


@pytest.mark.parametrize("name", CHANNELS)
def test_both_parsers_read_the_same_of_the_channel(name: str) -> None:
    document = (
        f"{CHANNELS[name]}<title>T</title><link>https://courier.example/</link>{item(1)}</channel></rss>"
    )
    assert read(document) == read(document, fast=False)


ELEMENTS = st.sampled_from(
    [
        *"title link guid description pubDate author category comments source enclosure nid".split(),
        *"dc:creator dc:date dc:title content:encoded media:content media:title a:link a:updated".split(),
    ]
)
VALUES = st.sampled_from(
    [
        "",
        "x",
        "https://courier.example/1",
        "rel/ative",
        "a &amp;amp; b",
        "&lt;b&gt;bold&lt;/b&gt;",
        "<![CDATA[<p>z</p>]]>",
        "Sat, 03 Jan 2026 12:00:00 GMT",
        "2026-01-03T12:00:00Z",
        "ada@courier.example (Ada)",
        "<b>nested</b>",
        "é Ã©",
    ]
)
ITEMS = st.lists(st.lists(st.tuples(ELEMENTS, VALUES), max_size=6), max_size=3)


@given(ITEMS)
def test_both_parsers_agree_on_any_mixture(items: list[list[tuple[str, str]]]) -> None:
    body = "".join(f"<item>{''.join(f'<{n}>{v}</{n}>' for n, v in fields)}</item>" for fields in items)
    document = (
        '<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">'
        f"<channel><title>T</title>{body}</channel></rss>"
    )
    assert read(document) == read(document, fast=False)


def test_doubt_is_no_error() -> None:
    with pytest.raises(Doubt):
        plain.read(b"<!DOCTYPE rss>" + rss(item(1)).encode())
    assert read("<!DOCTYPE rss>" + rss(item(1))).entries[0].title == "Item 1"
