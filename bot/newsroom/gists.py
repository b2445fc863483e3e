"""What an entry says, read once: grouping, subject, topics and the choice of a lead all ask for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model.news import Entry
from bot.newsroom.headlines import headline_of, voice_of
from bot.newsroom.terms import Words, base_language, keyed

WORDS_READ = 80
"""Of the text: it is about what its first words are about, and what a reading costs has an end."""
_CHARACTERS_READ = 1000
_TERMS_READ = 200  # pairs of characters, in scripts that part no words, say as much as so many words

_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Gist:
    """An entry with its headline, who speaks, and the words of its title and of its text's beginning."""

    entry: Entry
    headline: str
    voice: str
    language: str  # ISO 639-1, English where the entry says nothing
    title: Words
    text: Words


def gist_of(entry: Entry) -> Gist:
    """Read an entry."""
    headline, language = headline_of(entry), base_language(entry.language)
    title, text = keyed(headline, language), keyed(beginning(own_text(entry)), language)
    return Gist(entry, headline, voice_of(entry), language, title[:_TERMS_READ], text[:_TERMS_READ])


def own_text(entry: Entry) -> str:
    """The longer of what its feed carries as summary and as full text."""
    return max(entry.summary, entry.content, key=len)


def beginning(text: str) -> str:
    """The first words of a text, without addresses."""
    start = " ".join(text[:_CHARACTERS_READ].split(None, WORDS_READ)[:WORDS_READ])
    return _ADDRESS.sub(" ", start) if "://" in start else start
