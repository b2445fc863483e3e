"""The inbox: events that came in, kept until they are done."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from bot.errors import StorageDamaged
from bot.model.events import Event, Unreadable
from bot.ports.store import AsideEvent
from storage.codec import dump_event, load_event
from storage.session import Noun, Row, Session, reading, writing
from storage.values import to_instant, to_ms

_log = logging.getLogger(__name__)

_PUT = """
INSERT INTO inbox (platform, key, at, state, person, kind, payload, why)
VALUES (:platform, :key, :at, :state, :person, :kind, :payload, :why)
ON CONFLICT (platform, key) DO NOTHING
"""

# As bytes, for text that is not UTF-8 any more would fail the rows beside it too.
_OPEN = """
SELECT id, platform, key, kind, CAST(payload AS BLOB /* postgresql: TEXT */) AS payload FROM inbox
WHERE state = 'open' ORDER BY id
"""

# Its key stays for a while, so that the same event is known when it comes again.
_DONE = (
    "UPDATE inbox SET state = 'done', payload = NULL, person = NULL WHERE platform = :platform AND key = :key"
)

_SET_ASIDE = "UPDATE inbox SET state = 'aside', why = :why WHERE platform = :platform AND key = :key"

_ASIDE = "SELECT platform, key, at, why FROM inbox WHERE state = 'aside' ORDER BY id DESC LIMIT :limit"


class Inbox(Noun):
    """An ``InboxStore``."""

    @writing
    async def put(
        self, session: Session, events: Sequence[Event | Unreadable], at: datetime
    ) -> Sequence[bool]:
        return [await session.run(_PUT, {**_columns(event), "at": to_ms(at)}) > 0 for event in events]

    async def open(self) -> Sequence[Event]:
        events: list[Event] = []
        for row in await self._open():
            try:
                events.append(load_event(row["kind"], row["payload"], f"inbox {row['id']}"))
            except StorageDamaged as error:
                _log.error("event %s:%s is set aside: %s", row["platform"], row["key"], error)
                await self.set_aside(row["platform"], row["key"], str(error))
        return events

    @reading
    async def _open(self, session: Session) -> Sequence[Row]:
        return await session.rows(_OPEN)

    @writing
    async def done(self, session: Session, platform: str, key: str) -> None:
        await session.run(_DONE, {"platform": platform, "key": key})

    @writing
    async def set_aside(self, session: Session, platform: str, key: str, why: str) -> None:
        await session.run(_SET_ASIDE, {"platform": platform, "key": key, "why": why})

    @reading
    async def aside(self, session: Session, limit: int) -> Sequence[AsideEvent]:
        return [
            AsideEvent(row["platform"], row["key"], to_instant(row["at"]), row["why"])
            for row in await session.rows(_ASIDE, {"limit": limit})
        ]


def _columns(event: Event | Unreadable) -> dict[str, object]:
    if isinstance(event, Unreadable):
        return {
            "platform": event.platform,
            "key": event.key,
            "state": "aside",
            "person": None,
            "kind": type(event).__name__,
            "payload": event.raw,
            "why": event.why,
        }
    kind, payload = dump_event(event)
    return {
        "platform": event.origin.chat.ref.platform,
        "key": event.origin.key,
        "state": "open",
        "person": event.origin.person.ref.id,
        "kind": kind,
        "payload": payload,
        "why": None,
    }
