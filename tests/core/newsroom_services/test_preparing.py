"""Preparing: the excerpt comes from the feed or the page, editors' words win, and nothing waits long."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from unittest.mock import AsyncMock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import StorageError
from bot.model.editions import Edits
from bot.model.news import Citation, PreparedStory, StoryId
from bot.newsroom.preparing import TRY_AGAIN, edited, paragraphs
from tests.core.newsroom_services.room import ANA, RECALL, VISAS, Newsroom
from tests.fakes.web import FakeArticles, item

PAGE = "https://post.example/recall"
LEAD = (
    "Northland recalled its ambassador from Eastmark on Tuesday, hours after work began on a fence along the "
    "disputed ridge, the foreign ministry said. "
)
REST = (
    "The step stops short of a break in relations, which the two neighbours restored in 2019 after eleven "
    "years without embassies. Eastmark called the recall regrettable and said that its own envoy would "
    "stay. Talks on the ridge are due to resume next month in a third country, and both sides said that "
    "they would attend."
)
ARTICLE = f"{LEAD}\n\n{REST}"


async def publish(newsroom: Newsroom, *, content: str = "") -> None:
    (await newsroom.feed()).publish(
        item(RECALL, link=PAGE, published=newsroom.now, summary=LEAD, content=content)
    )
    await newsroom.rounds.turn()


async def excerpt(newsroom: Newsroom) -> str:
    stories = [each.story for each in await newsroom.board.ranked(newsroom.now)]
    (prepared,) = await newsroom.preparer.prepare(stories)
    return " ".join(prepared.excerpt)


def pages(newsroom: Newsroom) -> FakeArticles:
    assert newsroom.articles is not None
    return newsroom.articles


async def test_a_short_feed_text_is_completed_from_the_page(with_articles: Newsroom) -> None:
    pages(with_articles).texts[PAGE] = ARTICLE
    await publish(with_articles)
    assert "restored in 2019" in await excerpt(with_articles)


async def test_a_full_feed_text_needs_no_page(with_articles: Newsroom) -> None:
    await publish(with_articles, content=ARTICLE)
    assert "restored in 2019" in await excerpt(with_articles)
    assert pages(with_articles).asked == []


async def test_with_articles_off_the_feeds_own_text_has_to_do(newsroom: Newsroom) -> None:
    await publish(newsroom)
    assert await excerpt(newsroom) == LEAD.strip()


async def test_a_page_is_asked_for_once_and_read_before_it_is_needed(with_articles: Newsroom) -> None:
    pages(with_articles).texts[PAGE] = ARTICLE
    await publish(with_articles)
    while not pages(with_articles).asked:
        await asyncio.sleep(0)
    await excerpt(with_articles)
    await excerpt(with_articles)
    await with_articles.later(timedelta(minutes=30))
    await excerpt(with_articles)
    assert pages(with_articles).asked == [PAGE]


async def test_a_page_that_gave_nothing_is_asked_again_after_hours(with_articles: Newsroom) -> None:
    await publish(with_articles)
    assert await excerpt(with_articles) == LEAD.strip()
    await excerpt(with_articles)
    assert pages(with_articles).asked == [PAGE]
    pages(with_articles).texts[PAGE] = ARTICLE
    with_articles.clock.advance(TRY_AGAIN)
    assert "restored in 2019" in await excerpt(with_articles)


async def test_a_page_that_does_not_come_delays_nothing_and_serves_the_next_time(
    with_articles: Newsroom,
) -> None:
    pages(with_articles).texts[PAGE] = ARTICLE
    pages(with_articles).gate.clear()
    with_articles.preparer._patience = 0.01
    await publish(with_articles)
    assert await excerpt(with_articles) == LEAD.strip()
    pages(with_articles).gate.set()
    with_articles.preparer._patience = 5
    assert "restored in 2019" in await excerpt(with_articles)
    assert pages(with_articles).asked == [PAGE]


async def test_pages_are_read_for_the_first_stories_only_and_for_others_once_they_come_first(
    with_articles: Newsroom,
) -> None:
    feed = await with_articles.feed()
    links = [f"https://post.example/{number}" for number in range(2)]
    for link, headline in zip(links, (RECALL, VISAS), strict=True):
        pages(with_articles).texts[link] = ARTICLE
        feed.publish(item(headline, link=link, published=with_articles.now))
    with_articles.briefing = replace(with_articles.briefing, size=0)  # nothing is read ahead
    with_articles.__post_init__()
    await with_articles.rounds.turn()
    first, second = (each.story for each in await with_articles.board.ranked(with_articles.now))
    made = await with_articles.preparer.prepare([first, second], pages=1)
    assert ["restored in 2019" in " ".join(each.excerpt) for each in made] == [True, False]
    assert len(pages(with_articles).asked) == 1
    made = await with_articles.preparer.prepare([second], pages=1)
    assert "restored in 2019" in " ".join(made[0].excerpt)
    assert sorted(pages(with_articles).asked) == links


async def test_an_edit_shows_at_once_and_can_be_taken_back(newsroom: Newsroom) -> None:
    await publish(newsroom)
    story = await newsroom.story(RECALL)
    made = await newsroom.desk.edit(story, Edits(headline="Envoy called home"), ANA, newsroom.now)
    assert made.headline == "Envoy called home"
    assert await newsroom.line_up() == ["Envoy called home"]
    made = await newsroom.desk.edit(story, Edits(headline=""), ANA, newsroom.now)
    assert made.headline == RECALL


async def test_words_that_an_editors_headline_brings_are_muted_too(newsroom: Newsroom) -> None:
    await publish(newsroom)
    edits = Edits(headline="Envoy called home over a fence")
    await newsroom.desk.edit(await newsroom.story(RECALL), edits, ANA, newsroom.now)
    assert await newsroom.line_up(muted=("home",)) == []
    assert await newsroom.line_up(muted=("house",)) == ["Envoy called home over a fence"]


async def test_nothing_is_read_any_more_once_the_program_ends(with_articles: Newsroom) -> None:
    pages(with_articles).gate.clear()
    await publish(with_articles)
    while not pages(with_articles).asked:
        await asyncio.sleep(0)
    await with_articles.preparer.close()
    assert not with_articles.preparer._reading


async def test_an_article_that_cannot_be_kept_harms_no_edition(
    with_articles: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = AsyncMock(side_effect=StorageError("disk is full"))
    monkeypatch.setattr(with_articles.store.stories, "keep_article", failing)
    pages(with_articles).texts[PAGE] = ARTICLE
    await publish(with_articles)
    assert await excerpt(with_articles) == LEAD.strip()


BARE = PreparedStory(StoryId("k1"), "Newsline", RECALL, ("Lead.",), Citation("Harbour Post", None))


@pytest.mark.parametrize(
    ("edits", "changed"),
    [
        (Edits(label="Opinion"), ("Opinion", RECALL, ("Lead.",))),
        (Edits(headline="Home"), ("Newsline", "Home", ("Lead.",))),
        (Edits(excerpt="One.\n\n Two\nlines."), ("Newsline", RECALL, ("One.", "Two lines."))),
        (Edits(), ("Newsline", RECALL, ("Lead.",))),
    ],
)
def test_an_editors_words_win(edits: Edits, changed: tuple[str, str, tuple[str, ...]]) -> None:
    made = edited(BARE, edits)
    assert (made.label, made.headline, made.excerpt) == changed


@given(st.text())
def test_no_word_of_a_typed_excerpt_is_lost(text: str) -> None:
    assert " ".join(paragraphs(text)).split() == text.split()
