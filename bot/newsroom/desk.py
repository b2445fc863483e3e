"""The desk: candidates, the line-up, what editors decide of them, and why things are as they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model.briefing import Briefing
from bot.model.chats import Order, Person, PersonRef
from bot.model.editions import Edits, Pick
from bot.model.news import (
    Candidate,
    Entry,
    Membership,
    ParsedEntry,
    ParsedFeed,
    PreparedStory,
    Story,
    StoryId,
)
from bot.newsroom.board import ALIVE, Board
from bot.newsroom.entries import identified
from bot.newsroom.lineup import SPARE, Line, Muted, for_order, line_up
from bot.newsroom.preparing import Preparer
from bot.newsroom.ranking import rank
from bot.ports.desk import Decided, Decision, DecisionKind
from bot.ports.readers import Wave
from bot.ports.store import Store

MOST_CANDIDATES = 60
"""Rows of the desk; what ranks lower is reached by its id."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the desk."""

    candidate: Candidate
    headline: str  # as it would go out
    pick: Pick | None
    dropped: bool
    sent: bool  # to any chat


@dataclass(frozen=True, slots=True)
class View:
    """The desk as one person sees it; row 1 is the first of ``rows``."""

    rows: tuple[Row, ...]
    picked: int
    size: int
    wave: Wave | None  # the next chats to be served


@dataclass(frozen=True, slots=True)
class Why:
    """Why a story ranks where it does, and how it was grouped."""

    candidate: Candidate
    headline: str
    memberships: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What became of a link that some feed brought. ``rank`` is None for a story that is not on
    the desk at all; ``ranked`` is how many are."""

    entry: Entry
    story: Story | None
    memberships: tuple[Membership, ...]  # the story's
    pick: Pick | None
    dropped_by: str | None  # the editor's name
    rank: int | None
    ranked: int


class Desk:
    """Where editors work. It is also what the press takes the line-up from."""

    def __init__(self, *, store: Store, board: Board, preparer: Preparer, briefing: Briefing) -> None:
        self._store = store
        self._board = board
        self._preparer = preparer
        self._briefing = briefing

    async def view(self, person: PersonRef, now: datetime) -> View:
        """The desk as it is now; what a person is shown is what their row numbers mean then."""
        rows = await self._current(now)
        await self._store.desk.show(self._briefing.id, person, rows)
        return await self._view(rows, now)

    async def view_again(self, person: PersonRef, now: datetime) -> View:
        """The rows that this person was shown last, as they stand now: for turning pages. Where
        they were shown none, the desk as it is now."""
        shown = await self._store.desk.shown(self._briefing.id, person)
        return await self._view(shown, now) if shown else await self.view(person, now)

    async def lines(self, now: datetime) -> tuple[Line, ...]:
        """The whole line-up as it stands now."""
        picks = await self._picks(now)
        stories = await self._stories([pick.story for pick in picks])
        dropped = await self._dropped(now)
        candidates = await self._board.ranked(now)
        return line_up(picks, stories, candidates, dropped, fill=self._briefing.fill)

    async def prepared(self, order: Order, now: datetime) -> Sequence[PreparedStory]:
        """The stories for this order, ready to go out; see ``bot.ports.lineup``."""
        lines = for_order(await self.lines(now), order)
        stories = await self._preparer.prepare([line.story for line in lines], pages=order.size * SPARE)
        muted = Muted(order.muted)  # an editor's headline may bring a word that the source's had not
        return [story for story in stories if not muted.has(story.headline)]

    async def warm(self, now: datetime) -> None:
        """Have the article pages read of what would go out next."""
        order = Order(size=self._briefing.size)
        lines = for_order(await self.lines(now), order)[: order.size * SPARE]
        await self._preparer.warm(line.story for line in lines)

    async def decide(self, kind: DecisionKind, story: StoryId, by: Person, now: datetime) -> Decided:
        """Keep a decision; if it was so already, ``by`` of what comes back names who was first."""
        decision = Decision(self._briefing.id, kind, story, by, now, since=now - ALIVE)
        return await self._store.desk.decide(decision)

    async def reorder(self, stories: Sequence[StoryId], by: Person, now: datetime) -> Collection[StoryId]:
        """Put these picks first, in this order. Those of them that are no picks are given back,
        and then nothing is changed."""
        picked = {pick.story for pick in await self._picks(now)}
        strange = [story for story in stories if story not in picked]
        if not strange:
            await self._store.desk.reorder(self._briefing.id, stories, by, now)
        return strange

    async def edit(self, story: StoryId, edits: Edits, by: Person, now: datetime) -> PreparedStory:
        """Change what readers see of a story; an empty text goes back to the source's. The story
        as it would go out then."""
        await self._store.desk.edit(self._briefing.id, story, edits, by, now)
        return (await self._preparer.prepare([await self._story(story)]))[0]

    async def picks(self, now: datetime) -> Sequence[Pick]:
        """The living picks, pins first."""
        return await self._picks(now)

    async def is_stale(self, story: StoryId, by: Person, now: datetime) -> bool:
        """Whether a row with this story stands on no desk any more: dropped by another than this
        person, who knows what they dropped themselves, or too old."""
        if (await self._dropped(now)).get(story, by.name) != by.name:
            return True
        current = self._board.get(story)
        return current is None or current.last_new < now - ALIVE

    async def headline(self, story: StoryId) -> str:
        """A story's headline as it would go out."""
        return (await self._headlines([await self._story(story)]))[story]

    async def why(self, story: StoryId, now: datetime) -> Why:
        """Why this story ranks where it does."""
        found = await self._story(story)
        memberships = await self._store.stories.memberships(story)
        candidate = (await self._candidates({story: found}, now))[story]
        return Why(candidate, (await self._headlines([found]))[story], tuple(memberships))

    async def why_not(self, url: str, now: datetime) -> WhyNot | None:
        """What became of a link; None if no feed brought it."""
        found = await self._store.entries.by_link(link_key(url))
        if found is None:
            return None
        entry, story_id = found
        ranked = await self._board.ranked(now)
        if story_id is None:
            return WhyNot(entry, None, (), None, None, None, len(ranked))
        order = [candidate.story.id for candidate in ranked]
        return WhyNot(
            entry=entry,
            story=await self._story(story_id),
            memberships=tuple(await self._store.stories.memberships(story_id)),
            pick=next((pick for pick in await self._picks(now) if pick.story == story_id), None),
            dropped_by=(await self._dropped(now)).get(story_id),
            rank=order.index(story_id) + 1 if story_id in order else None,
            ranked=len(order),
        )

    async def _current(self, now: datetime) -> list[StoryId]:
        """The best candidates less those dropped; picks that rank lower come behind them."""
        dropped = await self._dropped(now)
        ranked = (candidate.story.id for candidate in await self._board.ranked(now))
        best = [story for story in ranked if story not in dropped][:MOST_CANDIDATES]
        picked = [pick.story for pick in await self._picks(now)]
        return list(dict.fromkeys((*best, *picked)))

    async def _view(self, rows: Sequence[StoryId], now: datetime) -> View:
        picks = {pick.story: pick for pick in await self._picks(now)}
        dropped = await self._dropped(now)
        stories = await self._stories(rows)
        headlines = await self._headlines(list(stories.values()))
        candidates = await self._candidates(stories, now)
        sent = await self._store.deliveries.sent(rows)
        return View(
            rows=tuple(
                Row(candidates[story], headlines[story], picks.get(story), story in dropped, story in sent)
                for story in rows
                if story in candidates
            ),
            picked=len(picks),
            size=self._briefing.size,
            wave=await self._store.subscriptions.next_wave(self._briefing.id, now),
        )

    async def _picks(self, now: datetime) -> Sequence[Pick]:
        return await self._store.desk.picks(self._briefing.id, now - ALIVE)

    async def _dropped(self, now: datetime) -> Mapping[StoryId, str]:
        return await self._store.desk.dropped(self._briefing.id, now - ALIVE)

    async def _stories(self, ids: Sequence[StoryId]) -> Mapping[StoryId, Story]:
        """These stories: from the board, or from what is stored if they are older."""
        living = {story: found for story in ids if (found := self._board.get(story))}
        older = [story for story in ids if story not in living]
        return {**living, **(await self._store.stories.many(older) if older else {})}

    async def _candidates(
        self, stories: Mapping[StoryId, Story], now: datetime
    ) -> Mapping[StoryId, Candidate]:
        """As they are ranked on the board; what is not there stands for itself."""
        ranked = {each.story.id: each for each in await self._board.ranked(now) if each.story.id in stories}
        others = rank([found for story, found in stories.items() if story not in ranked], now)
        return ranked | {each.story.id: each for each in others}

    async def _story(self, story: StoryId) -> Story:
        return (await self._stories([story]))[story]

    async def _headlines(self, stories: Sequence[Story]) -> Mapping[StoryId, str]:
        edits = await self._store.desk.edits(self._briefing.id, [story.id for story in stories])
        return {story.id: edits.get(story.id, Edits()).headline or story.headline for story in stories}


def link_key(url: str) -> str:
    """The key under which an entry with this link is kept."""
    return identified(ParsedFeed("", entries=(ParsedEntry(None, url, ""),)))[0].key
