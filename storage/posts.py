"""Posts: which message of ours is about what, and whether it still tells the true counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model.chats import ChatRef, MessageRef
from bot.model.comments import Counts
from bot.model.editions import Post, PostKind
from storage.discussions import SAID_HERE
from storage.session import Noun, Row, Session, reading, writing
from storage.values import at_chat, maybe_instant, maybe_ms, to_ms

_COLUMNS = "platform, chat, message, kind, story, delivery, part, at, shown_comments, shown_likes"

_REMEMBER = """
INSERT INTO posts (platform, chat, message, kind, story, delivery, part, at, shown_comments, shown_likes)
VALUES (:platform, :chat, :message, :kind, :story, :delivery, :part, :at, :comments, :likes)
ON CONFLICT (platform, chat, message) DO NOTHING
"""

# Somebody may have spoken between a copy's composition and its posting: then it is looked at again.
_TOUCH_IF_STALE = f"""
INSERT INTO touched (story, platform, chat)
SELECT :story, :platform, :chat
WHERE :kind = 'story' AND (
    :likes <> COALESCE((SELECT likes FROM discussions WHERE story = :story), 0)
    OR :comments <> COALESCE((SELECT comments FROM discussions WHERE story = :story), 0)
        + (SELECT COUNT(*) FROM comments WHERE story = :story AND state = 'visible' AND elsewhere = 0
            AND {SAID_HERE}))
ON CONFLICT (story, platform, chat) DO NOTHING
"""

_FIND = f"SELECT {_COLUMNS} FROM posts WHERE platform = :platform AND chat = :chat AND message = :message"

# A platform may tell of a message without its topic; the numbers of messages are the whole chat's.
_FIND_IN_PARTS = f"""
SELECT {_COLUMNS} FROM posts
WHERE platform = :platform AND message = :message AND chat /* postgresql: COLLATE "C" */ > :chat || '/'
    AND chat /* postgresql: COLLATE "C" */ < :chat || '0'
ORDER BY chat LIMIT 1
"""

_COPIED = """
INSERT INTO copies (platform, chat, message, of_chat, of_message, mark, at)
VALUES (:platform, :chat, :message, :of_chat, :of_message, :mark, :at)
ON CONFLICT (platform, chat, message) DO NOTHING
"""

_COPY = """
SELECT c.of_chat, c.of_message, s.id AS story FROM copies c LEFT JOIN stories s ON s.id = c.mark
WHERE c.platform = :platform AND c.chat = :chat AND c.message = :message
"""


class Posts(Noun):
    """A ``PostStore``."""

    @writing
    async def remember(self, session: Session, post: Post) -> None:
        await keep_posts(session, [post])

    @reading
    async def find(self, session: Session, message: MessageRef) -> Post | None:
        for statement in (_FIND, _FIND_IN_PARTS):
            if row := await session.row(statement, _at(message)):
                return _post(row)
        return await _copied_post(session, message)

    @writing
    async def copied(
        self, session: Session, copy: MessageRef, of: MessageRef, mark: str | None, at: datetime
    ) -> None:
        about = {"of_chat": of.chat.id, "of_message": of.id, "mark": mark, "at": to_ms(at)}
        await session.run(_COPIED, {**_at(copy), **about})


async def _copied_post(session: Session, copy: MessageRef) -> Post | None:
    """The post that this message is a copy of, if it is one."""
    row = await session.row(_COPY, _at(copy))
    if row is None:
        return None
    of = MessageRef(ChatRef(copy.chat.platform, row["of_chat"]), row["of_message"])
    if known := await session.row(_FIND, _at(of)):
        return _post(known)
    return Post(of.chat, of.id, PostKind.STORY, row["story"]) if row["story"] else None


async def keep_posts(session: Session, posts: Sequence[Post]) -> None:
    """Keep posts in a transaction that others began; those that are kept already stay."""
    kept = [_columns(post) for post in posts]
    await session.run_many(_REMEMBER, kept)
    await session.run_many(_TOUCH_IF_STALE, kept)


def _at(message: MessageRef) -> dict[str, object]:
    return {**at_chat(message.chat), "message": message.id}


def _columns(post: Post) -> dict[str, object]:
    return {
        **at_chat(post.chat),
        "message": post.message,
        "kind": post.kind.value,
        "story": post.story,
        "delivery": post.delivery,
        "part": post.part,
        "at": maybe_ms(post.at),
        "comments": post.shown.comments,
        "likes": post.shown.likes,
    }


def _post(row: Row) -> Post:
    return Post(
        chat=ChatRef(row["platform"], row["chat"]),
        message=row["message"],
        kind=PostKind(row["kind"]),
        story=row["story"],
        delivery=row["delivery"],
        part=row["part"],
        at=maybe_instant(row["at"]),
        shown=Counts(row["shown_comments"], row["shown_likes"]),
    )
