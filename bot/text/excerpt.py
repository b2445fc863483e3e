"""The excerpt: whole sentences of an article's own lead, cleaned of what is not the article."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain, pairwise

from bot.text.furniture import has_dateline, is_furniture, without_dateline, without_prompt
from bot.text.sentences import each_sentence, is_complete

LOW = 60
HIGH = 150

_PARAGRAPHS = re.compile(r"\n\s*\n")
_MAYBE_WIDE = re.compile("[\u1100-\U0010ffff]")  # before these no script is wide


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
    unparted = sum(unicodedata.east_asian_width(char) in "WF" for char in _MAYBE_WIDE.findall(text))
    return len(text.split()) + unparted // 2


def _clean(text: str, headline: str) -> Iterator[Iterator[str]]:
    """The article's paragraphs as whole sentences, split no further than they are read."""
    seen_dateline = False
    for block in _PARAGRAPHS.split(text):
        paragraph = without_prompt(" ".join(block.split()))
        if is_furniture(paragraph) or _same(paragraph, headline):
            continue
        if seen_dateline or has_dateline(without_dateline(paragraph)):
            paragraph = without_dateline(paragraph)
        seen_dateline = seen_dateline or has_dateline(paragraph)
        yield _whole(paragraph, headline)


def _whole(paragraph: str, headline: str) -> Iterator[str]:
    """The sentences of a paragraph, less the headline, furniture and an end that was broken off."""
    own = (
        sentence
        for sentence in each_sentence(paragraph)
        if not is_furniture(sentence.strip()) and not _same(sentence, headline)
    )
    for sentence, following in pairwise(chain(own, [""])):
        if following or is_complete(sentence):  # a pause that more follows is no break
            yield sentence


def _same(text: str, headline: str) -> bool:
    return bool(headline) and _letters(text) == _letters(headline)


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
