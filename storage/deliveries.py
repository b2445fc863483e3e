"""Deliveries: the rows of the state machine, claimed with a lease and settled under a fence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.model.chats import Chat, ChatKind, ChatRef, SubscriptionState
from bot.model.comments import Counts
from bot.model.editions import (
    HEADER,
    Delivery,
    DeliveryId,
    DeliveryState,
    Promise,
    PromiseId,
    PromiseState,
)
from bot.model.news import StoryId
from bot.ports.press import Change, Claim
from storage.chats import set_chat_state
from storage.posts import keep_posts
from storage.session import Noun, Row, Session, reading, writing
from storage.values import at_chat, listed, maybe_instant, maybe_ms, to_instant, to_ms

_COLUMNS = (
    "d.id, d.promise, d.platform, d.chat, d.position, d.story, d.key, d.state, d.parts, d.fence, d.attempts, "
    "d.ambiguities, d.not_before, p.expires, d.reason"
)

_SELECT = f"SELECT {_COLUMNS} FROM deliveries d JOIN promises p ON p.id = d.promise"

# With all that sending asks for: a look-up here costs a fraction of a question of its own.
_CLAIMABLE = f"""
SELECT {_COLUMNS}, p.briefing, p.occasion, p.edition, p.local_date, p.due, p.silent, p.state AS promised,
    h.kind, h.title, h.language, h.shares, h.discussion, s.state AS listening,
    COALESCE(n.likes, 0) AS likes, COALESCE(n.comments, 0) + (
        SELECT COUNT(*) FROM comments c WHERE c.story = d.story AND c.state = 'visible' AND c.elsewhere = 0
            AND c.platform = d.platform AND c.chat IN (d.chat, h.discussion)) AS comments
FROM deliveries d JOIN promises p ON p.id = d.promise
    LEFT JOIN chats h ON h.platform = d.platform AND h.id = d.chat
    LEFT JOIN subscriptions s ON s.platform = d.platform AND s.chat = d.chat AND s.briefing = p.briefing
    LEFT JOIN discussions n ON n.story = d.story
WHERE d.state = 'pending' AND d.platform = :platform AND (d.not_before IS NULL OR d.not_before <= :now)
    AND NOT EXISTS (
        SELECT 1 FROM deliveries f WHERE f.platform = d.platform AND f.chat = d.chat
            AND f.state IN ('claimed', 'sending', 'ambiguous'))
    AND NOT EXISTS (
        SELECT 1 FROM deliveries u WHERE u.platform = d.platform AND u.chat = d.chat
            AND u.promise = d.promise AND u.position < d.position
            AND u.state IN ('pending', 'claimed', 'sending', 'ambiguous'))
    AND (h.state IS NULL OR h.state = 'active')
ORDER BY d.id LIMIT :limit /* postgresql: FOR UPDATE OF d SKIP LOCKED */
"""

_CLAIM = """
UPDATE deliveries SET state = 'claimed', fence = fence + 1, lease_until = :lease_until WHERE id = :delivery
"""

_INTEND = """
UPDATE deliveries SET state = 'sending'
WHERE id IN (SELECT value FROM json_each(:deliveries) /* list of BIGINT */)
    AND id || ':' || fence IN (SELECT value FROM json_each(:held) /* list of TEXT */) AND state = 'claimed'
RETURNING id
"""

_STANDING = """
SELECT id, platform, chat, state, fence FROM deliveries
WHERE id IN (SELECT value FROM json_each(:deliveries) /* list of BIGINT */)
"""

_SETTLE = """
UPDATE deliveries SET state = :state, lease_until = NULL, not_before = :not_before, reason = :reason,
    parts = CASE WHEN :parts > parts THEN :parts ELSE parts END,
    attempts = COALESCE(:attempts, attempts), ambiguities = COALESCE(:ambiguities, ambiguities)
WHERE id = :delivery
"""

_LAPSED = f"""
{_SELECT}
WHERE d.state IN ('claimed', 'sending', 'ambiguous') AND d.state <> 'ambiguous'
    AND (:all = 1 OR d.lease_until <= :now)
ORDER BY d.id
"""

_AMBIGUOUS = f"""
{_SELECT}
WHERE d.state IN ('claimed', 'sending', 'ambiguous') AND d.state = 'ambiguous' AND d.platform = :platform
ORDER BY d.id LIMIT :limit
"""

_GET = f"{_SELECT} WHERE d.id = :delivery"

_OF = f"{_SELECT} WHERE d.promise = :promise ORDER BY d.position"

_DEAD = f"""
{_SELECT}
WHERE d.state = 'failed' AND NOT EXISTS (
    SELECT 1 FROM deliveries o
    WHERE o.promise = d.promise AND o.position = {HEADER} AND o.position < d.position AND o.state = 'failed')
ORDER BY d.id DESC LIMIT :limit
"""

_SENT = """
SELECT s.id AS story FROM stories s
WHERE s.id IN (SELECT value FROM json_each(:stories) /* list of TEXT */)
    AND EXISTS (SELECT 1 FROM deliveries d WHERE d.story = s.id AND d.state = 'sent')
"""

_SETTLE_OTHERS = """
UPDATE deliveries SET state = :state, reason = :reason
WHERE promise = (SELECT promise FROM deliveries WHERE id = :delivery) AND state = 'pending'
"""

_SKIP_DELIVERIES = """
UPDATE deliveries SET state = 'skipped', reason = :reason
WHERE platform = :platform AND chat = :chat AND state IN ('pending', 'claimed')
    AND state IN ('pending', 'claimed', 'sending', 'ambiguous')
"""

_SKIP_PROMISES = """
UPDATE promises SET state = 'skipped', reason = :reason
WHERE platform = :platform AND chat = :chat AND state = 'open'
"""


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a row stands as a change comes to it."""

    state: DeliveryState
    fence: int


class Deliveries(Noun):
    """A ``DeliveryStore``."""

    @writing
    async def claim(
        self, session: Session, platform: str, now: datetime, limit: int, lease: float
    ) -> Sequence[Claim]:
        rows = await session.rows(_CLAIMABLE, {"platform": platform, "now": to_ms(now), "limit": limit})
        one_a_chat: dict[str, Row] = {}
        for row in rows:
            one_a_chat.setdefault(row["chat"], row)
        lease_until = session.now() + round(lease * 1000)
        await session.run_many(
            _CLAIM, [{"delivery": row["id"], "lease_until": lease_until} for row in one_a_chat.values()]
        )
        return [_claim(row) for row in one_a_chat.values()]

    @writing
    async def intend(
        self, session: Session, held: Sequence[tuple[DeliveryId, int]]
    ) -> Collection[DeliveryId]:
        params = {
            "deliveries": listed(delivery for delivery, _ in held),
            "held": listed(f"{delivery}:{fence}" for delivery, fence in held),
        }
        return {row["id"] for row in await session.rows(_INTEND, params)}

    @writing
    async def settle(self, session: Session, changes: Sequence[Change]) -> Collection[DeliveryId]:
        await keep_posts(session, [change.post for change in changes if change.post])
        rows = await session.rows(_STANDING, {"deliveries": listed(change.delivery for change in changes)})
        standing = {row["id"]: _Standing(DeliveryState(row["state"]), row["fence"]) for row in rows}
        chats = {row["id"]: ChatRef(row["platform"], row["chat"]) for row in rows}
        held = set()
        for change in changes:
            before = standing.get(change.delivery)
            if before is None or not _holds(change, before):
                continue
            await session.run(_SETTLE, _settle_params(change))
            if change.chat is not None:
                await set_chat_state(session, chats[change.delivery], change.chat)
            if change.others is not None:
                await session.run(_SETTLE_OTHERS, _others_params(change, change.others))
            standing[change.delivery] = _Standing(change.state, before.fence)
            held.add(change.delivery)
        return held

    @reading
    async def lapsed(self, session: Session, *, all_of_them: bool) -> Sequence[Delivery]:
        rows = await session.rows(_LAPSED, {"now": session.now(), "all": int(all_of_them)})
        return [_delivery(row) for row in rows]

    @reading
    async def ambiguous(self, session: Session, platform: str, limit: int) -> Sequence[Delivery]:
        rows = await session.rows(_AMBIGUOUS, {"platform": platform, "limit": limit})
        return [_delivery(row) for row in rows]

    @reading
    async def get(self, session: Session, delivery: DeliveryId) -> Delivery | None:
        row = await session.row(_GET, {"delivery": delivery})
        return _delivery(row) if row else None

    @reading
    async def of(self, session: Session, promise: PromiseId) -> Sequence[Delivery]:
        return [_delivery(row) for row in await session.rows(_OF, {"promise": promise})]

    @reading
    async def dead(self, session: Session, limit: int) -> Sequence[Delivery]:
        return [_delivery(row) for row in await session.rows(_DEAD, {"limit": limit})]

    @reading
    async def sent(self, session: Session, stories: Collection[StoryId]) -> Collection[StoryId]:
        return {row["story"] for row in await session.rows(_SENT, {"stories": listed(stories)})}

    @writing
    async def skip_chat(self, session: Session, chat: ChatRef, reason: str) -> int:
        await session.run(_SKIP_PROMISES, {**at_chat(chat), "reason": reason})
        return await session.run(_SKIP_DELIVERIES, {**at_chat(chat), "reason": reason})


def _holds(change: Change, row: _Standing) -> bool:
    """Whether a transition may be made: by who holds the row, or by the evidence of a post."""
    if row.state in change.expects and change.fence in (None, row.fence):
        return True
    if change.post is None or row.state is DeliveryState.SENT:
        return False
    return change.state is DeliveryState.SENT or row.state is not DeliveryState.SKIPPED


def _settle_params(change: Change) -> dict[str, object]:
    return {
        "delivery": change.delivery,
        "state": change.state.value,
        "not_before": maybe_ms(change.not_before),
        "reason": change.reason,
        "parts": change.parts or 0,
        "attempts": change.attempts,
        "ambiguities": change.ambiguities,
    }


def _others_params(change: Change, state: DeliveryState) -> dict[str, object]:
    return {"delivery": change.delivery, "state": state.value, "reason": change.reason}


def _claim(row: Row) -> Claim:
    delivery = _delivery(row, DeliveryState.CLAIMED, row["fence"] + 1)
    promise = Promise(
        id=delivery.promise,
        briefing=row["briefing"],
        chat=delivery.chat,
        occasion=row["occasion"],
        edition=row["edition"],
        date=date.fromisoformat(row["local_date"]),
        due=to_instant(row["due"]),
        expires=to_instant(row["expires"]),
        silent=bool(row["silent"]),
        state=PromiseState(row["promised"]),
    )
    chat = None
    if row["kind"] is not None:
        chat = Chat(
            ref=delivery.chat,
            kind=ChatKind(row["kind"]),
            title=row["title"],
            language=row["language"],
            shares=bool(row["shares"]),
            discussion=row["discussion"],
        )
    listening = SubscriptionState(row["listening"]) if row["listening"] else None
    return Claim(delivery, promise, chat, listening, Counts(row["comments"], row["likes"]))


def _delivery(row: Row, state: DeliveryState | None = None, fence: int | None = None) -> Delivery:
    """The row's delivery, or what a statement has made of it since it was read."""
    return Delivery(
        id=row["id"],
        promise=row["promise"],
        chat=ChatRef(row["platform"], row["chat"]),
        position=row["position"],
        story=row["story"],
        key=row["key"],
        state=state or DeliveryState(row["state"]),
        parts=row["parts"],
        fence=row["fence"] if fence is None else fence,
        attempts=row["attempts"],
        ambiguities=row["ambiguities"],
        not_before=maybe_instant(row["not_before"]),
        expires=to_instant(row["expires"]),
        reason=row["reason"],
    )
