"""Subscriptions: the standing orders of chats, and whose hour has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache

from bot.model.chats import ChatRef, Schedule, Slot, Subscription, SubscriptionState
from bot.ports.readers import Wave
from storage.codec import dump_order, load_order
from storage.session import Noun, Row, Session, reading, writing
from storage.values import at_chat, maybe_ms, to_instant, to_ms

_COLUMNS = (
    "s.briefing, s.platform, s.chat, s.zone, s.hours, s.days, s.wanted, s.silent, s.state, "
    "s.next_date, s.next_hour, s.next_at"
)

# A chat that was never seen can be written to as far as anybody knows.
_AWAKE = """
NOT EXISTS (
    SELECT 1 FROM chats c WHERE c.platform = s.platform AND c.id = s.chat AND c.state <> 'active')
"""

_GET = f"""
SELECT {_COLUMNS} FROM subscriptions s
WHERE s.briefing = :briefing AND s.platform = :platform AND s.chat = :chat
"""

_PUT = """
INSERT INTO subscriptions (briefing, platform, chat, zone, hours, days, wanted, silent, state, next_date,
    next_hour, next_at)
VALUES (:briefing, :platform, :chat, :zone, :hours, :days, :wanted, :silent, :state, :next_date,
    :next_hour, :next_at)
ON CONFLICT (platform, chat, briefing) DO UPDATE SET zone = excluded.zone, hours = excluded.hours,
    days = excluded.days, wanted = excluded.wanted, silent = excluded.silent, state = excluded.state,
    next_date = excluded.next_date, next_hour = excluded.next_hour, next_at = excluded.next_at
"""

_DUE = f"""
SELECT {_COLUMNS} FROM subscriptions s
WHERE s.briefing = :briefing AND s.state = 'active' AND s.next_at IS NOT NULL AND s.next_at <= :now
    AND {_AWAKE}
ORDER BY s.next_at LIMIT :limit
"""

_LISTENING = f"""
SELECT {_COLUMNS} FROM subscriptions s
WHERE s.briefing = :briefing AND (s.platform, s.chat) > (:platform, :chat) AND s.state = 'active' AND {_AWAKE}
ORDER BY s.platform, s.chat LIMIT :limit
"""

_NEXT_DUE = f"""
SELECT s.next_at FROM subscriptions s
WHERE s.briefing = :briefing AND s.state = 'active' AND s.next_at IS NOT NULL AND s.next_at >= :now
    AND {_AWAKE}
ORDER BY s.next_at LIMIT 1
"""

_WAVE = f"""
SELECT s.zone, COUNT(*) AS chats FROM subscriptions s
WHERE s.briefing = :briefing AND s.state = 'active' AND s.next_at IS NOT NULL AND s.next_at = :at AND {_AWAKE}
GROUP BY s.zone ORDER BY COUNT(*) DESC, s.zone
"""

_COUNT = f"""
SELECT COUNT(*) AS chats FROM subscriptions s WHERE s.briefing = :briefing AND s.state = 'active' AND {_AWAKE}
"""

_SET_NEXT = """
UPDATE subscriptions SET next_date = :next_date, next_hour = :next_hour, next_at = :next_at
WHERE briefing = :briefing AND platform = :platform AND chat = :chat
"""

# What a person changed meanwhile is not overwritten: such a subscription is due anew, or is not.
_MOVE_ON = f"""
{_SET_NEXT.rstrip()} AND next_at = :was AND zone = :zone AND hours = :hours AND days = :days
"""


class Subscriptions(Noun):
    """A ``SubscriptionStore``."""

    @reading
    async def get(self, session: Session, briefing: str, chat: ChatRef) -> Subscription | None:
        row = await session.row(_GET, {"briefing": briefing, **at_chat(chat)})
        return _subscription(row) if row else None

    @writing
    async def put(self, session: Session, subscription: Subscription) -> None:
        await session.run(
            _PUT,
            {
                "briefing": subscription.briefing,
                **at_chat(subscription.chat),
                **_schedule_params(subscription.schedule),
                "wanted": dump_order(subscription.order),
                "silent": int(subscription.silent),
                "state": subscription.state.value,
                **_slot_params(subscription.next),
            },
        )

    @reading
    async def due(self, session: Session, briefing: str, now: datetime, limit: int) -> Sequence[Subscription]:
        rows = await session.rows(_DUE, {"briefing": briefing, "now": to_ms(now), "limit": limit})
        return [_subscription(row) for row in rows]

    @reading
    async def listening(
        self, session: Session, briefing: str, after: ChatRef | None, limit: int
    ) -> Sequence[Subscription]:
        start = at_chat(after or ChatRef("", ""))
        rows = await session.rows(_LISTENING, {"briefing": briefing, **start, "limit": limit})
        return [_subscription(row) for row in rows]

    @reading
    async def next_wave(self, session: Session, briefing: str, now: datetime) -> Wave | None:
        first = await session.row(_NEXT_DUE, {"briefing": briefing, "now": to_ms(now)})
        if first is None:
            return None
        zones = await session.rows(_WAVE, {"briefing": briefing, "at": first["next_at"]})
        return Wave(to_instant(first["next_at"]), zones[0]["zone"], sum(row["chats"] for row in zones))

    @reading
    async def count(self, session: Session, briefing: str) -> int:
        row = await session.row(_COUNT, {"briefing": briefing})
        return row["chats"] if row else 0

    @writing
    async def set_next(self, session: Session, briefing: str, slots: Mapping[ChatRef, Slot | None]) -> None:
        await session.run_many(
            _SET_NEXT,
            [{"briefing": briefing, **at_chat(chat), **_slot_params(slot)} for chat, slot in slots.items()],
        )


async def move_on(session: Session, briefing: str, moves: Sequence[tuple[Subscription, Slot | None]]) -> None:
    """Move these subscriptions to their next slots where they still stand as they were read."""
    await session.run_many(
        _MOVE_ON,
        [
            {
                "briefing": briefing,
                **at_chat(old.chat),
                **_schedule_params(old.schedule),
                "was": maybe_ms(old.next.at if old.next else None),
                **_slot_params(slot),
            }
            for old, slot in moves
        ],
    )


# Thousands of chats share a few schedules and slots.
@lru_cache(maxsize=4096)
def _schedule_params(schedule: Schedule) -> Mapping[str, object]:
    return {
        "zone": schedule.zone,
        "hours": ",".join(hour.isoformat() for hour in schedule.hours),
        "days": "".join(map(str, schedule.days)),
    }


@lru_cache(maxsize=4096)
def _slot_params(slot: Slot | None) -> Mapping[str, object]:
    if slot is None:
        return {"next_date": None, "next_hour": None, "next_at": None}
    return {
        "next_date": slot.date.isoformat(),
        "next_hour": slot.hour.isoformat(),
        "next_at": to_ms(slot.at),
    }


def _subscription(row: Row) -> Subscription:
    briefing, platform, chat, zone, hours, days, wanted, silent, state, day, hour, at = row
    return Subscription(
        briefing=briefing,
        chat=ChatRef(platform, chat),
        schedule=_schedule(zone, hours, days),
        order=load_order(wanted),
        silent=bool(silent),
        state=SubscriptionState(state),
        next=None if at is None else _slot(day, hour, at),
    )


@lru_cache(maxsize=4096)
def _schedule(zone: str, hours: str, days: str) -> Schedule:
    return Schedule(
        zone, tuple(time.fromisoformat(hour) for hour in hours.split(",") if hour), tuple(map(int, days))
    )


@lru_cache(maxsize=4096)
def _slot(day: str, hour: str, at: int) -> Slot:
    return Slot(date.fromisoformat(day), time.fromisoformat(hour), to_instant(at))
