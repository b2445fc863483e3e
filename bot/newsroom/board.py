"""The board: the living stories in memory, so that ranking reads no database."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.model.news import Candidate, Story, StoryId
from bot.newsroom.ranking import diversify, rank

ALIVE = timedelta(hours=36)
"""How long after its newest entry was published a story is news, and after its decision a pick counts."""
RANKING_LASTS = timedelta(minutes=1)

_SLICE = 500  # stories ranked in one go: a few milliseconds
_MOST_DIVERSIFIED = 200  # nobody turns so many pages; beyond it plain rank will do


class Board:
    """Living stories and their ranking, which is made again when a story or the minute changed."""

    def __init__(self) -> None:
        self._stories: dict[StoryId, Story] = {}
        self._changes = 0
        self._ranked: list[Candidate] = []
        self._ranked_at: tuple[int, datetime] | None = None

    def put(self, stories: Iterable[Story]) -> None:
        """These stories are now so."""
        self._stories.update((story.id, story) for story in stories)
        self._changes += 1

    def get(self, story: StoryId) -> Story | None:
        """A living story."""
        return self._stories.get(story)

    def forget(self, before: datetime) -> None:
        """Take down the stories whose newest entry was published before."""
        self._stories = {key: story for key, story in self._stories.items() if story.last_new >= before}

    async def ranked(self, now: datetime) -> list[Candidate]:
        """Every living story that is near the briefing's subject at all, best first; no two that are
        much alike in a row. At most a minute old."""
        if not self._is_fresh(now):
            made_at = (self._changes, now)
            self._ranked = await self._rank(now)
            self._ranked_at = made_at
        return self._ranked

    def _is_fresh(self, now: datetime) -> bool:
        if self._ranked_at is None:
            return False
        changes, at = self._ranked_at
        return changes == self._changes and abs(now - at) < RANKING_LASTS

    async def _rank(self, now: datetime) -> list[Candidate]:
        near = [
            story
            for story in self._stories.values()
            if story.subject.value > 0 and story.last_new >= now - ALIVE
        ]
        found: list[Candidate] = []
        for start in range(0, len(near), _SLICE):
            found += rank(near[start : start + _SLICE], now)
            await asyncio.sleep(0)
        found.sort(key=lambda candidate: -candidate.score)
        return diversify(found[:_MOST_DIVERSIFIED]) + found[_MOST_DIVERSIFIED:]
