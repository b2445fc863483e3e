"""People: what is kept about a person, shown to them and erased for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from bot.model.chats import ChatRef, Person, PersonRef
from bot.model.comments import Acquaintance
from storage.codec import checksum
from storage.discussions import touch_everywhere
from storage.session import Noun, Row, Session, reading, writing
from storage.values import at_person, maybe_instant, scrub, to_ms

# Who says more in the same chat is as they were: then nothing is written, and no disk waited for.
_MET_HERE = """
SELECT name, shown, shares, told, last_chat FROM people
WHERE platform = :platform AND id = :person AND name = :name AND last_chat = :chat
    AND COALESCE(handle, '') = COALESCE(:handle, '') AND (
    private_chat = :chat
    OR NOT EXISTS (SELECT 1 FROM chats WHERE platform = :platform AND id = :chat AND kind = 'private'))
"""

_MEET = """
INSERT INTO people (platform, id, name, folded, handle, last_chat, private_chat)
VALUES (:platform, :person, :name, :folded, :handle, :chat,
    (SELECT id FROM chats WHERE platform = :platform AND id = :chat AND kind = 'private'))
ON CONFLICT (platform, id) DO UPDATE SET name = excluded.name, folded = excluded.folded,
    handle = excluded.handle, last_chat = excluded.last_chat,
    private_chat = COALESCE(excluded.private_chat, people.private_chat)
RETURNING name, shown, shares, told, last_chat
"""

_TOLD = "UPDATE people SET told = :at WHERE platform = :platform AND id = :person"

_PRIVATE_CHAT = "SELECT private_chat AS chat FROM people WHERE platform = :platform AND id = :person"

_ABOUT_PERSON = {
    "person": """
        SELECT name, handle, shown, shares, told, last_chat, private_chat FROM people
        WHERE platform = :platform AND id = :person""",
    "comments": """
        SELECT id, story, chat, message, shown, body, state, shared, at, edited FROM comments
        WHERE platform = :platform AND author = :person ORDER BY id""",
    "likes": "SELECT story, at FROM likes WHERE platform = :platform AND person = :person ORDER BY at",
    "editor": "SELECT name, at FROM editors WHERE platform = :platform AND id = :person",
    "picks": """
        SELECT briefing, story, name, at FROM picks
        WHERE platform = :platform AND person = :person ORDER BY at""",
    "drops": """
        SELECT briefing, story, name, at FROM drops
        WHERE platform = :platform AND person = :person ORDER BY at""",
    "desk": "SELECT briefing, stories FROM desk_views WHERE platform = :platform AND person = :person",
    "audit": """
        SELECT at, name, deed, about, detail FROM audit
        WHERE platform = :platform AND person = :person ORDER BY id""",
    "inbox": """
        SELECT at, kind, payload, state FROM inbox
        WHERE platform = :platform AND person = :person ORDER BY id""",
}

_ABOUT_CHAT = {
    "chat": "SELECT id, kind, title, state, language FROM chats WHERE platform = :platform AND id = :chat",
    "subscriptions": """
        SELECT briefing, zone, hours, days, wanted, silent, state FROM subscriptions
        WHERE platform = :platform AND chat = :chat""",
    "promises": """
        SELECT briefing, occasion, due, state, reason FROM promises
        WHERE platform = :platform AND chat = :chat ORDER BY id""",
    "deliveries": """
        SELECT story, state FROM deliveries WHERE platform = :platform AND chat = :chat ORDER BY id""",
    "posts": """
        SELECT message, kind, story, at FROM posts WHERE platform = :platform AND chat = :chat ORDER BY at""",
}

_INSTANTS = frozenset({"at", "told", "edited", "due"})

_COMMENTS_OF = "SELECT id, story, state FROM comments WHERE platform = :platform AND author = :person"

_EMPTY_COMMENT = """
UPDATE comments SET author = '', shown = '', body = '', state = 'deleted', checksum = :checksum,
    chat = CASE WHEN chat = :private_chat THEN '' ELSE chat END,
    message = CASE WHEN chat = :private_chat THEN 'forgotten:' || id ELSE message END
WHERE id = :comment
"""

_LIKED_BY = "SELECT story FROM likes WHERE platform = :platform AND person = :person"

_ERASE_PERSON = (
    "DELETE FROM likes WHERE platform = :platform AND person = :person",
    "DELETE FROM editors WHERE platform = :platform AND id = :person",
    "UPDATE editors SET by_person = '' WHERE by_platform = :platform AND by_person = :person",
    "UPDATE picks SET person = '', name = '' WHERE platform = :platform AND person = :person",
    "UPDATE drops SET person = '', name = '' WHERE platform = :platform AND person = :person",
    "DELETE FROM desk_views WHERE platform = :platform AND person = :person",
    "UPDATE audit SET person = '', name = '', detail = '' WHERE platform = :platform AND person = :person",
    """
    UPDATE inbox SET person = NULL, payload = NULL, state = 'done', why = NULL
    WHERE platform = :platform AND person = :person
    """,
    "DELETE FROM people WHERE platform = :platform AND id = :person",
)

_ERASE_CHAT = (
    "DELETE FROM deliveries WHERE platform = :platform AND chat = :chat",
    "DELETE FROM promises WHERE platform = :platform AND chat = :chat",
    "DELETE FROM posts WHERE platform = :platform AND chat = :chat",
    "DELETE FROM touched WHERE platform = :platform AND chat = :chat",
    "DELETE FROM subscriptions WHERE platform = :platform AND chat = :chat",
    "DELETE FROM newsroom WHERE platform = :platform AND chat = :chat",
    "DELETE FROM chats WHERE platform = :platform AND id = :chat",
)

REMEMBER_ERASURE = """
INSERT INTO forgotten (print, at) VALUES (:print, :at) ON CONFLICT (print) DO UPDATE SET at = excluded.at
"""


class People(Noun):
    """A ``PeopleStore``."""

    @writing
    async def meet(self, session: Session, person: Person, chat: ChatRef) -> Acquaintance:
        handle = person.handle.casefold() if person.handle else None
        here = {**at_person(person.ref), "name": person.name, "handle": handle, "chat": chat.id}
        row = await session.row(_MET_HERE, here)
        if row is None:
            (row,) = await session.rows(_MEET, {**here, "folded": person.name.casefold()})
        return Acquaintance(
            person=person.ref,
            name=row["name"],
            shown=row["shown"],
            shares=None if row["shares"] is None else bool(row["shares"]),
            told=maybe_instant(row["told"]),
            last_chat=ChatRef(person.ref.platform, row["last_chat"]),
        )

    @reading
    async def private_chat(self, session: Session, person: PersonRef) -> ChatRef | None:
        chat = await private_chat(session, person)
        return ChatRef(person.platform, chat) if chat is not None else None

    @writing
    async def told(self, session: Session, person: PersonRef, at: datetime) -> None:
        await session.run(_TOLD, {**at_person(person), "at": to_ms(at)})

    @reading
    async def about(
        self, session: Session, person: PersonRef
    ) -> Mapping[str, Sequence[Mapping[str, object]]]:
        found = {kind: await session.rows(sql, at_person(person)) for kind, sql in _ABOUT_PERSON.items()}
        chat = await private_chat(session, person)
        if chat is not None:
            where = {"platform": person.platform, "chat": chat}
            found |= {kind: await session.rows(sql, where) for kind, sql in _ABOUT_CHAT.items()}
        return {kind: [_readable(row) for row in rows] for kind, rows in found.items() if rows}

    @writing
    async def forget(self, session: Session, person: PersonRef, at: datetime) -> int:
        return await erase(session, person, to_ms(at))


async def erase(session: Session, person: PersonRef, at: int) -> int:
    """Erase all that is kept about a person, and the private chat with them; how many comments
    there still were. What remains is a fingerprint of their id, so that a restore can erase them again."""
    chat = await private_chat(session, person)
    comments = await session.rows(_COMMENTS_OF, at_person(person))
    liked = await session.rows(_LIKED_BY, at_person(person))
    await session.run_many(
        _EMPTY_COMMENT,
        [{"comment": row["id"], "checksum": checksum("", ""), "private_chat": chat} for row in comments],
    )
    for sql in _ERASE_PERSON:
        await session.run(sql, at_person(person))
    if chat is not None:
        for sql in _ERASE_CHAT:
            await session.run(sql, {"platform": person.platform, "chat": chat})
    for story in {row["story"] for row in (*comments, *liked)}:
        await touch_everywhere(session, story)
    await session.run(REMEMBER_ERASURE, {"print": fingerprint(person), "at": at})
    return sum(row["state"] != "deleted" for row in comments)


async def private_chat(session: Session, person: PersonRef) -> str | None:
    """The chat that this person and the bot have for themselves."""
    row = await session.row(_PRIVATE_CHAT, at_person(person))
    return row["chat"] if row else None


def fingerprint(person: PersonRef) -> str:
    """What is kept of a person who was forgotten: it tells them again, and does not say who it is."""
    return sha256(scrub(str(person)).encode()).hexdigest()


def _readable(row: Row) -> Mapping[str, object]:
    return {
        name: maybe_instant(row[name]) if name in _INSTANTS else row[name]
        for name in row.keys()  # noqa: SIM118 - a row is no mapping: iterating gives its values
        if row[name] is not None
    }
