"""Every sentence that a person reads: one catalogue a language, in Fluent's form, and how it is said.

A sentence is named by its id and said with its variables: ``words("desk-picked", headline=...)``.
``en`` is the catalogue that others translate and the one that any language falls back to, sentence
by sentence.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import date, time, timedelta
from importlib import resources
from pathlib import Path

from babel import Locale, dates, lists
from fluent.runtime import FluentBundle, FluentResource

from bot.text.said import Said, mark, marked

FALLBACK = "en"


@functools.cache
def languages() -> tuple[str, ...]:
    """The languages that there is a catalogue for, ISO 639-1, the fallback first."""
    found = {entry.name for entry in _root().iterdir() if _catalogue(entry.name)}
    return (FALLBACK, *sorted(found - {FALLBACK}))


class Wording:
    """Says sentences in one language."""

    def __init__(self, language: str | None = None) -> None:
        """``language`` is an ISO 639-1 code; one without a catalogue, or None, is the fallback."""
        self.language = language if language in languages() else FALLBACK
        self._locale = Locale.parse("en_GB" if self.language == "en" else self.language)
        self._bundles = tuple(_bundle(code) for code in dict.fromkeys((self.language, FALLBACK)))

    def __call__(self, sentence: str, **details: str | float) -> str:
        """The sentence with these variables. Raises KeyError for an id that no catalogue has and
        ValueError for a variable that the sentence needs and did not get: both are bugs."""
        for bundle in self._bundles:
            if bundle.has_message(sentence):
                pattern = bundle.get_message(sentence).value
                if pattern is None:  # a message of attributes only
                    raise KeyError(sentence)
                told = {name: marked(one) if isinstance(one, str) else one for name, one in details.items()}
                said, errors = bundle.format_pattern(pattern, told)
                if errors:
                    raise ValueError(f"{sentence}: {errors[0]}")
                return Said.of(str(said))
        raise KeyError(sentence)

    def knows(self, sentence: str) -> bool:
        """Whether there is such a sentence."""
        return any(bundle.has_message(sentence) for bundle in self._bundles)

    def date(self, day: date) -> str:
        """``Wednesday 2 February``."""
        return dates.format_skeleton("MMMMEEEEd", day, locale=self._locale).replace(",", "")

    def weekday(self, number: int) -> str:
        """The short name of an ISO weekday: ``Mon``."""
        return str(dates.get_day_names("abbreviated", locale=self._locale)[number - 1])

    def hour(self, at: time) -> str:
        """``07:00``."""
        return at.strftime("%H:%M")

    def ago(self, age: timedelta) -> str:
        """``2 hours ago``; less than a minute is ``now``."""
        if age < timedelta(minutes=1):
            return self("just-now")
        return dates.format_timedelta(-age, add_direction=True, threshold=1, locale=self._locale)

    def span(self, length: timedelta) -> str:
        """``40 minutes``."""
        return dates.format_timedelta(length, threshold=1, locale=self._locale)

    def all_of(self, names: Sequence[str]) -> str:
        """``A, B and C``."""
        return lists.format_list(list(names), locale=self._locale)

    def names(self, names: Sequence[str]) -> str:
        """``A, B, C``: an enumeration without a last "and"."""
        return lists.format_list(list(names), style="unit-short", locale=self._locale)


@functools.cache
def _bundle(language: str) -> FluentBundle:
    # Isolation marks are for mixed scripts in one line; the platforms' own bidi rules do better
    # and the marks would count against their lengths.
    bundle = FluentBundle([language], use_isolating=False)
    for path in _catalogue(language):
        bundle.add_resource(FluentResource(mark(path.read_text(encoding="utf-8"))))
    return bundle


@functools.cache
def _catalogue(language: str) -> tuple[Path, ...]:
    return tuple(sorted(_root().joinpath(language).glob("*.ftl")))


def _root() -> Path:
    return Path(str(resources.files(__name__)))
