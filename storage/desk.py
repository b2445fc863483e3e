"""Editors' decisions, their edits, and the desk as each editor was last shown it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.model.chats import Person, PersonRef
from bot.model.editions import Edits, Pick
from bot.model.news import StoryId
from bot.ports.desk import Decided, Decision, DecisionKind, Deed
from storage.audit import keep_deed
from storage.session import Noun, Row, Session, reading, writing
from storage.values import listed, to_instant, to_ms

_PICK_OF = "SELECT pinned, name, at FROM picks WHERE briefing = :briefing AND story = :story"

_DROP_OF = "SELECT name, at FROM drops WHERE briefing = :briefing AND story = :story"

_PICK = """
INSERT INTO picks (briefing, story, position, pinned, platform, person, name, at)
VALUES (:briefing, :story, (SELECT COALESCE(MAX(position), 0) + 1 FROM picks WHERE briefing = :briefing),
    :pinned, :platform, :person, :name, :at)
ON CONFLICT (briefing, story) DO UPDATE SET position = excluded.position, pinned = excluded.pinned,
    platform = excluded.platform, person = excluded.person, name = excluded.name, at = excluded.at
"""

_UNPIN = "UPDATE picks SET pinned = 0 WHERE briefing = :briefing AND story = :story"

_DROP = """
INSERT INTO drops (briefing, story, platform, person, name, at)
VALUES (:briefing, :story, :platform, :person, :name, :at)
ON CONFLICT (briefing, story) DO UPDATE SET platform = excluded.platform, person = excluded.person,
    name = excluded.name, at = excluded.at
"""

_END_PICK = "DELETE FROM picks WHERE briefing = :briefing AND story = :story"

_END_DROP = "DELETE FROM drops WHERE briefing = :briefing AND story = :story"

_ORDER = "SELECT story FROM picks WHERE briefing = :briefing ORDER BY pinned DESC, position"

_MOVE = "UPDATE picks SET position = :position WHERE briefing = :briefing AND story = :story"

_PICKS = """
SELECT story, position, pinned, name, at FROM picks
WHERE briefing = :briefing AND at >= :since
ORDER BY pinned DESC, position
"""

_DROPPED = "SELECT story, name FROM drops WHERE briefing = :briefing AND at >= :since"

_EDIT = """
INSERT INTO edits (briefing, story, label, headline, excerpt)
VALUES (:briefing, :story, NULLIF(:label, ''), NULLIF(:headline, ''), NULLIF(:excerpt, ''))
ON CONFLICT (briefing, story) DO UPDATE SET
    label = CASE WHEN :label IS NULL THEN edits.label ELSE excluded.label END,
    headline = CASE WHEN :headline IS NULL THEN edits.headline ELSE excluded.headline END,
    excerpt = CASE WHEN :excerpt IS NULL THEN edits.excerpt ELSE excluded.excerpt END
"""

_EDITS = """
SELECT story, label, headline, excerpt FROM edits
WHERE briefing = :briefing AND story IN (SELECT value FROM json_each(:stories) /* list of TEXT */)
"""

_SHOW = """
INSERT INTO desk_views (briefing, platform, person, stories) VALUES (:briefing, :platform, :person, :stories)
ON CONFLICT (briefing, platform, person) DO UPDATE SET stories = excluded.stories
"""

_SHOWN = """
SELECT stories FROM desk_views WHERE briefing = :briefing AND platform = :platform AND person = :person
"""


class Desk(Noun):
    """A ``DeskStore``."""

    @writing
    async def decide(self, session: Session, decision: Decision) -> Decided:
        key = {"briefing": decision.briefing, "story": decision.story}
        since = to_ms(decision.since) if decision.since else 0
        pick = _living(await session.row(_PICK_OF, key), since)
        drop = _living(await session.row(_DROP_OF, key), since)
        already = _already(decision.kind, pick, drop)
        if already is not None:
            return Decided(changed=False, by=already)
        await _apply(session, decision)
        await keep_deed(session, _deed(decision.by, decision.at, decision.kind, decision.story))
        return Decided(changed=True, by=decision.by.name)

    @writing
    async def reorder(
        self, session: Session, briefing: str, stories: Sequence[StoryId], by: Person, at: datetime
    ) -> None:
        standing = [row["story"] for row in await session.rows(_ORDER, {"briefing": briefing})]
        first = [story for story in dict.fromkeys(stories) if story in standing]
        order = [*first, *(story for story in standing if story not in first)]
        await session.run_many(
            _MOVE,
            [
                {"briefing": briefing, "story": story, "position": position}
                for position, story in enumerate(order, start=1)
            ],
        )
        await keep_deed(session, _deed(by, at, "order", " ".join(first)))

    @reading
    async def picks(self, session: Session, briefing: str, since: datetime) -> Sequence[Pick]:
        return [
            Pick(row["story"], row["position"], bool(row["pinned"]), row["name"], to_instant(row["at"]))
            for row in await session.rows(_PICKS, {"briefing": briefing, "since": to_ms(since)})
        ]

    @reading
    async def dropped(self, session: Session, briefing: str, since: datetime) -> Mapping[StoryId, str]:
        rows = await session.rows(_DROPPED, {"briefing": briefing, "since": to_ms(since)})
        return {row["story"]: row["name"] for row in rows}

    @writing
    async def edit(
        self, session: Session, briefing: str, story: StoryId, edits: Edits, by: Person, at: datetime
    ) -> None:
        texts = {"label": edits.label, "headline": edits.headline, "excerpt": edits.excerpt}
        await session.run(_EDIT, {"briefing": briefing, "story": story, **texts})
        for what, text in texts.items():
            if text is not None:
                await keep_deed(session, _deed(by, at, what, story, text))

    @reading
    async def edits(
        self, session: Session, briefing: str, stories: Collection[StoryId]
    ) -> Mapping[StoryId, Edits]:
        rows = await session.rows(_EDITS, {"briefing": briefing, "stories": listed(stories)})
        return {row["story"]: Edits(row["label"], row["headline"], row["excerpt"]) for row in rows}

    @writing
    async def show(self, session: Session, briefing: str, person: PersonRef, rows: Sequence[StoryId]) -> None:
        await session.run(_SHOW, {**_viewer(briefing, person), "stories": listed(rows)})

    @reading
    async def shown(self, session: Session, briefing: str, person: PersonRef) -> Sequence[StoryId]:
        row = await session.row(_SHOWN, _viewer(briefing, person))
        return [StoryId(story) for story in json.loads(row["stories"])] if row else []


def _living(row: Row | None, since: int) -> Row | None:
    return row if row is not None and row["at"] >= since else None


def _already(kind: DecisionKind, pick: Row | None, drop: Row | None) -> str | None:
    """Who made it so, if the decision would change nothing."""
    if kind is DecisionKind.PICK:
        return pick["name"] if pick else None
    if kind is DecisionKind.PIN:
        return pick["name"] if pick and pick["pinned"] else None
    if kind is DecisionKind.UNPIN:
        return None if pick and pick["pinned"] else (pick["name"] if pick else "")
    return drop["name"] if drop else None


async def _apply(session: Session, decision: Decision) -> None:
    key: dict[str, object] = {"briefing": decision.briefing, "story": decision.story}
    by = {
        "platform": decision.by.ref.platform,
        "person": decision.by.ref.id,
        "name": decision.by.name,
        "at": to_ms(decision.at),
    }
    if decision.kind is DecisionKind.UNPIN:
        await session.run(_UNPIN, key)
    elif decision.kind is DecisionKind.DROP:
        await session.run(_END_PICK, key)
        await session.run(_DROP, key | by)
    else:
        await session.run(_END_DROP, key)
        await session.run(_PICK, {**key, **by, "pinned": int(decision.kind is DecisionKind.PIN)})


def _deed(by: Person, at: datetime, deed: str, about: str, detail: str = "") -> Deed:
    return Deed(at=at, person=by.ref, name=by.name, deed=deed, about=about, detail=detail)


def _viewer(briefing: str, person: PersonRef) -> dict[str, object]:
    return {"briefing": briefing, "platform": person.platform, "person": person.id}
