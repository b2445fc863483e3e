"""What a child can do with a document; every job is a function from bytes to what JSON can hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from adapters.feeds import codec, outline, parsing, webpage
from adapters.feeds.raw import Malformed, NotAFeed


def _feed(document: bytes, details: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever JSON holds
    now = datetime.fromisoformat(details["now"])
    feed = parsing.parse(
        document, url=details["url"], content_type=details["type"], now=now, most=details["most"]
    )
    return codec.to_json(feed)


def _article(document: bytes, _: dict[str, Any]) -> str | None:
    return webpage.article(document)


def _page(document: bytes, details: dict[str, Any]) -> list[tuple[str, str, bool]]:
    return webpage.feeds(document, details["url"])


def _outline(document: bytes, _: dict[str, Any]) -> list[list[str | None]]:
    return [[feed.url, feed.title, feed.site, feed.topic] for feed in outline.read(document)]


_JOBS: dict[str, Callable[[bytes, dict[str, Any]], Any]] = {
    "feed": _feed,
    "article": _article,
    "page": _page,
    "outline": _outline,
}


def do(job: str, details: dict[str, Any], document: bytes) -> dict[str, Any]:
    """Do a job: ``{"done": …}``, or ``{"refused": reason}`` with a sentence's id."""
    try:
        return {"done": _JOBS[job](document, details)}
    except NotAFeed:
        return {"refused": "feed-error-not-a-feed"}
    except Malformed:
        return {"refused": "feed-error-malformed"}
    except (MemoryError, RecursionError):
        return {"refused": "feed-error-parser-stopped"}
