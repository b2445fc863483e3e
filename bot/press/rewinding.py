"""A clock that was ahead and was set right: what was planned by it is planned anew."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfoNotFoundError

from bot.model.chats import ChatRef, Schedule, Slot
from bot.ports.store import Store
from bot.press.timetable import next_slot

_SLICE = 500


async def rewind(store: Store, briefing: str, now: datetime) -> int:
    """Find the next slot anew of each subscription that waits for a later one; how many did.

    Nothing comes twice by that: a chat's occasion is promised once, whatever the clock says.
    """
    moved = 0
    after: ChatRef | None = None
    while page := await store.subscriptions.listening(briefing, after, _SLICE):
        slots = {one.chat: _next(one.schedule, now) for one in page}
        earlier = {
            one.chat: slot
            for one in page
            if (slot := slots[one.chat]) is not None and (one.next is None or slot.at < one.next.at)
        }
        await store.subscriptions.set_next(briefing, earlier)
        moved += len(earlier)
        after = page[-1].chat
    return moved


def _next(schedule: Schedule, now: datetime) -> Slot | None:
    try:
        return next_slot(schedule, now)
    except ZoneInfoNotFoundError:  # nothing is owed there, see the planner
        return None
