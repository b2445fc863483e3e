"""Entries as weighted terms and pairs of neighbouring terms, rare ones heavier; rarity is learnt online."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zlib import crc32

from bot.model.news import Entry
from bot.newsroom.commonwords import COMMON_IN_THOUSAND, STORIES_ASSUMED
from bot.newsroom.headlines import headline_of
from bot.newsroom.terms import base_language, keyed

TITLE_WEIGHT = 2.0
WORDS_READ = 400
"""What stands further down is rarely about the event itself."""
FEATURES_KEPT = 200
"""The strongest of an entry; more would cost memory and tell nothing new."""

_ADDRESS = re.compile(r"https?://\S+")
_PAIR_FACTOR = 1_000_003


@dataclass(frozen=True, slots=True)
class Vector:
    """An entry's features with their weights (of length 1 as a vector).

    Features are numbers that stand for terms and for pairs of neighbouring terms; ``pairs`` says of
    which terms a pair is made, ``surfaces`` how a term stands in the text, in its order.
    """

    weights: Mapping[int, float]
    pairs: Mapping[int, tuple[int, int]]
    surfaces: Mapping[int, str]


class Rarity:
    """How rare terms are, counted over stories and not entries: what everybody writes about is
    still one event."""

    def __init__(self) -> None:
        self._stories = STORIES_ASSUMED
        self._counts: defaultdict[int, int] = defaultdict(int, _assumed_counts())

    def count(self, terms: Iterable[int], change: int = 1) -> None:
        """A story has got these terms (or, with -1, has lost them)."""
        for term in terms:
            left = self._counts[term] + change
            if left > 0:
                self._counts[term] = left
            else:
                del self._counts[term]

    def count_story(self, change: int = 1) -> None:
        """There is one story more (or, with -1, less)."""
        self._stories += change

    def of(self, term: int) -> float:
        """From 0 (every story has it) to 1 (none has)."""
        most = math.log(self._stories + 1)
        return max(most - math.log(self._counts.get(term, 0) + 1), 0.0) / most

    def vector(self, entry: Entry) -> Vector:
        """The entry as a vector by the rarities known now."""
        amounts, pairs, surfaces = _counted(entry)
        rarity = {term: self.of(term) for term in surfaces}
        for pair, (first, second) in pairs.items():
            # As rare as both together: pairs themselves are too many to count.
            rarity[pair] = 1.0 - (1.0 - rarity[first]) * (1.0 - rarity[second])
        damped = {item: (1.0 + math.log(amount)) * rarity[item] for item, amount in amounts.items()}
        weights = _unit(_strongest(damped))
        return Vector(weights, {pair: terms for pair, terms in pairs.items() if pair in weights}, surfaces)


def feature(key: str) -> int:
    """A term as a number, the same in every process."""
    return crc32(key.encode())


def _texts(entry: Entry) -> tuple[tuple[str, float], tuple[str, float]]:
    """The headline and the start of the text, with what a word there counts."""
    body = _ADDRESS.sub(" ", max(entry.summary, entry.content, key=len))
    return (headline_of(entry), TITLE_WEIGHT), (" ".join(body.split(None, WORDS_READ)[:WORDS_READ]), 1.0)


def _counted(entry: Entry) -> tuple[dict[int, float], dict[int, tuple[int, int]], dict[int, str]]:
    """How much there is of each feature, the terms of each pair, and how each term is written."""
    amounts: defaultdict[int, float] = defaultdict(float)
    pairs: dict[int, tuple[int, int]] = {}
    surfaces: dict[int, str] = {}
    for text, amount in _texts(entry):
        before: int | None = None
        for key, surface in keyed(text, entry.language):
            term = feature(key)
            surfaces.setdefault(term, surface)
            amounts[term] += amount
            if before is not None:
                pair = before * _PAIR_FACTOR + term  # beyond 32 bits, so never taken for a term
                pairs[pair] = (before, term)
                amounts[pair] += amount
            before = term
    return amounts, pairs, surfaces


def _strongest(weights: dict[int, float]) -> dict[int, float]:
    if len(weights) <= FEATURES_KEPT:
        return weights
    kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:FEATURES_KEPT]
    return dict(kept)


def _unit(weights: dict[int, float]) -> dict[int, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {item: weight / length for item, weight in weights.items()} if length else {}


def _assumed_counts() -> dict[int, int]:
    counts: dict[int, int] = {}
    for in_thousand, words in COMMON_IN_THOUSAND.items():
        for key, _ in keyed(words, base_language(None)):
            counts.setdefault(feature(key), in_thousand * STORIES_ASSUMED // 1000)
    return counts
