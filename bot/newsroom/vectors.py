"""Entries as weighted terms, rare ones heavier."""

from __future__ import annotations

import math
from collections.abc import Callable

from bot.newsroom.gists import Gist
from bot.newsroom.terms import Words

TITLE_WEIGHT = 2.0
LENGTH = 200
"""Of every vector. Weights are whole numbers, since small ones take no memory of their own."""

Vector = dict[str, int]
"""Terms with their weights, in the order of the entry."""


def vector(gist: Gist, count: Callable[[str], int], stories: int) -> Vector:
    """An entry's terms by how often they stand there and how rare they are.

    ``count`` says how many of ``stories`` have a term: stories and not entries, for what everybody
    writes about is still one event.
    """
    most = math.log(stories + 1)
    weights: dict[str, float] = {}
    for term, amount in _amounts(gist.title, gist.text).items():
        rarity = most - math.log(count(term) + 1)
        if rarity > 0:
            weights[term] = (1.0 + math.log(amount)) * rarity
    unit = LENGTH / (math.sqrt(sum([weight * weight for weight in weights.values()])) or 1.0)
    return {term: round(weight * unit) for term, weight in weights.items()}


def _amounts(title: Words, text: Words) -> dict[str, float]:
    amounts: dict[str, float] = {}
    for words, amount in ((title, TITLE_WEIGHT), (text, 1.0)):
        for term, _ in words:
            amounts[term] = amounts.get(term, 0.0) + amount
    return amounts
