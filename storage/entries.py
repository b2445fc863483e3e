"""Entries: what the feeds published, each once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.model.news import Entry, EntryId, FeedId, Polling, StoryId
from bot.ports.news import Known, NewEntry
from storage.feeds import keep_polling
from storage.session import Noun, Row, Session, reading, writing
from storage.values import listed, maybe_instant, maybe_ms, to_instant, to_ms

COLUMNS = """
e.id, e.feed, f.title AS outlet, e.identifier, e.link_key, e.link, e.title, e.summary, e.content, e.byline,
e.published, e.seen, e.language, f.topic, f.weight, e.story, e.matched
"""
"""What ``entry`` reads, of entries e joined with their feeds f."""

_KNOWN_IDENTIFIERS = """
SELECT identifier FROM entries
WHERE feed = :feed AND identifier IN (SELECT value FROM json_each(:identifiers) /* list of TEXT */)
"""

_KNOWN_LINKS = """
SELECT link_key, CASE WHEN identifier IS NOT NULL THEN title END AS title FROM entries
WHERE feed = :feed AND link_key IN (SELECT value FROM json_each(:links) /* list of TEXT */)
"""

_WAS_READ = "SELECT was_read FROM feeds WHERE id = :feed"

_MARK_READ = "UPDATE feeds SET was_read = 1 WHERE id = :feed"

_TAKE = """
INSERT INTO entries (feed, identifier, link_key, link, title, summary, content, byline, published, seen,
    language, offered)
VALUES (:feed, :identifier, :link_key, :link, :title, :summary, :content, :byline, :published, :seen,
    :language, :offered)
ON CONFLICT DO NOTHING
"""

_UNPLACED = f"""
SELECT {COLUMNS} FROM entries e JOIN feeds f ON f.id = e.feed
WHERE e.offered = 1 AND e.story IS NULL
ORDER BY e.id LIMIT :limit
"""

_PLACED = f"""
SELECT {COLUMNS} FROM entries e JOIN feeds f ON f.id = e.feed
WHERE e.id > :after AND e.seen >= :since AND e.story IS NOT NULL
ORDER BY e.id LIMIT :limit
"""

_BY_LINK = f"""
SELECT {COLUMNS} FROM entries e JOIN feeds f ON f.id = e.feed
WHERE e.link_key = :link_key
ORDER BY e.id DESC LIMIT 1
"""


class Entries(Noun):
    """An ``EntryStore``."""

    @reading
    async def known(
        self, session: Session, feed: FeedId, identifiers: Collection[str], links: Collection[str]
    ) -> Known:
        by_identifier = await session.rows(
            _KNOWN_IDENTIFIERS, {"feed": feed, "identifiers": listed(identifiers)}
        )
        by_link = await session.rows(_KNOWN_LINKS, {"feed": feed, "links": listed(links)})
        row = await session.row(_WAS_READ, {"feed": feed})
        return Known(
            identifiers=frozenset(row[0] for row in by_identifier),
            links={row["link_key"]: row["title"] for row in by_link},
            first_reading=row is None or not row["was_read"],
        )

    @writing
    async def take(
        self, session: Session, feed: FeedId, entries: Sequence[NewEntry], polling: Polling, now: datetime
    ) -> int:
        seen = to_ms(now)
        kept = await session.run_many(_TAKE, [_params(feed, entry, seen) for entry in entries])
        if kept:
            await session.run(_MARK_READ, {"feed": feed})
        await keep_polling(session, feed, polling)
        return kept

    @reading
    async def unplaced(self, session: Session, limit: int) -> Sequence[Entry]:
        return [entry(row) for row in await session.rows(_UNPLACED, {"limit": limit})]

    @reading
    async def placed(
        self, session: Session, since: datetime, after: EntryId, limit: int
    ) -> Sequence[tuple[Entry, StoryId]]:
        rows = await session.rows(_PLACED, {"since": to_ms(since), "after": after, "limit": limit})
        return [(entry(row), row["story"]) for row in rows]

    @reading
    async def by_link(self, session: Session, link_key: str) -> tuple[Entry, StoryId | None] | None:
        row = await session.row(_BY_LINK, {"link_key": link_key})
        return (entry(row), row["story"]) if row else None


def entry(row: Row) -> Entry:
    """The entry of a row with ``COLUMNS``."""
    return Entry(
        id=row["id"],
        feed=row["feed"],
        outlet=row["outlet"],
        key=row["identifier"] or row["link_key"] or "",
        link=row["link"],
        title=row["title"],
        summary=row["summary"],
        content=row["content"],
        byline=row["byline"],
        published=maybe_instant(row["published"]),
        seen=to_instant(row["seen"]),
        language=row["language"],
        topic=row["topic"],
        weight=row["weight"],
    )


def _params(feed: FeedId, new: NewEntry, seen: int) -> dict[str, object]:
    parsed = new.parsed
    return {
        "feed": feed,
        "identifier": new.identifier,
        "link_key": new.link_key,
        "link": parsed.link,
        "title": parsed.title,
        "summary": parsed.summary,
        "content": parsed.content,
        "byline": parsed.byline,
        "published": maybe_ms(parsed.published),
        "seen": seen,
        "language": parsed.language,
        "offered": int(new.offered),
    }
