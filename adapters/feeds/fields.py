"""The children of an element as fields of a feed, and which of them the fast parser may take or pass over."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

from lxml.etree import _Element as Element

from adapters.feeds.dates import instant
from adapters.feeds.pace import waiting_time
from adapters.feeds.raw import Doubt

ATOM = "{http://www.w3.org/2005/Atom}"
RSS_1 = "{http://purl.org/rss/1.0/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TERMS = "{http://purl.org/dc/terms/}"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_SY = "{http://purl.org/rss/1.0/modules/syndication/}"

# Names without a namespace, and namespaces, whose elements may overrule a field for the patient parser;
# of all others it takes nothing that we do.
_LOUD_NAMES = frozenset(
    "abstract author authors body category channel cloud content contributor copyright created date "
    "description email enclosure entries entry expirationdate explicit feed fullitem generator guid height "
    "homepage id image info issued item items keywords language lastbuilddate link links managingeditor math "
    "modified name newlocation pubdate published rights rss source subtitle summary svg tagline tags "
    "textinput title updated uri url webmaster where width".split()
)
_LOUD_SPACES = re.compile(
    r"\{(?:http://purl\.org/(?:dc/|atom/|echo|pie|rss/1\.0/(?:\}|modules/(?:content|rss091)))|uri/|"
    r"http://(?:www\.itunes|search\.yahoo|backend\.userland|my\.netscape|channel\.netscape|example)|"
    r"http://www\.w3\.org/(?:2005/atom|1999/xhtml|1999/02|1998/math|2000/svg))",
    re.IGNORECASE,
)
_QUIET_MEDIA = frozenset(
    _MEDIA + name
    for name in (
        "caption category content copyright credit group keywords player rating text thumbnail".split()
    )
)
HARMLESS = (
    frozenset("category comments enclosure source".split())
    | _QUIET_MEDIA
    | {DC + name for name in "contributor format identifier publisher rights source subject type".split()}
    | {_TERMS + name for name in "alternative identifier valid".split()}
)
"""Elements of an entry that nothing is taken from."""

_REFERENCE = re.compile(r"&([A-Za-z0-9_]+);")
_MAILBOX = re.compile(r"[\w.+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,4}(?:\s+\(([^()@&<>]*)\))?", re.ASCII)

Fields = dict[str, list[Element]]


def fields(
    parent: Element, known: frozenset[str], harmless: frozenset[str], nesting: frozenset[str] = frozenset()
) -> Fields:
    """The children that are read, by name; raises Doubt for any that may mean something more.

    ``harmless`` are passed over, ``nesting`` too, whatever is in them.
    """
    found: Fields = {}
    for child in parent:
        tag = child.tag
        if not isinstance(tag, str):  # an entity of a DTD
            raise Doubt
        if tag in known:
            found.setdefault(tag, []).append(child)
        elif tag in harmless:
            if len(child) and any(inner.tag not in _QUIET_MEDIA for inner in child.iterdescendants()):
                raise Doubt
        elif tag in nesting:
            continue
        elif len(child) or _is_loud(tag):
            raise Doubt
    return found


@lru_cache(maxsize=2_000)
def _is_loud(tag: str) -> bool:
    if tag.startswith("{"):
        return bool(_LOUD_SPACES.match(tag))
    return tag.lower() in _LOUD_NAMES or "_" in tag or ":" in tag


def one(found: Fields, name: str) -> str | None:
    """The text of a field that stands at most once; None if it is absent."""
    elements = found.get(name)
    if elements is None:
        return None
    if len(elements) > 1:
        raise Doubt
    return text(elements[0])


def text(element: Element) -> str:
    """The text of an element that holds nothing else."""
    if len(element) or element.get("mode"):
        raise Doubt
    value = (element.text or "").strip()
    if not value.isascii() and _is_mojibake(value):
        raise Doubt
    return value


def _is_mojibake(value: str) -> bool:
    """Whether the patient parser would find UTF-8 in it that somebody took for Latin-1."""
    try:
        value.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        return False
    return True


def address(value: str | None) -> str | None:
    """The text of a link element, its ampersands as the patient parser mends them."""
    return _REFERENCE.sub(r"&\1", value.replace("&amp;", "&")) if value else None


def first_date(*values: str | None) -> datetime | None:
    """The first date that is there; one that is not clear raises Doubt."""
    for value in values:
        if value:
            moment = instant(value)
            if moment is None:
                raise Doubt
            return moment
    return None


def person(value: str) -> str:
    """The name in ``name`` or ``mail@example.org (name)``; empty where there is only a mailbox."""
    if "@" not in value:
        return value
    match = _MAILBOX.fullmatch(value)
    if match is None:
        raise Doubt
    return (match[1] or "").strip()


def asked_wait(channel: Element, ttl: str | None) -> timedelta | None:
    """How long the feed asks us to wait."""
    return waiting_time(ttl, _syndication(channel, "updatePeriod"), _syndication(channel, "updateFrequency"))


def _syndication(channel: Element, name: str) -> str | None:
    """A field of the syndication module, also where only its prefix is right, as some large feeds have it."""
    for element in channel.iterchildren("{*}" + name):
        if element.prefix == "sy" or element.tag == _SY + name:
            return element.text
    return None


def check_language(*elements: Element) -> None:
    """Raises Doubt if one of the elements is said to be in a language of its own."""
    if any(element.get(LANG) is not None or element.get("lang") is not None for element in elements):
        raise Doubt
