"""Which entries tell one story: an online index that grows with the news and costs the same for each entry.

An entry joins the story whose entries share with it the most rare words, or founds one of its own. A
wrong merge is worse than a missed one, so the threshold is one at which at least 95 of 100 merges were
right on news grouped by people.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.model.news import EntryId, FeedId, Match, StoryId
from bot.newsroom.commonwords import STORIES_ASSUMED
from bot.newsroom.gists import Gist
from bot.newsroom.postings import Postings
from bot.newsroom.vectors import LENGTH, Vector, vector
from bot.text.links import is_web

WINDOW = timedelta(days=3)
"""How far apart the entries of one story may be; after that the same words are another event."""
THRESHOLD = 0.44
"""The likeness from which an entry with a text joins a story."""
HEADLINE_THRESHOLD = 0.215
"""The same for an entry with hardly more than a headline, which shares less with others by chance."""
SAME_OUTLET_THRESHOLD = 0.5
"""For joining a story that only the same outlet has told: what an outlet's texts share is more often a
column's name or furniture of the page than an event."""
MOST_ENTRIES = 300
"""A story in which so many count has become a subject: from then on it takes copies only."""
COPY_THRESHOLD = 0.7
"""The likeness from which an entry only repeats a story."""
MOST_OF_AN_OUTLET = 30
"""Entries of one outlet that count in a story; more of them join but shape it no further, so that nobody
can fill it alone."""

_ROUTINE_GAP = timedelta(hours=12)
"""The same outlet printing the same title so much later is a column ("Morning briefing"), not news."""
_STRONGEST_DISCOUNT = 0.35  # how much of the strongest shared term does not count: a name alone is no event
_COVERED = 0.3  # between likeness to the story as a whole (0) and how much of the entry it has (1)
_SURE = 3  # shared terms: so many are two thirds of the evidence, any number more is the rest
_FEWEST_SHARED = 3  # terms: two names in common are no event
_HEADLINE_TERMS = 10
_FEWEST_TERMS = 3  # a title of one or two words and no text ("Morning briefing") tells no event
_STORY_TERMS = 400
_WORDS_SHOWN = 5
_COMPARED = 16  # entries of a story among which the one that matched is looked for


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an entry belongs: ``story`` is None if it founds one of its own."""

    story: StoryId | None
    match: Match | None


_Member = tuple[EntryId, datetime, FeedId, str, int, tuple[str, ...]]
"""What is kept of an entry, enough to say which one matched and to know a column again: when it was
published, its feed, its voice, its headline as a number, its title's terms. Plain tuples of plain values,
of which there are many: the garbage collector leaves them alone, so that it does not hold up the loop."""


@dataclass(slots=True)
class _Group:
    """A story as the sum of the vectors of those entries that count."""

    story: StoryId
    members: list[_Member] = field(default_factory=list)
    weights: dict[str, int] = field(default_factory=dict)
    square: int = 0  # of the sum's length

    def is_full(self) -> bool:
        """Whether no more entries count."""
        return len(self.members) >= MOST_ENTRIES

    def has_enough_of(self, voice: str) -> bool:
        """Whether no more entries of this outlet count."""
        return sum([told == voice for _, _, _, told, *_ in self.members]) >= MOST_OF_AN_OUTLET

    def take_in(self, terms: Vector) -> list[str]:
        """Add an entry's vector to the sum; the terms that the story had not."""
        weights, square, new = self.weights, self.square, []
        for term, weight in terms.items():
            before = weights.get(term)
            if before is None:
                before = 0
                new.append(term)
            weights[term] = before + weight
            square += weight * (2 * before + weight)
        self.square = square
        return new

    def prune(self) -> list[str]:
        """Drop the weaker half of the terms; which they were."""
        weakest = sorted(self.weights, key=self.weights.__getitem__)[: len(self.weights) // 2]
        for term in weakest:
            self.square -= self.weights.pop(term) ** 2
        return weakest


class StoryIndex:
    """The stories of the last days, in memory.

    ``place`` only answers; what was decided is told by ``add``, which is also how the index is
    filled again after a start, without grouping anything anew.
    """

    def __init__(self) -> None:
        self._postings = Postings()
        self._groups: dict[int, _Group] = {}
        self._slots: dict[StoryId, int] = {}
        self._next_slot = 0
        self._last: tuple[Gist, Vector] | None = None  # place and add are called in turn

    def __len__(self) -> int:
        """How many stories are known."""
        return len(self._groups)

    def place(self, gist: Gist) -> Placement:
        """The story that an entry belongs to, with the reason, or none. Changes nothing."""
        terms = self._vector(gist)
        if len(terms) < _FEWEST_TERMS:
            return Placement(None, None)
        enough = THRESHOLD if len(terms) > _HEADLINE_TERMS else HEADLINE_THRESHOLD
        groups = [self._groups[slot] for slot in self._postings.likely(terms)]
        found = [(value, group) for group in groups if (value := _likeness(terms, group)) >= enough]
        found.sort(key=lambda pair: -pair[0])
        for value, group in found:
            if _may_take(group, gist, value):
                return Placement(group.story, _match(gist, terms, group, value))
        return Placement(None, None)

    def add(self, gist: Gist, story: StoryId) -> None:
        """An entry is in a story from now on, as its founder or not."""
        slot = self._slots.get(story)
        if slot is None:
            slot = self._slots[story] = self._next_slot
            self._next_slot += 1
            self._groups[slot] = _Group(story)
        group = self._groups[slot]
        if group.is_full() or group.has_enough_of(gist.voice):
            return
        group.members.append(_member(gist))
        self._postings.add(slot, group.take_in(self._vector(gist)))
        if len(group.weights) > _STORY_TERMS:
            self._postings.remove(slot, group.prune())

    def remove(self, story: StoryId) -> None:
        """A story is no more, for instance before its entries are added anew after a split."""
        slot = self._slots.pop(story, None)
        if slot is not None:
            self._postings.remove(slot, self._groups.pop(slot).weights)

    def older(self, before: datetime) -> list[StoryId]:
        """The stories whose newest entry was published before that instant."""
        groups = self._groups.values()
        return [group.story for group in groups if all(when < before for _, when, *_ in group.members)]

    def _vector(self, gist: Gist) -> Vector:
        if self._last is None or self._last[0] is not gist:
            stories = len(self._groups) + STORIES_ASSUMED
            self._last = (gist, vector(gist, self._postings.count, stories))
        return self._last[1]


def _likeness(terms: Vector, group: _Group) -> float:
    """The cosine with the story's sum, less the discount, and the length of the part of the entry that the
    story has too; the fewer terms they share, the less both say."""
    weights = group.weights
    shared = terms.keys() & weights.keys()
    if len(shared) < _FEWEST_SHARED:
        return 0.0
    products = [terms[term] * weights[term] for term in shared]
    whole = (sum(products) - _STRONGEST_DISCOUNT * max(products)) / (LENGTH * math.sqrt(group.square))
    covered = math.sqrt(sum([terms[term] ** 2 for term in shared])) / LENGTH
    evidence = 1 - math.exp(-len(shared) / _SURE)
    return float(whole ** (1 - _COVERED) * covered**_COVERED * evidence)


def _may_take(group: _Group, gist: Gist, likeness: float) -> bool:
    """Whether a story may take an entry that is like it: not too late, not too many, no column."""
    entry, when, headline = gist.entry, gist.entry.when, _headline(gist)
    if group.is_full() and likeness < COPY_THRESHOLD:
        return False
    own = [
        (told, title)
        for _, told, feed, voice, title, _ in group.members
        if feed == entry.feed or voice == gist.voice
    ]
    if len(own) == len(group.members) and likeness < SAME_OUTLET_THRESHOLD and is_web(entry.link):
        return False
    if any(title == headline and abs(when - told) > _ROUTINE_GAP for told, title in own):
        return False
    return all(abs(when - told) <= WINDOW for _, told, *_ in group.members)


def _match(gist: Gist, terms: Vector, group: _Group, likeness: float) -> Match:
    surfaces = dict((*reversed(gist.text), *reversed(gist.title)))  # the first place of each counts
    shared = terms.keys() & group.weights.keys()
    strongest = sorted(shared, key=lambda term: (-terms[term] * group.weights[term], term))[:_WORDS_SHOWN]
    words = tuple([surfaces[term] for term in terms if term in strongest])
    return Match(_closest(terms, group), words, min(likeness, 1.0))


def _closest(terms: Vector, group: _Group) -> EntryId:
    """The entry whose title shares most; the founder and the newest are asked."""
    asked = group.members[:1] + group.members[1:][-_COMPARED:]
    return max(asked, key=lambda member: sum([terms.get(term, 0) for term in member[-1]]))[0]


def _member(gist: Gist) -> _Member:
    entry = gist.entry
    title = tuple(dict.fromkeys([term for term, _ in gist.title]))
    return entry.id, entry.when, entry.feed, gist.voice, _headline(gist), title


def _headline(gist: Gist) -> int:
    return hash(gist.headline.casefold())
