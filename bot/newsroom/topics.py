"""Which of a briefing's topics a story belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.model.briefing import Term, Topic
from bot.newsroom.phrases import PhraseBook
from bot.newsroom.terms import Words

_ENOUGH = 2.0  # one strong phrase in the title, or two in the text
_TITLE_FACTOR = 2.0
_HINT = 1.0


def topics_of(
    title: Words,
    text: Words,
    topics: tuple[Topic, ...],
    language: str,
    *,
    hint: str | None = None,
) -> tuple[str, ...]:
    """The names of the topics that a text is about, the surest first; ``language`` is its ISO 639-1 code.

    A feed's own topic is only a ``hint``: it helps a topic that the text speaks of too little, and
    alone makes none.
    """
    finder = _finder(topics)
    weights = {term: term.weight for term in finder.book.find(text, language)}
    weights |= {term: term.weight * _TITLE_FACTOR for term in finder.book.find(title, language)}
    if not weights:
        return ()
    wanted = (hint or "").strip().casefold()
    scores = {topic.name: _HINT if topic.name.casefold() == wanted else 0.0 for topic in topics}
    for term, weight in weights.items():
        for name in finder.names[term]:
            scores[name] += weight
    enough = [name for name, score in scores.items() if score >= _ENOUGH]
    return tuple(sorted(enough, key=lambda name: -scores[name]))


@dataclass(frozen=True, slots=True)
class _Finder:
    """The terms of all topics in one book, and whose they are."""

    book: PhraseBook
    names: dict[Term, list[str]]


@lru_cache(maxsize=16)
def _finder(topics: tuple[Topic, ...]) -> _Finder:
    names: dict[Term, list[str]] = {}
    for topic in topics:
        for term in topic.terms:
            names.setdefault(term, []).append(topic.name)
    return _Finder(PhraseBook(names), names)
