"""Finding weighted phrases in a text, whatever form their words have there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.model.briefing import Term
from bot.newsroom.terms import Words, keyed

GAP = "..."
"""Between two words of a phrase: up to ``WIDEST_GAP`` other words may stand there."""
WIDEST_GAP = 3


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase as keys; ``reach[i]`` is how far behind the word before it key ``i`` may stand."""

    term: Term
    keys: tuple[str, ...]
    reach: tuple[int, ...]


class PhraseBook:
    """The phrases of a profile or topic, compiled once for each language they are looked for in."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = tuple(terms)
        self._by_language: dict[str, Mapping[str, Sequence[_Phrase]]] = {}

    def find(self, words: Words, language: str) -> dict[Term, str]:
        """The phrases that stand in a text, each once, with the words of its first place there.

        ``language`` is the text's, an ISO 639-1 code. Stop words count neither in the text nor in a phrase.
        """
        phrases = self._by_language.get(language)
        if phrases is None:
            phrases = self._by_language[language] = _compiled(self._terms, language)
        keys = [key for key, _ in words]
        if phrases.keys().isdisjoint(keys):
            return {}
        found: dict[Term, str] = {}
        for start, key in enumerate(keys):
            for phrase in phrases.get(key, ()):
                end = _match(phrase, keys, start)
                if end and phrase.term not in found:
                    found[phrase.term] = " ".join(surface for _, surface in words[start:end])
        return found


def _compiled(terms: Iterable[Term], language: str) -> Mapping[str, Sequence[_Phrase]]:
    """By their first key. Of phrases that are forms of the same words the heaviest counts, once."""
    by_keys: dict[tuple[str, ...], _Phrase] = {}
    for term in sorted(terms, key=lambda each: abs(each.weight)):
        keys: list[str] = []
        reach: list[int] = []
        for number, part in enumerate(term.phrase.split(GAP)):
            for place, (key, _) in enumerate(keyed(part, language)):
                keys.append(key)
                reach.append(1 + (WIDEST_GAP if number and place == 0 else 0))
        if keys:
            by_keys[tuple(keys)] = _Phrase(term, tuple(keys), tuple(reach))
    by_first: defaultdict[str, list[_Phrase]] = defaultdict(list)
    for phrase in by_keys.values():
        by_first[phrase.keys[0]].append(phrase)
    return by_first


def _match(phrase: _Phrase, keys: Sequence[str], start: int) -> int:
    """Where the phrase that may begin at ``start`` ends (exclusive), 0 if it does not stand there."""
    at = start
    for key, reach in zip(phrase.keys[1:], phrase.reach[1:], strict=True):
        for place in range(at + 1, min(at + 1 + reach, len(keys))):
            if keys[place] == key:
                at = place
                break
        else:
            return 0
    return at + 1
