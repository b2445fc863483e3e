"""Preparing: a story as it goes out, with its editors' changes and, where needed, its article's text."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import StorageError
from bot.model.briefing import Briefing
from bot.model.editions import Edits
from bot.model.news import Entry, Membership, PreparedStory, Story, StoryId
from bot.newsroom.leads import needs_article, prepare
from bot.ports.clock import Clock
from bot.ports.feeds import ArticleReader
from bot.ports.news import Article
from bot.ports.store import Store

PATIENCE = 10.0
"""Seconds that an edition waits for article pages, all together."""
TRY_AGAIN = timedelta(hours=6)
"""After how long a page that gave no article is asked again."""

_AT_ONCE = 8
_MOST_KEPT = 500
_NO_EDITS = Edits()

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A prepared story with what it was made of; good ``until`` its page is worth another try."""

    story: Story
    edits: Edits
    made: PreparedStory
    until: datetime | None


class Preparer:
    """Prepares stories; reads article pages through ``articles``, or none where that is None."""

    def __init__(
        self,
        *,
        store: Store,
        articles: ArticleReader | None,
        clock: Clock,
        briefing: Briefing,
        patience: float = PATIENCE,
    ) -> None:
        self._store = store
        self._articles = articles
        self._clock = clock
        self._briefing = briefing
        self._patience = patience
        self._at_once = asyncio.Semaphore(_AT_ONCE)
        self._reading: dict[str, asyncio.Task[str | None]] = {}
        self._kept: dict[StoryId, _Kept] = {}

    async def prepare(self, stories: Sequence[Story], *, pages: int | None = None) -> list[PreparedStory]:
        """The stories as they would go out now. Waits for the article pages of the first ``pages``
        of them (None: of all), at most as long as the patience is; where a page does not come the
        feed's own text has to do."""
        edits = await self._store.desk.edits(self._briefing.id, [story.id for story in stories])
        read = {story.id for story in stories[:pages]}
        made = {
            story.id: self._kept[story.id].made
            for story in stories
            if self._is_kept(story, edits, reads=story.id in read)
        }
        fresh = [story for story in stories if story.id not in made]
        memberships = {story.id: await self._store.stories.memberships(story.id) for story in fresh}
        leads = (story_lead(story, memberships[story.id]) for story in fresh if story.id in read)
        texts = await self._texts(leads)
        for story in fresh:
            await asyncio.sleep(0)
            made[story.id] = self._made(story, memberships[story.id], edits.get(story.id, _NO_EDITS), texts)
        return [made[story.id] for story in stories]

    async def warm(self, stories: Iterable[Story]) -> None:
        """Start reading the article pages that these stories will need; waits for none."""
        if self._articles is None:
            return
        for story in stories:
            if not self._has_its_page(story):
                lead = story_lead(story, await self._store.stories.memberships(story.id))
                if needs_article(lead) and lead.link:
                    self._read_soon(self._articles, lead.link)

    async def close(self) -> None:
        """Give up on the pages that are still being read."""
        for task in self._reading.values():
            task.cancel()
        await asyncio.gather(*self._reading.values(), return_exceptions=True)

    def _is_kept(self, story: Story, edits: Mapping[StoryId, Edits], *, reads: bool) -> bool:
        kept = self._kept.get(story.id)
        if kept is None or (reads and not self._has_its_page(story)):
            return False
        return (kept.story, kept.edits) == (story, edits.get(story.id, _NO_EDITS))

    def _has_its_page(self, story: Story) -> bool:
        """Whether a story is kept as it is with its page, or with what has to do for a while."""
        kept = self._kept.get(story.id)
        return kept is not None and (kept.until is None or self._clock.now() < kept.until)

    def _made(
        self, story: Story, memberships: Sequence[Membership], edits: Edits, texts: Mapping[str, str | None]
    ) -> PreparedStory:
        lead = story_lead(story, memberships)
        link = lead.link if self._articles and needs_article(lead) else None
        bare = prepare(story, memberships, texts.get(link) if link else None, self._briefing.label)
        made = edited(bare, edits)
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        until = None if link is None or texts.get(link) else self._clock.now()
        if until and link in texts:  # else the page may still come
            until += TRY_AGAIN
        self._kept[story.id] = _Kept(story, edits, made, until)
        return made

    async def _texts(self, leads: Iterable[Entry]) -> Mapping[str, str | None]:
        """The article texts that are there in time, by link; None: there is none to be had."""
        if self._articles is None:
            return {}
        links = dict.fromkeys(lead.link for lead in leads if lead.link and needs_article(lead))
        tasks = {link: self._read_soon(self._articles, link) for link in links}
        if tasks:
            await asyncio.wait(tasks.values(), timeout=self._patience)
        return {link: task.result() for link, task in tasks.items() if task.done()}

    def _read_soon(self, articles: ArticleReader, link: str) -> asyncio.Task[str | None]:
        task = self._reading.get(link)
        if task is None:
            task = asyncio.create_task(self._read(articles, link))
            self._reading[link] = task
            task.add_done_callback(lambda _: self._reading.pop(link, None))
        return task

    async def _read(self, articles: ArticleReader, link: str) -> str | None:
        """The text of the page, from what is stored if that is good enough."""
        try:
            known = await self._store.stories.article(link)
            if known and (known.text or self._clock.now() - known.read < TRY_AGAIN):
                return known.text
            async with self._at_once:
                text = await articles.read(link)
            await self._store.stories.keep_article(Article(link, text, self._clock.now()))
        except StorageError as error:
            _log.warning("an article page could not be kept: %s", error)
            return None
        return text


def story_lead(story: Story, memberships: Sequence[Membership]) -> Entry:
    """The entry that leads the story."""
    return next(each.entry for each in memberships if each.entry.id == story.lead)


def edited(prepared: PreparedStory, edits: Edits) -> PreparedStory:
    """The story with what an editor changed of it; an editor's excerpt goes out as it was written."""
    return replace(
        prepared,
        label=edits.label or prepared.label,
        headline=edits.headline or prepared.headline,
        excerpt=paragraphs(edits.excerpt) if edits.excerpt else prepared.excerpt,
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text that a person typed."""
    return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip())
