"""Servers that mean harm: every one ends in a sentence, within the limits, and nothing is believed."""

from __future__ import annotations

import asyncio
import gzip
import socket
import zlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from yarl import URL

from adapters.feeds.body import _Inflater
from adapters.feeds.fetch import Fetcher, stays
from adapters.feeds.guard import Guard
from adapters.feeds.limits import Limits
from adapters.feeds.refusals import Unreachable
from tests.adapters.feeds.conftest import SMALL
from tests.fakes.clock import FakeClock
from tests.servers.web import Script, WebServer, endless, late, moved, packed, raw, reply, stalled

OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
CAP = 100_000


def fetcher_with(limits: Limits, *allow: str) -> Fetcher:
    return Fetcher(Guard.of(allow), FakeClock(), limits)


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with fetcher_with(replace(SMALL, total_seconds=0.5), "127.0.0.1") as fetcher:
        yield fetcher


async def refused(fetcher: Fetcher, url: str, cap: int = CAP) -> tuple[str, str]:
    with pytest.raises(Unreachable) as caught:
        await fetcher.get(url, cap=cap)
    return caught.value.reason, caught.value.detail


@pytest.mark.parametrize(
    "script",
    [
        stalled(),
        stalled(b"HTTP/1.1 200 OK\r\nContent-"),
        stalled(OK + b"\r\n<rss"),
        endless(OK + b"\r\n", b"x", pause=0.02),
        endless(b"HTTP/1.1 200 OK\r\nX: ", b"y", pause=0.02),
    ],
    ids=["silence", "half a head", "half a body", "dripping body", "dripping head"],
)
async def test_a_slow_server_runs_out_of_time(fetcher: Fetcher, server: WebServer, script: Script) -> None:
    server.pages["/x"] = script
    assert await refused(fetcher, server.url("/x")) == ("feed-error-timeout", "127.0.0.1")


BOMB = gzip.compress(b"\x00" * 20_000_000)


@pytest.mark.parametrize(
    "script",
    [
        reply(b"x" * (CAP + 1)),
        reply(BOMB, content_encoding="gzip"),
        reply(zlib.compress(b"\x00" * 20_000_000), content_encoding="deflate"),
        reply(BOMB[:-8], content_encoding="gzip"),
        reply(gzip.compress(b"a" * 60_000) * 3, content_encoding="gzip"),
        endless(OK + b"\r\n", b"<item/>" * 1_000),
        endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"3e8\r\n" + b"x" * 1_000 + b"\r\n"),
        endless(OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"") * 50),
        endless(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"news"), b"\x00" * 1_000),
    ],
    ids=[
        *("plain", "gzip bomb", "deflate bomb", "cut bomb", "many members", "endless", "endless chunks"),
        *("endless empty members", "endless padding"),
    ],
)
async def test_what_is_too_large_is_not_taken(fetcher: Fetcher, server: WebServer, script: Script) -> None:
    server.pages["/x"] = script
    assert await refused(fetcher, server.url("/x")) == ("feed-error-too-large", "0.1")


async def test_of_what_may_be_cut_the_first_bytes_are_taken(fetcher: Fetcher, server: WebServer) -> None:
    server.pages |= {
        "/plain": endless(OK + b"\r\n", b"x" * 999),
        "/packed": reply(BOMB, content_encoding="gzip"),
    }
    assert (await fetcher.get(server.url("/plain"), cap=CAP, cut=True)).body == b"x" * CAP
    assert (await fetcher.get(server.url("/packed"), cap=CAP, cut=True)).body == b"\x00" * CAP


async def test_a_bomb_in_an_error_or_redirect_is_not_even_read(fetcher: Fetcher, server: WebServer) -> None:
    server.pages |= {
        "/error": endless(b"HTTP/1.1 500 No\r\nContent-Encoding: gzip\r\n\r\n", BOMB),
        "/moved": endless(b"HTTP/1.1 302 There\r\nLocation: /end\r\n\r\n", BOMB),
        "/end": reply("done"),
    }
    assert await refused(fetcher, server.url("/error")) == ("feed-error-status", "500")
    assert (await fetcher.get(server.url("/moved"), cap=CAP)).body == b"done"


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (reply("x", content_encoding="br"), "feed-error-encoding"),
        (reply("x", content_encoding="zstd"), "feed-error-encoding"),
        (reply("not packed", content_encoding="gzip"), "feed-error-encoding"),
        (reply(gzip.compress(b"feed" * 99)[:-9], content_encoding="gzip"), "feed-error-connection"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"), "feed-error-connection"),
        (raw(b""), "feed-error-connection"),
        (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "feed-error-http"),
        (raw(OK + b"Content-Length: -1\r\n\r\n"), "feed-error-http"),
        (endless(b"HTTP/1.1 200 OK\r\n", b"X-Filler: " + b"y" * 4_000 + b"\r\n"), "feed-error-http"),
        (endless(b"HTTP/1.1 200 OK\r\nX: ", b"y" * 4_000), "feed-error-http"),
        (moved("/x"), "feed-error-redirects"),
        (moved("file:///etc/hostname"), "feed-error-bad-address"),
        (moved("http://[::"), "feed-error-redirects"),
        (moved("/" + "y" * 3_000), "feed-error-bad-address"),
        (raw(b"HTTP/1.1 302 There\r\n\r\n"), "feed-error-redirects"),
        (moved("http://127.0.0.2:9/"), "feed-error-private-address"),
        (moved("http://[::1]:9/"), "feed-error-private-address"),
        (moved("http://0.0.0.0:9/"), "feed-error-private-address"),
    ],
)
async def test_every_fault_has_its_sentence(
    fetcher: Fetcher, server: WebServer, script: Script, reason: str
) -> None:
    server.pages["/x"] = script
    assert (await refused(fetcher, server.url("/x")))[0] == reason


async def test_five_redirects_are_followed_and_not_a_sixth(fetcher: Fetcher, server: WebServer) -> None:
    server.pages |= {f"/{n}": moved(f"/{n + 1}") for n in range(6)}
    server.pages |= {"/6": reply("end")}
    assert (await fetcher.get(server.url("/1"), cap=CAP)).body == b"end"
    assert (await refused(fetcher, server.url("/0")))[0] == "feed-error-redirects"


async def test_all_redirects_share_one_time_limit(fetcher: Fetcher, server: WebServer) -> None:
    server.pages |= {f"/{n}": late(0.2, moved(f"/{n + 1}")) for n in range(4)}
    assert (await refused(fetcher, server.url("/0")))[0] == "feed-error-timeout"


def test_no_more_is_unpacked_than_may_be_kept() -> None:
    assert _Inflater("gzip").unpack(BOMB, 100) == b"\x00" * 100


@pytest.mark.parametrize(
    "url",
    [
        "",
        "feed",
        "ftp://news.example/",
        "file:///etc/passwd",
        "http://",
        "http://a b/",
        "http://[1",
        "http://xn--/",
        "javascript:alert(1)",
        "http://news.example/" + "x" * 2_000,
        "//news.example/",
        "http://\x00/",
    ],
)
async def test_what_is_no_web_address_is_not_asked_for(fetcher: Fetcher, url: str) -> None:
    assert await refused(fetcher, url) == ("feed-error-bad-address", "")


async def test_without_an_allowance_loopback_is_out_of_reach_by_number_and_by_name(server: WebServer) -> None:
    server.pages["/x"] = reply("secret")
    async with fetcher_with(SMALL) as fetcher:
        for host in ("127.0.0.1", "localhost", "127.1", "[::ffff:127.0.0.1]"):
            url = server.url("/x").replace("127.0.0.1", host)
            assert (await refused(fetcher, url))[0] in (
                "feed-error-private-address",
                "feed-error-bad-address",
            )
    assert server.asked == []


async def test_a_host_may_be_allowed_by_name(server: WebServer) -> None:
    server.pages["/x"] = reply("fine")
    async with fetcher_with(SMALL, "localhost") as fetcher:
        assert (
            await fetcher.get(server.url("/x").replace("127.0.0.1", "localhost"), cap=CAP)
        ).body == b"fine"
        assert (await refused(fetcher, server.url("/x")))[0] == "feed-error-private-address"


async def test_a_closed_port_and_an_unknown_name_are_told_apart(fetcher: Fetcher) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    assert await refused(fetcher, url) == ("feed-error-refused", "127.0.0.1")
    assert await refused(fetcher, "http://feeds.invalid/") == ("feed-error-dns", "feeds.invalid")


async def test_a_server_that_speaks_no_tls_is_told_so(fetcher: Fetcher, server: WebServer) -> None:
    assert (await refused(fetcher, server.url("/").replace("http:", "https:")))[0] == "feed-error-tls"


async def test_credentials_go_to_their_own_host_only_and_are_told_to_nobody(server: WebServer) -> None:
    elsewhere = server.url("/y").replace("127.0.0.1", "other:secret@localhost")
    server.pages |= {"/x": moved(elsewhere), "/y": moved(server.url("/z")), "/z": reply("fine")}
    async with fetcher_with(SMALL, "127.0.0.1", "localhost") as fetcher:
        page = await fetcher.get(server.url("/x").replace("//", "//reader:hunter2@"), cap=CAP)
    first, second, third = server.asked
    assert first.headers["authorization"].startswith("Basic ")
    assert "authorization" not in second.headers
    assert "authorization" not in third.headers
    assert page.url == server.url("/z")


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("http://r:h@news.example/a", "http://news.example/b", True),
        ("http://r:h@news.example/a", "https://news.example/b", True),
        ("https://r:h@news.example/a", "http://news.example/b", False),
        ("http://r:h@news.example/a", "http://news.example:8080/b", False),
        ("http://r:h@news.example/a", "http://www.news.example/b", False),
    ],
)
def test_credentials_stay_on_their_host_and_never_go_back_to_plain_text(
    old: str, new: str, *, kept: bool
) -> None:
    assert stays(URL(old), URL(new)) is kept


async def test_the_request_says_who_asks_and_carries_no_cookie(fetcher: Fetcher, server: WebServer) -> None:
    server.pages["/x"] = packed("x", set_cookie="id=1")
    for _ in range(2):
        await fetcher.get(server.url("/x"), cap=CAP)
    headers = server.asked[1].headers
    assert headers["user-agent"].startswith("DiplomaticBriefing/")
    assert "cookie" not in headers


async def test_waiting_for_a_turn_costs_no_time_of_ones_own(server: WebServer) -> None:
    server.pages |= {"/slow": stalled(), "/x": reply("mine")}
    async with fetcher_with(replace(SMALL, total_seconds=0.3), "127.0.0.1") as fetcher:
        slow, page = await asyncio.gather(
            refused(fetcher, server.url("/slow")), fetcher.get(server.url("/x"), cap=CAP)
        )
    assert slow[0] == "feed-error-timeout"
    assert page.body == b"mine"


async def test_retry_after_may_be_a_date(fetcher: Fetcher, server: WebServer) -> None:
    server.pages["/x"] = reply(
        "", 429, date="Sat, 03 Jan 2026 18:00:00 GMT", retry_after="Sat, 03 Jan 2026 18:30:00 GMT"
    )
    with pytest.raises(Unreachable) as caught:
        await fetcher.get(server.url("/x"), cap=CAP)
    assert caught.value.retry_after == timedelta(minutes=30)


RAW_DEFLATE = zlib.compressobj(wbits=-zlib.MAX_WBITS)


@pytest.mark.parametrize(
    "script",
    [
        reply(b"news" * 99),
        reply(b"news" * 99, content_encoding="identity"),
        reply(gzip.compress(b"news" * 99), content_encoding="X-GZip"),
        reply(gzip.compress(b"news" * 50) + gzip.compress(b"news" * 49), content_encoding="gzip"),
        reply(gzip.compress(b"news" * 99) + b"\x00" * 20, content_encoding="gzip"),
        reply(zlib.compress(b"news" * 99), content_encoding="deflate"),
        reply(
            RAW_DEFLATE.compress(b"news" * 99) + RAW_DEFLATE.flush(),
            content_encoding="deflate",
        ),
    ],
    ids=["plain", "identity", "gzip", "two members", "padded", "deflate", "raw deflate"],
)
async def test_every_usual_packing_is_undone(fetcher: Fetcher, server: WebServer, script: Script) -> None:
    server.pages["/x"] = script
    assert (await fetcher.get(server.url("/x"), cap=CAP)).body == b"news" * 99
