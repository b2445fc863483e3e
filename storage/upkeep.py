"""Care of the memory: what nobody needs any more goes, and facts about the program itself."""

from __future__ import annotations

from datetime import datetime

from storage.session import Noun, Session, Work, reading, writing
from storage.values import to_ms

_SLICE = 2_000
"""Rows to a transaction, so that others write between."""

# A story was delivered, or is talked about, while anything still speaks of it.
_UNTOLD = """
NOT EXISTS (SELECT 1 FROM edition_stories e WHERE e.story = {story})
    AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.story = {story})
    AND NOT EXISTS (SELECT 1 FROM comments c WHERE c.story = {story})
    AND NOT EXISTS (SELECT 1 FROM likes l WHERE l.story = {story})
    AND NOT EXISTS (SELECT 1 FROM tallies t WHERE t.story = {story})
"""

_ENTRY_UNTOLD = f"(entries.story IS NULL OR ({_UNTOLD.format(story='entries.story')}))"

# Each erases a slice. An entry without a date would be news again if it were forgotten while its feed
# still lists it: its keys stay, its texts go.
_PRUNING = (
    """
    DELETE FROM inbox WHERE id IN (
        SELECT id FROM inbox WHERE state IN ('done', 'aside') AND at < :before LIMIT :slice)
    """,
    "DELETE FROM articles WHERE url IN (SELECT url FROM articles WHERE read_at < :before LIMIT :slice)",
    """
    DELETE FROM deliveries WHERE id IN (
        SELECT d.id FROM promises p JOIN deliveries d ON d.promise = p.id
        WHERE p.due < :before AND d.state IN ('sent', 'failed', 'skipped') LIMIT :slice)
    """,
    """
    DELETE FROM promises WHERE id IN (
        SELECT p.id FROM promises p
        WHERE p.due < :before AND p.state <> 'open'
            AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.promise = p.id)
        LIMIT :slice)
    """,
    """
    DELETE FROM copies WHERE (platform, chat, message) IN (
        SELECT c.platform, c.chat, c.message FROM copies c
        WHERE c.at < :before AND NOT EXISTS (
            SELECT 1 FROM posts p
            WHERE p.platform = c.platform AND p.chat = c.of_chat AND p.message = c.of_message)
        LIMIT :slice)
    """,
    """
    DELETE FROM edition_stories WHERE edition IN (
        SELECT e.id FROM editions e
        WHERE e.at < :before
            AND NOT EXISTS (SELECT 1 FROM promises p WHERE p.edition = e.id)
            AND EXISTS (SELECT 1 FROM edition_stories s WHERE s.edition = e.id)
            AND NOT EXISTS (
                SELECT 1 FROM edition_stories s JOIN comments c ON c.story = s.story WHERE s.edition = e.id)
        LIMIT :slice)
    """,
    """
    DELETE FROM editions WHERE id IN (
        SELECT e.id FROM editions e
        WHERE e.at < :before
            AND NOT EXISTS (SELECT 1 FROM promises p WHERE p.edition = e.id)
            AND NOT EXISTS (SELECT 1 FROM edition_stories s WHERE s.edition = e.id)
        LIMIT :slice)
    """,
    f"""
    DELETE FROM entries WHERE id IN (
        SELECT id FROM entries
        WHERE seen < :before AND published IS NOT NULL AND {_ENTRY_UNTOLD} LIMIT :slice)
    """,
    f"""
    UPDATE entries SET title = '', summary = '', content = '', byline = NULL, link = NULL, offered = 0,
        story = NULL, matched = NULL
    WHERE id IN (
        SELECT id FROM entries
        WHERE seen < :before AND published IS NULL AND (offered = 1 OR title <> '') AND {_ENTRY_UNTOLD}
        LIMIT :slice)
    """,
    f"""
    DELETE FROM stories WHERE id IN (
        SELECT id FROM stories
        WHERE last_new < :before AND {_UNTOLD.format(story="stories.id")}
            AND NOT EXISTS (SELECT 1 FROM entries WHERE entries.story = stories.id)
        LIMIT :slice)
    """,
    """
    DELETE FROM picks WHERE (briefing, story) IN (
        SELECT briefing, story FROM picks WHERE at < :before LIMIT :slice)
    """,
    """
    DELETE FROM drops WHERE (briefing, story) IN (
        SELECT briefing, story FROM drops WHERE at < :before LIMIT :slice)
    """,
    """
    DELETE FROM edits WHERE (briefing, story) IN (
        SELECT briefing, story FROM edits
        WHERE NOT EXISTS (SELECT 1 FROM stories s WHERE s.id = edits.story) LIMIT :slice)
    """,
)

_FACT = "SELECT body FROM facts WHERE name = :name"

_SET_FACT = """
INSERT INTO facts (name, body) VALUES (:name, :body) ON CONFLICT (name) DO UPDATE SET body = excluded.body
"""


class SqlUpkeep(Noun):
    """An ``Upkeep``."""

    async def prune(self, before: datetime) -> int:
        gone = 0
        for statement in _PRUNING:
            erase = _slice(statement, to_ms(before))
            while erased := await self.database.write(erase, "SqlUpkeep.prune"):
                gone += erased
        return gone

    @reading
    async def fact(self, session: Session, name: str) -> str | None:
        row = await session.row(_FACT, {"name": name})
        return row["body"] if row else None

    @writing
    async def set_fact(self, session: Session, name: str, value: str) -> None:
        await session.run(_SET_FACT, {"name": name, "body": value})


def _slice(statement: str, before: int) -> Work[int]:
    async def erase(session: Session) -> int:
        return await session.run(statement, {"before": before, "slice": _SLICE})

    return erase
