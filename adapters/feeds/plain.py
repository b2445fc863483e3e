"""Read the plain kind of feed fast: well-formed UTF-8 that uses only what this reader surely knows.

Most feeds are of that kind. Whatever is odd raises Doubt and is left to the patient parser; what
is read here is read as the patient parser would (a differential test keeps it so).
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element as Element

from adapters.feeds import plain_atom, plain_rss
from adapters.feeds.fields import ATOM, RDF, RSS_1
from adapters.feeds.raw import Doubt, RawFeed

# C1 controls, which stand for cp1252. Each pattern begins with a literal, which makes it fast.
_ODD = (re.compile(rb"\xc2[\x80-\x9f]"), re.compile(rb"&#0*(?:12[89]|1[345]\d|x0*[89][0-9a-fA-F]);"))
# What no base can change, not even by tidying up an empty query.
_ABSOLUTE = re.compile(r"https?://[^/?#\s]+(?:/[^?#]*)?(?:\?[^#]+)?(?:#.+)?|(?:tag|urn):.+", re.DOTALL)


def read(document: bytes) -> RawFeed:
    """The feed in a document of valid UTF-8; raises Doubt."""
    if b"<!DOCTYPE" in document or any(odd.search(document) for odd in _ODD):
        raise Doubt
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError:
        raise Doubt from None
    feed = _dispatch(root)
    if b"xml:base" in document:
        _check_absolute(feed)
    return feed


def _dispatch(root: Element) -> RawFeed:
    if root.tag == "rss" and len(root) == 1 and root[0].tag == "channel":
        return plain_rss.feed(root, root[0], root[0].findall("item"), "")
    if root.tag == RDF + "RDF":
        channels = root.findall(RSS_1 + "channel")
        if len(channels) == 1:
            return plain_rss.feed(root, channels[0], root.findall(RSS_1 + "item"), RSS_1)
    if root.tag == ATOM + "feed":
        return plain_atom.feed(root)
    raise Doubt


def _check_absolute(feed: RawFeed) -> None:
    addresses = [feed.site]
    for entry in feed.entries:
        addresses += [entry.link, entry.identifier]
    if not all(_ABSOLUTE.fullmatch(address) for address in addresses if address):
        raise Doubt
