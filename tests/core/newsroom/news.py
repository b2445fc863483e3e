"""Invented news for the tests of the newsroom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

from bot.model.news import Entry, EntryId, FeedId, Membership, Story, StoryId, SubjectScore

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)

_ids = count(1)


def entry(
    title: str,
    text: str = "",
    *,
    outlet: str = "Harbour Post",
    host: str | None = None,
    hours: float = 0,
    weight: float = 1.0,
    language: str | None = "en",
    link: str | None = "",
) -> Entry:
    """An entry of an outlet; ``hours`` after noon it is published and seen."""
    number = next(_ids)
    when = NOON + timedelta(hours=hours)
    host = host or f"{''.join(outlet.lower().split())}.example"
    return Entry(
        id=EntryId(number),
        feed=FeedId(sum(map(ord, outlet))),
        outlet=outlet,
        key=f"id:{number}",
        link=f"https://{host}/{number}" if link == "" else link,
        title=title,
        summary=text,
        content="",
        byline=None,
        published=when,
        seen=when,
        language=language,
        weight=weight,
    )


def alone(*entries: Entry) -> list[Membership]:
    """These entries as a story's memberships, without reasons."""
    return [Membership(each, None) for each in entries]


def story(
    name: str,
    *,
    voices: int = 1,
    growth: int = 0,
    hours: float = 0,
    first: float | None = None,
    subject: float = 0.0,
    weight: float = 1.0,
    topics: tuple[str, ...] = (),
    terms: tuple[str, ...] = (),
    opinion: bool = False,
) -> Story:
    """A story whose newest entry came ``hours`` after noon and whose first came ``first`` after noon."""
    return Story(
        id=StoryId(name),
        headline=f"Story {name}",
        lead=EntryId(1),
        language="en",
        first_seen=NOON + timedelta(hours=hours if first is None else first),
        last_new=NOON + timedelta(hours=hours),
        voices=voices,
        growth=growth,
        weight=weight,
        subject=SubjectScore(subject, terms),
        topics=topics,
        opinion=opinion,
    )
