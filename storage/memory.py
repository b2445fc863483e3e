"""Small things that an adapter must not forget."""

from __future__ import annotations

from storage.session import Noun, Session, reading, writing

_RECALL = "SELECT body FROM memory WHERE platform = :platform AND name = :name"

_KEEP = """
INSERT INTO memory (platform, name, body) VALUES (:platform, :name, :body)
ON CONFLICT (platform, name) DO UPDATE SET body = excluded.body
"""

_DROP = "DELETE FROM memory WHERE platform = :platform AND name = :name"


class SqlMemory(Noun):
    """A ``Memory``."""

    @reading
    async def recall(self, session: Session, platform: str, name: str) -> str | None:
        row = await session.row(_RECALL, {"platform": platform, "name": name})
        return row["body"] if row else None

    @writing
    async def keep(self, session: Session, platform: str, name: str, value: str) -> None:
        await session.run(_KEEP, {"platform": platform, "name": name, "body": value})

    @writing
    async def drop(self, session: Session, platform: str, name: str) -> None:
        await session.run(_DROP, {"platform": platform, "name": name})
