"""Which stories have a term: how rare it is, and which stories an entry may belong to."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping

from bot.newsroom.commonwords import COMMON_IN_THOUSAND, STORIES_ASSUMED
from bot.newsroom.terms import keyed
from bot.newsroom.vectors import Vector

_READ = 200  # bounds what an entry costs however big the day is
_LIKELY = 5


class Postings:
    """For each term the stories that have it, by number, the newest last."""

    def __init__(self) -> None:
        self._slots: dict[str, array[int]] = {}  # arrays: the garbage collector need not look at them
        self._assumed = _assumed_counts()

    def __len__(self) -> int:
        """How many terms are known."""
        return len(self._slots)

    def count(self, term: str) -> int:
        """How many stories have a term, those assumed included."""
        slots = self._slots.get(term)
        return (len(slots) if slots else 0) + self._assumed.get(term, 0)

    def add(self, slot: int, terms: Iterable[str]) -> None:
        """A story has these terms, which it had not before."""
        for term in terms:
            slots = self._slots.get(term)
            if slots is None:
                slots = self._slots[term] = array("L")
            slots.append(slot)

    def remove(self, slot: int, terms: Iterable[str]) -> None:
        """A story has these terms no more."""
        for term in terms:
            slots = self._slots[term]
            slots.remove(slot)
            if not slots:
                del self._slots[term]

    def likely(self, vector: Vector) -> list[int]:
        """The few stories that share most with an entry, judged by its rare terms."""
        known = [(slots, weight) for term, weight in vector.items() if (slots := self._slots.get(term))]
        known.sort(key=_rare_first)
        left = _READ
        scores: dict[int, int] = {}
        for slots, weight in known:
            gain = weight * weight
            for slot in slots if len(slots) <= left else slots[-left:]:
                scores[slot] = scores.get(slot, 0) + gain
            left -= len(slots)
            if left <= 0:
                break
        return sorted(scores, key=scores.__getitem__, reverse=True)[:_LIKELY]


def _rare_first(known: tuple[array[int], int]) -> int:
    return len(known[0])


def _assumed_counts() -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for in_thousand, words in COMMON_IN_THOUSAND.items():
        for term, _ in keyed(words):
            counts.setdefault(term, in_thousand * STORIES_ASSUMED // 1000)
    return counts
