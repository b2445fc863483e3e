"""The text of article pages, asked for politely."""

from __future__ import annotations

import asyncio
import threading
from urllib.robotparser import RobotFileParser

import pytest

from adapters.feeds.web import Web
from tests.fakes.clock import FakeClock
from tests.servers.web import Script, WebServer, moved, packed, raw, reply

FIRST = (
    "Northland has recalled its ambassador from Eastmark after a week of angry letters between the capitals."
)
SECOND = (
    "The foreign ministry said on Friday that the envoy would come home for consultations, and that the "
    "embassy would stay open for those who need visas. Eastmark called the step a mistake that it regretted."
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Ambassador recalled | Courier</title></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Ambassador recalled</h1><p>{FIRST}</p><p>{SECOND}</p></article>
<section id="comments"><p>I never liked Eastmark, and neither did my uncle, says a reader.</p></section>
<footer>All rights reserved. Cookies. Imprint.</footer></body></html>"""


def article() -> Script:
    return packed(PAGE, content_type="text/html; charset=utf-8")


async def test_an_article_is_its_own_paragraphs_and_nothing_else(web: Web, server: WebServer) -> None:
    server.pages["/a"] = article()
    text = await web.articles.read(server.url("/a"))
    assert text is not None
    assert text.endswith(f"{FIRST}\n\n{SECOND}")
    assert "Cookies" not in text
    assert "uncle" not in text


async def test_what_publishers_keep_from_robots_is_not_read(web: Web, server: WebServer) -> None:
    server.pages |= {
        "/robots.txt": reply("User-agent: *\nDisallow: /private\n"),
        "/a": article(),
        "/private/a": article(),
    }
    assert await web.articles.read(server.url("/private/a")) is None
    assert await web.articles.read(server.url("/a")) is not None
    assert await web.articles.read(server.url("/a")) is not None
    assert [asked.path for asked in server.asked] == ["/robots.txt", "/a", "/a"]


async def test_of_rules_beyond_measure_the_first_half_megabyte_counts(web: Web, server: WebServer) -> None:
    rules = "User-agent: *\nDisallow: /private\n" + "Disallow: /x\n" * 40_000
    forbids_all = "\nDisallow: /"  # what the cut leaves of a line that forbids little
    rules += "#" * (512 * 1024 - len(rules) - len(forbids_all)) + f"{forbids_all}abc\nDisallow: /a\n"
    server.pages |= {"/robots.txt": reply(rules), "/a": article(), "/private/a": article()}
    assert await web.articles.read(server.url("/a")) is not None
    assert await web.articles.read(server.url("/private/a")) is None


async def test_rules_are_read_beside_the_event_loop(
    web: Web, server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_in: list[threading.Thread] = []
    parse = RobotFileParser.parse

    def watched(rules: RobotFileParser, lines: list[str]) -> None:
        read_in.append(threading.current_thread())
        parse(rules, lines)

    monkeypatch.setattr(RobotFileParser, "parse", watched)
    server.pages |= {"/robots.txt": reply("User-agent: *\nDisallow: /x\n"), "/a": article()}
    assert await web.articles.read(server.url("/a")) is not None
    assert read_in
    assert threading.main_thread() not in read_in


async def test_while_the_rules_cannot_be_had_nothing_is_read(
    web: Web, server: WebServer, clock: FakeClock
) -> None:
    server.pages |= {"/robots.txt": reply("", 503), "/a": article()}
    assert await web.articles.read(server.url("/a")) is None
    server.pages["/robots.txt"] = reply("", 404)
    assert await web.articles.read(server.url("/a")) is None
    await clock.sleep(601)
    assert await web.articles.read(server.url("/a")) is not None


async def test_between_two_articles_of_a_host_there_is_a_pause(
    web: Web, server: WebServer, clock: FakeClock
) -> None:
    server.pages |= {f"/{n}": article() for n in range(3)}
    started = clock.monotonic()
    texts = await asyncio.gather(*(web.articles.read(server.url(f"/{n}")) for n in range(3)))
    assert all(texts)
    assert clock.monotonic() - started == pytest.approx(2.0)
    assert server.most_at_once == 1


@pytest.mark.parametrize(
    "script",
    [
        reply("", 200),
        reply("<html><body></body></html>"),
        reply(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, content_type="image/png"),
        reply("<p>" * 60_000),
        reply("x" * 200_001),
        reply("", 403),
        moved("http://169.254.169.254/latest"),
        raw(b"no HTTP"),
    ],
    ids=["empty", "blank", "picture", "nesting", "too large", "forbidden", "private", "nonsense"],
)
async def test_a_page_without_an_article_gives_none(web: Web, server: WebServer, script: Script) -> None:
    server.pages["/a"] = script
    assert await web.articles.read(server.url("/a")) is None


@pytest.mark.parametrize("url", ["", "nonsense", "file:///etc/passwd", "http://[::", "http://10.0.0.1/"])
async def test_what_is_no_public_address_gives_none(web: Web, url: str) -> None:
    assert await web.articles.read(url) is None
