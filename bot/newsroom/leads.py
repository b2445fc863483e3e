"""A story from its entries: which of them leads, what its parts are, and how it goes out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.briefing import Topic
from bot.model.news import Citation, Entry, Membership, PreparedStory, Story, StoryId
from bot.newsroom.gists import gist_of
from bot.newsroom.growing import Growing, Judge
from bot.newsroom.headlines import headline_of, voice_of
from bot.newsroom.subject import SubjectScorer
from bot.text.excerpt import LOW, excerpt, word_count
from bot.text.links import is_web

MOST_ALSO = 5


def assemble(
    story: StoryId,
    memberships: Sequence[Membership],
    scorer: SubjectScorer,
    topics: tuple[Topic, ...],
    language: str,
) -> Story:
    """The story that these entries make; ``language`` is the briefing's. Needs at least one membership."""
    founder, *joined = memberships
    growing = Growing(story, Judge(scorer, topics, language), gist_of(founder.entry))
    for membership in joined:
        growing.take_in(gist_of(membership.entry))
    return growing.story()


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


def _length(paragraphs: Sequence[str]) -> int:
    return sum(map(word_count, paragraphs))
