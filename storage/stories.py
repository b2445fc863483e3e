"""Stories, why their entries belong to them, and the articles behind them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.model.news import Entry, Match, Membership, Story, StoryId, SubjectScore
from bot.ports.news import Article, Placed
from storage.codec import dump, load
from storage.entries import COLUMNS as ENTRY_COLUMNS
from storage.entries import entry
from storage.session import Noun, Row, Session, reading, writing
from storage.values import listed, to_instant, to_ms

_COLUMNS = (
    "id, headline, lead, language, first_seen, last_new, voices, growth, weight, opinion, subject, terms, "
    "topics"
)

_PLACE = "UPDATE entries SET story = :story, matched = :matched WHERE id = :entry"

_SUMMARIES = """
SELECT id, summary FROM entries WHERE id IN (SELECT value FROM json_each(:leads) /* list of BIGINT */)
"""

_KEEP = """
INSERT INTO stories (id, headline, lead, language, first_seen, last_new, voices, growth, weight, opinion,
    subject, terms, topics, folded)
VALUES (:id, :headline, :lead, :language, :first_seen, :last_new, :voices, :growth, :weight, :opinion,
    :subject, :terms, :topics, :folded)
ON CONFLICT (id) DO UPDATE SET headline = excluded.headline, lead = excluded.lead,
    language = excluded.language, first_seen = excluded.first_seen,
    last_new = excluded.last_new, voices = excluded.voices,
    growth = excluded.growth, weight = excluded.weight, opinion = excluded.opinion,
    subject = excluded.subject, terms = excluded.terms, topics = excluded.topics, folded = excluded.folded
"""

_RESCORE = "UPDATE stories SET subject = :subject, terms = :terms, topics = :topics WHERE id = :id"

_GET = f"SELECT {_COLUMNS} FROM stories WHERE id = :story"

_MANY = f"""
SELECT {_COLUMNS} FROM stories WHERE id IN (SELECT value FROM json_each(:stories) /* list of TEXT */)
"""

_WINDOW = f"SELECT {_COLUMNS} FROM stories WHERE last_new >= :since ORDER BY last_new DESC, id"

_MEMBERSHIPS = f"""
SELECT {ENTRY_COLUMNS} FROM entries e JOIN feeds f ON f.id = e.feed
WHERE e.story = :story
ORDER BY CASE WHEN e.matched IS NULL THEN 0 ELSE 1 END, e.id
"""

_MEMBERS = f"""
SELECT {ENTRY_COLUMNS} FROM entries e JOIN feeds f ON f.id = e.feed
WHERE e.story IN (SELECT value FROM json_each(:stories) /* list of TEXT */)
ORDER BY e.id
"""

_SEARCH = f"""
SELECT {_COLUMNS} FROM stories s
WHERE NOT EXISTS (
    SELECT 1 FROM json_each(:words) AS w /* list of TEXT */
    WHERE INSTR(s.folded, w.value) = 0 /* postgresql: STRPOS */
)
ORDER BY last_new DESC, id LIMIT :limit
"""

_ARTICLE = "SELECT url, body, read_at FROM articles WHERE url = :url"

_KEEP_ARTICLE = """
INSERT INTO articles (url, body, read_at) VALUES (:url, :body, :read_at)
ON CONFLICT (url) DO UPDATE SET body = excluded.body, read_at = excluded.read_at
"""


class Stories(Noun):
    """A ``StoryStore``."""

    @writing
    async def place(self, session: Session, placed: Sequence[Placed], stories: Sequence[Story]) -> None:
        await session.run_many(_PLACE, [_placed_params(item) for item in placed])
        rows = await session.rows(_SUMMARIES, {"leads": listed(story.lead for story in stories)})
        summaries = {row["id"]: row["summary"] for row in rows}
        await session.run_many(_KEEP, [_params(story, summaries.get(story.lead, "")) for story in stories])

    @writing
    async def rescore(self, session: Session, stories: Sequence[Story]) -> None:
        await session.run_many(_RESCORE, [{"id": story.id, **_score_params(story)} for story in stories])

    @reading
    async def get(self, session: Session, story: StoryId) -> Story | None:
        row = await session.row(_GET, {"story": story})
        return _story(row) if row else None

    @reading
    async def many(self, session: Session, stories: Collection[StoryId]) -> Mapping[StoryId, Story]:
        return {row["id"]: _story(row) for row in await session.rows(_MANY, {"stories": listed(stories)})}

    @reading
    async def window(self, session: Session, since: datetime) -> Sequence[Story]:
        return [_story(row) for row in await session.rows(_WINDOW, {"since": to_ms(since)})]

    @reading
    async def memberships(self, session: Session, story: StoryId) -> Sequence[Membership]:
        return [
            Membership(
                entry(row), load(Match, row["matched"], f"entries {row['id']}") if row["matched"] else None
            )
            for row in await session.rows(_MEMBERSHIPS, {"story": story})
        ]

    @reading
    async def members(
        self, session: Session, stories: Collection[StoryId]
    ) -> Mapping[StoryId, Sequence[Entry]]:
        found: dict[StoryId, list[Entry]] = {}
        for row in await session.rows(_MEMBERS, {"stories": listed(stories)}):
            found.setdefault(row["story"], []).append(entry(row))
        return found

    @reading
    async def search(self, session: Session, words: Sequence[str], limit: int) -> Sequence[Story]:
        folded = listed(word.casefold() for word in words)
        return [_story(row) for row in await session.rows(_SEARCH, {"words": folded, "limit": limit})]

    @reading
    async def article(self, session: Session, url: str) -> Article | None:
        row = await session.row(_ARTICLE, {"url": url})
        return Article(row["url"], row["body"], to_instant(row["read_at"])) if row else None

    @writing
    async def keep_article(self, session: Session, article: Article) -> None:
        await session.run(
            _KEEP_ARTICLE, {"url": article.url, "body": article.text, "read_at": to_ms(article.read)}
        )


def _story(row: Row) -> Story:
    return Story(
        id=row["id"],
        headline=row["headline"],
        lead=row["lead"],
        language=row["language"],
        first_seen=to_instant(row["first_seen"]),
        last_new=to_instant(row["last_new"]),
        voices=row["voices"],
        growth=row["growth"],
        weight=row["weight"],
        subject=SubjectScore(row["subject"], tuple(json.loads(row["terms"]))),
        topics=tuple(json.loads(row["topics"])),
        opinion=bool(row["opinion"]),
    )


def _placed_params(placed: Placed) -> dict[str, object]:
    matched = dump(Match, placed.match) if placed.match else None
    return {"entry": placed.entry, "story": placed.story, "matched": matched}


def _params(story: Story, summary: str) -> dict[str, object]:
    return {
        "id": story.id,
        "headline": story.headline,
        "lead": story.lead,
        "language": story.language,
        "first_seen": to_ms(story.first_seen),
        "last_new": to_ms(story.last_new),
        "voices": story.voices,
        "growth": story.growth,
        "weight": story.weight,
        "opinion": int(story.opinion),
        "folded": f"{story.headline}\n{summary}".casefold(),
        **_score_params(story),
    }


def _score_params(story: Story) -> dict[str, object]:
    return {
        "subject": story.subject.value,
        "terms": listed(story.subject.terms),
        "topics": listed(story.topics),
    }
