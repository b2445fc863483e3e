"""Sentences end where they end, in any script, and nothing is lost between them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import sentences as module
from bot.text.sentences import is_complete, sentences


def split(text: str) -> list[str]:
    return [sentence.strip() for sentence in sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["The envoy left.", "Talks go on."],
        ["Will they meet?", "Nobody knows!", "We shall see."],
        ["Mr. Ruiz met Dr. Vale and Gen. Oda in St. Orm.", "They spoke for an hour."],
        ["J. K. Orm of the U.N. Ridge Mission said so.", "All agreed."],
        ["He spoke to the U.N.", "The envoy listened."],
        ["Prices rose 3.5 percent to 1.2 million.", "Wages did not."],
        ["It began at 9 a.m. on Monday.", "It ended at noon."],
        ['"We will not yield," he said.', '"Never."', "Then he left."],
        ['"Will you come?" she asked.', "He nodded."],
        ["They said … nothing new.", "That was all."],
        ["He paused…", "Then he spoke."],
        ["The treaty of Jan. 5 stands.", "It binds both."],
        ["大使被召回。", "谈判继续！", "他们会见面吗？"],
        ["هل يلتقيان؟", "لا أحد يعرف."],
        ["राजदूत लौट आए।", "वार्ता जारी है।"],
        ["Посол вернулся.", "Переговоры продолжаются."],
        ["Der Botschafter reiste z.B. nach Bern.", "Dort blieb er."],
        ["No end mark here"],
    ],
)
def test_a_paragraph_falls_into_its_sentences(parts: list[str]) -> None:
    joiner = "" if "。" in parts[0] else " "
    assert split(joiner.join(parts)) == parts


@given(st.text())
def test_joining_gives_the_text_back(text: str) -> None:
    assert "".join(sentences(text)) == text


@given(st.text(alphabet="Aa. !?…\"'”)。؟\n1U.S"))
def test_joining_gives_marks_and_quotes_back(text: str) -> None:
    parts = sentences(text)
    assert "".join(parts) == text
    assert all(parts)


class CountingPattern:
    """A pattern that counts the characters it was given to search."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.characters = 0

    def search(self, text: str) -> re.Match[str] | None:
        self.characters += len(text)
        return self.pattern.search(text)


def test_a_text_that_no_mark_ends_costs_in_proportion_to_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    last_word = module._LAST_WORD

    def cost(text: str) -> int:
        pattern = CountingPattern(last_word)
        monkeypatch.setattr(module, "_LAST_WORD", pattern)
        assert split(text) == [text.strip()]
        return pattern.characters

    text = "Mr. Ruiz and Dr. Vale and Gen. Oda met " * 20
    assert 0 < cost(text * 2) <= 2.1 * cost(text)


def test_a_flood_of_marks_is_read_to_its_end() -> None:
    """A pattern that begins anew at every mark would need hours for it."""
    flood = "." * 1_000_000 + "x"
    assert split(flood) == [flood]


@pytest.mark.parametrize("text", ["Done.", "Done!”", '"Done?"', "完了。", "تم؟", "समाप्त।", "(Done.)"])
def test_a_sentence_with_its_end_mark_is_complete(text: str) -> None:
    assert is_complete(text)


@pytest.mark.parametrize(
    "text", ["The minister said that", "The minister…", "The minister...", "The [...]", "The […]", ""]
)
def test_a_sentence_that_was_broken_off_is_not(text: str) -> None:
    assert not is_complete(text)
