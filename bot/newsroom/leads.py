"""A story from its entries: which of them leads, what its parts are, and how it goes out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from bot.model.briefing import Topic
from bot.model.news import Citation, Entry, Membership, PreparedStory, Story, StoryId, SubjectScore
from bot.newsroom.headlines import headline_of, voice_of
from bot.newsroom.subject import SubjectScorer
from bot.newsroom.terms import base_language
from bot.newsroom.topics import topics_of
from bot.text.excerpt import LOW, excerpt, word_count
from bot.text.links import is_web

GROWTH_WINDOW = timedelta(hours=3)
MOST_ALSO = 5

_HEARD = 6  # entries that say how near a story is to the subject; more would cost and change little
_MOST_TERMS = 5

_NO_PLAIN_REPORT = re.compile(
    r"\A(?:watch(?:\s+live)?|video|listen|audio|podcast|photos?|pictures|gallery|live|opinion|analysis|commentary|comment|editorial|quiz)"
    r"\b\s*[:|–—-]|\blive\s+(?:updates|blog)\b|\A.*\?\Z",
    re.IGNORECASE,
)


def assemble(
    story: StoryId,
    memberships: Sequence[Membership],
    scorer: SubjectScorer,
    topics: tuple[Topic, ...],
    language: str,
) -> Story:
    """The story that these entries make; ``language`` is the briefing's.

    Needs at least one membership. An outlet is one voice however many of its entries or feeds
    are in the story.
    """
    entries = [membership.entry for membership in memberships]
    lead = lead_of(entries, language)
    headline = headline_of(lead)
    joined = _voices_by_arrival(entries)
    newest = max(entry.seen for entry in entries)
    text = _own_text(lead)
    heard = sorted(entries, key=lambda entry: (entry is not lead, -entry.weight, entry.when))[:_HEARD]
    return Story(
        id=story,
        headline=headline,
        lead=lead.id,
        language=base_language(lead.language) if lead.language else None,
        first_seen=min(entry.when for entry in entries),
        last_new=newest,
        voices=len(joined),
        growth=sum(entry.seen > newest - GROWTH_WINDOW for entry in joined.values()),
        weight=max(entry.weight for entry in entries),
        subject=_mean(
            [scorer.score(headline_of(entry), _own_text(entry), entry.language) for entry in heard]
        ),
        topics=topics_of(headline, text, topics, hint=lead.topic, language=lead.language),
    )


def lead_of(entries: Sequence[Entry], language: str) -> Entry:
    """The entry that tells the story to readers of ``language``: the clearest source.

    First comes their language, then a plain report (not a video, a live page or a comment), then
    enough text for an excerpt, then the feed's weight, then who was first.
    """
    return min(
        entries,
        key=lambda entry: (
            entry.language is not None and base_language(entry.language) != base_language(language),
            bool(_NO_PLAIN_REPORT.search(entry.title)),
            -min(word_count(_own_text(entry)), LOW),
            -entry.weight,
            entry.when,
            entry.id,
        ),
    )


def needs_article(lead: Entry) -> bool:
    """Whether the feed's own text is too short for an excerpt and there is a page to read."""
    return is_web(lead.link) and _length(_best_excerpt(lead, None)) < LOW


def prepare(
    story: Story, memberships: Sequence[Membership], article: str | None, label: str
) -> PreparedStory:
    """The story as it goes out; ``article`` is the text of the lead's page where it was read.

    The excerpt, the headline and the citation all come from the lead entry. Needs the lead among
    the memberships.
    """
    entries = [membership.entry for membership in memberships]
    lead = next(entry for entry in entries if entry.id == story.lead)
    return PreparedStory(
        story=story.id,
        label=label,
        headline=story.headline,
        excerpt=_best_excerpt(lead, article),
        citation=Citation(lead.outlet, lead.link if is_web(lead.link) else None),
        also=_also(entries, lead),
        published=lead.when,
        language=story.language,
        topics=story.topics,
    )


def _mean(scores: Sequence[SubjectScore]) -> SubjectScore:
    """A story is as near to the subject as its tellers have it on average; the first's terms go first."""
    terms = dict.fromkeys(term for score in scores for term in score.terms)
    return SubjectScore(sum(score.value for score in scores) / len(scores), tuple(terms)[:_MOST_TERMS])


def _voices_by_arrival(entries: Sequence[Entry]) -> dict[str, Entry]:
    """For each outlet the entry with which it joined."""
    joined: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda each: each.seen):
        joined.setdefault(voice_of(entry), entry)
    return joined


def _also(entries: Sequence[Entry], lead: Entry) -> tuple[str, ...]:
    """The other outlets by name, the most trusted first, then the earliest."""
    own = voice_of(lead)
    others = {voice: entry for voice, entry in _voices_by_arrival(entries).items() if voice != own}
    by_trust = sorted(others.values(), key=lambda entry: (-entry.weight, entry.when, entry.id))
    names = dict.fromkeys(entry.outlet for entry in by_trust if entry.outlet and entry.outlet != lead.outlet)
    return tuple(names)[:MOST_ALSO]


def _best_excerpt(lead: Entry, article: str | None) -> tuple[str, ...]:
    """The first text with enough for an excerpt: the feed's, then the page's; else the longest."""
    headline = headline_of(lead)
    tries = [excerpt(text, headline) for text in (lead.content, lead.summary, article or "") if text]
    enough = next((paragraphs for paragraphs in tries if _length(paragraphs) >= LOW), None)
    return enough or max(tries, key=_length, default=())


def _own_text(entry: Entry) -> str:
    return max(entry.summary, entry.content, key=len)


def _length(paragraphs: Sequence[str]) -> int:
    return sum(map(word_count, paragraphs))
