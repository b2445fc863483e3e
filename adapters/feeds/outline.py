"""Lists of feeds in OPML (http://opml.org/spec2.opml): read without trust, written with care."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree
from lxml.etree import _Element as Element

from adapters.feeds.raw import Malformed
from bot.ports.feeds import OutlineFeed
from bot.text.clean import clean
from bot.text.links import is_web

_MAX_TITLE, _MAX_URL = 200, 2_000
_BARE_AMPERSAND = re.compile(rb"&(?!#?\w+;)")
_NO_XML = str.maketrans("", "", "\ufffe\uffff")


def read(document: bytes) -> list[OutlineFeed]:
    """The feeds of a document in their order, each address once; raises Malformed.

    Programs write lists that are not quite XML, so what is wrong is mended if there are feeds then.
    """
    try:
        return _read(document, recover=False)
    except Malformed:
        # The parser's own way to recover would take the name behind a bare "&" out of an address.
        feeds = _read(_BARE_AMPERSAND.sub(b"&amp;", document), recover=True)
        if not feeds:
            raise
        return feeds


def _read(document: bytes, *, recover: bool) -> list[OutlineFeed]:
    root = _root(document, recover=recover)
    if root is None or not isinstance(root.tag, str) or root.tag.lower() != "opml":
        raise Malformed
    found: dict[str, OutlineFeed] = {}
    for feed in _feeds(root):
        found.setdefault(feed.url, feed)
    return list(found.values())


def _root(document: bytes, *, recover: bool) -> Element | None:
    """The document's root; None if it cannot be read or has no element."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=recover)
    try:
        return etree.fromstring(document, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _feeds(root: Element) -> Iterator[OutlineFeed]:
    for element in root.iter("outline"):
        attributes = {str(name).lower(): str(value) for name, value in element.attrib.items()}
        url = _web(attributes.get("xmlurl", "").strip())
        if not is_web(url) or len(url) > _MAX_URL:
            continue
        site = attributes.get("htmlurl", "").strip()
        yield OutlineFeed(
            url=url,
            title=_line(attributes.get("title") or attributes.get("text") or ""),
            site=site if is_web(site) and len(site) <= _MAX_URL else None,
            topic=_topic(element) or _category(attributes.get("category", "")),
        )


def _web(url: str) -> str:
    """The address with http(s) in place of feed readers' own ``feed:`` and ``feed://``."""
    scheme, _, rest = url.partition(":")
    if scheme.lower() != "feed":
        return url
    return f"http:{rest}" if rest.startswith("//") else rest


def _topic(element: Element) -> str | None:
    """The name of the outline it stands under."""
    parent = element.getparent()
    if parent is None or parent.tag != "outline":
        return None
    return _line(str(parent.get("text") or parent.get("title") or "")) or None


def _category(value: str) -> str | None:
    """The last part of the first of the categories, as in "/World/Asia,/Trade"."""
    first = value.partition(",")[0].strip().strip("/")
    return _line(first.rpartition("/")[2]) or None


def _line(text: str) -> str:
    return " ".join(clean(text, _MAX_TITLE).split())


def write(title: str, feeds: Sequence[OutlineFeed]) -> str:
    """An OPML 2.0 document of these feeds, grouped by topic, those without one first."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _safe(title)
    body = etree.SubElement(root, "body")
    topics: dict[str | None, Element] = {None: body}
    for feed in sorted(feeds, key=lambda feed: feed.topic is not None):
        if feed.topic not in topics:
            topics[feed.topic] = etree.SubElement(body, "outline", text=_safe(feed.topic or ""))
        attributes = {"type": "rss", "text": _safe(feed.title), "xmlUrl": _safe(feed.url)}
        if feed.site:
            attributes["htmlUrl"] = _safe(feed.site)
        etree.SubElement(topics[feed.topic], "outline", attributes)
    etree.indent(root)
    document = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document.decode() + "\n"


def _safe(text: str) -> str:
    """Without what XML cannot hold."""
    return clean(text).translate(_NO_XML)
