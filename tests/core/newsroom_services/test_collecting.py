"""Collecting: what becomes news, what does not, and that no feed and no full disk stops the rest."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import AsyncMock

import pytest

from bot.errors import StorageError
from bot.model.news import Feed, FeedState
from bot.newsroom.poll import AT_ONCE
from bot.ports.feeds import FetchFailed, Gone, OutlineFeed
from bot.text.markup import plain_text
from tests.core.newsroom_services.room import ANA, COURIER, POST, RECALL, SUMMIT, VISAS, Newsroom
from tests.fakes.web import item, renamed

HOUR = timedelta(hours=1)


async def waiting(newsroom: Newsroom) -> list[str]:
    return [entry.title for entry in await newsroom.store.entries.unplaced(1000)]


async def only_feed(newsroom: Newsroom) -> Feed:
    (feed,) = await newsroom.store.feeds.all()
    return feed


async def test_a_new_feed_contributes_only_what_it_dates_within_the_last_36_hours(newsroom: Newsroom) -> None:
    post = await newsroom.feed()
    post.publish(
        item(RECALL, published=newsroom.now - HOUR),
        item(VISAS, published=newsroom.now - 40 * HOUR),
        item(SUMMIT),
    )
    polled = await newsroom.collector.poll_due()
    assert (polled.read, polled.failed, polled.new) == (1, 0, 1)
    assert await waiting(newsroom) == [RECALL]


async def test_later_an_undated_item_is_news(newsroom: Newsroom) -> None:
    post = await newsroom.feed()
    post.publish(item(RECALL, published=newsroom.now))
    await newsroom.collector.poll_due()
    post.publish(item(SUMMIT))
    await newsroom.collector.poll_all()
    assert await waiting(newsroom) == [RECALL, SUMMIT]


async def test_entries_come_in_the_order_of_their_publication(newsroom: Newsroom) -> None:
    post = await newsroom.feed()
    post.publish(item(VISAS, published=newsroom.now), item(RECALL, published=newsroom.now - HOUR))
    await newsroom.collector.poll_due()
    assert await waiting(newsroom) == [RECALL, VISAS]


async def test_nothing_is_taken_twice(newsroom: Newsroom) -> None:
    post = await newsroom.feed()
    post.publish(item(RECALL, published=newsroom.now))
    await newsroom.collector.poll_all()
    post.publish(item(VISAS, published=newsroom.now))
    assert (await newsroom.collector.poll_all()).new == 1
    assert (await newsroom.collector.poll_all()).new == 0
    assert await waiting(newsroom) == [RECALL, VISAS]


async def test_identifiers_that_change_bring_no_burst(newsroom: Newsroom) -> None:
    post = await newsroom.feed()
    post.publish(*(item(f"Envoy {number} received", published=newsroom.now) for number in range(5)))
    await newsroom.collector.poll_all()
    post.entries = [item(entry.title, identifier=f"new-{entry.identifier}") for entry in post.entries]
    assert (await newsroom.collector.poll_all()).new == 0


async def test_identifiers_that_change_where_there_are_no_links_bring_no_burst(newsroom: Newsroom) -> None:
    post = await newsroom.feed()
    titles = [f"Envoy {number} received" for number in range(5)]
    for reading in range(3):
        post.entries = [
            item(title, identifier=f"{reading}-{title}", link="", published=newsroom.now - HOUR)
            for title in titles
        ]
        assert (await newsroom.collector.poll_all()).new == (0 if reading else 5)
    assert sorted(await waiting(newsroom)) == titles


async def test_of_a_page_with_one_address_for_all_its_notices_each_is_kept(newsroom: Newsroom) -> None:
    post = await newsroom.feed()
    for title in (RECALL, VISAS, SUMMIT):
        post.entries = [item(title, link="https://post.example/notices", published=newsroom.now)]
        await newsroom.collector.poll_all()
        await newsroom.collector.poll_all()
    assert await waiting(newsroom) == [RECALL, VISAS, SUMMIT]


async def test_a_feed_whose_keys_all_changed_is_judged_like_a_new_one(newsroom: Newsroom) -> None:
    post = await newsroom.feed()
    post.publish(*(item(f"Envoy {number} received") for number in range(5)))
    await newsroom.collector.poll_all()
    post.entries = renamed(post.entries, "moved")
    assert (await newsroom.collector.poll_all()).new == 0
    post.publish(item(SUMMIT))
    assert (await newsroom.collector.poll_all()).new == 1


async def test_a_feed_that_becomes_empty_and_comes_back_brings_no_burst(newsroom: Newsroom) -> None:
    post = await newsroom.feed()
    post.publish(*(item(f"Envoy {number} received") for number in range(5)))
    await newsroom.collector.poll_all()
    kept, post.entries = post.entries, []
    await newsroom.collector.poll_all()
    post.entries = kept
    assert (await newsroom.collector.poll_all()).new == 0


async def test_a_feed_is_not_due_again_at_once_and_nobody_asks_twice_for_the_same(newsroom: Newsroom) -> None:
    post = await newsroom.feed()
    post.publish(item(RECALL, published=newsroom.now))
    await newsroom.collector.poll_due()
    assert (await newsroom.collector.poll_due()).read == 0
    newsroom.clock.advance(6 * HOUR)
    await newsroom.collector.poll_due()
    assert newsroom.web.requests[-1].fingerprint is not None


async def test_a_failing_feed_is_counted_and_says_why(newsroom: Newsroom) -> None:
    post = await newsroom.feed()
    await newsroom.feed(COURIER, "Daily Courier")
    newsroom.web.make(COURIER).publish(item(RECALL, published=newsroom.now))
    post.outcome = FetchFailed("feed-error-status", "503", retry_after=2 * HOUR)
    polled = await newsroom.collector.poll_due()
    assert (polled.read, polled.failed, polled.new) == (2, 1, 1)
    failing = next(feed for feed in await newsroom.store.feeds.all() if feed.url == POST)
    assert failing.polling.failures == 1
    assert (failing.polling.last_error, failing.polling.last_detail) == ("feed-error-status", "503")
    assert failing.polling.next_at >= newsroom.now + 2 * HOUR


async def test_a_feed_that_is_gone_is_read_no_more_and_the_newsroom_hears_of_it(newsroom: Newsroom) -> None:
    post = await newsroom.feed()
    post.outcome = Gone()
    await newsroom.collector.poll_due()
    assert (await only_feed(newsroom)).state is FeedState.GONE
    (said,) = newsroom.told
    assert plain_text(said) == (
        "Harbour Post is read no more: its publisher says that https://post.example/feed is gone for good. "
        "If it lives elsewhere, send /feed add and its new address."
    )
    assert (await newsroom.collector.poll_all()).read == 0


async def test_a_feed_that_moved_for_good_is_read_at_its_new_address(newsroom: Newsroom) -> None:
    post = await newsroom.feed()
    post.moved_to = COURIER
    await newsroom.collector.poll_due()
    assert (await only_feed(newsroom)).url == COURIER


async def test_a_feed_that_moved_to_anothers_address_stays_where_it_is(newsroom: Newsroom) -> None:
    post = await newsroom.feed()
    await newsroom.feed(COURIER, "Daily Courier")
    post.moved_to = COURIER
    post.publish(item(RECALL, published=newsroom.now))
    await newsroom.collector.poll_due()
    assert {feed.url for feed in await newsroom.store.feeds.all()} == {POST, COURIER}
    assert await waiting(newsroom) == [RECALL]


async def test_a_feed_without_a_name_takes_the_one_that_it_gives_itself(newsroom: Newsroom) -> None:
    await newsroom.store.feeds.add([OutlineFeed(POST, "")], newsroom.now)
    newsroom.web.make(POST, "Harbour Post")
    await newsroom.collector.poll_due()
    feed = await only_feed(newsroom)
    assert (feed.title, feed.site, feed.language) == ("Harbour Post", "https://post.example", "en")
    await newsroom.feeds.rename("1", "The Post", ANA, newsroom.now)
    await newsroom.collector.poll_all()
    assert (await only_feed(newsroom)).title == "The Post"


@pytest.mark.parametrize(
    ("listed", "own", "kept"),
    [
        ("feed", "www.harbourpost.example", "harbourpost.example"),  # https://post.example/feed
        ("The Post", "Harbour Post", "The Post"),
        ("post", "Harbour Post", "post"),
    ],
)
async def test_a_listed_title_that_only_repeats_the_address_is_none(
    newsroom: Newsroom, listed: str, own: str, kept: str
) -> None:
    await newsroom.store.feeds.add([OutlineFeed(POST, listed)], newsroom.now)
    newsroom.web.make(POST, own)
    await newsroom.collector.poll_due()
    assert (await only_feed(newsroom)).title == kept


async def test_many_hosts_are_asked_at_once_but_not_all(newsroom: Newsroom) -> None:
    for number in range(3 * AT_ONCE):
        await newsroom.feed(f"https://{number}.example/feed", f"Feed {number}")
    lines: list[str] = []
    polled = await newsroom.collector.poll_due(lines.append)
    assert polled.read == 3 * AT_ONCE
    assert newsroom.web.most_at_once == AT_ONCE
    assert lines[-1] == f"Reading feeds {3 * AT_ONCE}/{3 * AT_ONCE} · 0 failed"
    assert len(lines) < 100


async def test_of_many_readings_that_bring_nothing_each_is_kept(newsroom: Newsroom) -> None:
    for number in range(AT_ONCE + 9):
        await newsroom.feed(f"https://{number}.example/feed", f"Feed {number}")
        newsroom.web.make(f"https://{number}.example/feed").outcome = FetchFailed("feed-error-malformed")
    assert (await newsroom.collector.poll_due()).failed == AT_ONCE + 9
    assert {feed.polling.failures for feed in await newsroom.store.feeds.all()} == {1}


async def test_where_a_reading_that_brought_nothing_cannot_be_kept_its_feed_is_due_again(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    post = await newsroom.feed()
    post.outcome = FetchFailed("feed-error-timeout")
    with monkeypatch.context() as broken:
        broken.setattr(newsroom.store.feeds, "polled", AsyncMock(side_effect=StorageError("disk is full")))
        await newsroom.collector.poll_due()
    assert "what feeds bring cannot be kept, reading waits: disk is full" in caplog.messages
    assert (await newsroom.collector.poll_due()).failed == 1
    assert (await newsroom.collector.poll_due()).read == 0


async def test_storage_that_fails_stops_reading_and_later_it_goes_on(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(3 * AT_ONCE):
        await newsroom.feed(f"https://feeds.example/{number}", f"Feed {number}")
        newsroom.web.make(f"https://feeds.example/{number}").publish(item(RECALL, published=newsroom.now))
    with monkeypatch.context() as broken:
        broken.setattr(newsroom.store.entries, "take", AsyncMock(side_effect=StorageError("disk is full")))
        assert (await newsroom.collector.poll_due()).read == 0
        assert (await newsroom.collector.poll_due()).read == 0
    assert len(newsroom.web.requests) < 3 * AT_ONCE
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == [
        "what feeds bring cannot be kept, reading waits: disk is full"
    ]
    assert (await newsroom.collector.poll_due()).new == 3 * AT_ONCE


async def test_a_store_that_cannot_even_list_the_feeds_ends_no_round(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await newsroom.feed()
    with monkeypatch.context() as broken:
        broken.setattr(newsroom.store.feeds, "due", AsyncMock(side_effect=StorageError("away")))
        assert (await newsroom.rounds.turn()).read == 0
    assert (await newsroom.rounds.turn()).read == 1
