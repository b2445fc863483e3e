"""Text as terms: the forms of a word folded to one key, in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import snowballstemmer

from bot.newsroom.stopwords import STOP_WORDS

DEFAULT_LANGUAGE = "en"

Words = Sequence[tuple[str, str]]
"""A text as its terms in their order: of each its key and how it stands there."""

_SNOWBALL = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian", "nb": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish",
}  # fmt: skip

# Scripts that part no words, or glue particles to them: their terms are pairs of characters.
_UNPARTED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff"
)
_FIRST_UNPARTED = "\u0e00"
_TOKEN = re.compile(
    rf"[{_UNPARTED}]+"
    r"|\d+(?:[.,]\d+)*"
    r"|(?:[^\W\d_]\.){2,}"  # U.S., U.N.
    r"|[^\W_](?:[^\W_]|[\u0300-\u036f\u0900-\u0dff])*(?:['’][^\W\d_]{2,})?",
)
_UNPARTED_RUN = re.compile(f"[{_UNPARTED}]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_ELISION = re.compile(r"\A(?:[cdjlmnst]|qu)['’](?=\w)")
_ELIDING = frozenset({"ca", "fr", "it"})
_LAST_LATIN = "\u024f"
_LONGEST_WORD = 40
_WORDS_KEPT = 65_536
_ACRONYM_LENGTHS = range(2, 6)


def base_language(tag: str | None) -> str:
    """The ISO 639-1 code of a language tag (``en`` for ``en-GB``); English where there is none."""
    return (tag or DEFAULT_LANGUAGE).replace("_", "-").partition("-")[0].lower() or DEFAULT_LANGUAGE


def keyed(text: str, language: str | None = None) -> Words:
    """The terms of a text in their order, stop words left out: of each its key, which is the same for
    all its forms, and how it stands there. ``language`` is a language tag. Deterministic.
    """
    code = base_language(language)
    surfaces = _TOKEN.findall(text if text.isascii() else unicodedata.normalize("NFC", text))
    return [
        pair
        for surface in surfaces
        for pair in (_remembered if surface < _FIRST_UNPARTED and len(surface) <= _LONGEST_WORD else _keyed)(
            surface, code
        )
    ]


def _keyed(surface: str, language: str) -> tuple[tuple[str, str], ...]:
    """What a run of letters or digits contributes: nothing, itself, or its pairs of characters."""
    if _UNPARTED_RUN.match(surface):
        return tuple([(pair, pair) for pair in _pairs(surface)])
    key = _number(surface) if surface[0].isdigit() else _word(surface, language)
    return ((key, surface),) if key else ()


_remembered = lru_cache(maxsize=_WORDS_KEPT)(_keyed)  # for words: runs are many, long, and seldom come again


def _word(surface: str, language: str) -> str:
    """The key of a word, empty for a stop word."""
    stops = STOP_WORDS.get(language, frozenset())
    plain = surface.replace(".", "")
    folded = plain.casefold()
    if plain.isupper() and len(plain) in _ACRONYM_LENGTHS and (folded in stops or plain != surface):
        return plain  # US is not "us", and U.S. is the same
    bare = _ELISION.sub("", folded) if language in _ELIDING else folded
    bare = bare.replace("’", "'")
    if len(bare) == 1 or bare in stops or bare.partition("'")[0] in stops:
        return ""
    return _stem(bare.removesuffix("'s"), language)


def _number(surface: str) -> str:
    if _YEAR.fullmatch(surface):
        return ""  # as common as "today", and told by the entry's date
    return (surface.replace(",", "") if _THOUSANDS.fullmatch(surface) else surface).replace(",", ".")


def _stem(word: str, language: str) -> str:
    """By Snowball where there is a stemmer for the language, with Latin accents folded."""
    stemmer = _stemmer(language)
    stemmed = stemmer.stemWord(word) if stemmer and len(word) <= _LONGEST_WORD else word[:_LONGEST_WORD]
    return _without_accents(stemmed) or word


def _pairs(run: str) -> Iterable[str]:
    return [run[start : start + 2] for start in range(max(len(run) - 1, 1))]


@cache
def _stemmer(language: str) -> snowballstemmer.stemmer | None:
    name = _SNOWBALL.get(language)
    return snowballstemmer.stemmer(name) if name else None


def _without_accents(word: str) -> str:
    if word.isascii() or word[:1] > _LAST_LATIN:
        return word
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
