"""An excerpt is the article's own lead in whole sentences, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import excerpt as module
from bot.text.excerpt import HIGH, LOW, excerpt, word_count
from bot.text.furniture import is_furniture
from bot.text.sentences import each_sentence

HEADLINE = "Northland recalls its ambassador from Eastmark"
LEAD = "Northland recalled its ambassador from Eastmark on Tuesday, the foreign ministry said."


def sentence(words: int, first: str = "Word") -> str:
    return " ".join([first, *["word"] * (words - 1)]) + "."


def test_it_stops_at_the_end_of_the_paragraph_that_brings_enough_words() -> None:
    text = "\n\n".join([sentence(30), sentence(20) + " " + sentence(25), sentence(40)])
    assert excerpt(text, "") == (sentence(30), sentence(20) + " " + sentence(25))


def test_it_never_goes_beyond_the_most_words_and_never_cuts_a_sentence() -> None:
    text = " ".join([sentence(70), sentence(70), sentence(70)])
    assert excerpt(text, "") == (sentence(70) + " " + sentence(70),)


def test_a_first_sentence_that_is_too_long_gives_none_rather_than_a_part() -> None:
    assert excerpt(sentence(HIGH + 1) + " " + sentence(20), "") == ()


def test_a_short_text_is_given_whole() -> None:
    assert excerpt(LEAD, HEADLINE) == (LEAD,)


@pytest.mark.parametrize(
    "line",
    [
        "By Ana Ruiz",
        "By Ana Ruiz and Mo Vale in Orm",
        "BY ANA RUIZ",
        "Published 4 March 2026",
        "Advertisement",
        "Read more: Ridge talks to resume",
        "READ ALSO: Ridge talks to resume",
        "Sign up for our morning letter.",
        "Continue reading…",
        "Photo: The ridge in winter.",
        "The ridge in winter. Mo Vale/Reuters",
        "The ridge in winter (AP Photo/Mo Vale)",
        "The post Northland recalls its ambassador appeared first on Harbour Post.",
        "This article was originally published by Harbour Post.",
        HEADLINE,
        HEADLINE.upper() + ".",
    ],
)
def test_what_is_not_the_article_is_left_out(line: str) -> None:
    assert excerpt(f"{line}\n\n{LEAD}", HEADLINE) == (LEAD,)
    assert excerpt(f"{LEAD}\n\n{line}", HEADLINE) == (LEAD,)


@pytest.mark.parametrize(
    "line",
    [
        "By Monday evening both envoys had left.",
        "Video links were cut before the vote.",
        "Related talks will go on in Orm.",
        "Sponsored by three states, the motion passed.",
        "Watch towers stand along the ridge.",
        "The report was first published by the ministry.",
        "Comment from Eastmark was not to be had.",
    ],
)
def test_sentences_that_only_begin_like_furniture_stay(line: str) -> None:
    assert not is_furniture(line)
    assert excerpt(line, "") == (line,)


@pytest.mark.parametrize(
    "end", ["The ridge has been…", "The ridge has [...]", "The ridge has been a", "The ridge..."]
)
def test_what_was_broken_off_is_left_out(end: str) -> None:
    assert excerpt(f"{LEAD} {end}", HEADLINE) == (LEAD,)


def test_a_pause_inside_a_paragraph_is_not_what_was_broken_off() -> None:
    text = "The envoy paused… The ambassador was summoned. Talks go on..."
    assert excerpt(text, "") == ("The envoy paused… The ambassador was summoned.",)


def test_furniture_after_what_was_broken_off_does_not_complete_it() -> None:
    assert excerpt(f"{LEAD} The ridge has been… Sign up for our morning letter.", "") == (LEAD,)


def test_of_a_long_article_only_the_lead_is_split(monkeypatch: pytest.MonkeyPatch) -> None:
    given_out: list[str] = []

    def watched(paragraph: str) -> Iterator[str]:
        for sentence in each_sentence(paragraph):
            given_out.append(sentence)
            yield sentence

    monkeypatch.setattr(module, "each_sentence", watched)
    assert excerpt(f"{LEAD} " * 1_000, "")
    assert sum(map(word_count, given_out)) <= HIGH + 3 * word_count(LEAD)


def test_a_dateline_is_kept_once() -> None:
    dated = f"ORM (Agency) — {LEAD}"
    assert excerpt(dated, "") == (dated,)
    assert excerpt(f"ORM (Agency) — {dated}", "") == (dated,)
    assert excerpt(f"{dated}\n\nORM (Agency) — {LEAD}", "") == (dated, LEAD)


def test_the_prompt_at_the_end_of_a_paragraph_goes() -> None:
    assert excerpt(f"{LEAD} Continue reading...", "") == (LEAD,)


def test_sentences_without_spaces_between_them_stay_so() -> None:
    assert excerpt("大使被召回。谈判继续。", "") == ("大使被召回。谈判继续。",)


def test_scripts_without_spaces_are_counted_by_characters() -> None:
    text = "\n\n".join("大使昨日被外交部召见。" for _ in range(60))
    assert LOW <= sum(map(word_count, excerpt(text, ""))) <= HIGH


WORDS = st.sampled_from(
    ["Talks", "ridge", "envoy", "U.N.", "Mr.", "3.5", "said", "By", "Photo:", "大使", "—", "..."]
)
ENDS = st.sampled_from([".", "!", "?", "…", "", "。", '."', ": "])
SENTENCES = st.builds(
    lambda words, end: " ".join(words) + end, st.lists(WORDS, min_size=1, max_size=40), ENDS
)
PARAGRAPHS = st.lists(SENTENCES, max_size=6).map(" ".join)
ARTICLES = st.lists(PARAGRAPHS, max_size=6).map("\n\n".join)


@given(ARTICLES | st.text())
def test_every_paragraph_is_made_of_the_source_and_not_too_long(text: str) -> None:
    paragraphs = excerpt(text, HEADLINE)
    folded = " ".join(text.split())
    assert sum(map(word_count, paragraphs)) <= HIGH
    for paragraph in paragraphs:
        rest = folded
        for piece in paragraph.split():
            place = rest.find(piece)
            assert place >= 0
            rest = rest[place + len(piece) :]
