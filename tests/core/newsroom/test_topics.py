"""A story has the topics that its text speaks of."""

from __future__ import annotations

from bot.model.briefing import Term, Topic
from bot.newsroom.subject import load_topics, shipped_profile
from bot.newsroom.terms import keyed
from bot.newsroom.topics import topics_of

SHIPPED = load_topics(shipped_profile())
SHIPS = Topic("ships", (Term("harbour", 1.0), Term("ferry", 1.0)))
ROADS = Topic("roads", (Term("bridge", 1.0), Term("harbour", 1.0)))


def topics(title: str, text: str, of: tuple[Topic, ...], hint: str | None = None) -> tuple[str, ...]:
    return topics_of(keyed(title), keyed(text), of, "en", hint=hint)


def test_the_surest_topic_comes_first() -> None:
    found = topics(
        "Embassy closes as sanctions and embargo bite", "The ambassador left. Sanctions stay.", SHIPPED
    )
    assert found == ("sanctions", "embassies")


def test_one_word_in_passing_makes_no_topic() -> None:
    assert topics("Orm in spring", "The harbour is full of flowers.", (SHIPS,)) == ()


def test_a_hint_helps_but_alone_makes_no_topic() -> None:
    assert topics("Orm in spring", "", (SHIPS,), hint="ships") == ()
    assert topics("Orm in spring", "The harbour freezes.", (SHIPS,), hint="Ships") == ("ships",)


def test_a_word_may_speak_for_several_topics() -> None:
    assert topics("Harbour bridge", "", (SHIPS, ROADS)) == ("roads", "ships")


def test_a_briefing_without_topics_has_stories_without() -> None:
    assert topics("Embassy closes", "", ()) == ()
