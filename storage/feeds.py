"""Feeds and how reading them goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.model.news import Feed, FeedId, FeedState, Polling, Validators
from bot.ports.feeds import OutlineFeed
from bot.ports.news import LONGEST_WAIT, FeedChange
from storage.session import Noun, Row, Session, reading, writing
from storage.values import maybe_instant, maybe_ms, to_instant, to_ms

_FIRST_INTERVAL = timedelta(minutes=30)
"""Kept until the first reading tells a feed's own rhythm."""

_COLUMNS = (
    "id, url, title, site, topic, weight, language, state, next_at, interval_ms, etag, last_modified, "
    "fingerprint, failures, last_error, last_detail, last_success, last_new"
)

_ADD = f"""
INSERT INTO feeds (url, title, site, topic, state, next_at, interval_ms)
VALUES (:url, :title, :site, :topic, 'active', :now, :interval_ms)
ON CONFLICT (url) DO UPDATE SET state = 'active', next_at = :now, failures = 0,
    last_error = NULL, last_detail = NULL
WHERE feeds.state <> 'active'
RETURNING {_COLUMNS}
"""

_ALL = f"SELECT {_COLUMNS} FROM feeds WHERE state <> 'removed' ORDER BY LOWER(title), id"

_GET = f"SELECT {_COLUMNS} FROM feeds WHERE id = :feed"

_DUE = f"""
SELECT {_COLUMNS} FROM feeds WHERE state = 'active' AND next_at <= :now ORDER BY next_at LIMIT :limit
"""

_HOLDER = "SELECT id FROM feeds WHERE url = :url"

_CHANGE = f"""
UPDATE feeds SET url = :url, title = :title, site = :site, topic = :topic, weight = :weight,
    language = :language, state = :state
WHERE id = :feed
RETURNING {_COLUMNS}
"""

_POLLED = """
UPDATE feeds SET next_at = :next_at, interval_ms = :interval_ms, etag = :etag, last_modified = :last_modified,
    fingerprint = :fingerprint, failures = :failures, last_error = :last_error, last_detail = :last_detail,
    last_success = :last_success, last_new = :last_new
WHERE id = :feed
"""

# A wait longer than the longest is of a clock that was ahead, not of a server's wish.
_DUE_NOW = """
UPDATE feeds SET next_at = :now
WHERE state = 'active' AND NOT (
    failures > 0 AND last_error = 'feed-error-status' AND last_detail IN ('429', '503')
    AND next_at <= :longest
)
"""


class Feeds(Noun):
    """A ``FeedStore``."""

    @writing
    async def add(self, session: Session, feeds: Sequence[OutlineFeed], now: datetime) -> Sequence[Feed]:
        added = []
        for feed in feeds:
            row = await session.row(
                _ADD,
                {
                    "url": feed.url,
                    "title": feed.title,
                    "site": feed.site,
                    "topic": feed.topic,
                    "now": to_ms(now),
                    "interval_ms": _FIRST_INTERVAL // timedelta(milliseconds=1),
                },
            )
            if row is not None:
                added.append(_feed(row))
        return added

    @reading
    async def all(self, session: Session) -> Sequence[Feed]:
        return [_feed(row) for row in await session.rows(_ALL)]

    @reading
    async def get(self, session: Session, feed: FeedId) -> Feed | None:
        row = await session.row(_GET, {"feed": feed})
        return _feed(row) if row else None

    @reading
    async def due(self, session: Session, now: datetime, limit: int) -> Sequence[Feed]:
        return [_feed(row) for row in await session.rows(_DUE, {"now": to_ms(now), "limit": limit})]

    @writing
    async def change(self, session: Session, feed: FeedId, change: FeedChange) -> Feed | None:
        row = await session.row(_GET, {"feed": feed})
        if row is None:
            return None
        wanted: dict[str, object] = {
            "feed": feed,
            "url": change.url if change.url is not None else row["url"],
            "title": change.title if change.title is not None else row["title"],
            "site": change.site if change.site is not None else row["site"],
            "topic": change.topic if change.topic is not None else row["topic"],
            "weight": change.weight if change.weight is not None else row["weight"],
            "language": change.language if change.language is not None else row["language"],
            "state": change.state if change.state is not None else row["state"],
        }
        holder = await session.row(_HOLDER, {"url": wanted["url"]})
        if holder is not None and holder["id"] != feed:
            return None
        changed = await session.row(_CHANGE, wanted)
        return _feed(changed) if changed else None

    @writing
    async def polled(self, session: Session, feed: FeedId, polling: Polling) -> None:
        await keep_polling(session, feed, polling)

    @writing
    async def due_now(self, session: Session, now: datetime) -> int:
        return await session.run(_DUE_NOW, {"now": to_ms(now), "longest": to_ms(now + LONGEST_WAIT)})


async def keep_polling(session: Session, feed: FeedId, polling: Polling) -> None:
    """Keep how a reading went."""
    await session.run(
        _POLLED,
        {
            "feed": feed,
            "next_at": to_ms(polling.next_at),
            "interval_ms": polling.interval // timedelta(milliseconds=1),
            "etag": polling.validators.etag,
            "last_modified": polling.validators.last_modified,
            "fingerprint": polling.fingerprint,
            "failures": polling.failures,
            "last_error": polling.last_error,
            "last_detail": polling.last_detail,
            "last_success": maybe_ms(polling.last_success),
            "last_new": maybe_ms(polling.last_new),
        },
    )


def _feed(row: Row) -> Feed:
    return Feed(
        id=row["id"],
        url=row["url"],
        title=row["title"],
        site=row["site"],
        topic=row["topic"],
        weight=row["weight"],
        language=row["language"],
        state=FeedState(row["state"]),
        polling=Polling(
            next_at=to_instant(row["next_at"]),
            interval=timedelta(milliseconds=row["interval_ms"]),
            validators=Validators(row["etag"], row["last_modified"]),
            fingerprint=row["fingerprint"],
            failures=row["failures"],
            last_error=row["last_error"],
            last_detail=row["last_detail"],
            last_success=maybe_instant(row["last_success"]),
            last_new=maybe_instant(row["last_new"]),
        ),
    )
