"""A web server of invented feeds: ``python -m bench.server FEEDS ITEMS`` prints its port and serves.

Feeds come in two kinds of path: ``/plain/N.xml``, and ``/odd/N.xml``, the same with a DOCTYPE,
which no fast parser takes. One in five is Atom, one in three carries full texts, every second
has an ETag. A feed has a loopback address of its own, as feeds have hosts of their own.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime
from xml.sax.saxutils import escape

from aiohttp import web

from bench.harness import running
from bench.invented import Report, outlet, reports

_PICTURES = "https://pictures.example"


@contextmanager
def served(feeds: int, items: int) -> Iterator[int]:
    """A server of so many feeds in a process of its own, whose time is not ours; its port."""
    with running("-m", "bench.server", str(feeds), str(items)) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())


def addresses(port: int, feeds: int, kind: str) -> list[str]:
    """Where the feeds are."""
    return [
        f"http://127.{1 + number // 200}.{number % 200}.1:{port}/{kind}/{number}.xml"
        for number in range(feeds)
    ]


def document(number: int, items: int, events: int, *, odd: bool) -> bytes:
    """A feed's text."""
    found, full = reports(number, items, events), number % 3 == 0
    atom = number % 5 == 0
    body = "".join((_atom_entry if atom else _rss_item)(number, one, full=full) for one in found)
    name, kind = escape(outlet(number)), "feed" if atom else "rss"
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' + (f"<!DOCTYPE {kind}>\n" if odd else "")
    if atom:
        text = (
            f'{head}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>urn:bench:{number}</id>'
            f'<title>{name}</title><link href="https://outlet-{number}.example/"/>{body}</feed>'
        )
    else:
        text = (
            f'{head}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>{name}</title><link>https://outlet-{number}.example/</link><language>en</language>"
            f"<description>{name}</description>{body}</channel></rss>"
        )
    return text.encode()


def _rss_item(by: int, one: Report, *, full: bool) -> str:
    link = _link(by, one)
    content = f"<content:encoded><![CDATA[{_html(one)}]]></content:encoded>" if full else ""
    return (
        f"<item><title>{escape(one.title)}</title><link>{link}</link>"
        f'<guid isPermaLink="false">{by}-{one.event}</guid>'
        f"<pubDate>{format_datetime(one.at)}</pubDate><dc:creator>{escape(one.byline)}</dc:creator>"
        f"<category>World</category><description><![CDATA[{_teaser(one)}]]></description>{content}</item>\n"
    )


def _atom_entry(by: int, one: Report, *, full: bool) -> str:
    content = f'<content type="html">{escape(_html(one))}</content>' if full else ""
    return (
        f"<entry><id>urn:bench:{by}:{one.event}</id><title>{escape(one.title)}</title>"
        f'<link rel="alternate" href="{_link(by, one)}"/><published>{one.at.isoformat()}</published>'
        f"<updated>{one.at.isoformat()}</updated><author><name>{escape(one.byline)}</name></author>"
        f'<summary type="html">{escape(_teaser(one))}</summary>{content}</entry>\n'
    )


def _teaser(one: Report) -> str:
    return f'<p>{" ".join(one.paragraphs[:3])} <a href="{_PICTURES}/more">More</a></p>'


def _html(one: Report) -> str:
    image = f'<p><img src="{_PICTURES}/{one.event}.jpg" alt="A picture"/></p>'
    return image + "".join(f'<p class="text">{paragraph}</p>' for paragraph in one.paragraphs * 4)


def _link(by: int, one: Report) -> str:
    return f"https://outlet-{by}.example/world/{one.event}"


def _application(feeds: int, items: int) -> web.Application:
    events = max(items, feeds * items // 4)
    documents = {
        (kind, number): document(number, items, events, odd=kind == "odd")
        for kind in ("plain", "odd")
        for number in range(feeds)
    }

    async def feed(request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        body = documents[request.match_info["kind"], number]
        headers = {"ETag": f'"{number}"'} if number % 2 else {}
        if headers and request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, headers=headers, content_type="application/xml", charset="utf-8")

    application = web.Application()
    application.router.add_get("/{kind:plain|odd}/{number:[0-9]+}.xml", feed)
    return application


async def _serve(feeds: int, items: int) -> None:
    runner = web.AppRunner(_application(feeds, items))
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
