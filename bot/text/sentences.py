"""Text into sentences, by rule and for any script: nothing is lost, joining gives the text back."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ABBREVIATIONS = frozenset(
    """mr mrs ms mx dr prof sr jr st gen lt col maj capt cmdr cpl sgt adm pvt rev hon pres gov sen rep amb min
    sec supt insp dep asst fr msgr mgr hrh
    jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun
    no nos vol vols fig figs art sec ch pp ed eds est approx ca cf al etc vs v viz
    ave blvd rd mt ft sq dept univ inc ltd co corp bros plc gmbh cie assn
    e.g i.e a.m p.m u.s u.n u.k u.a.e d.c e.u p.s ph.d m.d b.a m.a ll.d
    m mm mme mmes mlle mlles dir
    bzw ca dr evtl geb ggf hl inkl nr str usw vgl z.b d.h u.a
    ud uds dra lic ing sra srta srs pág avda av exmo
    г гг ул им стр тыс млн млрд""".split(),
)
# May end a sentence as well as stand inside one: a capital after them decides, as does what they are.
_MAY_END = frozenset(
    {
        "a.m",
        "p.m",
        "etc",
        "inc",
        "ltd",
        "co",
        "corp",
        "u.s",
        "u.n",
        "u.k",
        "u.a.e",
        "d.c",
        "e.u",
        "jr",
        "sr",
        "al",
    },
)
_STARTERS = frozenset(
    """the a an it he she they we i you but and in on at this that these those there for after before his her
    their its officials when while as if mr ms mrs""".split(),
)
_CLOSERS = "\"'”’»›)\\]）」』】"
_MARKS = ".!?؟۔।॥።…‼⁇⁈⁉"
# Marks are taken as a whole run or not at all: a flood of them is read once.
_END = re.compile(
    rf"(?:(?<![{_MARKS}])[{_MARKS}]++[{_CLOSERS}]*+(?=\s))|(?:[。！？｡]+[{_CLOSERS}]*)",
)
_LAST_WORD = re.compile(r"([^\s\"'“”‘’«»(\[]+)\Z")
_NEXT_WORD = re.compile(r"\s*[\"'“‘«(\[]*([^\W_]+)")
_INITIAL_LENGTH = 1
_LOOK_BACK = 40
"""Characters before a mark that are looked at: more than any abbreviation, and what a mark may cost."""


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph, each with the white space that follows it.

    ``"".join(sentences(text)) == text`` for every text. When in doubt two sentences stay together:
    a cut inside a sentence would be worse.
    """
    return list(each_sentence(paragraph))


def each_sentence(paragraph: str) -> Iterator[str]:
    """The same one by one, for whoever needs only the first of a long text."""
    start = 0
    for match in _END.finditer(paragraph):
        if not _ends(paragraph, start, match):
            continue
        end = match.end()
        while end < len(paragraph) and paragraph[end].isspace():
            end += 1
        yield paragraph[start:end]
        start = end
    if start < len(paragraph):
        yield paragraph[start:]


def is_complete(sentence: str) -> bool:
    """Whether a sentence has its end mark and was not broken off by "…", "..." or "[...]"."""
    bare = sentence.rstrip().rstrip("\"'”’»›)）」』】")
    return bare.endswith(tuple(".!?؟۔।॥።。！？｡‼⁇⁈⁉")) and not bare.endswith(("..", "…", "[…", "[..."))


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a mark that could end a sentence does."""
    following = _NEXT_WORD.match(text, match.end())
    if following is None or match.group()[0] in "。！？｡":
        return True
    after = following.group(1)
    if match.group().startswith(("…", "..")) or _closes_quote(match.group()):
        return not after[0].islower()
    if match.group()[0] != ".":
        return True
    before = text[max(start, match.start() - _LOOK_BACK) : match.start()]
    return not after[0].islower() and _period_ends(before, after)


def _closes_quote(mark: str) -> bool:
    """``?”`` and ``!"`` may be followed by "she asked": the next word decides."""
    return len(mark) > 1 and mark[-1] not in _MARKS


def _period_ends(before: str, after: str) -> bool:
    last = _LAST_WORD.search(before)
    word = last.group(1).casefold() if last else ""
    if word in _MAY_END or word.replace(".", "") != word:
        return after.casefold() in _STARTERS
    if len(word) == _INITIAL_LENGTH and word.isalpha():
        return not (last and last.group(1).isupper())
    return word not in _ABBREVIATIONS
