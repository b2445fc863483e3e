"""A story is led by its clearest source, and goes out with that source's own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.briefing import Profile, Term, Topic
from bot.model.news import Citation, Entry, Story, StoryId
from bot.newsroom.leads import MOST_ALSO, assemble, needs_article, prepare
from bot.newsroom.subject import SubjectScorer
from tests.core.newsroom.news import NOON, alone, entry

SCORER = SubjectScorer(Profile("ties", (Term("ambassador", 2.0),)))
TOPICS = (Topic("embassies", (Term("ambassador", 1.5),)),)
TITLE = "Northland recalls its ambassador"
SHORT = "Northland recalled its ambassador on Tuesday."
LONG = " ".join(
    [
        SHORT,
        *(f"The ridge has been in dispute for {number} years, both sides agree." for number in range(10, 17)),
    ]
)


def assembled(*entries: Entry) -> Story:
    return assemble(StoryId("k1"), alone(*entries), SCORER, TOPICS, "en")


def test_a_story_counts_outlets_and_not_entries() -> None:
    first = entry(TITLE, hours=0)
    same = entry(TITLE, outlet="Harbour Post World", host="world.harbourpost.example", hours=1)
    other = entry(TITLE, outlet="Daily Courier", hours=5, weight=2.0)
    story = assembled(first, same, other)
    assert (story.voices, story.growth) == (2, 1)
    assert (story.first_seen, story.last_new) == (NOON, NOON + timedelta(hours=5))
    assert story.weight == 2.0
    assert story.topics == ("embassies",)


def test_an_old_story_does_not_grow_by_an_outlet_that_is_in_it_already() -> None:
    early = entry(TITLE, hours=0)
    assert assembled(early, entry(TITLE, hours=9)).growth == 0


def test_a_story_is_as_old_as_its_reports_whenever_they_were_read() -> None:
    read = NOON + timedelta(hours=20)
    early, late = (
        replace(entry(TITLE, outlet=outlet, hours=hours), seen=read) for outlet, hours in (("A", 0), ("B", 5))
    )
    story = assembled(late, early)
    assert (story.first_seen, story.last_new) == (NOON, NOON + timedelta(hours=5))
    assert story.growth == 1


def test_an_opinion_piece_makes_a_story_one_only_where_it_leads() -> None:
    report, view = entry(TITLE), entry("Opinion: the ambassador had to go", outlet="Daily Courier")
    assert assembled(view).opinion
    assert not assembled(view, report).opinion


def test_one_outlet_alone_is_no_growth() -> None:
    assert assembled(entry(TITLE), entry(TITLE, hours=1)).growth == 0


def test_the_subject_is_what_its_tellers_say_on_average() -> None:
    near, far = entry(TITLE, outlet="A"), entry("Border row deepens", outlet="B")
    assert assembled(near).subject.value > assembled(near, far).subject.value > assembled(far).subject.value
    assert assembled(near, far).subject.terms == ("ambassador",)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (entry(TITLE, hours=3), entry("Nordia ruft Botschafter zurück", LONG, language="de")),
        (entry(TITLE, hours=3), entry("WATCH: Northland recalls its ambassador", LONG)),
        (entry(TITLE, hours=3), entry("Why the ambassador had to go", LONG)),
        (entry(TITLE, hours=3), entry(TITLE, LONG, link="https://post.example/opinion/1")),
        (entry(TITLE, hours=3), entry("Live updates: ambassador recalled", LONG)),
        (entry(TITLE, hours=3), entry("Why did Northland recall its ambassador?", LONG)),
        (entry(TITLE, LONG, hours=3), entry(TITLE, SHORT)),
        (entry(TITLE, SHORT, hours=3), entry(TITLE, weight=2.0)),
        (entry(TITLE, hours=3, weight=2.0), entry(TITLE)),
        (entry(TITLE, hours=0), entry(TITLE, hours=3)),
    ],
)
def test_the_clearest_source_leads(better: Entry, worse: Entry) -> None:
    assert assembled(worse, better).lead == better.id
    assert assembled(better, worse).lead == better.id


def test_an_article_is_needed_where_the_feed_says_too_little_and_there_is_a_page() -> None:
    assert needs_article(entry(TITLE, SHORT))
    assert not needs_article(entry(TITLE, LONG))
    assert not needs_article(entry(TITLE, SHORT, link=None))
    assert not needs_article(replace(entry(TITLE, SHORT), content=LONG))


def test_what_goes_out_is_the_leads_own() -> None:
    lead = entry(f"{TITLE} - Harbour Post", LONG, hours=-2)
    other = entry("Ambassador recalled", SHORT, outlet="Daily Courier")
    story = assembled(other, lead)
    sent = prepare(story, alone(other, lead), None, "Newsline")
    assert (sent.story, sent.label, sent.headline) == ("k1", "Newsline", TITLE)
    assert sent.citation == Citation("Harbour Post", lead.link)
    assert " ".join(sent.excerpt) == LONG
    assert sent.also == ("Daily Courier",)
    assert (sent.published, sent.language, sent.topics) == (lead.when, "en", ("embassies",))


def test_the_articles_text_is_taken_only_where_the_feeds_is_too_short() -> None:
    short, long = entry(TITLE, SHORT), entry(TITLE, LONG)
    article = LONG.replace("ridge", "pass")
    assert prepare(assembled(short), alone(short), article, "").excerpt == (article,)
    assert prepare(assembled(long), alone(long), article, "").excerpt == (LONG,)


def test_without_enough_anywhere_the_longest_has_to_do_and_nothing_is_invented() -> None:
    short, empty = entry(TITLE, SHORT), entry(TITLE)
    assert prepare(assembled(short), alone(short), "Torn off in the", "").excerpt == (SHORT,)
    assert prepare(assembled(empty), alone(empty), None, "").excerpt == ()


def test_other_sources_are_named_once_the_most_trusted_first_and_not_too_many() -> None:
    lead = entry(TITLE, LONG, outlet="Harbour Post")
    own = entry(TITLE, outlet="Harbour Post Sport", host="sport.harbourpost.example", hours=1)
    others = [entry(TITLE, outlet=f"Courier {number}", hours=number) for number in range(1, 9)]
    trusted = entry(TITLE, outlet="Radio Three", hours=9, weight=2.0)
    memberships = alone(lead, own, *others, others[0], trusted)
    story = assemble(StoryId("k1"), memberships, SCORER, (), "en")
    also = prepare(replace(story, lead=lead.id), memberships, None, "").also
    assert also == ("Radio Three", "Courier 1", "Courier 2", "Courier 3", "Courier 4")
    assert len(also) == MOST_ALSO


def test_a_lead_without_a_web_address_is_cited_by_name_alone() -> None:
    lead = entry(TITLE, LONG, link="tg://user?id=1")
    assert prepare(assembled(lead), alone(lead), None, "").citation == Citation("Harbour Post", None)
