"""The line-up: which stories go out, in which order, and which of them a chat asked for. Pure."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.model.chats import Order
from bot.model.editions import Pick
from bot.model.news import Candidate, Story, StoryId

SPARE = 3
"""An edition holds at least so many times its order's size, for chats that had some of it already."""

AHEAD = 60
"""And at least so many stories, for what a chat had may live on for more than a day."""

NEAR_ENOUGH = 0.3
"""How near to the subject a story must be for rank to fill a line-up with it: a loud day's other
news is left to editors."""


@dataclass(frozen=True, slots=True)
class Line:
    """A story in the line-up; ``pick`` is None where rank fills what editors left open."""

    story: Story
    pick: Pick | None


def line_up(
    picks: Sequence[Pick],
    stories: Mapping[StoryId, Story],
    candidates: Iterable[Candidate],
    dropped: Collection[StoryId],
    *,
    fill: bool,
) -> tuple[Line, ...]:
    """Pins and picks in their order, then, if the briefing lets rank fill, the best candidates.

    ``picks`` come pins first; ``stories`` holds theirs. What was dropped is in neither part.
    """
    picked = [
        Line(stories[pick.story], pick)
        for pick in sorted(picks, key=lambda pick: (not pick.pinned, pick.position))
        if pick.story in stories and pick.story not in dropped
    ]
    if not fill:
        return tuple(picked)
    taken = {line.story.id for line in picked}
    filled = (
        Line(candidate.story, None)
        for candidate in candidates
        if candidate.story.subject.value >= NEAR_ENOUGH
        and candidate.story.id not in taken
        and candidate.story.id not in dropped
    )
    return (*picked, *filled)


def for_order(lines: Iterable[Line], order: Order) -> tuple[Line, ...]:
    """The lines that a chat with this order may get: what it wants, and what comes next for those
    that had it.

    A chat's topics and muted words hold for picks too.
    """
    muted = Muted(order.muted)
    wanted = (line for line in lines if _on_topic(line.story, order) and not muted.has(line.story.headline))
    return tuple(itertools.islice(wanted, max(AHEAD, order.size * SPARE)))


class Muted:
    """Words that a chat does not want to read of: whole words, upper and lower case the same."""

    def __init__(self, words: Iterable[str]) -> None:
        wanted = [_whole(word.split()) for word in words if word.split()]
        self._pattern = re.compile("|".join(wanted), re.IGNORECASE) if wanted else None

    def has(self, headline: str) -> bool:
        """Whether one of them is in the headline."""
        return self._pattern is not None and self._pattern.search(headline) is not None


def _on_topic(story: Story, order: Order) -> bool:
    return not order.topics or not set(order.topics).isdisjoint(story.topics)


def _whole(words: Sequence[str]) -> str:
    before = r"(?<!\w)" if _has_edge(words[0][0]) else ""
    after = r"(?!\w)" if _has_edge(words[-1][-1]) else ""
    return before + r"\s+".join(map(re.escape, words)) + after


def _has_edge(character: str) -> bool:
    """Whether a word ends here; scripts that part no words have no edges to look for."""
    return character.isalnum() and unicodedata.east_asian_width(character) not in "WF"
