"""The excerpt: whole sentences of an article's own lead, cleaned of what is not the article."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.text.furniture import has_dateline, is_furniture, without_dateline, without_prompt
from bot.text.sentences import is_complete, sentences

LOW = 60
HIGH = 150

_PARAGRAPHS = re.compile(r"\n\s*\n")


def excerpt(text: str, headline: str, *, low: int = LOW, high: int = HIGH) -> tuple[str, ...]:
    """The lead of an article: paragraphs of whole sentences, ``low`` to ``high`` words in all.

    Sentences are taken in their order from the start until there are ``low`` words and a paragraph
    ends, or the next sentence would go beyond ``high``. A sentence is never cut: where the first one
    alone is longer than ``high`` words there is no excerpt. Left out are a repeated headline, bylines,
    captions and a publisher's other furniture, a second dateline, and what was broken off. White
    space is folded, nothing else is changed.
    """
    taken: list[str] = []
    count = 0
    for paragraph in _clean(text, headline):
        kept: list[str] = []
        full = False
        for sentence in paragraph:
            words = word_count(sentence)
            if count + words > high:
                full = True
                break
            kept.append(sentence)
            count += words
        if kept:
            taken.append("".join(kept).rstrip())
        if full or count >= low:
            break
    return tuple(taken)


def word_count(text: str) -> int:
    """Words as a reader counts them; scripts that part no words count two characters as one."""
    unparted = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text.split()) + unparted // 2


def _clean(text: str, headline: str) -> Iterator[list[str]]:
    """The article's paragraphs as lists of whole sentences."""
    seen_dateline = False
    for block in _PARAGRAPHS.split(text):
        paragraph = without_prompt(" ".join(block.split()))
        if is_furniture(paragraph) or _same(paragraph, headline):
            continue
        if seen_dateline or has_dateline(without_dateline(paragraph)):
            paragraph = without_dateline(paragraph)
        seen_dateline = seen_dateline or has_dateline(paragraph)
        kept = [sentence for sentence in _whole(paragraph) if not _same(sentence, headline)]
        if kept:
            yield kept


def _whole(paragraph: str) -> list[str]:
    """The sentences of a paragraph, less furniture and what was broken off."""
    return [
        sentence
        for sentence in sentences(paragraph)
        if is_complete(sentence) and not is_furniture(sentence.strip())
    ]


def _same(text: str, headline: str) -> bool:
    return bool(headline) and _letters(text) == _letters(headline)


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
