"""Editors and the list of feeds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.feeds import FeedCommands, health
from bot.errors import UserError
from bot.model.news import FeedState
from bot.ports.feeds import FetchFailed, FoundFeed, Gone, OutlineFeed
from bot.text.markup import plain_text
from bot.wording import Wording
from storage import open_store
from tests.core.commands.editors import Editors, labels
from tests.core.newsroom_services.room import BEN, BRIEFING, COURIER, POST, RADIO, RECALL, SUMMIT, Newsroom
from tests.fakes.web import item

HOUR = timedelta(hours=1)
SITE = "https://post.example"


@pytest_asyncio.fixture
async def room() -> AsyncIterator[Editors]:
    """No feed yet; a website that names one."""
    async with open_store("sqlite://") as store:
        newsroom = Newsroom(store)
        newsroom.finder.pages[SITE] = [FoundFeed(POST, "Harbour Post"), FoundFeed(f"{SITE}/sport", "Sport")]
        newsroom.finder.pages[POST] = [FoundFeed(POST, "Harbour Post")]
        newsroom.web.make(POST).publish(
            item(RECALL, published=newsroom.now - HOUR), item(SUMMIT, published=newsroom.now - 40 * HOUR)
        )
        commands = FeedCommands(feeds=newsroom.feeds, briefing=BRIEFING, settle=newsroom.rounds.settle)
        yield Editors(newsroom, commands.handlers())


async def deeds(room: Editors) -> list[str]:
    recent = await room.newsroom.store.audit.recent(10)
    return [" ".join(filter(None, (deed.deed, deed.about, deed.detail))) for deed in recent]


async def test_a_website_finds_its_feed_which_is_read_at_once(room: Editors) -> None:
    assert await room.say("feed add post.example") == (
        "Added Harbour Post.\n\nhttps://post.example/feed\n"
        "1 piece of news of the last 36 hours is on its way to the desk.\n\n"
        "The same website also has:\n\nSport  https://post.example/sport"
    )
    assert await room.newsroom.line_up() == [RECALL]
    assert await deeds(room) == [f"feed add {POST}"]


async def test_adding_twice_is_refused(room: Editors) -> None:
    await room.say(f"feed add {SITE}")
    assert await room.say(f"feed add {SITE}") == (
        f"{POST} is among the feeds already. Send /feeds to see how it is."
    )


async def test_what_leads_to_no_feed_is_said(room: Editors) -> None:
    room.newsroom.finder.pages["https://down.example"] = FetchFailed("feed-error-timeout")
    assert await room.say("feed add https://down.example") == (
        "The server took too long to answer. It may answer in a few minutes."
    )
    assert (await room.say("feed add https://empty.example")).startswith(
        "There is no feed at https://empty.example, and the page names none."
    )
    assert (await room.say("feed add mailto:ana@post.example")).startswith("This is not a web address.")
    assert await room.newsroom.store.feeds.all() == []


async def test_a_feed_that_fails_at_its_first_reading_is_kept_and_says_why(room: Editors) -> None:
    room.newsroom.web.make(POST).outcome = FetchFailed("feed-error-status", "500")
    assert "The server answered 500." in await room.say(f"feed add {SITE}")
    assert (await room.say("feeds")).endswith(
        "Failed once. The server answered 500. Open the address in a browser to see what it says. "
        "It will be tried again later."
    )
    room.newsroom.web.make(POST).outcome = Gone()
    await room.newsroom.collector.poll_all()
    assert "its publisher has ended it" in await room.say("feeds")


async def test_the_list_shows_how_each_feed_is(room: Editors) -> None:
    assert await room.say("feeds") == (
        "There is no feed yet. Send /feed add and the address of a website you trust."
    )
    await room.say(f"feed add {SITE}")
    await room.newsroom.feed(COURIER, "Daily Courier")
    room.newsroom.clock.advance(2 * HOUR)
    assert await room.say("feeds") == (
        "2 feeds\n\n2  Daily Courier\nnot read yet\n1  Harbour Post\nread 2 hours ago, last news 2 hours ago"
    )


async def test_a_long_list_has_pages_and_counts_what_fails(room: Editors) -> None:
    for number in range(11):
        await room.newsroom.store.feeds.add(
            [OutlineFeed(f"https://feeds.example/{number}", f"Feed {number:02}")], room.newsroom.now
        )
    await room.newsroom.collector.poll_due()
    first = await room.answer("feeds")
    assert plain_text(first.message).startswith("11 feeds · 11 failing\n\n1  Feed 00")
    assert labels(first.message) == ["1/2", "›"]
    turned = await room.answer("feeds 2", pressed=True)
    assert turned.replaces
    assert "11  Feed 10" in plain_text(turned.message)


async def test_testing_a_feed_keeps_nothing(room: Editors) -> None:
    tested = await room.answer(f"feed test {SITE}")
    assert plain_text(tested.message) == (
        "Harbour Post\n\nhttps://post.example/feed\n2 entries, 1 of the last 36 hours\n"
        f"the newest is of 1 hour ago\n{RECALL}\n{SUMMIT}"
    )
    assert await room.newsroom.store.feeds.all() == []
    assert "Added Harbour Post" in await room.press("Add this feed", on=tested.message)


async def test_testing_what_cannot_be_read_says_why(room: Editors) -> None:
    post = room.newsroom.web.make(POST)
    post.outcome = FetchFailed("feed-error-malformed")
    assert (await room.say(f"feed test {SITE}")).startswith("The feed is too badly broken to be read.")
    post.outcome = Gone()
    assert (await room.say(f"feed test {SITE}")).startswith("There is no feed at https://post.example/feed")


async def test_a_feed_is_named_by_number_title_or_address(room: Editors) -> None:
    for url, title in ((POST, "Harbour Post"), (COURIER, "Daily Courier"), (RADIO, "Radio Post")):
        await room.newsroom.feed(url, title)
    for text in ("2", "daily courier", '"Daily Courier"', COURIER, f"{COURIER}/?utm_source=x", "courier"):
        assert (await room.newsroom.feeds.find(text)).title == "Daily Courier", text
    for text, sentence in (("4", "feed-no-number"), ("post", "feed-several"), ("Gazette", "feed-unknown")):
        with pytest.raises(UserError) as raised:
            await room.newsroom.feeds.find(text)
        assert raised.value.sentence == sentence
    assert (
        await room.say("feed remove 4")
        == "There is no feed 4. Send /feeds to see the numbers of those there are."
    )
    assert "stands in the names of 2 feeds" in await room.say("feed remove post")
    assert "No feed is called “Gazette”" in await room.say("feed remove Gazette")


async def test_a_feed_keeps_its_number_whatever_is_renamed_or_removed(room: Editors) -> None:
    for url, title in ((POST, "Harbour Post"), (COURIER, "Daily Courier"), (RADIO, "Radio Post")):
        await room.newsroom.feed(url, title)
    await room.say("feed rename 2 Zephyr Courier")
    assert "2  Zephyr Courier" in await room.say("feeds")
    assert (await room.say("feed remove 1")).startswith("Harbour Post is read no more.")
    assert (await room.say("feed remove 2")).startswith("Zephyr Courier is read no more.")
    assert (await room.say("feed remove 2")).startswith("There is no feed 2.")


async def test_an_exact_address_wins_over_one_that_is_only_as_good_as_the_same(room: Editors) -> None:
    plain = POST.replace("https:", "http:")
    await room.newsroom.store.feeds.add(
        [OutlineFeed(POST, "Harbour Post"), OutlineFeed(plain, "Harbour Post by http")], room.newsroom.now
    )
    assert (await room.newsroom.feeds.find(plain)).title == "Harbour Post by http"
    assert (await room.newsroom.feeds.find(POST)).title == "Harbour Post"
    with pytest.raises(UserError):
        await room.newsroom.feeds.find(f"{POST}/")


async def test_credentials_in_an_address_are_neither_shown_nor_recorded(room: Editors) -> None:
    secret = POST.replace("//", "//ana:planted-secret@")
    room.newsroom.finder.pages[secret] = [FoundFeed(secret, ""), FoundFeed(f"{secret}/sport", "Sport")]
    post = room.newsroom.web.make(secret, "")
    room.newsroom.outlines.lists[secret] = [OutlineFeed(secret, "")]
    said = [await room.say(f"feed {verb} {secret}") for verb in ("test", "add", "add", "import")]
    said += [await room.say("feeds"), *await deeds(room)]
    post.outcome = Gone()
    said += [await room.say(f"feed test {secret}")]
    await room.newsroom.collector.poll_all()
    said += [plain_text(told) for told in room.newsroom.told]
    assert "planted-secret" not in "\n".join(said)
    assert "https://post.example/feed" in said[1]
    assert f"feed add {POST}" in said
    assert (await room.newsroom.store.feeds.all())[0].url == secret


async def test_rename_topic_weight_and_remove(room: Editors) -> None:
    await room.newsroom.feed()
    assert await room.say("feed rename 1 The Post", BEN) == "Readers now see it as The Post."
    assert await room.say('feed topic "The Post" VISAS') == "The Post is now taken to be mostly about visas."
    assert await room.say("feed weight 1 2,5") == "The Post now has weight 2.5; 1 is usual."
    assert "1  The Post · visas · weight 2.5" in await room.say("feeds")
    assert await room.say("feed topic 1") == "The Post is now taken to be about anything."
    assert (await room.say("feed remove 1")).startswith("The Post is read no more.")
    assert await room.say("feeds") == (
        "There is no feed yet. Send /feed add and the address of a website you trust."
    )
    assert await deeds(room) == [
        "feed remove The Post",
        "feed topic The Post",
        "feed weight The Post 2.5",
        "feed topic The Post visas",
        "feed rename Harbour Post The Post",
    ]


@pytest.mark.parametrize("weight", ["4", "-1", "heavy", "nan", "inf"])
async def test_a_weight_that_is_none_is_refused(room: Editors, weight: str) -> None:
    await room.newsroom.feed()
    assert await room.say(f"feed weight 1 {weight}") == (
        f"“{weight}” is not a weight. Give a number from 0 to 3, where 1 is usual."
    )


async def test_a_topic_that_is_none_is_refused(room: Editors) -> None:
    await room.newsroom.feed()
    assert await room.say("feed topic 1 gardening") == (
        "There is no topic “gardening”. There are visas, sanctions."
    )
    assert (await room.say(f"feed rename 1 {'x' * 81}")).startswith("This is 81 characters long")


async def test_lists_are_imported_and_exported(room: Editors) -> None:
    room.newsroom.outlines.lists["https://lists.example/a.opml"] = [
        OutlineFeed(POST, "Harbour Post"),
        OutlineFeed(COURIER, "Daily Courier"),
    ]
    await room.newsroom.feed()
    line = "feed import https://lists.example/a.opml"
    assert await room.say(line) == "The list has 2 feeds, 1 of them new. It is read within a minute."
    assert await room.say(line) == "The list has 2 feeds, all of them known already."
    for path in ("nowhere.opml", "/etc/passwd", "file:///etc/passwd"):
        assert (await room.say(f"feed import {path}")).startswith(f"“{path}” is not a web address.")
    exported = await room.answer("feed export")
    (file,) = exported.message.files
    assert (file.name, file.media_type) == ("feeds.opml", "text/x-opml")
    assert file.content == f"Diplomatic Briefing\nDaily Courier {COURIER}\nHarbour Post {POST}"
    room.newsroom.web.make(COURIER).outcome = Gone()
    await room.newsroom.collector.poll_due()
    (file,) = (await room.answer("feed export")).message.files
    assert file.content == f"Diplomatic Briefing\nHarbour Post {POST}"


async def test_health_in_words(room: Editors) -> None:
    await room.newsroom.feed(COURIER, "Daily Courier")
    room.newsroom.web.make(COURIER, "Daily Courier")
    await room.newsroom.collector.poll_due()
    (feed,) = await room.newsroom.store.feeds.all()
    assert health(feed, Wording(), room.newsroom.now) == "read just now, no news yet"
    assert feed.state is FeedState.ACTIVE


@given(text=st.text(max_size=40))
async def test_no_typed_name_of_a_feed_breaks_the_search(text: str) -> None:
    async with open_store("sqlite://") as store:
        newsroom = Newsroom(store)
        await newsroom.feed()
        try:
            said = (await newsroom.feeds.find(text)).title
        except UserError as error:
            said = Wording()(error.sentence, **error.details)
        assert said
