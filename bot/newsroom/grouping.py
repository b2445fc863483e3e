"""Which entries tell one story: an online index that grows with the news and costs the same for each entry.

An entry joins the story whose entries share with it the most rare words and pairs of neighbouring
words, or founds one of its own. A wrong merge is worse than a missed one, so the threshold is
one at which at least 95 of 100 merges were right on news grouped by people.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import nlargest

from bot.model.news import Entry, EntryId, FeedId, Match, StoryId
from bot.newsroom.headlines import headline_of, voice_of
from bot.newsroom.vectors import Rarity, Vector
from bot.text.links import is_web

WINDOW = timedelta(days=3)
"""How far apart the entries of one story may be; after that the same words are another event."""
THRESHOLD = 0.22
"""The likeness from which an entry with a text joins a story."""
HEADLINE_THRESHOLD = 0.16
"""The same for an entry with hardly more than a headline, which shares less with others by chance."""
SAME_OUTLET_THRESHOLD = 0.5
"""For joining a story that only the same outlet has told: what an outlet's texts share is more often a
column's name or furniture of the page than an event."""
MOST_ENTRIES = 300
"""A story that has so many takes no more: it has become a subject."""

_ROUTINE_GAP = timedelta(hours=12)
"""The same outlet printing the same title so much later is a column ("Morning briefing"), not news."""
_PHRASE_DISCOUNT = 0.35  # how much of the strongest shared phrase does not count: a name alone is no event
_AVERAGE_LINK = 0.5  # between likeness to the story as a whole (0) and to its entries on average (1)
_POSTINGS_READ = 2000  # bounds what an entry costs however big the day is
_LOOKED_AT = 12
_FEWEST_SHARED = 3  # terms: two names in common are no event
_HEADLINE_TERMS = 10
_FEWEST_TERMS = 3  # a title of one or two words and no text ("Morning briefing") tells no event
_STORY_FEATURES = 400
_WORDS_SHOWN = 5
_MEMBER_FEATURES = 12


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an entry belongs: ``story`` is None if it founds one of its own."""

    story: StoryId | None
    match: Match | None


@dataclass(frozen=True, slots=True)
class _Member:
    """What is kept of an entry: enough to say which one matched, and to know a column again."""

    entry: EntryId
    when: datetime
    feed: FeedId
    outlet: str
    title: int
    features: array[int]


@dataclass(slots=True)
class _Group:
    """A story as the sum of its entries' vectors; in arrays, because there are many of them."""

    story: StoryId
    members: list[_Member] = field(default_factory=list)
    terms: array[int] = field(default_factory=lambda: array("Q"))  # by which it is found
    features: array[int] = field(default_factory=lambda: array("Q"))
    weights: array[float] = field(default_factory=lambda: array("d"))
    length: float = 0.0

    def take_in(self, vector: Vector) -> None:
        """Add an entry's vector to the sum."""
        total = dict(zip(self.features, self.weights, strict=True))
        for item, weight in vector.weights.items():
            total[item] = total.get(item, 0.0) + weight
        if len(total) > _STORY_FEATURES:
            total = dict(nlargest(_STORY_FEATURES, total.items(), key=lambda item: (item[1], item[0])))
        self.features = array("Q", total)
        self.weights = array("d", total.values())
        self.length = math.sqrt(sum(weight * weight for weight in self.weights))


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How like an entry is to a story, and what each shared feature contributes to that."""

    value: float
    group: _Group
    shared: dict[int, float]


class StoryIndex:
    """The stories of the last days, in memory.

    ``place`` only answers; what was decided is told by ``add``, which is also how the index is
    filled again after a start, without grouping anything anew.
    """

    def __init__(self) -> None:
        self._rarity = Rarity()
        self._groups: dict[int, _Group] = {}
        self._slots: dict[StoryId, int] = {}
        self._postings: dict[int, array[int]] = {}
        self._next_slot = 0
        self._last: tuple[Entry, Vector] | None = None  # place and add are called in turn

    def __len__(self) -> int:
        """How many stories are known."""
        return len(self._groups)

    def place(self, entry: Entry) -> Placement:
        """The story that an entry belongs to, with the reason, or none. Changes nothing."""
        vector = self._vector(entry)
        if len(vector.surfaces) < _FEWEST_TERMS:
            return Placement(None, None)
        likely = [_likeness(vector, self._groups[slot]) for slot in self._candidates(vector)]
        likely.sort(key=lambda each: -each.value)
        enough = THRESHOLD if len(vector.surfaces) > _HEADLINE_TERMS else HEADLINE_THRESHOLD
        for likeness in likely:
            if likeness.value < enough:
                break
            if _may_take(likeness, entry):
                return Placement(likeness.group.story, _match(vector, likeness))
        return Placement(None, None)

    def add(self, entry: Entry, story: StoryId) -> None:
        """An entry is in a story from now on, as its founder or not."""
        vector = self._vector(entry)
        slot = self._slots.get(story)
        if slot is None:
            slot = self._slots[story] = self._next_slot
            self._next_slot += 1
            self._groups[slot] = _Group(story)
            self._rarity.count_story()
        group = self._groups[slot]
        group.members.append(_member(entry, vector))
        group.take_in(vector)
        self._post(slot, group, vector)

    def remove(self, story: StoryId) -> None:
        """A story is no more, for instance before its entries are added anew after a split."""
        slot = self._slots.pop(story, None)
        if slot is None:
            return
        group = self._groups.pop(slot)
        self._rarity.count_story(-1)
        self._rarity.count(group.terms, -1)
        for term in group.terms:
            posting = self._postings[term]
            posting.remove(slot)
            if not posting:
                del self._postings[term]

    def forget(self, before: datetime) -> None:
        """Drop the stories whose newest entry was published before that instant."""
        groups = self._groups.values()
        old = [group.story for group in groups if all(each.when < before for each in group.members)]
        for story in old:
            self.remove(story)

    def _vector(self, entry: Entry) -> Vector:
        if self._last is None or self._last[0] is not entry:
            self._last = (entry, self._rarity.vector(entry))
        return self._last[1]

    def _post(self, slot: int, group: _Group, vector: Vector) -> None:
        new = [term for term in vector.surfaces if term in vector.weights]
        if group.terms:
            known = set(group.terms)
            new = [term for term in new if term not in known]
        for term in new:
            self._postings.setdefault(term, array("L")).append(slot)
        group.terms.extend(new)
        self._rarity.count(new)

    def _candidates(self, vector: Vector) -> Iterable[int]:
        """The slots of the stories that share the most, judged by single terms, rare ones first."""
        left = _POSTINGS_READ
        scores: defaultdict[int, float] = defaultdict(float)
        terms = [(vector.weights[term], term) for term in vector.surfaces if term in vector.weights]
        for weight, term in sorted(terms, reverse=True):
            posting = self._postings.get(term)
            if posting is None:
                continue
            gain = weight * weight
            for slot in posting[-left:]:
                scores[slot] += gain
            left -= len(posting)
            if left <= 0:
                break
        return nlargest(_LOOKED_AT, scores, key=scores.__getitem__)


def _likeness(vector: Vector, group: _Group) -> _Likeness:
    """Between cosine with the story's sum and the mean cosine with its entries, less the discount."""
    own = vector.weights
    pairs = zip(group.features, group.weights, strict=True)
    shared = {item: own[item] * weight for item, weight in pairs if item in own}
    if sum(item in vector.surfaces for item in shared) < _FEWEST_SHARED:
        return _Likeness(0.0, group, shared)
    total = sum(shared.values()) - _PHRASE_DISCOUNT * _strongest_phrase(vector, shared)
    whole, average = total / group.length, total / len(group.members)
    return _Likeness(whole ** (1 - _AVERAGE_LINK) * average**_AVERAGE_LINK, group, shared)


def _strongest_phrase(vector: Vector, shared: dict[int, float]) -> float:
    """What the shared pair of words (or single word) that contributes most does contribute."""
    get = shared.get
    phrases = [
        shared[pair] + get(first, 0.0) + get(second, 0.0)
        for pair, (first, second) in vector.pairs.items()
        if pair in shared
    ]
    return max([*phrases, *shared.values()])


def _may_take(likeness: _Likeness, entry: Entry) -> bool:
    """Whether a story may take an entry that is like it: not too late, not too many, no column."""
    members = likeness.group.members
    if len(members) >= MOST_ENTRIES:
        return False
    title, outlet = _title(entry), voice_of(entry)
    own = [each for each in members if each.feed == entry.feed or each.outlet == outlet]
    if is_web(entry.link) and len(own) == len(members) and likeness.value < SAME_OUTLET_THRESHOLD:
        return False
    if any(each.title == title and abs(entry.when - each.when) > _ROUTINE_GAP for each in own):
        return False
    return all(abs(entry.when - each.when) <= WINDOW for each in members)


def _match(vector: Vector, likeness: _Likeness) -> Match:
    shared = likeness.shared
    weight = vector.weights.get
    closest = max(
        likeness.group.members,
        key=lambda member: sum(weight(item, 0.0) for item in member.features),
    )
    terms = nlargest(
        _WORDS_SHOWN, [item for item in shared if item in vector.surfaces], key=shared.__getitem__
    )
    words = tuple(vector.surfaces[item] for item in vector.surfaces if item in terms)
    return Match(closest.entry, words, min(likeness.value, 1.0))


def _member(entry: Entry, vector: Vector) -> _Member:
    strongest = nlargest(_MEMBER_FEATURES, vector.weights, key=lambda item: (vector.weights[item], item))
    return _Member(entry.id, entry.when, entry.feed, voice_of(entry), _title(entry), array("Q", strongest))


def _title(entry: Entry) -> int:
    return hash(headline_of(entry).casefold())
