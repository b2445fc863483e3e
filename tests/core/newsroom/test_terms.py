"""Words become terms: forms of one word are one, in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.newsroom import terms
from bot.newsroom.terms import base_language, keyed


def keys(text: str, language: str | None = "en") -> list[str]:
    return [key for key, _ in keyed(text, language)]


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("ambassadors recalled", "ambassador recalls", "en"),
        ("Eastmark’s envoy", "Eastmark envoy", "en"),
        ("U.S. sanctions", "US sanction", "en"),
        ("1,400 visas", "1400 visas", "en"),
        ("L’ambassadeur rappelé", "ambassadeurs rappelés", "fr"),
        ("die Botschafter", "der Botschafters", "de"),
        ("los embajadores", "embajador", "es"),
        ("os embaixadores", "embaixador", "pt"),
        ("послы вызваны", "посла вызван", "ru"),
        ("السفير", "سفير", "ar"),
    ],
)
def test_forms_of_the_same_words_have_the_same_keys(one: str, other: str, language: str) -> None:
    assert keys(one, language) == keys(other, language)


def test_stop_words_and_years_tell_nothing() -> None:
    assert keys("What will they say about it on Tuesday in March 2026?") == []


def test_a_country_in_capitals_is_no_pronoun() -> None:
    assert "US" in keys("Envoys warn US of delay")
    assert "us" not in keys("Tell us of the delay")
    assert "WHO" in keys("Northland leaves WHO")


def test_scripts_without_spaces_give_pairs_of_characters() -> None:
    assert keys("外交部", "zh") == ["外交", "交部"]
    assert set(keys("召见大使", "zh")) & set(keys("大使被召回", "zh")) == {"大使"}


@pytest.mark.parametrize(
    ("tag", "code"), [("en-GB", "en"), ("PT_br", "pt"), (None, "en"), ("", "en"), ("zh-Hans", "zh")]
)
def test_a_language_tag_has_its_base(tag: str | None, code: str) -> None:
    assert base_language(tag) == code


@given(st.text(), st.sampled_from(["en", "fr", "de", "ru", "ar", "zh", "hi", "xx"]))
def test_any_text_gives_the_same_terms_each_time(text: str, language: str) -> None:
    found = keyed(text, language)
    assert found == keyed(text, language)
    assert all(key and surface for key, surface in found)


def test_words_are_remembered_and_runs_as_long_as_a_text_are_not() -> None:
    terms._remembered.cache_clear()
    keyed("外交部召见大使", "zh")
    keyed("x" * 41)
    assert terms._remembered.cache_info().currsize == 0
    keyed("ambassadors")
    assert terms._remembered.cache_info().currsize == 1
