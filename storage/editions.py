"""Editions: lists of stories as they were frozen, each row with a checksum."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model.chats import Order
from bot.model.editions import Edition, EditionId
from bot.model.news import PreparedStory, StoryId
from storage.codec import checksum, dump, dump_order, load, load_order, verify
from storage.session import Noun, Row, Session, reading, writing
from storage.values import to_instant, to_ms

_FREEZE = """
INSERT INTO editions (briefing, at, wanted) VALUES (:briefing, :at, :wanted)
RETURNING id, briefing, at, wanted
"""

_FROZEN = """
SELECT id, briefing, at, wanted FROM editions
WHERE briefing = :briefing AND at = :at AND wanted = :wanted
"""

_ADD_STORY = """
INSERT INTO edition_stories (edition, position, story, payload, checksum)
VALUES (:edition, :position, :story, :payload, :checksum)
"""

_GET = "SELECT id, briefing, at, wanted FROM editions WHERE id = :edition"

_STORIES = """
SELECT edition, position, payload, checksum FROM edition_stories WHERE edition = :edition ORDER BY position
"""

_STORY = """
SELECT edition, position, payload, checksum FROM edition_stories WHERE edition = :edition AND story = :story
"""

_LATEST = """
SELECT edition, position, payload, checksum FROM edition_stories
WHERE story = :story ORDER BY edition DESC LIMIT 1
"""


class Editions(Noun):
    """An ``EditionStore``."""

    @writing
    async def freeze(
        self, session: Session, briefing: str, at: datetime, order: Order, stories: Sequence[PreparedStory]
    ) -> Edition:
        key = {"briefing": briefing, "at": to_ms(at), "wanted": dump_order(order)}
        frozen = await session.row(_FROZEN, key)
        if frozen is None:
            (frozen,) = await session.rows(_FREEZE, key)
            await session.run_many(
                _ADD_STORY,
                [_params(frozen["id"], place, story) for place, story in enumerate(stories, start=1)],
            )
        return await _edition(session, frozen)

    @reading
    async def get(self, session: Session, edition: EditionId) -> Edition | None:
        row = await session.row(_GET, {"edition": edition})
        return await _edition(session, row) if row else None

    @reading
    async def story(self, session: Session, edition: EditionId, story: StoryId) -> PreparedStory | None:
        row = await session.row(_STORY, {"edition": edition, "story": story})
        return prepared(row) if row else None

    @reading
    async def latest(self, session: Session, story: StoryId) -> PreparedStory | None:
        row = await session.row(_LATEST, {"story": story})
        return prepared(row) if row else None


def prepared(row: Row) -> PreparedStory:
    """The story of a row with edition, position, payload and checksum; raises StorageDamaged."""
    where = f"edition_stories {row['edition']}/{row['position']}"
    verify(row["checksum"], where, row["payload"])
    return load(PreparedStory, row["payload"], where)


async def _edition(session: Session, row: Row) -> Edition:
    stories = await session.rows(_STORIES, {"edition": row["id"]})
    return Edition(
        id=row["id"],
        briefing=row["briefing"],
        at=to_instant(row["at"]),
        order=load_order(row["wanted"]),
        stories=tuple(prepared(story) for story in stories),
    )


def _params(edition: EditionId, position: int, story: PreparedStory) -> dict[str, object]:
    payload = dump(PreparedStory, story)
    return {
        "edition": edition,
        "position": position,
        "story": story.story,
        "payload": payload,
        "checksum": checksum(payload),
    }
