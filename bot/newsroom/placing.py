"""Placing: entries that are in no story yet join one or found one, in the order in which they came.

An entry costs a fraction of a millisecond; after every few others may run.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b

from bot.model.briefing import Briefing
from bot.model.news import Entry, EntryId, Story, StoryId
from bot.newsroom.board import ALIVE, Board
from bot.newsroom.gists import Gist, gist_of
from bot.newsroom.grouping import WINDOW, StoryIndex
from bot.newsroom.growing import Growing, Judge
from bot.newsroom.ids import story_id
from bot.newsroom.subject import SubjectScorer
from bot.ports.clock import Clock
from bot.ports.news import Placed
from bot.ports.store import Store

_SLICE = 256  # entries kept in one transaction
_RESCORED = 64  # stories scored again in one transaction
_PAGE = 200  # entries read at once when the index is rebuilt
_BREATH = 8  # entries handled in one go
_PRINT = "profile-print"


class Placer:
    """Groups entries into stories and keeps the board up to date."""

    def __init__(self, *, store: Store, board: Board, clock: Clock, briefing: Briefing) -> None:
        self._store = store
        self._board = board
        self._clock = clock
        self._briefing = briefing
        self._judge = Judge(SubjectScorer(briefing.profile), briefing.topics, briefing.language)
        self._index: StoryIndex | None = None
        self._growing: dict[StoryId, Growing] = {}  # those that grew since the index was built
        self._handled = 0
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
            await self._forget(index, now - WINDOW)
            self._index = None  # until all is kept: what a failure leaves half done is built anew
            count = 0
            while entries := await self._store.entries.unplaced(_SLICE):
                await self._place(entries, index)
                count += len(entries)
            self._index = index
            return count

    async def _rebuilt(self) -> StoryIndex:
        index = StoryIndex()
        self._growing.clear()
        since = self._clock.now() - WINDOW
        after = EntryId(0)
        while page := await self._store.entries.placed(since, after, _PAGE):
            for entry, story in page:
                index.add(gist_of(entry), story)
                await self._breathe()
            after = page[-1][0].id
        return index

    async def _forget(self, index: StoryIndex, before: datetime) -> None:
        for story in index.older(before):
            index.remove(story)
            self._growing.pop(story, None)
            await self._breathe()

    async def _place(self, entries: Sequence[Entry], index: StoryIndex) -> None:
        placed: list[Placed] = []
        joined: defaultdict[StoryId, list[Gist]] = defaultdict(list)
        for entry in entries:
            gist = gist_of(entry)
            placement = index.place(gist)
            story = placement.story or story_id(entry.id)
            index.add(gist, story)
            placed.append(Placed(entry.id, story, placement.match))
            joined[story].append(gist)
            await self._breathe()
        stories = await self._grown(joined)
        await self._store.stories.place(placed, stories)
        self._board.put(stories)

    async def _grown(self, joined: Mapping[StoryId, Sequence[Gist]]) -> list[Story]:
        """The stories that these entries founded or joined, as they are with them."""
        await self._recall([story for story, gists in joined.items() if story != story_id(gists[0].entry.id)])
        stories: list[Story] = []
        for story, gists in joined.items():
            for gist in gists:
                self._take_in(story, gist)
                await self._breathe()
            stories.append(self._growing[story].story())
        return stories

    async def _recall(self, stories: Iterable[StoryId]) -> None:
        """Sum up what is stored of these stories, where that was not done yet."""
        unknown = [story for story in stories if story not in self._growing]
        members = await self._store.stories.members(unknown) if unknown else {}
        for story, entries in members.items():
            for entry in entries:
                self._take_in(story, gist_of(entry))
                await self._breathe()

    def _take_in(self, story: StoryId, gist: Gist) -> None:
        growing = self._growing.get(story)
        if growing:
            growing.take_in(gist)
        else:
            self._growing[story] = Growing(story, self._judge, gist)

    async def _rescore(self) -> None:
        known = await self._store.stories.window(self._clock.now() - WINDOW)
        for start in range(0, len(known), _RESCORED):
            part = [story.id for story in known[start : start + _RESCORED]]
            await self._recall(part)
            stories = [self._growing[story].story() for story in part]
            await self._store.stories.rescore(stories)
        await self._store.upkeep.set_fact(_PRINT, profile_print(self._briefing))

    async def _breathe(self) -> None:
        """Let others run after every few entries."""
        self._handled += 1
        if self._handled % _BREATH == 0:
            await asyncio.sleep(0)


def profile_print(briefing: Briefing) -> str:
    """Changes whenever stories would be scored otherwise."""
    return blake2b(repr((briefing.profile, briefing.topics)).encode(), digest_size=16).hexdigest()
