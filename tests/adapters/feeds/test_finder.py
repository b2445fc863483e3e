"""From the address of a website to its feeds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.feeds.web import Web, open_web
from bot.ports.feeds import FetchFailed, FoundFeed
from tests.adapters.feeds.conftest import SMALL
from tests.adapters.feeds.documents import ATOM, JSON_FEED, RSS
from tests.fakes.clock import FakeClock
from tests.servers.web import Script, WebServer, moved, reply, stalled


def page(head: str = "", body: str = "") -> Script:
    return reply(
        f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>", content_type="text/html"
    )


async def test_an_address_that_is_a_feed_is_found_itself(web: Web, server: WebServer) -> None:
    server.pages |= {"/old": moved("/feed.json", 301), "/feed.json": reply(JSON_FEED)}
    assert await web.finder.find(server.url("/old")) == [
        FoundFeed(server.url("/feed.json"), "Southmere Wire")
    ]


async def test_a_page_names_its_feeds(web: Web, server: WebServer) -> None:
    server.pages["/"] = page(
        '<link rel="stylesheet" href="/style.css"><base href="/">'
        '<LINK REL="Alternate home" type="application/rss+xml; charset=utf-8" '
        'title=" All\nnews " href="/all.xml">'
        '<link rel="alternate" type="application/atom+xml" href="https://feeds.example/x">'
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">'
        '<link rel="alternate" hreflang="fr" href="/fr">'
        '<link rel="alternate" type="application/rss+xml" title="Again" href="/all.xml">',
        '<a href="/rss">RSS</a>',
    )
    assert await web.finder.find(server.url("/")) == [
        FoundFeed(server.url("/all.xml"), "All news"),
        FoundFeed("https://feeds.example/x", ""),
    ]


async def test_a_link_that_looks_like_a_feed_is_tried(web: Web, server: WebServer) -> None:
    server.pages["/"] = page(body='<a href="/feedback">Write</a> <a href="news.rss">RSS</a>')
    server.pages["/news.rss"] = reply(RSS)
    assert await web.finder.find(server.url("/")) == [
        FoundFeed(server.url("/news.rss"), "The Northland Courier")
    ]
    assert server.asked_for("/feedback") == []


async def test_as_a_last_resort_the_usual_places_are_tried(web: Web, server: WebServer) -> None:
    server.pages |= {"/blog": page(body="Hello"), "/rss": page(body="no feed"), "/atom.xml": reply(ATOM)}
    assert await web.finder.find(server.url("/blog")) == [
        FoundFeed(server.url("/atom.xml"), "Eastmark Herald")
    ]


async def test_a_page_without_any_has_none(web: Web, server: WebServer) -> None:
    server.pages["/"] = page(body="Hello")
    assert await web.finder.find(server.url("/")) == []


async def test_a_server_that_falls_silent_is_not_asked_on_and_on(server: WebServer, clock: FakeClock) -> None:
    server.pages |= {"/": page(body="Hello"), "/feed": stalled()}
    async with open_web(
        clock=clock, allow=("127.0.0.1",), limits=replace(SMALL, total_seconds=0.5)
    ) as hurried:
        assert await hurried.finder.find(server.url("/")) == []
    assert [asked.path for asked in server.asked] == ["/", "/feed"]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "feed-error-bad-address"),
        ("news.invalid", "feed-error-dns"),
        ("ftp://news.example", "feed-error-bad-address"),
        ("10.0.0.1", "feed-error-private-address"),
    ],
)
async def test_what_cannot_be_asked_is_told(web: Web, address: str, reason: str) -> None:
    found = await web.finder.find(address)
    assert isinstance(found, FetchFailed)
    assert found.reason == reason
