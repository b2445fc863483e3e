"""Lists of feeds, from files and from the web, sound and broken."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.feeds import outline
from adapters.feeds.raw import Malformed
from adapters.feeds.web import DEFAULT_OUTLINE, Web
from bot.errors import UserError
from bot.ports.feeds import OutlineFeed
from tests.servers.web import WebServer, moved, reply

OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Mine</title></head><body>
<outline type="rss" text="Courier" xmlUrl="https://courier.example/feed" htmlUrl="https://courier.example/"/>
<outline text="Diplomacy"><outline text="Europe">
<outline type="rss" title="Herald &amp; Sons" text="x" xmlurl="https://herald.example/atom"/>
</outline>
<outline type="rss" text="Twice" xmlUrl="https://courier.example/feed"/>
<outline type="rss" text="No web" xmlUrl="file:///etc/passwd"/>
<outline type="link" text="No feed" url="https://x.example/"/>
</outline></body></opml>
"""
FEEDS = [
    OutlineFeed("https://courier.example/feed", "Courier", "https://courier.example/", None),
    OutlineFeed("https://herald.example/atom", "Herald & Sons", None, "Europe"),
]

Saved = Callable[[str | bytes], str]


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    def save(document: str | bytes) -> str:
        path = tmp_path / "feeds.opml"
        path.write_bytes(document.encode() if isinstance(document, str) else document)
        return str(path)

    return save


async def refusal(web: Web, address: str) -> tuple[str, object]:
    with pytest.raises(UserError) as caught:
        await web.outlines.load(address)
    return caught.value.sentence, caught.value.details["detail"]


async def test_a_file_gives_its_feeds_in_order_each_once_with_the_topic_above(web: Web, saved: Saved) -> None:
    assert await web.outlines.load(saved(OPML)) == FEEDS


@pytest.mark.parametrize(
    "outlines",
    [
        '<outline text="Q & A" xmlUrl="https://courier.example/f?a=1&b=2&amp;c=3"/>',
        '<outline text="Q &amp; A&nbsp;" xmlUrl="https://courier.example/f?a=1&amp;b=2&amp;c=3"/>',
        '<outline text="Q &amp; A" xmlUrl="https://courier.example/f?a=1&#38;b=2&#x26;c=3"></body>',
    ],
    ids=["bare ampersands", "unknown entity", "tags that do not match"],
)
def test_a_list_with_small_faults_is_read_all_the_same(outlines: str) -> None:
    document = f'<opml><body>{outlines}<outline xmlUrl="https://herald.example/"/></body></opml>'.encode()
    first, second = outline.read(document)
    assert (first.url, first.title) == ("https://courier.example/f?a=1&b=2&c=3", "Q & A")
    assert second.url == "https://herald.example/"


def test_of_a_list_that_breaks_off_no_half_address_is_taken() -> None:
    whole = {feed.url for feed in FEEDS}
    for end in range(len(OPML)):
        with suppress(Malformed):
            assert {feed.url for feed in outline.read(OPML[:end].encode())} <= whole


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("feed://courier.example/f", "http://courier.example/f"),
        ("FEED:https://courier.example/f", "https://courier.example/f"),
    ],
)
def test_the_addresses_of_feed_readers_are_those_of_the_web(address: str, url: str) -> None:
    (feed,) = outline.read(f'<opml><body><outline xmlUrl="{address}"/></body></opml>'.encode())
    assert feed.url == url


@pytest.mark.parametrize(
    ("category", "topic"),
    [("/World/Asia,/Trade", "Asia"), ("Asia", "Asia"), (" /Asia/ ", "Asia"), ("", None), ("/", None)],
)
def test_a_category_is_the_topic_where_no_outline_above_names_one(category: str, topic: str | None) -> None:
    feed = f'<outline xmlUrl="https://courier.example/{{}}" category="{category}"/>'
    body = f'<body>{feed.format(1)}<outline text="Europe">{feed.format(2)}</outline></body>'
    alone, under = outline.read(f"<opml>{body}</opml>".encode())
    assert (alone.topic, under.topic) == (topic, "Europe")


@pytest.mark.parametrize("status", [404, 410, 500])
async def test_a_list_that_is_not_there_is_told_with_the_status(
    web: Web, server: WebServer, status: int
) -> None:
    server.pages["/list"] = reply("<html>", status)
    detail = server.url(f"/list ({status})")
    assert await refusal(web, server.url("/list")) == ("opml-error-unreachable", detail)


async def test_so_does_an_address(web: Web, server: WebServer) -> None:
    server.pages |= {"/list": moved("/there"), "/there": reply(OPML)}
    assert await web.outlines.load(f" {server.url('/list')} ") == FEEDS


@pytest.mark.parametrize(
    "document",
    [
        "",
        "no XML",
        "<html/>",
        OPML[:130],
        "<opml>&nope;</opml>",
        "<opml>\x00</opml>",
        "{}",
        '<!DOCTYPE x [<!ENTITY a "' + "a" * 99 + '">]><rss>&a;</rss>',
    ],
)
async def test_what_is_no_opml_is_told_so(web: Web, saved: Saved, document: str) -> None:
    address = saved(document)
    assert await refusal(web, address) == ("opml-error-malformed", address)


async def test_every_other_fault_is_told_apart(
    web: Web, saved: Saved, server: WebServer, tmp_path: Path
) -> None:
    missing = str(tmp_path / "nowhere.opml")
    assert await refusal(web, missing) == ("opml-error-missing", missing)
    assert (await refusal(web, str(tmp_path)))[0] == "opml-error-unreadable"
    assert (await refusal(web, "a\x00b"))[0] == "opml-error-unreadable"
    assert await refusal(web, saved("<opml><!--" + "x" * 200_000)) == ("opml-error-too-large", "0.2")
    assert (await refusal(web, saved("<opml><body/></opml>")))[0] == "opml-error-empty"
    assert (await refusal(web, "http://192.168.0.1/feeds.opml"))[0] == "opml-error-unreachable"
    server.pages["/large"] = reply(b"x" * 200_001)
    assert await refusal(web, server.url("/large")) == ("opml-error-too-large", "0.2")


async def test_an_address_is_named_without_its_secrets(web: Web, server: WebServer) -> None:
    address = server.url("/none?token=planted").replace("//", "//ana:planted@")
    sentence, detail = await refusal(web, address)
    assert sentence == "opml-error-unreachable"
    assert detail == server.url("/none (404)")


def test_a_bomb_of_entities_does_not_go_off() -> None:
    laughs = "".join(f'<!ENTITY {n} "' + f"&{b};" * 10 + '">' for b, n in pairwise("abcdefghij"))
    document = f'<!DOCTYPE opml [<!ENTITY a "ha">{laughs}]>' + OPML.partition("?>")[2].replace(
        "Courier", "&j;"
    )
    with pytest.raises(Malformed):
        outline.read(document.encode())


def written(text: str) -> bytes:
    return outline.write(text, [replace(FEEDS[0], title=text, topic=text or None)]).encode()


@given(st.text())
def test_any_text_can_be_written_and_read(text: str) -> None:
    (feed,) = outline.read(written(text))
    assert feed.url == FEEDS[0].url


async def test_what_is_dumped_is_loaded_again(web: Web, saved: Saved) -> None:
    assert await web.outlines.load(saved(web.outlines.dump("Mine", FEEDS))) == FEEDS


async def test_the_list_that_ships_is_sound(web: Web) -> None:
    feeds = await web.outlines.load(str(DEFAULT_OUTLINE))
    assert len(feeds) >= 40
    assert all(feed.title and feed.topic for feed in feeds)
