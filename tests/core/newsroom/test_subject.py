"""A text is near the subject by the phrases it has, whatever form their words take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SettingsError
from bot.model.briefing import Profile, Term
from bot.model.news import SubjectScore
from bot.newsroom.subject import SubjectScorer, load_profile, load_topics, shipped_profile
from bot.newsroom.terms import base_language, keyed

SMALL = SubjectScorer(
    Profile("ties", (Term("ambassador", 2), Term("summon ... ambassador", 3), Term("brand ambassador", -9))),
)
SHIPPED = SubjectScorer(load_profile(shipped_profile()))


def score(scorer: SubjectScorer, title: str, text: str, language: str | None = "en") -> SubjectScore:
    code = base_language(language)
    return scorer.score(keyed(title, code), keyed(text, code), code)


def test_a_title_counts_more_than_a_text_and_nothing_is_nothing() -> None:
    in_title = score(SMALL, "Ambassador leaves", "").value
    in_text = score(SMALL, "Envoy leaves", "The ambassador left.").value
    assert in_title > in_text > score(SMALL, "Harbour closes", "It rains.").value == 0


def test_a_phrase_matches_in_other_forms_and_over_a_gap_but_not_a_chasm() -> None:
    near = score(SMALL, "Northland summons the Eastmark ambassador", "")
    assert near.terms == ("summons Eastmark ambassador", "ambassador")
    far = score(SMALL, "Northland summons troops, ships, planes, guns and one ambassador", "")
    assert far.terms == ("ambassador",)


def test_a_phrase_counts_once_however_often_it_stands_there() -> None:
    once = score(SMALL, "", "The ambassador left.")
    assert score(SMALL, "", "The ambassador left. " * 9).value == once.value


def test_the_words_shown_are_those_of_its_first_place() -> None:
    assert score(SMALL, "", "Ambassadors met. One ambassador left.").terms == ("Ambassadors",)


def test_what_only_sounds_like_it_speaks_against_it() -> None:
    assert score(SMALL, "Singer becomes brand ambassador", "").value == 0


def test_forms_of_one_word_in_a_profile_count_once() -> None:
    twice = SubjectScorer(Profile("x", (Term("embassy", 1), Term("embassies", 2))))
    once = SubjectScorer(Profile("x", (Term("embassies", 2),)))
    assert score(twice, "Embassy closed", "").value == score(once, "Embassy closed", "").value


@given(st.text(), st.text(), st.sampled_from([None, "en", "fr", "zh", "xx"]))
def test_a_score_lies_between_nothing_and_one(title: str, text: str, language: str | None) -> None:
    assert 0 <= score(SHIPPED, title, text, language).value <= 1


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Northland recalls its ambassador from Eastmark", "en"),
        ("Eastmark expels two Northland diplomats", "en"),
        ("Foreign ministers of the ridge states hold talks in Orm", "en"),
        ("Northland and Eastmark restore diplomatic relations", "en"),
        ("Sanctions on Eastmark lifted after treaty", "en"),
        ("Embassy in Orm reopens after eleven years", "en"),
        ("Le ministre des Affaires étrangères reçoit l’ambassadeur", "fr"),
        ("Außenminister bestellt Botschafter ein", "de"),
        ("El embajador fue llamado a consultas", "es"),
        ("Посол вызван в министерство иностранных дел", "ru"),
        ("外交部召见东境大使", "zh"),
    ],
)
def test_diplomacy_is_recognised(title: str, language: str) -> None:
    assert score(SHIPPED, title, "", language).value > 0.5


@pytest.mark.parametrize(
    "title",
    [
        "Singer named brand ambassador of a watchmaker",
        "Orm United reach the cup final after a late goal by their striker",
        "New hotel: Embassy Suites opens at Orm airport",
        "Harbour of Orm closes for repairs",
        "Ten recipes for a cold spring",
    ],
)
def test_what_is_no_diplomacy_is_not(title: str) -> None:
    assert score(SHIPPED, title, "").value < 0.1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = ", "not valid TOML"),
        ('[terms]\n"ambassador" = 1', "has no name"),
        ('name = "x"', "has no terms"),
        ('name = "x"\n[terms]', "has no terms"),
        ('name = "x"\n[terms]\n"ambassador" = "much"', '"ambassador" needs a number'),
        ('name = "x"\n[terms]\n"ambassador" = true', '"ambassador" needs a number'),
        ('name = "x"\n[terms]\n"ambassador" = nan', '"ambassador" needs a number'),
        ('name = "x"\n[terms]\n"of the" = 1', "too common"),
    ],
)
def test_a_wrong_profile_is_refused_with_a_sentence(text: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        load_profile(text)


def test_topics_come_from_the_same_file_and_may_be_absent() -> None:
    assert load_topics('name = "x"') == ()
    assert [topic.name for topic in load_topics(shipped_profile())] == [
        "talks",
        "sanctions",
        "embassies",
        "visas",
        "treaties",
        "conflicts",
    ]
    with pytest.raises(SettingsError, match="must be tables"):
        load_topics("topics = 3")


@pytest.mark.parametrize("name", ["cooking", "../secrets", ""])
def test_only_profiles_that_ship_have_a_name(name: str) -> None:
    with pytest.raises(SettingsError, match="No subject profile"):
        shipped_profile(name)
