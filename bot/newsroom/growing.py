"""A story as it grows: one more entry costs the same however many there are already."""

from __future__ import annotations

import re
from bisect import insort
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import NamedTuple

from bot.model.briefing import Topic
from bot.model.news import EntryId, Story, StoryId, SubjectScore
from bot.newsroom.gists import Gist, own_text
from bot.newsroom.headlines import is_opinion
from bot.newsroom.subject import SubjectScorer
from bot.newsroom.terms import base_language
from bot.newsroom.topics import topics_of
from bot.text.excerpt import LOW, word_count

GROWTH_WINDOW = timedelta(hours=3)

_HEARD = 6  # entries that say how near a story is to the subject; more would cost and change little
_MOST_TERMS = 5
_CHARACTERS_COUNTED = 2000  # more than enough words for an excerpt

_NO_PLAIN_REPORT = re.compile(
    r"\A(?:watch(?:\s+live)?|video|listen|audio|podcast|photos?|pictures|gallery|live|analysis|quiz)"
    r"\b\s*[:|–—-]|\blive\s+(?:updates|blog)\b|\A.*\?\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Judge:
    """What stories are measured by: the briefing's subject, topics and language."""

    scorer: SubjectScorer
    topics: tuple[Topic, ...]
    language: str


_Heard = tuple[float, datetime, EntryId, float, tuple[str, ...]]
"""What an entry says about the subject, the most trusted first. Plain tuples of plain values, of which
there are many: the garbage collector leaves them alone, so that it does not hold up the loop."""


class _Teller(NamedTuple):
    """What an entry makes of a story if it leads it."""

    clearness: tuple[bool, bool, int, float, datetime, EntryId]
    heard: _Heard
    headline: str
    language: str | None
    topics: tuple[str, ...]
    opinion: bool


class Growing:
    """The sum of a story's entries, without their texts.

    An outlet is one voice however many of its entries or feeds are in the story. It is young or old by when
    its entries were published, not by when they were read: a first reading finds what is hours old.
    """

    __slots__ = ("_heard", "_id", "_judge", "_lead", "_newest", "_voices", "_weight")

    def __init__(self, story: StoryId, judge: Judge, founder: Gist) -> None:
        self._id = story
        self._judge = judge
        self._lead = _teller(founder, judge)
        self._heard = [self._lead.heard]  # the most trusted
        self._voices = {founder.voice: founder.entry.when}  # when each outlet joined
        self._newest = founder.entry.when
        self._weight = founder.entry.weight

    def take_in(self, gist: Gist) -> None:
        """One more entry is in the story."""
        entry, teller = gist.entry, _teller(gist, self._judge)
        self._lead = min(self._lead, teller, key=_clearness)
        insort(self._heard, teller.heard)
        del self._heard[_HEARD:]
        self._voices[gist.voice] = min(self._voices.get(gist.voice, entry.when), entry.when)
        self._newest = max(self._newest, entry.when)
        self._weight = max(self._weight, entry.weight)

    def story(self) -> Story:
        """The story as it is now."""
        return Story(
            id=self._id,
            headline=self._lead.headline,
            lead=self._lead.heard[2],
            language=self._lead.language,
            first_seen=min(self._voices.values()),
            last_new=self._newest,
            voices=len(self._voices),
            growth=self._growth(),
            weight=self._weight,
            subject=self._subject(),
            topics=self._lead.topics,
            opinion=self._lead.opinion,
        )

    def _growth(self) -> int:
        """How many outlets joined lately; one alone is a beginning and no growth."""
        since = self._newest - GROWTH_WINDOW
        return sum([joined > since for joined in self._voices.values()]) if len(self._voices) > 1 else 0

    def _subject(self) -> SubjectScore:
        """As near as its tellers have it on average; the lead's terms go first."""
        lead = self._lead.heard
        heard = [lead, *[each for each in self._heard if each is not lead][: _HEARD - 1]]
        terms = dict.fromkeys([term for *_, said in heard for term in said])
        return SubjectScore(sum([each[3] for each in heard]) / len(heard), tuple(terms)[:_MOST_TERMS])


def _teller(gist: Gist, judge: Judge) -> _Teller:
    """What leads has the least clearness. First comes the readers' language, then a plain report (not a
    video, a live page or a comment), then enough text for an excerpt, then the feed's weight, then who was
    first."""
    entry = gist.entry
    trust = (-entry.weight, entry.when, entry.id)
    opinion = is_opinion(gist.headline, entry.link)
    clearness = (
        entry.language is not None and gist.language != base_language(judge.language),
        opinion or bool(_NO_PLAIN_REPORT.search(entry.title)),
        -min(word_count(own_text(entry)[:_CHARACTERS_COUNTED]), LOW),
        *trust,
    )
    score = judge.scorer.score(gist.title, gist.text, gist.language)
    topics = topics_of(gist.title, gist.text, judge.topics, gist.language, hint=entry.topic)
    language = gist.language if entry.language else None
    return _Teller(clearness, (*trust, score.value, score.terms), gist.headline, language, topics, opinion)


_clearness = attrgetter("clearness")
