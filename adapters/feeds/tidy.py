"""From a feed as a parser found it to one the newsroom takes: plain text, sound links, true dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from urllib.parse import urljoin

from adapters.feeds import html
from adapters.feeds.dates import credible
from adapters.feeds.raw import RawEntry, RawFeed, RawText
from bot.model.news import ParsedEntry, ParsedFeed
from bot.text.clean import clean
from bot.text.links import is_web, without_tracking

_TITLE, _SUMMARY, _CONTENT, _NAME, _URL = 500, 5_000, 20_000, 200, 2_000
_TEXT_OF_ALL = 1_500_000  # characters: what one document may cost the process that takes it
_LANGUAGE = re.compile(r"[a-z]{2}(?=[-_]|$)")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)]*(?=\s)")
# What is absolute and clean beyond doubt: nothing about it would be changed.
_SIMPLE_LINK = re.compile(r"https?://[a-z0-9][a-z0-9.-]*/[A-Za-z0-9/_.~,=+-]*(?:\?[A-Za-z0-9/_.~,=+&-]+)?")
_BLANK_IN_LINK = re.compile(r"[\x00-\x20\x7f-\xa0]+")


def tidied(raw: RawFeed, url: str, now: datetime, most: int) -> ParsedFeed:
    """The feed with its newest entries first, at most ``most``; ``url`` is where it came from."""
    language = _language(raw.language)
    chosen = _newest_first(_once(raw.entries), now)[:most]
    return ParsedFeed(
        title=_line(raw.title, _NAME),
        site=_link(raw.site, url),
        language=language,
        ttl=raw.ttl,
        entries=tuple(_within_budget(_entry(entry, url, now, language) for entry in chosen)),
    )


def _once(entries: Iterable[RawEntry]) -> list[RawEntry]:
    """Without repetitions. An identifier that stands for several links identifies nothing."""
    unique = list(
        {(entry.identifier, entry.link, entry.title): entry for entry in reversed(list(entries))}.values()
    )
    links = defaultdict(set)
    for entry in unique:
        links[entry.identifier].add(entry.link)
    return [
        replace(entry, identifier=None) if len(links[entry.identifier]) > 1 else entry
        for entry in reversed(unique)
    ]


def _newest_first(entries: list[RawEntry], now: datetime) -> list[RawEntry]:
    """By date; an entry without one keeps its place beside the entry before it."""
    order: list[tuple[datetime, RawEntry]] = []
    last = now
    for entry in entries:
        last = credible(entry.published, now) or last
        order.append((last, entry))
    return [entry for _, entry in sorted(order, key=lambda pair: pair[0], reverse=True)]


def _entry(raw: RawEntry, url: str, now: datetime, language: str | None) -> ParsedEntry:
    summary = _body(raw.summary)
    content = _body(raw.content) if raw.content.value and raw.content != raw.summary else summary
    short = _within(summary, _SUMMARY)
    return ParsedEntry(
        identifier=_identifier(raw.identifier),
        link=_link(raw.link, url),
        title=_line(raw.title, _TITLE),
        summary=short,
        # Only where it says more: some feeds repeat the summary there, or caption a picture.
        content=_within(content, _CONTENT) if len(content) > len(short) else "",
        byline=html.to_line(raw.byline)[:_NAME] or None if raw.byline else None,
        published=credible(raw.published, now),
        language=_language(raw.language) or language,
    )


def _within_budget(entries: Iterable[ParsedEntry]) -> Iterator[ParsedEntry]:
    """Entries that say something, texts left out once the document has used up its share."""
    left = _TEXT_OF_ALL
    for entry in entries:
        if not (entry.title or entry.summary or entry.content):
            continue
        size = len(entry.summary) + len(entry.content)
        yield entry if size <= left else replace(entry, summary="", content="")
        left -= min(size, left)


def _line(text: RawText, limit: int) -> str:
    value = text.value[: 20 * limit]  # markup may be much longer than what it says
    return (html.one_line(value) if text.literal else html.to_line(value))[:limit].rstrip()


def _body(text: RawText) -> str:
    if not text.value:
        return ""
    return html.paragraphs(text.value[: 2 * _CONTENT]) if text.literal else html.to_text(text.value)


def _within(text: str, limit: int) -> str:
    """The text cut after a paragraph, else after a sentence, else after a word, to fit."""
    if len(text) <= limit:
        return text
    head = text[: limit + 1]
    cut = head.rfind("\n\n")
    if cut < limit // 2:
        cut = max((end.end() for end in _SENTENCE_END.finditer(head)), default=-1)
    return head[: cut if cut > 0 else max(head.rfind(" "), 1)].rstrip()


def _identifier(text: str | None) -> str | None:
    return clean(text.strip(), _URL) or None if text else None


def _link(link: str | None, base: str) -> str | None:
    """The link made absolute, if it is one that a reader may follow, and followed by nobody else."""
    if not link:
        return None
    if len(link) <= _URL and _SIMPLE_LINK.fullmatch(link):
        return without_tracking(link)
    try:
        # Browsers drop line breaks in an address and cope with blanks; nothing else is mended.
        absolute = urljoin(
            base, _BLANK_IN_LINK.sub(lambda blank: "%20" if blank[0] == " " else "", link.strip())
        )
    except ValueError:
        return None
    if not is_web(absolute) or len(absolute) > _URL or absolute != clean(absolute):
        return None
    return without_tracking(absolute)


def _language(tag: str | None) -> str | None:
    """The ISO 639-1 code of a language tag (RFC 5646), if it begins with one."""
    match = _LANGUAGE.match((tag or "").strip().lower())
    return match[0] if match else None
