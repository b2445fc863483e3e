"""What reading a feed gives, asked of a real server and parsed in real children."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.feeds.limits import USUAL
from adapters.feeds.web import Web, open_web
from bot.model.news import Validators
from bot.ports.feeds import FeedRequest, Fetched, FetchFailed, FetchOutcome, Gone, Unchanged
from tests.adapters.feeds.documents import ATOM, JSON_FEED, RDF, RSS, RSS_091, item, rss
from tests.fakes.clock import FakeClock
from tests.servers.web import WebServer, moved, packed, raw, reply, stalled

URL = "/feed.xml"


async def read(web: Web, server: WebServer, path: str = URL, **known: str) -> FetchOutcome:
    validators = Validators(known.get("etag"), known.get("last_modified"))
    return await web.feeds.read(FeedRequest(server.url(path), validators, known.get("fingerprint")))


async def read_feed(web: Web, server: WebServer, path: str = URL) -> Fetched:
    outcome = await read(web, server, path)
    assert isinstance(outcome, Fetched), outcome
    return outcome


async def test_an_rss_feed_comes_as_plain_text_with_its_newest_entry_first(
    web: Web, server: WebServer
) -> None:
    server.pages[URL] = packed(RSS, content_type="application/rss+xml", etag='"1"')
    outcome = await read_feed(web, server)
    feed = outcome.feed
    assert (feed.title, feed.site, feed.language, feed.ttl) == (
        "The Northland Courier",
        "https://courier.example/",
        "en",
        timedelta(minutes=30),
    )
    newest, oldest = feed.entries
    assert newest.title == "Eastmark & Southmere restore ties"
    assert newest.link == server.url("/a2")
    assert oldest.identifier == "courier-1"
    assert oldest.byline == "Ada Bergen"
    assert oldest.published == datetime(2026, 1, 3, 15, tzinfo=UTC)
    assert oldest.content == (
        "Northland has recalled its ambassador.\n\n"
        "The foreign ministry spoke of “an act without precedent”, and gave Eastmark two days."
    )
    assert outcome.url == server.url(URL)
    assert outcome.validators.etag == '"1"'


@pytest.mark.parametrize(
    ("document", "title", "first"),
    [
        (ATOM, "Eastmark Herald", "Embassy opens in Westhaven"),
        (RDF, "Westhaven Gazette", "Consul expelled"),
        (RSS_091, "Old Post", "Treaty signed"),
        (JSON_FEED, "Southmere Wire", "Visas waived"),
    ],
)
async def test_every_family_of_feeds_is_read(
    web: Web, server: WebServer, document: str, title: str, first: str
) -> None:
    server.pages[URL] = reply(document)
    feed = (await read_feed(web, server)).feed
    assert (feed.title, feed.entries[0].title) == (title, first)


async def test_a_second_reading_is_conditional(web: Web, server: WebServer) -> None:
    server.pages[URL] = reply(b"", 304, cache_control="max-age=600", etag='"2"')
    outcome = await read(web, server, etag='"1"', last_modified="Sat, 03 Jan 2026 15:00:00 GMT")
    assert server.asked[0].headers["if-none-match"] == '"1"'
    assert server.asked[0].headers["if-modified-since"] == "Sat, 03 Jan 2026 15:00:00 GMT"
    renewed = Validators('"2"', "Sat, 03 Jan 2026 15:00:00 GMT")
    assert outcome == Unchanged(server.url(URL), renewed, timedelta(minutes=10))


async def test_the_same_bytes_are_nothing_new_without_validators_too(web: Web, server: WebServer) -> None:
    server.pages[URL] = reply(RSS)
    first = await read_feed(web, server)
    server.pages[URL] = packed(RSS)  # other bytes on the wire, the same document
    assert isinstance(await read(web, server, fingerprint=first.fingerprint), Unchanged)
    server.pages[URL] = reply(RSS + " ")
    assert isinstance(await read(web, server, fingerprint=first.fingerprint), Fetched)


async def test_a_feed_that_is_gone_is_told_from_one_that_fails(web: Web, server: WebServer) -> None:
    server.pages[URL] = reply(b"", 410)
    assert await read(web, server) == Gone()
    server.pages[URL] = reply(b"", 503, retry_after="120")
    assert await read(web, server) == FetchFailed("feed-error-status", "503", timedelta(minutes=2))


async def test_only_a_chain_of_permanent_redirects_moves_a_feed(web: Web, server: WebServer) -> None:
    server.pages |= {URL: moved("/b", 301), "/b": moved("/c", 308), "/c": reply(RSS)}
    assert (await read_feed(web, server)).url == server.url("/c")
    server.pages["/b"] = moved("/c", 302)
    assert (await read_feed(web, server)).url == server.url("/b")
    server.pages |= {URL: moved("/b", 307), "/b": moved("/c", 301)}
    assert (await read_feed(web, server)).url == server.url(URL)


def secretly(url: str) -> str:
    return url.replace("//", "//reader:hunter2@")


async def test_a_feed_that_moves_on_its_host_keeps_its_credentials(web: Web, server: WebServer) -> None:
    server.pages |= {URL: moved("/b", 301), "/b": moved(server.url("/c"), 308), "/c": reply(RSS)}
    outcome = await web.feeds.read(FeedRequest(secretly(server.url(URL))))
    assert isinstance(outcome, Fetched)
    assert outcome.url == secretly(server.url("/c"))
    assert len({asked.headers.get("authorization") for asked in server.asked}) == 1
    assert server.asked[0].headers["authorization"].startswith("Basic ")


async def test_a_move_that_would_cost_the_credentials_is_not_remembered(
    server: WebServer, clock: FakeClock
) -> None:
    elsewhere = server.url("/c").replace("127.0.0.1", "localhost")
    server.pages |= {URL: moved("/b", 301), "/b": moved(elsewhere, 301), "/c": reply(RSS)}
    async with open_web(clock=clock, allow=("127.0.0.1", "localhost")) as trusting:
        outcome = await trusting.feeds.read(FeedRequest(secretly(server.url(URL))))
    assert isinstance(outcome, Fetched)
    assert outcome.url == secretly(server.url("/b"))
    assert "authorization" not in server.asked_for("/c")[0].headers


async def test_an_empty_feed_is_read_and_a_web_page_is_not(web: Web, server: WebServer) -> None:
    server.pages[URL] = reply(rss())
    assert (await read_feed(web, server)).feed.entries == ()
    for page in (
        "<!DOCTYPE html><title>Log in</title>",
        "<!-- x --><HTML><body>Parked",
        "",
        "[1]",
        '{"a": 1}',
    ):
        server.pages[URL] = reply(page)
        assert await read(web, server) == FetchFailed("feed-error-not-a-feed")


async def test_an_entry_from_the_future_has_no_date(web: Web, server: WebServer) -> None:
    dates = {
        1: "Sat, 03 Jan 2026 18:59:00 GMT",
        2: "Sat, 03 Jan 2026 19:01:00 GMT",
        3: "Mon, 01 Jan 0001 00:00 GMT",
    }
    server.pages[URL] = reply(rss(*(item(n, f"<pubDate>{date}</pubDate>") for n, date in dates.items())))
    entries = {entry.title: entry.published for entry in (await read_feed(web, server)).feed.entries}
    assert entries == {"Item 1": datetime(2026, 1, 3, 18, 59, tzinfo=UTC), "Item 2": None, "Item 3": None}


async def test_of_many_items_the_newest_are_kept(web: Web, server: WebServer) -> None:
    items = (
        item(n, f"<pubDate>Sat, 03 Jan 2026 {n // 60:02}:{n % 60:02}:00 GMT</pubDate>") for n in range(900)
    )
    server.pages[URL] = packed(rss(*items))
    entries = (await read_feed(web, server)).feed.entries
    assert [entry.title for entry in entries] == [f"Item {n}" for n in range(899, 849, -1)]


async def test_a_stalled_host_delays_no_other(web: Web, server: WebServer) -> None:
    server.pages |= {"/slow": stalled(b"HTTP/1.1 200 OK\r\n"), URL: reply(RSS)}
    slow_url = server.url("/slow").replace("127.0.0.1", "localhost")
    waiting = asyncio.create_task(web.feeds.read(FeedRequest(slow_url)))
    await server.until_asked_for("/slow")
    assert isinstance(await read(web, server), Fetched)
    assert not waiting.done()
    waiting.cancel()


async def test_one_connection_a_host(web: Web, server: WebServer) -> None:
    server.pages |= {f"/{n}": reply(rss(item(n))) for n in range(8)}
    outcomes = await asyncio.gather(*(read(web, server, f"/{n}") for n in range(8)))
    assert all(isinstance(outcome, Fetched) for outcome in outcomes)
    assert server.most_at_once == 1


async def test_a_stalled_feed_holds_up_others_of_its_host_only_for_a_while(
    server: WebServer, clock: FakeClock
) -> None:
    server.pages |= {"/slow": stalled(b"HTTP/1.1 200 OK\r\n"), URL: reply(RSS)}
    impatient = replace(USUAL, host_patience_seconds=0.01)
    async with open_web(clock=clock, allow=("127.0.0.1",), limits=impatient) as web:
        waiting = asyncio.create_task(read(web, server, "/slow"))
        await server.until_asked_for("/slow")
        assert isinstance(await read(web, server), Fetched)
        assert not waiting.done()
        waiting.cancel()


async def test_stalled_hosts_take_all_places_only_for_a_while(server: WebServer, clock: FakeClock) -> None:
    server.pages |= {"/slow": stalled(b"HTTP/1.1 200 OK\r\n"), URL: reply(RSS)}
    small = replace(USUAL, host_patience_seconds=0.01, connections=1)
    async with open_web(clock=clock, allow=("127.0.0.1", "localhost"), limits=small) as web:
        slow_url = server.url("/slow").replace("127.0.0.1", "localhost")
        waiting = asyncio.create_task(web.feeds.read(FeedRequest(slow_url)))
        await server.until_asked_for("/slow")
        assert isinstance(await read(web, server), Fetched)
        assert not waiting.done()
        waiting.cancel()


async def test_a_broken_off_body_is_not_taken_for_a_feed(web: Web, server: WebServer) -> None:
    body = RSS.encode()
    server.pages[URL] = raw(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body[:900])
    assert await read(web, server) == FetchFailed("feed-error-connection", "127.0.0.1")
