"""What stands under a story: likes, counts, and the delivered copies whose counts are no longer true."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.model.chats import ChatRef, MessageRef, Person, PersonRef
from bot.model.comments import Counts, StaleCopy
from bot.model.news import StoryId
from storage.session import Noun, Row, Session, reading, writing
from storage.values import at_chat, at_person, listed, to_ms

SAID_HERE = """
platform = :platform AND chat IN (:chat, (
    SELECT h.discussion FROM chats h WHERE h.platform = :platform AND h.id = :chat))
"""
"""Of comments: made in the chat, or in the one where what is posted in it is discussed."""

_LIKE = """
INSERT INTO likes (story, platform, person, at) VALUES (:story, :platform, :person, :at)
ON CONFLICT (story, platform, person) DO NOTHING
"""

_UNLIKE = "DELETE FROM likes WHERE story = :story AND platform = :platform AND person = :person"

# What an event did is kept with it: handled again after a crash, it does nothing more.
_OUTCOME = "SELECT outcome FROM inbox WHERE platform = :platform AND key = :event"
_KEEP_OUTCOME = "UPDATE inbox SET outcome = :outcome WHERE platform = :platform AND key = :event"

_LIKED, _UNLIKED = "liked", "unliked"

_COUNT = """
INSERT INTO discussions (story, comments, likes)
VALUES (:story,
    (SELECT COUNT(*) FROM comments WHERE story = :story AND state = 'visible' AND elsewhere = 1),
    (SELECT COUNT(*) FROM likes WHERE story = :story)
        + COALESCE((SELECT SUM(likes) FROM tallies WHERE story = :story), 0))
ON CONFLICT (story) DO UPDATE SET comments = excluded.comments, likes = excluded.likes
"""

_TOUCH = """
INSERT INTO touched (story, platform, chat) VALUES (:story, :platform, :chat)
ON CONFLICT (story, platform, chat) DO NOTHING
"""

# Those who discuss what is posted elsewhere are heard there too.
_TOUCH_HEARING = """
INSERT INTO touched (story, platform, chat)
SELECT :story, platform, id FROM chats WHERE platform = :platform AND discussion = :chat
ON CONFLICT (story, platform, chat) DO NOTHING
"""

_TALLY = """
INSERT INTO tallies (story, platform, chat, message, likes)
VALUES (:story, :platform, :chat, :message, :likes)
ON CONFLICT (platform, chat, message) DO UPDATE SET likes = excluded.likes
WHERE tallies.likes <> excluded.likes
"""

_UNTALLY = "DELETE FROM tallies WHERE platform = :platform AND chat = :chat AND message = :message"

_SHARED_COUNTS = """
SELECT story, comments, likes FROM discussions
WHERE story IN (SELECT value FROM json_each(:stories) /* list of TEXT */)
"""

_OWN_COUNTS = f"""
SELECT story, COUNT(*) AS comments FROM comments
WHERE story IN (SELECT value FROM json_each(:stories) /* list of TEXT */)
    AND state = 'visible' AND elsewhere = 0 AND {SAID_HERE}
GROUP BY story
"""

_TOUCHED = """
SELECT t.story, t.platform, t.chat, COALESCE(d.comments, 0) AS comments, COALESCE(d.likes, 0) AS likes
FROM touched t LEFT JOIN discussions d ON d.story = t.story
ORDER BY t.story, t.platform, t.chat
"""

_UNTOUCH = "DELETE FROM touched WHERE story = :story AND platform = :platform AND chat = :chat"

# The same as SAID_HERE, of the chat of a post.
_SAID_THERE = """
c.platform = p.platform AND c.chat IN (p.chat, (
    SELECT h.discussion FROM chats h WHERE h.platform = p.platform AND h.id = p.chat))
"""

# Nobody reads, or can edit, what stands in a chat that is gone.
_STANDS = """
NOT EXISTS (SELECT 1 FROM chats g WHERE g.platform = p.platform AND g.id = p.chat AND g.state = 'gone')
"""

# What a chat sees is what all see and what was said in it alone. The line stands under the last part.
_STALE = f"""
SELECT p.platform, p.chat, p.message, p.story, p.delivery, p.at, p.shown_comments, p.shown_likes,
    :likes AS likes, :comments + (
    SELECT COUNT(*) FROM comments c WHERE c.story = p.story AND c.state = 'visible' AND c.elsewhere = 0
        AND {_SAID_THERE}) AS comments
FROM posts p
WHERE p.story = :story AND p.at >= :since AND p.kind = 'story' AND p.delivery IS NOT NULL
    AND (:platform = '' OR (p.platform = :platform AND p.chat = :chat))
    AND (p.shown_likes <> :likes OR p.shown_comments <> :comments + (
        SELECT COUNT(*) FROM comments c WHERE c.story = p.story AND c.state = 'visible' AND c.elsewhere = 0
            AND {_SAID_THERE}))
    AND NOT EXISTS (SELECT 1 FROM posts q WHERE q.delivery = p.delivery AND q.part > p.part)
    AND {_STANDS}
ORDER BY p.at DESC LIMIT :limit
"""

# A digest shows under one message what was said of all its stories.
_STALE_DIGESTS = f"""
SELECT * FROM (
    SELECT p.platform, p.chat, p.message, s.story, p.delivery, p.at, p.shown_comments, p.shown_likes,
        p.shown_likes AS likes, (
        SELECT SUM(COALESCE(n.comments, 0) + (
            SELECT COUNT(*) FROM comments c WHERE c.story = d.story AND c.state = 'visible'
                AND c.elsewhere = 0 AND {_SAID_THERE}))
        FROM deliveries d LEFT JOIN discussions n ON n.story = d.story
        WHERE d.promise = s.promise AND d.story IS NOT NULL AND d.state <> 'skipped') AS comments
    FROM posts p JOIN deliveries o ON o.id = p.delivery
        JOIN deliveries s ON s.promise = o.promise AND s.story = :story
    WHERE p.kind = 'digest' AND p.at >= :since
        AND (:platform = '' OR (p.platform = :platform AND p.chat = :chat))
        AND NOT EXISTS (SELECT 1 FROM posts q WHERE q.delivery = p.delivery AND q.part > p.part)
        AND {_STANDS}) found
WHERE comments <> shown_comments
ORDER BY at DESC LIMIT :limit
"""

_REFRESHED = """
UPDATE posts SET shown_comments = :comments, shown_likes = :likes
WHERE platform = :platform AND chat = :chat AND message = :message
"""

_SHOW_ELSEWHERE = """
UPDATE comments SET elsewhere = CASE WHEN :shares = 1 THEN shared ELSE 0 END
WHERE platform = :platform AND chat = :chat
RETURNING story
"""


class Discussions(Noun):
    """The part of a ``CommentStore`` that is about stories and not about single comments."""

    @writing
    async def like(self, session: Session, story: StoryId, person: Person, at: datetime) -> bool:
        liked = await session.run(_LIKE, {"story": story, **at_person(person.ref), "at": to_ms(at)}) > 0
        if liked:
            await touch_everywhere(session, story)
        return liked

    @writing
    async def unlike(self, session: Session, story: StoryId, person: PersonRef) -> bool:
        unliked = await session.run(_UNLIKE, {"story": story, **at_person(person)}) > 0
        if unliked:
            await touch_everywhere(session, story)
        return unliked

    @writing
    async def toggle_like(
        self, session: Session, story: StoryId, person: Person, event: str, at: datetime
    ) -> bool:
        asked = {"platform": person.ref.platform, "event": event}
        before = await session.row(_OUTCOME, asked)
        if before is not None and before["outcome"] is not None:
            return bool(before["outcome"] == _LIKED)
        place = {"story": story, **at_person(person.ref)}
        liked = await session.run(_LIKE, {**place, "at": to_ms(at)}) > 0
        if not liked:
            await session.run(_UNLIKE, place)
        await session.run(_KEEP_OUTCOME, {**asked, "outcome": _LIKED if liked else _UNLIKED})
        await touch_everywhere(session, story)
        return liked

    @writing
    async def tally(self, session: Session, message: MessageRef, story: StoryId, likes: int) -> bool:
        place = {**at_chat(message.chat), "message": message.id}
        if likes:
            changed = await session.run(_TALLY, {**place, "story": story, "likes": likes}) > 0
        else:
            changed = await session.run(_UNTALLY, place) > 0
        if changed:
            await touch_everywhere(session, story)
        return changed

    @reading
    async def counts(
        self, session: Session, stories: Collection[StoryId], chat: ChatRef
    ) -> Mapping[StoryId, Counts]:
        asked = {"stories": listed(stories)}
        own = await session.rows(_OWN_COUNTS, {**asked, **at_chat(chat)})
        said_here = {row["story"]: row["comments"] for row in own}
        shared = {row["story"]: row for row in await session.rows(_SHARED_COUNTS, asked)}
        return {
            story: Counts(
                comments=(shared[story]["comments"] if story in shared else 0) + said_here.get(story, 0),
                likes=shared[story]["likes"] if story in shared else 0,
            )
            for story in stories
        }

    @writing
    async def stale(self, session: Session, since: datetime, limit: int) -> Sequence[StaleCopy]:
        found: dict[MessageRef, StaleCopy] = {}
        ages: dict[MessageRef, int] = {}
        for touched in await session.rows(_TOUCHED):
            params = {name: touched[name] for name in ("story", "platform", "chat", "comments", "likes")}
            bounds = {"since": to_ms(since), "limit": limit}
            rows = [
                row
                for statement in (_STALE, _STALE_DIGESTS)
                for row in await session.rows(statement, {**params, **bounds})
            ]
            if not rows:  # all its copies tell the truth: until it is touched again nobody need look
                await session.run(_UNTOUCH, params)
            for row in rows:
                copy = _stale_copy(row)
                found[copy.message] = copy
                ages[copy.message] = row["at"]
        newest_first = sorted(found.values(), key=lambda copy: ages[copy.message], reverse=True)
        return newest_first[:limit]

    @writing
    async def refreshed(self, session: Session, copies: Sequence[StaleCopy]) -> None:
        await session.run_many(
            _REFRESHED,
            [
                {
                    **at_chat(copy.message.chat),
                    "message": copy.message.id,
                    "comments": copy.counts.comments,
                    "likes": copy.counts.likes,
                }
                for copy in copies
            ],
        )


async def touch_everywhere(session: Session, story: StoryId | None) -> None:
    """What stands under a story changed for all chats."""
    if story is not None:
        await session.run(_COUNT, {"story": story})
        await session.run(_TOUCH, {"story": story, "platform": "", "chat": ""})


async def show_elsewhere(session: Session, chat: ChatRef, *, shares: bool) -> None:
    """What was said in this chat is now shown in others, or is not."""
    said = await session.rows(_SHOW_ELSEWHERE, {**at_chat(chat), "shares": int(shares)})
    for story in {row["story"] for row in said}:
        await touch_everywhere(session, story)


async def touch_here(session: Session, story: StoryId, chat: ChatRef) -> None:
    """What stands under a story changed for this chat alone, and for those that it discusses."""
    await session.run(_TOUCH, {"story": story, **at_chat(chat)})
    await session.run(_TOUCH_HEARING, {"story": story, **at_chat(chat)})


def _stale_copy(row: Row) -> StaleCopy:
    return StaleCopy(
        message=MessageRef(ChatRef(row["platform"], row["chat"]), row["message"]),
        story=row["story"],
        delivery=row["delivery"],
        counts=Counts(row["comments"], row["likes"]),
        shown=Counts(row["shown_comments"], row["shown_likes"]),
    )
