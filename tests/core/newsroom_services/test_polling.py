"""Polling many hosts: slow ones hold up no other, busy ones are left alone, an outage is no feed's fault."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.model.news import Feed
from bot.newsroom.intervals import SHORTEST
from bot.newsroom.poll import AT_ONCE, HOST_PATIENCE
from bot.newsroom.rounds import Rounds
from bot.ports.feeds import FeedRequest, FetchFailed, FetchOutcome
from tests.core.newsroom_services.room import POST, RECALL, Newsroom
from tests.fakes.web import FakeFeeds, item

HOUR = timedelta(hours=1)
BUSY = FetchFailed("feed-error-status", "429", retry_after=2 * HOUR)
AWAY = FetchFailed("feed-error-dns", "nowhere.example")


class Stalling(FakeFeeds):
    """A web with a host that answers only when the gate is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()

    async def read(self, request: FeedRequest) -> FetchOutcome:
        if request.url.startswith("https://slow.example/"):
            await self.gate.wait()
        return await super().read(request)


async def add(newsroom: Newsroom, host: str, count: int, outcome: FetchOutcome | None = None) -> None:
    for number in range(count):
        (await newsroom.feed(f"https://{host}/{number}", f"{host} {number}")).outcome = outcome


async def feeds_of(newsroom: Newsroom, host: str) -> list[Feed]:
    return [feed for feed in await newsroom.store.feeds.all() if feed.url.startswith(f"https://{host}/")]


def asked(newsroom: Newsroom, host: str) -> int:
    return sum(request.url.startswith(f"https://{host}/") for request in newsroom.web.requests)


async def test_a_host_that_stalls_holds_up_its_own_feeds_only(newsroom: Newsroom) -> None:
    web = Stalling()
    room = Newsroom(newsroom.store, web=web)
    await add(room, "slow.example", AT_ONCE + 1)
    await add(room, "post.example", 3)
    polling = asyncio.create_task(room.collector.poll_due())
    while asked(room, "post.example") < 3:
        await asyncio.sleep(0)
    assert asked(room, "slow.example") == 0
    web.gate.set()
    assert (await polling).read == AT_ONCE + 4


async def test_what_good_feeds_bring_is_placed_while_a_bad_one_is_still_read(newsroom: Newsroom) -> None:
    web = Stalling()
    room = Newsroom(newsroom.store, web=web)
    await add(room, "slow.example", 1)
    (await room.feed()).publish(item(RECALL, published=room.now))
    rounds = Rounds(
        collector=room.collector, placer=room.placer, desk=room.desk, clock=room.clock, pause=0.001
    )
    turn = asyncio.create_task(rounds.turn())
    while not await room.board.ranked(room.now):
        await asyncio.sleep(0)
    assert not turn.done()
    web.gate.set()
    assert (await turn).read == 2


async def test_a_round_that_is_broken_off_leaves_no_reading_behind(newsroom: Newsroom) -> None:
    room = Newsroom(newsroom.store, web=Stalling())
    await add(room, "slow.example", 1)
    before = asyncio.all_tasks()
    turn = asyncio.create_task(room.rounds.turn())
    while len(asyncio.all_tasks() - before) < 3:  # the round, its poll, the host's worker
        await asyncio.sleep(0)
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    assert asyncio.all_tasks() == before


async def test_after_its_time_a_host_is_asked_no_further_until_the_next_poll(newsroom: Newsroom) -> None:
    await add(newsroom, "post.example", 5)
    newsroom.web.before = lambda _: newsroom.clock.advance(timedelta(seconds=HOST_PATIENCE / 2))
    assert (await newsroom.collector.poll_due()).read == 2
    assert (await newsroom.collector.poll_due()).read == 2
    assert (await newsroom.collector.poll_due()).read == 1


async def test_a_host_that_asks_to_be_left_alone_is_asked_for_none_of_its_feeds(newsroom: Newsroom) -> None:
    await add(newsroom, "busy.example", 4, BUSY)
    await add(newsroom, "post.example", 2)
    assert (await newsroom.collector.poll_due()).read == 3
    assert asked(newsroom, "busy.example") == 1
    (next_at,) = {feed.polling.next_at for feed in await feeds_of(newsroom, "busy.example")}
    assert next_at >= newsroom.now + 2 * HOUR
    assert (await newsroom.collector.poll_all()).read == 2
    newsroom.clock.advance(25 * HOUR)
    await newsroom.collector.poll_due()
    assert asked(newsroom, "busy.example") == 2


@pytest.mark.parametrize("count", [5, 90])
async def test_where_nobody_can_be_reached_no_feed_is_blamed(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture, count: int
) -> None:
    await add(newsroom, "post.example", 2, AWAY)
    await add(newsroom, "courier.example", count - 2, AWAY)
    assert (await newsroom.collector.poll_due()).failed == count
    assert {feed.polling.failures for feed in await newsroom.store.feeds.all()} == {0}
    assert f"none of {count} feeds could be reached; they are asked again soon" in caplog.messages
    assert (await newsroom.collector.poll_due()).read == 0
    newsroom.clock.advance(SHORTEST)
    assert (await newsroom.collector.poll_due()).read == count


@pytest.mark.parametrize("other", [None, FetchFailed("feed-error-status", "500")])
async def test_where_one_answers_those_that_cannot_be_reached_are_counted(
    newsroom: Newsroom, other: FetchOutcome | None
) -> None:
    await add(newsroom, "nowhere.example", 5, AWAY)
    (await newsroom.feed(POST)).outcome = other
    await newsroom.collector.poll_due()
    assert {feed.polling.failures for feed in await feeds_of(newsroom, "nowhere.example")} == {1}


async def test_one_host_that_cannot_be_reached_is_no_outage_of_ours(newsroom: Newsroom) -> None:
    await add(newsroom, "nowhere.example", 5, AWAY)
    await newsroom.collector.poll_due()
    assert {feed.polling.failures for feed in await newsroom.store.feeds.all()} == {1}
