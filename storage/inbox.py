"""The inbox: events that came in, kept until they are done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model.events import Event
from storage.codec import dump_event, load_event
from storage.session import Noun, Session, reading, writing
from storage.values import to_ms

_PUT = """
INSERT INTO inbox (platform, key, at, state, person, kind, payload)
VALUES (:platform, :key, :at, 'open', :person, :kind, :payload)
ON CONFLICT (platform, key) DO NOTHING
"""

_OPEN = "SELECT id, kind, payload FROM inbox WHERE state = 'open' ORDER BY id"

# Its key stays for a while, so that the same event is known when it comes again.
_DONE = (
    "UPDATE inbox SET state = 'done', payload = NULL, person = NULL WHERE platform = :platform AND key = :key"
)

_SET_ASIDE = "UPDATE inbox SET state = 'aside', why = :why WHERE platform = :platform AND key = :key"


class Inbox(Noun):
    """An ``InboxStore``."""

    @writing
    async def put(self, session: Session, event: Event, at: datetime) -> bool:
        kind, payload = dump_event(event)
        kept = await session.run(
            _PUT,
            {
                "platform": event.origin.chat.ref.platform,
                "key": event.origin.key,
                "at": to_ms(at),
                "person": event.origin.person.ref.id,
                "kind": kind,
                "payload": payload,
            },
        )
        return kept > 0

    @reading
    async def open(self, session: Session) -> Sequence[Event]:
        return [
            load_event(row["kind"], row["payload"], f"inbox {row['id']}") for row in await session.rows(_OPEN)
        ]

    @writing
    async def done(self, session: Session, platform: str, key: str) -> None:
        await session.run(_DONE, {"platform": platform, "key": key})

    @writing
    async def set_aside(self, session: Session, platform: str, key: str, why: str) -> None:
        await session.run(_SET_ASIDE, {"platform": platform, "key": key, "why": why})
