"""Serves the invented day as an OPML list and RSS feeds on loopback."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from email.utils import format_datetime
from importlib import resources
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from aiohttp import web


def day() -> dict[str, Any]:
    """The day as it is written."""
    return tomllib.loads(resources.files(__package__).joinpath("day.toml").read_text(encoding="utf-8"))


def begins() -> datetime:
    """The instant at which the demonstration's clock starts."""
    at: datetime = day()["at"]
    return at


@asynccontextmanager
async def serve() -> AsyncIterator[str]:
    """Serve the day on a free port of loopback; the address of the OPML list."""
    app = web.Application()
    app.router.add_get("/feeds.opml", _outlines)
    app.router.add_get("/{outlet}.xml", _feed)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}/feeds.opml"
    finally:
        await runner.cleanup()


async def _outlines(request: web.Request) -> web.Response:
    rows = "".join(
        f"<outline type='rss' text={quoteattr(title)} xmlUrl='http://{request.host}/{name}.xml'/>"
        for name, title in day()["outlets"].items()
    )
    body = f"<?xml version='1.0'?><opml version='2.0'><head/><body>{rows}</body></opml>"
    return web.Response(text=body, content_type="text/x-opml")


async def _feed(request: web.Request) -> web.Response:
    news, outlet = day(), request.match_info["outlet"]
    if outlet not in news["outlets"]:
        raise web.HTTPNotFound
    items = "".join(
        _item(outlet, entry, news["at"]) for entry in news["entries"] if entry["outlet"] == outlet
    )
    title = escape(news["outlets"][outlet])
    body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"
    return web.Response(text=body, content_type="application/rss+xml")


def _item(outlet: str, entry: dict[str, Any], at: datetime) -> str:
    slug = "-".join(entry["title"].lower().split()[:6])
    link = f"https://{outlet}.example/{slug}"
    text = "".join(f"<p>{escape(part.strip())}</p>" for part in entry["text"].split("\n\n"))
    published = format_datetime(at - timedelta(minutes=entry["age"]))
    return (
        f"<item><title>{escape(entry['title'])}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{published}</pubDate><description>{escape(text)}</description></item>"
    )
