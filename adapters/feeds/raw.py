"""A feed document as a parser found it, before it is cleaned: the one form that all parsers give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


class Doubt(Exception):
    """The document is not of the kind that this parser surely reads right: ask the patient one."""


class NotAFeed(Exception):
    """The document is something else: a web page, a picture, nothing at all."""


class Malformed(Exception):
    """The document wants to be a feed, but nothing in it can be read."""


@dataclass(frozen=True, slots=True)
class RawText:
    """A text of a feed. ``literal`` means that it is no markup, whatever it looks like."""

    value: str = ""
    literal: bool = False


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One item as published: links unresolved, texts uncleaned, dates read but not judged."""

    identifier: str | None
    link: str | None
    title: RawText
    summary: RawText = RawText()
    content: RawText = RawText()
    byline: str | None = None
    published: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class RawFeed:
    """The document's own fields and its entries in their order."""

    title: RawText
    site: str | None = None
    language: str | None = None
    ttl: timedelta | None = None
    entries: tuple[RawEntry, ...] = ()
