"""How near a text is to what a briefing is about, and the files that say what that is."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from importlib import resources

from bot.errors import SettingsError
from bot.model.briefing import Profile, Term, Topic
from bot.model.news import SubjectScore
from bot.newsroom.phrases import PhraseBook
from bot.newsroom.terms import Words, keyed

DEFAULT_PROFILE = "diplomacy"

_TITLE_FACTOR = 2.0
_SCALE = 4.0  # the sum of weights at which a score reaches 1 - 1/e
_MOST_TERMS = 5
_FAR = SubjectScore(0.0)


class SubjectScorer:
    """Scores texts against one profile."""

    def __init__(self, profile: Profile) -> None:
        self._book = PhraseBook(profile.terms)

    def score(self, title: Words, text: Words, language: str) -> SubjectScore:
        """How near a text is to the profile, 0 to 1; ``language`` is its ISO 639-1 code.

        Each phrase counts once, with its full weight where the title has it and half of that in the
        text. Phrases of negative weight speak against it.
        """
        in_title, in_text = self._book.find(title, language), self._book.find(text, language)
        if not in_title and not in_text:
            return _FAR
        found = {term: (term.weight, in_text[term]) for term in in_text}
        found |= {term: (term.weight * _TITLE_FACTOR, words) for term, words in in_title.items()}
        total = sum(weight for weight, _ in found.values())
        strongest = sorted(found.values(), key=lambda hit: (-hit[0], hit[1]))
        words = dict.fromkeys(words for weight, words in strongest if weight > 0)
        return SubjectScore(1 - math.exp(-max(total, 0.0) / _SCALE), tuple(words)[:_MOST_TERMS])


def shipped_profile(name: str = DEFAULT_PROFILE) -> str:
    """The text of a profile file that ships with the program. Raises SettingsError for another name."""
    file = resources.files("bot.newsroom").joinpath("profiles", f"{name}.toml")
    if not name.isidentifier() or not file.is_file():
        msg = f"No subject profile ships under the name {name!r}. Try {DEFAULT_PROFILE!r}."
        raise SettingsError(msg)
    return file.read_text(encoding="utf-8")


def load_profile(text: str) -> Profile:
    """The profile of a TOML file: ``name`` and a table ``[terms]`` of phrases with their weights.

    Raises SettingsError with a sentence that says what is wrong and what would be right.
    """
    document = _parsed(text)
    name = document.get("name")
    if not isinstance(name, str) or not name.strip():
        msg = 'The subject profile has no name. Add a line such as: name = "diplomacy"'
        raise SettingsError(msg)
    terms = document.get("terms")
    if not isinstance(terms, dict) or not terms:
        msg = 'The subject profile has no terms. Add a table [terms] with lines such as "ambassador" = 2.0'
        raise SettingsError(msg)
    return Profile(name.strip(), _terms("terms", terms))


def load_topics(text: str) -> tuple[Topic, ...]:
    """The topics of the same file: a table of phrases ``[topics.<name>]`` for each; none is fine.

    Raises SettingsError as ``load_profile`` does.
    """
    topics = _parsed(text).get("topics", {})
    if not isinstance(topics, dict) or not all(isinstance(terms, dict) for terms in topics.values()):
        msg = "The topics of the subject profile must be tables, such as [topics.sanctions]."
        raise SettingsError(msg)
    return tuple(Topic(name, _terms(f"topics.{name}", terms)) for name, terms in topics.items())


def _parsed(text: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"The subject profile is not valid TOML: {error}. Correct that line."
        raise SettingsError(msg) from error


def _terms(table: str, entries: Mapping[str, object]) -> tuple[Term, ...]:
    terms: list[Term] = []
    for phrase, weight in entries.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not math.isfinite(weight):
            msg = f'In [{table}] of the subject profile "{phrase}" needs a number as its weight, such as 2.0.'
            raise SettingsError(msg)
        if not keyed(phrase):
            msg = (
                f'In [{table}] of the subject profile "{phrase}" has only words too common to tell anything.'
            )
            raise SettingsError(msg)
        terms.append(Term(phrase, float(weight)))
    return tuple(terms)
