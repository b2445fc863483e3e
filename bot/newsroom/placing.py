"""Placing: entries that are in no story yet join one or found one, in the order in which they came.

An entry costs about a millisecond; after each one others may run.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from hashlib import blake2b

from bot.model.briefing import Briefing
from bot.model.news import Entry, EntryId, Membership, Story, StoryId
from bot.newsroom.board import ALIVE, Board
from bot.newsroom.grouping import WINDOW, StoryIndex
from bot.newsroom.ids import story_id
from bot.newsroom.leads import assemble
from bot.newsroom.subject import SubjectScorer
from bot.ports.clock import Clock
from bot.ports.news import Placed
from bot.ports.store import Store

_SLICE = 64  # entries kept in one transaction
_PAGE = 200  # entries read at once when the index is rebuilt
_PRINT = "profile-print"


class Placer:
    """Groups entries into stories and keeps the board up to date."""

    def __init__(self, *, store: Store, board: Board, clock: Clock, briefing: Briefing) -> None:
        self._store = store
        self._board = board
        self._clock = clock
        self._briefing = briefing
        self._scorer = SubjectScorer(briefing.profile)
        self._index: StoryIndex | None = None
        self._turn = asyncio.Lock()

    async def start(self) -> None:
        """Rebuild index and board from what is stored; nothing is grouped anew. Where the profile
        is not the one of last time, all stories of the window are scored again."""
        self._index = await self._rebuilt()
        if await self._store.upkeep.fact(_PRINT) != profile_print(self._briefing):
            await self._rescore()
        self._board.put(await self._store.stories.window(self._clock.now() - ALIVE))

    async def place_new(self) -> int:
        """Place all entries that wait; how many there were. Raises StorageError: what was placed
        until then stays, the rest waits."""
        async with self._turn:
            now = self._clock.now()
            self._board.forget(now - ALIVE)
            index = await self._rebuilt() if self._index is None else self._index
            index.forget(now - WINDOW)
            self._index = None  # until all is kept: what a failure leaves half done is built anew
            count = 0
            while entries := await self._store.entries.unplaced(_SLICE):
                await self._place(entries, index)
                count += len(entries)
            self._index = index
            return count

    async def _rebuilt(self) -> StoryIndex:
        index = StoryIndex()
        since = self._clock.now() - WINDOW
        after = EntryId(0)
        while page := await self._store.entries.placed(since, after, _PAGE):
            for entry, story in page:
                index.add(entry, story)
                await asyncio.sleep(0)
            after = page[-1][0].id
        return index

    async def _place(self, entries: Sequence[Entry], index: StoryIndex) -> None:
        placed: list[Placed] = []
        for entry in entries:
            placement = index.place(entry)
            story = placement.story or story_id(entry.id)
            index.add(entry, story)
            placed.append(Placed(entry.id, story, placement.match))
            await asyncio.sleep(0)
        stories = await self._stories(placed, entries)
        await self._store.stories.place(placed, stories)
        self._board.put(stories)

    async def _stories(self, placed: Sequence[Placed], entries: Sequence[Entry]) -> list[Story]:
        """The stories that these entries founded or joined, as they are with them."""
        joined: defaultdict[StoryId, list[Membership]] = defaultdict(list)
        for place, entry in zip(placed, entries, strict=True):
            joined[place.story].append(Membership(entry, place.match))
        stories: list[Story] = []
        for story, memberships in joined.items():
            founded = memberships[0].match is None
            before = () if founded else await self._store.stories.memberships(story)
            stories.append(self._assembled(story, (*before, *memberships)))
            await asyncio.sleep(0)
        return stories

    async def _rescore(self) -> None:
        known = await self._store.stories.window(self._clock.now() - WINDOW)
        for start in range(0, len(known), _SLICE):
            stories: list[Story] = []
            for story in known[start : start + _SLICE]:
                memberships = await self._store.stories.memberships(story.id)
                stories.append(self._assembled(story.id, memberships))
                await asyncio.sleep(0)
            await self._store.stories.rescore(stories)
        await self._store.upkeep.set_fact(_PRINT, profile_print(self._briefing))

    def _assembled(self, story: StoryId, memberships: Sequence[Membership]) -> Story:
        return assemble(story, memberships, self._scorer, self._briefing.topics, self._briefing.language)


def profile_print(briefing: Briefing) -> str:
    """Changes whenever stories would be scored otherwise."""
    return blake2b(repr((briefing.profile, briefing.topics)).encode(), digest_size=16).hexdigest()
