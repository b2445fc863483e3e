"""What a web page says: its article's text, and the feeds that it names. Runs in a child process."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree
from lxml.etree import _Element as Element

from adapters.feeds import html
from bot.text.links import is_web

_FEED_TYPES = frozenset(
    (
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/rdf+xml",
        "text/xml",
    )
)
_LIKELY = re.compile(r"(?:^|[/._-])(?:rss|feeds?|atom|rdf)(?:$|[/._?-])|\.(?:rss|rdf|atom)$", re.IGNORECASE)
_MAX_TITLE, _MAX_URL, _MOST = 200, 2_000, 20
_MOST_TEXT = 20_000  # characters of an article, of which only the lead is used


def article(document: bytes) -> str | None:
    """The article's own text, paragraphs parted by a blank line; None if the page has none.

    Of a long one the first paragraphs.
    """
    import trafilatura  # noqa: PLC0415 - half a second and 60 MB that reading feeds does not need

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it would report each odd page
    text = trafilatura.extract(
        document, favor_precision=True, include_comments=False, include_tables=False, deduplicate=False
    )
    return _beginning(html.paragraphs(text.replace("\n", "\n\n"))) or None if text else None


def _beginning(text: str) -> str:
    if len(text) <= _MOST_TEXT:
        return text
    return text[:_MOST_TEXT].rpartition("\n\n")[0] or text[:_MOST_TEXT]


def feeds(document: bytes, url: str) -> list[tuple[str, str, bool]]:
    """The feeds that the page at ``url`` names: address, title, and True if it says that it is one.

    False stands for a link that only looks like a feed's. Each address once, the surest first.
    """
    root = _root(document)
    if root is None:
        return []
    found: dict[str, tuple[str, str, bool]] = {}
    for is_sure, links in ((True, _named(root)), (False, _linked(root))):
        for address, title in links:
            absolute = _absolute(url, address)
            if absolute:
                found.setdefault(absolute, (absolute, html.one_line(title)[:_MAX_TITLE], is_sure))
    return list(found.values())[:_MOST]


def _root(document: bytes) -> Element | None:
    """The page's root; None if there is no element in it at all."""
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        return etree.fromstring(document, parser)
    except etree.XMLSyntaxError:
        return None


def _named(root: Element) -> Iterator[tuple[str, str]]:
    for link in root.iter("link"):
        rel, kind = (link.get("rel") or "").lower().split(), (link.get("type") or "").lower()
        if "alternate" in rel and kind.partition(";")[0].strip() in _FEED_TYPES:
            yield link.get("href") or "", link.get("title") or ""


def _linked(root: Element) -> Iterator[tuple[str, str]]:
    for anchor in root.iter("a"):
        address = anchor.get("href") or ""
        if _LIKELY.search(address):
            yield address, "".join(anchor.itertext())[:_MAX_TITLE]


def _absolute(url: str, address: str) -> str | None:
    try:
        absolute = urljoin(url, address.strip())
    except ValueError:
        return None
    return absolute if address.strip() and is_web(absolute) and len(absolute) <= _MAX_URL else None
