"""Posts: which message of ours is about what, and whether it still tells the true counts."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.chats import ChatRef, MessageRef
from bot.model.comments import Counts
from bot.model.editions import Post, PostKind
from storage.session import Noun, Row, Session, reading, writing
from storage.values import at_chat, maybe_instant, maybe_ms

_COLUMNS = "platform, chat, message, kind, story, delivery, part, at, shown_comments, shown_likes"

_REMEMBER = """
INSERT INTO posts (platform, chat, message, kind, story, delivery, part, at, shown_comments, shown_likes)
VALUES (:platform, :chat, :message, :kind, :story, :delivery, :part, :at, :comments, :likes)
ON CONFLICT (platform, chat, message) DO NOTHING
"""

# Somebody may have spoken between a copy's composition and its posting: then it is looked at again.
_TOUCH_IF_STALE = """
INSERT INTO touched (story, platform, chat)
SELECT :story, :platform, :chat
WHERE :kind = 'story' AND (
    :likes <> COALESCE((SELECT likes FROM discussions WHERE story = :story), 0)
    OR :comments <> COALESCE((SELECT comments FROM discussions WHERE story = :story), 0)
        + (SELECT COUNT(*) FROM comments WHERE story = :story AND state = 'visible' AND elsewhere = 0
            AND platform = :platform AND chat = :chat))
ON CONFLICT (story, platform, chat) DO NOTHING
"""

_FIND = f"SELECT {_COLUMNS} FROM posts WHERE platform = :platform AND chat = :chat AND message = :message"


class Posts(Noun):
    """A ``PostStore``."""

    @writing
    async def remember(self, session: Session, post: Post) -> None:
        await keep_posts(session, [post])

    @reading
    async def find(self, session: Session, message: MessageRef) -> Post | None:
        row = await session.row(_FIND, {**at_chat(message.chat), "message": message.id})
        return _post(row) if row else None


async def keep_posts(session: Session, posts: Sequence[Post]) -> None:
    """Keep posts in a transaction that others began; those that are kept already stay."""
    kept = [_columns(post) for post in posts]
    await session.run_many(_REMEMBER, kept)
    await session.run_many(_TOUCH_IF_STALE, kept)


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
