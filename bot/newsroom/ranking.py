"""Which stories come first, and why: a pure function whose reasons add up to the score."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from bot.model.news import Candidate, Reason, Story
from bot.newsroom.growing import GROWTH_WINDOW


@dataclass(frozen=True, slots=True)
class Weights:
    """The most that each reason can add to a score, and what an opinion piece loses. With those of the
    default the first five add up to 1."""

    subject: float = 0.55
    voices: float = 0.2
    fresh: float = 0.15
    growing: float = 0.05
    weight: float = 0.05
    opinion: float = 0.08


DEFAULT_WEIGHTS = Weights()

_MANY_VOICES = 20  # more outlets than this add nothing
_MANY_GROWING = 10
_HALF_LIFE_NEWEST = 8.0  # hours since the newest entry
_HALF_LIFE_FIRST = 18.0  # hours since the first: echoes do not keep a story young
_SECONDS = 3600.0
_SAME_TOPICS = 0.08  # what a candidate loses for each topic that it shares with the one before it
_SAME_TERMS = 0.04  # and for each subject term
_LOOKAHEAD = 12


def rank(
    stories: Iterable[Story],
    now: datetime,
    *,
    weights: Weights = DEFAULT_WEIGHTS,
) -> list[Candidate]:
    """The stories with their scores, best first; equal ones by id.

    Reasons that add nothing are left out. How loud one outlet is does not count: voices are
    independent outlets, and more of them add less and less.
    """
    candidates = [_candidate(story, now, weights) for story in stories]
    candidates.sort(key=lambda each: (-each.score, each.story.id))
    return candidates


def diversify(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The same candidates, best first, with those too like the one before them moved down a little; what
    that costs them is one of their reasons then, so that no score is above the one before it.

    Greedy: next comes whichever of the best dozen left loses least for the topics and subject
    terms that it shares with the candidate placed before it (maximal marginal relevance,
    Carbonell and Goldstein 1998, with a memory of one). Meant for some hundred candidates.
    """
    left = list(candidates)
    placed: list[Candidate] = []
    while left:
        window = left[:_LOOKAHEAD]
        best = max(range(len(window)), key=lambda at: window[at].score - _likeness(placed[-1:], window[at]))
        placed.append(left.pop(best))
    ceilings = accumulate([each.score for each in placed], min)
    return [_lowered(each, ceiling) for each, ceiling in zip(placed, ceilings, strict=True)]


def _candidate(story: Story, now: datetime, weights: Weights) -> Candidate:
    hours_newest = max((now - story.last_new).total_seconds(), 0.0) / _SECONDS
    hours_first = max((now - story.first_seen).total_seconds(), 0.0) / _SECONDS
    fresh = (0.5 ** (hours_newest / _HALF_LIFE_NEWEST) + 0.5 ** (hours_first / _HALF_LIFE_FIRST)) / 2
    voices = min(math.log(max(story.voices, 1)) / math.log(_MANY_VOICES), 1.0)
    still = story.growth if now - story.last_new < GROWTH_WINDOW else 0
    growing = min(math.log1p(still) / math.log1p(_MANY_GROWING), 1.0)
    trust = min(max(math.log2(story.weight), -1.0), 1.0) if story.weight > 0 else -1.0
    parts = (
        Reason("subject", weights.subject * story.subject.value, ", ".join(story.subject.terms)),
        Reason("voices", weights.voices * voices, str(story.voices)),
        Reason("fresh", weights.fresh * fresh, str(round(hours_newest))),
        Reason("growing", weights.growing * growing, str(story.growth)),
        Reason("weight", weights.weight * trust, f"{story.weight:g}"),
        Reason("opinion", -weights.opinion * story.opinion),
    )
    reasons = tuple([reason for reason in parts if reason.value])
    return Candidate(story, sum([reason.value for reason in reasons]), reasons)


def _lowered(candidate: Candidate, ceiling: float) -> Candidate:
    """Whoever was overtaken by a candidate of less score stands beside one that is much like it."""
    if candidate.score <= ceiling:
        return candidate
    reasons = (*candidate.reasons, Reason("alike", ceiling - candidate.score))
    return Candidate(candidate.story, ceiling, reasons)


def _likeness(before: Sequence[Candidate], candidate: Candidate) -> float:
    """What a candidate loses beside the one placed before it, if any was."""
    topics, terms = set(candidate.story.topics), _folded(candidate)
    return sum(
        _SAME_TOPICS * len(topics.intersection(each.story.topics)) + _SAME_TERMS * len(terms & _folded(each))
        for each in before
    )


def _folded(candidate: Candidate) -> set[str]:
    return {term.casefold() for term in candidate.story.subject.terms}
