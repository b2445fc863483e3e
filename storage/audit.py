"""The audit: who did what with a right."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.chats import PersonRef
from bot.ports.desk import Deed
from storage.session import Noun, Session, reading, writing
from storage.values import to_instant, to_ms

_RECORD = """
INSERT INTO audit (at, platform, person, name, deed, about, detail)
VALUES (:at, :platform, :person, :name, :deed, :about, :detail)
"""

_RECENT = """
SELECT at, platform, person, name, deed, about, detail FROM audit ORDER BY id DESC LIMIT :limit OFFSET :offset
"""


class Audit(Noun):
    """An ``AuditStore``."""

    @writing
    async def record(self, session: Session, deed: Deed) -> None:
        await keep_deed(session, deed)

    @reading
    async def recent(self, session: Session, limit: int, offset: int = 0) -> Sequence[Deed]:
        return [
            Deed(
                at=to_instant(row["at"]),
                person=PersonRef(row["platform"], row["person"]),
                name=row["name"],
                deed=row["deed"],
                about=row["about"],
                detail=row["detail"],
            )
            for row in await session.rows(_RECENT, {"limit": limit, "offset": offset})
        ]


async def keep_deed(session: Session, deed: Deed) -> None:
    """Record a deed in the transaction that does it."""
    await session.run(
        _RECORD,
        {
            "at": to_ms(deed.at),
            "platform": deed.person.platform,
            "person": deed.person.id,
            "name": deed.name,
            "deed": deed.deed,
            "about": deed.about,
            "detail": deed.detail,
        },
    )
