"""Explaining: why a story ranks where it does and how it was grouped, in rows that people read. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.model.news import Candidate, EntryId, Membership, Reason, Story
from bot.text.markup import Block, Faint, row
from bot.wording import Wording

_MOST_JOINED = 12  # rows of grouping; a story of forty outlets needs no fortieth proof


def score_text(score: float) -> str:
    """``0.91``: a score as the desk shows it."""
    return f"{score:.2f}"


def reasons(candidate: Candidate, now: datetime, words: Wording) -> Iterator[Block]:
    """A row for each reason of a score, the heaviest first: what it adds, then what it rests on.

    What is shown adds up to the score as it is shown; what would read +0.00 says nothing.
    """
    parts = zip(candidate.reasons, _hundredths(candidate), strict=True)
    for reason, hundredths in sorted(parts, key=lambda part: -abs(part[1])):
        if hundredths:
            yield row(Faint(f"{hundredths / 100:+.2f}  "), _sentence(reason, candidate.story, now, words))


def grouping(memberships: Sequence[Membership], words: Wording) -> Iterator[Block]:
    """A row for each entry that joined the story: which entry it matched, by which words."""
    joined = [each for each in memberships if each.match]
    for each in joined[:_MOST_JOINED]:
        yield from joining(each.entry.id, memberships, words)
    if len(joined) > _MOST_JOINED:
        yield row(Faint(words("why-more", count=len(joined) - _MOST_JOINED)))


def joining(entry: EntryId, memberships: Sequence[Membership], words: Wording) -> Iterator[Block]:
    """A row for one entry of a story, if it joined; none for the one that founded it."""
    by_id = {each.entry.id: each for each in memberships}
    if entry in by_id and (match := by_id[entry].match):
        other = by_id.get(match.entry)
        said = words(
            "why-matched",
            outlet=by_id[entry].entry.outlet,
            other=other.entry.outlet if other else "",
            terms=quoted(match.words, words),
            strength=score_text(match.strength),
        )
        yield row(said)


def subtitle(story: Story, now: datetime, words: Wording) -> str:
    """What stands under a headline of the desk: how many outlets, how old, which subject terms."""
    parts = [words("desk-outlets", count=story.voices), words.span(_age(story.first_seen, now))]
    if story.subject.terms:
        parts.append(words.names(story.subject.terms[:3]))
    return " · ".join(parts)


def quoted(terms: Sequence[str], words: Wording) -> str:
    """``“Northland”, “Eastmark”``."""
    return words.names([words("quoted", text=term) for term in terms])


def _hundredths(candidate: Candidate) -> list[int]:
    """The reasons' values rounded so that they add up to the score rounded: by the largest remainder."""
    exact = [reason.value * 100 for reason in candidate.reasons]
    parts = [math.floor(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda at: parts[at] - exact[at])
    missing = round(float(score_text(candidate.score)) * 100) - sum(parts)
    for at in by_remainder[:missing]:
        parts[at] += 1
    return parts


def _sentence(reason: Reason, story: Story, now: datetime, words: Wording) -> str:
    if reason.name == "subject":
        return words("why-subject", terms=quoted(story.subject.terms, words))
    if reason.name == "voices":
        return words("why-voices", count=story.voices)
    if reason.name == "fresh":
        first, last = (words.ago(_age(at, now)) for at in (story.first_seen, story.last_new))
        return words("why-fresh", first=first, last=last)
    if reason.name == "growing":
        return words("why-growing", count=story.growth)
    if reason.name in ("alike", "opinion"):
        return words(f"why-{reason.name}")
    return words("why-weight", weight=f"{story.weight:g}")


def _age(instant: datetime, now: datetime) -> timedelta:
    return max(now - instant, timedelta())
