"""Comments: what people said of a story, and which chats see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model.chats import ChatRef, MessageRef, PersonRef
from bot.model.comments import Comment, CommentId, CommentState, NewComment
from bot.model.news import StoryId
from storage.codec import checksum, verify
from storage.discussions import SAID_HERE, Discussions, touch_everywhere, touch_here
from storage.session import Row, Session, reading, writing
from storage.values import at_chat, at_person, maybe_instant, scrub, to_instant, to_ms

_COLUMNS = (
    "id, story, platform, chat, message, author, shown, parent, body, state, shared, at, edited, checksum"
)

_SOURCE = "platform = :platform AND chat = :chat AND message = :message"

_SEEN = f"state = 'visible' AND (elsewhere = 1 OR ({SAID_HERE}))"

_KEEP = """
INSERT INTO comments (story, platform, chat, message, author, shown, parent, thread, body, state, shared,
    elsewhere, at, checksum)
VALUES (:story, :platform, :chat, :message, :author, :shown, :parent, '', :body, :state, :shared,
    CASE WHEN :shared = 0 THEN 0
        ELSE COALESCE((SELECT shares FROM chats WHERE platform = :platform AND id = :chat), 1) END,
    :at, :checksum)
ON CONFLICT (platform, chat, message) DO NOTHING
RETURNING id
"""

# Ids grow with time: the ids on the way from the thread's root, each as wide as the others, sort a
# discussion so that every answer follows what it answers.
_THREAD = """
UPDATE comments
SET thread = COALESCE((SELECT p.thread || '/' FROM comments p WHERE p.id = comments.parent), '') || :own
WHERE id = :id
"""

_GET = f"SELECT {_COLUMNS} FROM comments WHERE id = :comment"

_BY_SOURCE = f"SELECT {_COLUMNS} FROM comments WHERE {_SOURCE}"

_EDIT = f"""
UPDATE comments SET body = :body, edited = :at, checksum = :checksum
WHERE id = :comment AND state <> 'deleted'
RETURNING {_COLUMNS}
"""

_DELETE = f"""
UPDATE comments SET body = '', state = 'deleted', edited = :at, checksum = :checksum
WHERE id = :comment AND state <> 'deleted'
RETURNING {_COLUMNS}
"""

_SETTLE = f"""
UPDATE comments SET story = :story, state = 'visible' WHERE id = :comment AND story IS NULL AND state = 'held'
RETURNING {_COLUMNS}
"""

_BY_AUTHOR = f"""
SELECT {_COLUMNS} FROM comments WHERE platform = :platform AND author = :person AND state <> 'deleted'
"""

_OWN = f"""
SELECT {_COLUMNS} FROM comments
WHERE platform = :platform AND author = :person AND state = 'visible' AND story IS NOT NULL
ORDER BY at DESC, id DESC LIMIT :limit
"""

# Others see it if its author and its chat share it.
_SHARE = """
UPDATE comments SET shown = :shown, shared = :shared, checksum = :checksum,
    elsewhere = CASE WHEN :shared = 0 THEN 0 ELSE COALESCE(
        (SELECT c.shares FROM chats c WHERE c.platform = comments.platform AND c.id = comments.chat), 1) END
WHERE id = :comment
"""

_SHARE_PERSON = """
INSERT INTO people (platform, id, name, folded, shown, shares)
VALUES (:platform, :person, :shown, :folded, :shown, :shares)
ON CONFLICT (platform, id) DO UPDATE SET shown = excluded.shown, shares = excluded.shares
"""

_PAGE = f"""
SELECT {_COLUMNS} FROM comments WHERE story = :story AND {_SEEN}
ORDER BY thread /* postgresql: COLLATE "C" */ LIMIT :limit OFFSET :offset
"""

_UNSEEN = f"""
SELECT COALESCE(SUM(CASE WHEN {SAID_HERE} THEN 0 ELSE 1 END), 0) AS comments FROM comments
WHERE story = :story AND state = 'visible' AND elsewhere = 0
"""

_RECENT = """
SELECT COUNT(*) AS comments FROM comments WHERE platform = :platform AND author = :person AND at >= :since
"""


class Comments(Discussions):
    """A ``CommentStore``."""

    @writing
    async def keep(self, session: Session, comment: NewComment) -> Comment:
        source = _at_source(comment.source)
        made = await session.row(_KEEP, source | _params(comment))
        if made is not None:
            await session.run(_THREAD, {"id": made["id"], "own": f"{made['id']:012d}"})
        kept = _comment((await session.rows(_BY_SOURCE, source))[0])
        if made is not None:
            await _touch(session, kept)
        return kept

    @writing
    async def edit(self, session: Session, source: MessageRef, text: str, at: datetime) -> Comment | None:
        return await _rewrite(session, _EDIT, source, scrub(text), at)

    @writing
    async def delete(self, session: Session, source: MessageRef, at: datetime) -> Comment | None:
        return await _rewrite(session, _DELETE, source, "", at)

    @writing
    async def settle(self, session: Session, comment: CommentId, story: StoryId) -> Comment | None:
        row = await session.row(_SETTLE, {"comment": comment, "story": story})
        if row is None:
            return None
        settled = _comment(row)
        await _touch(session, settled)
        return settled

    @writing
    async def share(self, session: Session, person: PersonRef, shown: str, *, shared: bool) -> None:
        name = scrub(shown)
        who = {**at_person(person), "shown": name, "folded": name.casefold(), "shares": int(shared)}
        await session.run(_SHARE_PERSON, who)
        said = [_comment(row) for row in await session.rows(_BY_AUTHOR, at_person(person))]
        await session.run_many(
            _SHARE,
            [
                {
                    "comment": comment.id,
                    "shown": name,
                    "shared": int(shared),
                    "checksum": checksum(name, comment.text),
                }
                for comment in said
            ],
        )
        for story in {comment.story for comment in said if comment.shared is not shared}:
            await touch_everywhere(session, story)

    @reading
    async def get(self, session: Session, comment: CommentId) -> Comment | None:
        row = await session.row(_GET, {"comment": comment})
        return _comment(row) if row else None

    @reading
    async def by_source(self, session: Session, source: MessageRef) -> Comment | None:
        row = await session.row(_BY_SOURCE, _at_source(source))
        return _comment(row) if row else None

    @reading
    async def page(
        self, session: Session, story: StoryId, chat: ChatRef, offset: int, limit: int
    ) -> Sequence[Comment]:
        rows = await session.rows(_PAGE, {"story": story, **at_chat(chat), "offset": offset, "limit": limit})
        return [_comment(row) for row in rows]

    @reading
    async def unseen(self, session: Session, story: StoryId, chat: ChatRef) -> int:
        row = await session.row(_UNSEEN, {"story": story, **at_chat(chat)})
        return row["comments"] if row else 0

    @reading
    async def by_author(self, session: Session, person: PersonRef, limit: int) -> Sequence[Comment]:
        rows = await session.rows(_OWN, {**at_person(person), "limit": limit})
        return [_comment(row) for row in rows]

    @reading
    async def recent(self, session: Session, person: PersonRef, since: datetime) -> int:
        row = await session.row(_RECENT, {**at_person(person), "since": to_ms(since)})
        return row["comments"] if row else 0


async def _touch(session: Session, comment: Comment) -> None:
    if comment.shared:
        await touch_everywhere(session, comment.story)
    elif comment.story is not None:
        await touch_here(session, comment.story, comment.source.chat)


async def _rewrite(
    session: Session, statement: str, source: MessageRef, text: str, at: datetime
) -> Comment | None:
    row = await session.row(_BY_SOURCE, _at_source(source))
    if row is None:
        return None
    changed = await session.row(
        statement,
        {"comment": row["id"], "body": text, "at": to_ms(at), "checksum": checksum(row["shown"], text)},
    )
    if changed is None:
        return None
    comment = _comment(changed)
    await _touch(session, comment)
    return comment


def _at_source(source: MessageRef) -> dict[str, object]:
    return {**at_chat(source.chat), "message": source.id}


def _params(comment: NewComment) -> dict[str, object]:
    shown, text = scrub(comment.shown), scrub(comment.text)
    return {
        "story": comment.story,
        "author": comment.author.ref.id,
        "shown": shown,
        "parent": comment.parent,
        "body": text,
        "state": comment.state.value,
        "shared": int(comment.shared),
        "at": to_ms(comment.at),
        "checksum": checksum(shown, text),
    }


def _comment(row: Row) -> Comment:
    verify(row["checksum"], f"comments {row['id']}", row["shown"], row["body"])
    chat = ChatRef(row["platform"], row["chat"])
    return Comment(
        id=row["id"],
        story=row["story"],
        source=MessageRef(chat, row["message"]),
        author=PersonRef(row["platform"], row["author"]),
        shown=row["shown"],
        parent=row["parent"],
        text=row["body"],
        state=CommentState(row["state"]),
        shared=bool(row["shared"]),
        at=to_instant(row["at"]),
        edited=maybe_instant(row["edited"]),
    )
