"""Promises: editions owed to chats, made with the moves of their subscriptions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from bot.model.chats import ChatRef, Slot, Subscription
from bot.model.editions import Promise, PromiseId, PromiseState
from bot.model.news import PreparedStory, StoryId
from bot.ports.press import NewDelivery, NewPromise
from storage.editions import prepared
from storage.session import Noun, Row, Session, reading, writing
from storage.subscriptions import move_on
from storage.values import at_chat, listed, to_instant, to_ms

_COLUMNS = (
    "p.id, p.briefing, p.platform, p.chat, p.occasion, p.edition, p.local_date, p.due, p.expires, p.silent, "
    "p.state, p.reason"
)

_PROMISE = """
INSERT INTO promises (briefing, platform, chat, occasion, edition, local_date, due, expires, silent, state,
    reason)
VALUES (:briefing, :platform, :chat, :occasion, :edition, :local_date, :due, :expires, :silent, :state,
    :reason)
ON CONFLICT (platform, chat, briefing, occasion) DO NOTHING
"""

_OPEN = f"""
SELECT {_COLUMNS} FROM promises p
WHERE p.state = 'open' AND p.platform = :platform AND p.due <= :now
    AND NOT EXISTS (
        SELECT 1 FROM deliveries d WHERE d.platform = p.platform AND d.chat = p.chat
            AND d.state IN ('pending', 'claimed', 'sending', 'ambiguous'))
    AND NOT EXISTS (
        SELECT 1 FROM promises q WHERE q.platform = p.platform AND q.chat = p.chat AND q.state = 'open'
            AND (q.due, q.id) < (p.due, p.id))
ORDER BY p.due, p.id LIMIT :limit
"""

_GET = f"SELECT {_COLUMNS} FROM promises p WHERE p.id = :promise"

_CLOSE = "UPDATE promises SET state = :state, reason = :reason WHERE id = :promise AND state = 'open'"

_EXPAND = """
UPDATE promises SET state = 'expanded' WHERE id = :promise AND state = 'open' RETURNING platform, chat
"""

_ADD_DELIVERY = """
INSERT INTO deliveries (promise, platform, chat, position, story, key, state)
VALUES (:promise, :platform, :chat, :position, :story, :key, 'pending')
"""

_HAD = """
SELECT story FROM deliveries
WHERE platform = :platform AND chat = :chat AND state <> 'skipped'
    AND story IN (SELECT value FROM json_each(:stories) /* list of TEXT */)
"""

_OF_DATE = """
SELECT e.edition, e.position, e.payload, e.checksum
FROM promises p
    JOIN deliveries d ON d.promise = p.id AND d.state = 'sent'
    JOIN edition_stories e ON e.edition = p.edition AND e.story = d.story
WHERE p.platform = :platform AND p.chat = :chat AND p.local_date = :day
ORDER BY p.due, p.id, d.position
"""

_MISSED = f"""
SELECT {_COLUMNS} FROM promises p
WHERE p.platform = :platform AND p.chat = :chat AND p.due >= :since AND p.state = 'skipped'
ORDER BY p.due DESC, p.id DESC
"""


class Promises(Noun):
    """A ``PromiseStore``."""

    @writing
    async def promise(
        self,
        session: Session,
        promises: Sequence[NewPromise],
        briefing: str,
        moves: Sequence[tuple[Subscription, Slot | None]],
    ) -> int:
        made = await session.run_many(_PROMISE, [_params(promise) for promise in promises])
        await move_on(session, briefing, moves)
        return made

    @reading
    async def open(self, session: Session, platform: str, now: datetime, limit: int) -> Sequence[Promise]:
        rows = await session.rows(_OPEN, {"platform": platform, "now": to_ms(now), "limit": limit})
        return [_promise(row) for row in rows]

    @writing
    async def expand(self, session: Session, promise: PromiseId, deliveries: Sequence[NewDelivery]) -> None:
        row = await session.row(_EXPAND, {"promise": promise})
        if row is None:
            return
        chat: dict[str, object] = {"promise": promise, "platform": row["platform"], "chat": row["chat"]}
        await session.run_many(
            _ADD_DELIVERY,
            [{**chat, "position": new.position, "story": new.story, "key": new.key} for new in deliveries],
        )

    @writing
    async def close(self, session: Session, promise: PromiseId, state: PromiseState, reason: str) -> None:
        await session.run(_CLOSE, {"promise": promise, "state": state.value, "reason": reason})

    @reading
    async def get(self, session: Session, promise: PromiseId) -> Promise | None:
        row = await session.row(_GET, {"promise": promise})
        return _promise(row) if row else None

    @reading
    async def had(self, session: Session, chat: ChatRef, stories: Collection[StoryId]) -> Collection[StoryId]:
        rows = await session.rows(_HAD, {**at_chat(chat), "stories": listed(stories)})
        return {row["story"] for row in rows}

    @reading
    async def of_date(self, session: Session, chat: ChatRef, day: date) -> Sequence[PreparedStory]:
        rows = await session.rows(_OF_DATE, {**at_chat(chat), "day": day.isoformat()})
        return [prepared(row) for row in rows]

    @reading
    async def missed(self, session: Session, chat: ChatRef, since: datetime) -> Sequence[Promise]:
        rows = await session.rows(_MISSED, {**at_chat(chat), "since": to_ms(since)})
        return [_promise(row) for row in rows]


def _params(promise: NewPromise) -> dict[str, object]:
    return {
        "briefing": promise.briefing,
        "platform": promise.chat.platform,
        "chat": promise.chat.id,
        "occasion": promise.occasion,
        "edition": promise.edition,
        "local_date": promise.date.isoformat(),
        "due": to_ms(promise.due),
        "expires": to_ms(promise.expires),
        "silent": int(promise.silent),
        "state": promise.state.value,
        "reason": promise.reason,
    }


def _promise(row: Row) -> Promise:
    return Promise(
        id=row["id"],
        briefing=row["briefing"],
        chat=ChatRef(row["platform"], row["chat"]),
        occasion=row["occasion"],
        edition=row["edition"],
        date=date.fromisoformat(row["local_date"]),
        due=to_instant(row["due"]),
        expires=to_instant(row["expires"]),
        silent=bool(row["silent"]),
        state=PromiseState(row["state"]),
        reason=row["reason"],
    )
