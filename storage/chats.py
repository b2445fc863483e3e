"""Chats as we know them, the newsroom and its editors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model.chats import Chat, ChatKind, ChatRef, ChatState, Person, PersonRef
from storage.discussions import show_elsewhere
from storage.session import Noun, Row, Session, reading, writing
from storage.values import at_chat, at_person, to_ms

_SEE = """
INSERT INTO chats (platform, id, kind, title, state, language, shares, discussion)
VALUES (:platform, :chat, :kind, :title, :state, :language, :shares, :discussion)
ON CONFLICT (platform, id) DO UPDATE SET kind = excluded.kind, title = excluded.title, state = 'active',
    discussion = COALESCE(excluded.discussion, chats.discussion)
WHERE chats.kind <> excluded.kind OR chats.title <> excluded.title OR chats.state <> 'active'
    OR COALESCE(chats.discussion, '') <> COALESCE(excluded.discussion, chats.discussion, '')
"""

_GET = """
SELECT platform, id, kind, title, state, language, shares, discussion FROM chats
WHERE platform = :platform AND id = :chat
"""

# The character behind the slash is the 0: between the two stand the parts of a chat.
_SET_STATE = """
UPDATE chats SET state = :state
WHERE platform = :platform AND state <> :state AND (id = :chat OR (
    id /* postgresql: COLLATE "C" */ > :chat || '/' AND id /* postgresql: COLLATE "C" */ < :chat || '0'))
"""

_SET_SHARES = (
    "UPDATE chats SET shares = :shares WHERE platform = :platform AND id = :chat AND shares <> :shares"
)

_SET_LANGUAGE = "UPDATE chats SET language = :language WHERE platform = :platform AND id = :chat"

_SET_DISCUSSION = "UPDATE chats SET discussion = :discussion WHERE platform = :platform AND id = :chat"

# The new chat counts its messages anew. So posts, their copies and their tallies keep the names that they
# had, in a chat that is gone; comments, which are seen where they are, take the old chat into theirs.
_MOVES = (
    """
    INSERT INTO chats (platform, id, kind, title, state, language, shares, discussion)
    SELECT :to_platform, :to_chat, kind, title, 'active', language, shares, discussion FROM chats
    WHERE platform = :platform AND id = :chat
    ON CONFLICT (platform, id) DO UPDATE SET state = 'active', language = excluded.language,
        shares = excluded.shares, discussion = COALESCE(excluded.discussion, chats.discussion)
    """,
    "UPDATE chats SET discussion = :to_chat WHERE platform = :platform AND discussion = :chat",
    "UPDATE chats SET state = 'gone' WHERE platform = :platform AND id = :chat",
    """
    UPDATE newsroom SET platform = :to_platform, chat = :to_chat
    WHERE platform = :platform AND chat = :chat
    """,
    """
    DELETE FROM subscriptions WHERE platform = :to_platform AND chat = :to_chat AND briefing IN (
        SELECT briefing FROM subscriptions WHERE platform = :platform AND chat = :chat)
    """,
    """
    UPDATE subscriptions SET platform = :to_platform, chat = :to_chat
    WHERE platform = :platform AND chat = :chat
    """,
    """
    UPDATE promises SET platform = :to_platform, chat = :to_chat
    WHERE platform = :platform AND chat = :chat AND NOT EXISTS (
        SELECT 1 FROM promises p WHERE p.briefing = promises.briefing AND p.platform = :to_platform
            AND p.chat = :to_chat AND p.occasion = promises.occasion)
    """,
    """
    UPDATE deliveries SET platform = :to_platform, chat = :to_chat
    WHERE platform = :platform AND chat = :chat
    """,
    """
    UPDATE comments SET platform = :to_platform, chat = :to_chat, message = :chat || ':' || message
    WHERE platform = :platform AND chat = :chat AND NOT EXISTS (
        SELECT 1 FROM comments c
        WHERE c.platform = :to_platform AND c.chat = :to_chat
            AND c.message = :chat || ':' || comments.message)
    """,
    "UPDATE people SET last_chat = :to_chat WHERE platform = :platform AND last_chat = :chat",
)

_TITLED = """
SELECT platform, id, kind, title, state, language, shares, discussion FROM chats
WHERE platform = :platform AND title = :title AND kind <> 'private' AND state <> 'gone' ORDER BY id
"""

_SUBSCRIBED = """
SELECT c.platform, c.id, c.kind, c.title, c.state, c.language, c.shares, c.discussion
FROM subscriptions s JOIN chats c ON c.platform = s.platform AND c.id = s.chat
WHERE s.briefing = :briefing AND s.state <> 'ended' AND c.kind <> 'private' AND c.state <> 'gone'
ORDER BY CASE WHEN c.state = 'active' THEN 1 ELSE 0 END, c.platform, c.id LIMIT :limit
"""

_NEWSROOM = "SELECT platform, chat FROM newsroom"

_MAKE_NEWSROOM = """
INSERT INTO newsroom (seat, platform, chat) VALUES (1, :platform, :chat)
ON CONFLICT (seat) DO UPDATE SET platform = excluded.platform, chat = excluded.chat
"""

_EDITORS = """
SELECT e.platform, e.id, e.name, p.handle
FROM editors e LEFT JOIN people p ON p.platform = e.platform AND p.id = e.id
ORDER BY e.at, e.platform, e.id
"""

_ADD_EDITOR = """
INSERT INTO editors (platform, id, name, by_platform, by_person, at)
VALUES (:platform, :person, :name, :by_platform, :by_person, :at)
ON CONFLICT (platform, id) DO NOTHING
"""

_REMOVE_EDITOR = "DELETE FROM editors WHERE platform = :platform AND id = :person"

_FIND_PERSON = """
SELECT platform, id, name, handle FROM people
WHERE platform = :platform AND (folded = :folded OR handle = :folded) ORDER BY id
"""

_FIND_HANDLE = """
SELECT platform, id, name, handle FROM people WHERE platform = :platform AND handle = :folded ORDER BY id
"""


class Chats(Noun):
    """A ``ChatStore``."""

    @writing
    async def see(self, session: Session, chat: Chat) -> Chat:
        await session.run(
            _SEE,
            {
                **at_chat(chat.ref),
                "kind": chat.kind.value,
                "title": chat.title,
                "state": chat.state.value,
                "language": chat.language,
                "shares": int(chat.shares),
                "discussion": chat.discussion,
            },
        )
        row = await session.row(_GET, at_chat(chat.ref))
        return _chat(row) if row else chat

    @reading
    async def get(self, session: Session, chat: ChatRef) -> Chat | None:
        row = await session.row(_GET, at_chat(chat))
        return _chat(row) if row else None

    @writing
    async def set_state(self, session: Session, chat: ChatRef, state: ChatState) -> bool:
        return await set_chat_state(session, chat, state)

    @writing
    async def move(self, session: Session, chat: ChatRef, to: ChatRef) -> None:
        if chat == to:
            return
        params = {**at_chat(chat), "to_platform": to.platform, "to_chat": to.id}
        for statement in _MOVES:
            await session.run(statement, params)

    @writing
    async def set_language(self, session: Session, chat: ChatRef, language: str | None) -> None:
        await session.run(_SET_LANGUAGE, {**at_chat(chat), "language": language})

    @writing
    async def set_discussion(self, session: Session, chat: ChatRef, discussion: str | None) -> None:
        await session.run(_SET_DISCUSSION, {**at_chat(chat), "discussion": discussion})

    @writing
    async def set_shares(self, session: Session, chat: ChatRef, *, shares: bool) -> None:
        if await session.run(_SET_SHARES, {**at_chat(chat), "shares": int(shares)}):
            await show_elsewhere(session, chat, shares=shares)

    @reading
    async def titled(self, session: Session, platform: str, title: str) -> Sequence[Chat]:
        return [_chat(row) for row in await session.rows(_TITLED, {"platform": platform, "title": title})]

    @reading
    async def subscribed(self, session: Session, briefing: str, limit: int) -> Sequence[Chat]:
        return [_chat(row) for row in await session.rows(_SUBSCRIBED, {"briefing": briefing, "limit": limit})]

    @reading
    async def newsroom(self, session: Session) -> ChatRef | None:
        row = await session.row(_NEWSROOM)
        return ChatRef(row["platform"], row["chat"]) if row else None

    @writing
    async def make_newsroom(self, session: Session, chat: ChatRef) -> None:
        await session.run(_MAKE_NEWSROOM, at_chat(chat))

    @reading
    async def editors(self, session: Session) -> Sequence[Person]:
        rows = await session.rows(_EDITORS)
        return [_person(row) for row in rows]

    @writing
    async def add_editor(self, session: Session, person: Person, by: PersonRef, at: datetime) -> bool:
        added = await session.run(
            _ADD_EDITOR,
            {
                **at_person(person.ref),
                "name": person.name,
                "by_platform": by.platform,
                "by_person": by.id,
                "at": to_ms(at),
            },
        )
        return added > 0

    @writing
    async def remove_editor(self, session: Session, person: PersonRef) -> bool:
        return await session.run(_REMOVE_EDITOR, at_person(person)) > 0

    @reading
    async def find_person(self, session: Session, platform: str, name: str) -> Sequence[Person]:
        statement = _FIND_HANDLE if name.startswith("@") else _FIND_PERSON
        folded = name.removeprefix("@").casefold()
        return [
            _person(row) for row in await session.rows(statement, {"platform": platform, "folded": folded})
        ]


async def set_chat_state(session: Session, chat: ChatRef, state: ChatState) -> bool:
    """Whether that changed anything."""
    return await session.run(_SET_STATE, {**at_chat(chat), "state": state.value}) > 0


def _person(row: Row) -> Person:
    return Person(PersonRef(row["platform"], row["id"]), row["name"], handle=row["handle"])


def _chat(row: Row) -> Chat:
    return Chat(
        ref=ChatRef(row["platform"], row["id"]),
        kind=ChatKind(row["kind"]),
        title=row["title"],
        state=ChatState(row["state"]),
        language=row["language"],
        shares=bool(row["shares"]),
        discussion=row["discussion"],
    )
