"""From a promise to the chat, on a real store: what arrives, and what does not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.errors import MessageRefused, PlatformDown, TryLater
from bot.model.chats import Layout, MessageRef, Order, Schedule, SubscriptionState
from bot.model.comments import CommentState, Counts, NewComment, StaleCopy
from bot.model.editions import DeliveryState, PostKind, PromiseState
from bot.model.news import PreparedStory, StoryId
from bot.press.rewinding import rewind
from bot.press.surface import surface
from bot.press.transitions import requeued
from storage.store import SqlStore
from tests.core.press.stage import ANA, DUE, Stage, chat, prepared
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform
from tests.fakes.rows import tally

HERE = chat("here")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(DUE, by_hand=True)


@pytest.fixture
def stage(store: SqlStore, clock: FakeClock) -> Stage:
    made = Stage(store, clock, FakePlatform())
    made.line_up.stories = [prepared(number) for number in range(1, 10)]
    return made


def said(message: str, story: StoryId) -> NewComment:
    """A comment from elsewhere that all chats see."""
    source = MessageRef(chat("elsewhere"), message)
    return NewComment(
        story, source, ANA, "Ana", None, "I read it.", CommentState.VISIBLE, shared=True, at=DUE
    )


async def test_a_chat_gets_a_header_and_its_stories_in_order(stage: Stage) -> None:
    await stage.subscribe(HERE, size=2)
    await stage.deliver()
    header, first, second = stage.texts(HERE)
    assert header == "Diplomatic Briefing\nHandpicked daily!\nMonday 2 February · 2 stories"
    assert first.startswith("Newsline: Northland opens embassy number 1 in Eastmark\n\n")
    assert second.startswith("Newsline: Northland opens embassy number 2 in Eastmark\n\n")
    assert await tally(stage.store) == {DeliveryState.SENT: 3}


async def test_a_story_is_found_by_its_message(stage: Stage) -> None:
    await stage.subscribe(HERE, size=1)
    await stage.deliver()
    header, story = stage.platform.posts[HERE]
    found = await stage.store.posts.find(story.ref)
    assert found is not None
    assert (found.kind, found.story) == (PostKind.STORY, StoryId("k1"))
    opening = await stage.store.posts.find(header.ref)
    assert opening is not None
    assert opening.kind is PostKind.HEADER


async def test_only_the_header_rings_and_not_in_a_silent_chat(stage: Stage) -> None:
    await stage.subscribe(HERE, size=1)
    await stage.subscribe(chat("quiet"), size=1, silent=True)
    await stage.deliver()
    assert [posted.message.silent for posted in stage.platform.posts[HERE]] == [False, True]
    assert [posted.message.silent for posted in stage.platform.posts[chat("quiet")]] == [True, True]


async def test_a_chat_gets_a_story_once_and_the_next_ones_the_day_after(
    stage: Stage, clock: FakeClock
) -> None:
    await stage.subscribe(HERE, size=3)
    await stage.deliver()
    clock.advance(timedelta(days=1))
    await stage.deliver()
    stories = [line for line in stage.headlines(HERE) if line.startswith("Newsline")]
    assert [line.split()[5] for line in stories] == ["1", "2", "3", "4", "5", "6"]


async def test_with_nothing_new_nothing_is_sent_and_that_is_recorded(stage: Stage, clock: FakeClock) -> None:
    stage.line_up.stories = [prepared(1)]
    await stage.subscribe(HERE)
    await stage.deliver()
    clock.advance(timedelta(days=1))
    await stage.deliver()
    assert len(stage.texts(HERE)) == 2
    assert await tally(stage.store) == {DeliveryState.SENT: 2}
    assert await stage.store.promises.open("fake", clock.now(), 10) == []


async def test_a_second_plan_at_the_same_instant_promises_nothing(stage: Stage) -> None:
    await stage.subscribe(HERE)
    assert await stage.press.planner.plan(DUE) == 1
    assert await stage.press.planner.plan(DUE) == 0


async def test_a_clock_that_jumps_back_repeats_nothing(stage: Stage, clock: FakeClock) -> None:
    owed = await stage.subscribe(HERE)
    await stage.deliver()
    clock.jump(DUE - timedelta(hours=1))
    await stage.store.subscriptions.put(owed)  # as a person's change of settings would
    clock.jump(DUE)
    await stage.deliver()
    assert len(stage.texts(HERE)) == 4


async def test_chats_with_the_same_order_share_an_edition(stage: Stage) -> None:
    for number in range(5):
        await stage.subscribe(chat(number))
    await stage.subscribe(chat("more"), size=5)
    await stage.deliver()
    assert stage.line_up.asked == 2


async def test_a_late_edition_says_so(stage: Stage, clock: FakeClock) -> None:
    await stage.subscribe(HERE)
    clock.advance(timedelta(minutes=31))
    await stage.deliver()
    assert stage.texts(HERE)[0].endswith("This edition is late: it was due at 07:00.")


async def test_of_several_missed_hours_the_newest_goes_out(stage: Stage, clock: FakeClock) -> None:
    await stage.subscribe(HERE)
    clock.advance(timedelta(days=2))
    await stage.deliver()
    assert "Wednesday 4 February" in stage.texts(HERE)[0]
    missed = await stage.store.promises.missed(HERE, DUE)
    assert [(promise.occasion, promise.reason) for promise in missed] == [
        ("2026-02-03 07:00", "superseded"),
        ("2026-02-02 07:00", "superseded"),
    ]


async def test_what_is_too_late_is_recorded_as_missed(stage: Stage, clock: FakeClock) -> None:
    await stage.subscribe(HERE)
    clock.advance(timedelta(hours=6))
    await stage.deliver()
    assert stage.texts(HERE) == []
    (missed,) = await stage.store.promises.missed(HERE, DUE)
    assert (missed.state, missed.reason) == (PromiseState.SKIPPED, "missed")


async def test_a_promise_that_waited_too_long_is_missed(stage: Stage, clock: FakeClock) -> None:
    await stage.subscribe(HERE)
    await stage.press.planner.plan(DUE)
    clock.advance(timedelta(hours=7))
    await stage.deliver()
    assert stage.texts(HERE) == []


async def test_rows_that_waited_too_long_are_skipped(stage: Stage, clock: FakeClock) -> None:
    await stage.subscribe(HERE)
    stage.platform.fail(PlatformDown("revoked"))
    await stage.deliver()
    clock.advance(timedelta(hours=7))
    await stage.deliver()
    assert stage.texts(HERE) == []
    assert await tally(stage.store) == {DeliveryState.SKIPPED: 4}


@pytest.mark.parametrize(("hours", "messages"), [(7, 4), (12, 1)])
async def test_an_edition_begun_is_finished_hours_later_but_not_days(
    stage: Stage, clock: FakeClock, hours: int, messages: int
) -> None:
    await stage.subscribe(HERE)
    stage.platform.fail(TryLater(5), after=1)
    await stage.deliver()
    assert len(stage.texts(HERE)) == 1
    clock.advance(timedelta(hours=hours))
    await stage.deliver()
    assert len(stage.texts(HERE)) == messages


@pytest.mark.parametrize(
    ("state", "reason"),
    [(SubscriptionState.PAUSED, "paused"), (SubscriptionState.ENDED, "unsubscribed")],
)
async def test_who_stops_after_the_promise_gets_nothing(
    stage: Stage, state: SubscriptionState, reason: str
) -> None:
    owed = await stage.subscribe(HERE)
    await stage.press.planner.plan(DUE)
    await stage.store.subscriptions.put(replace(owed, state=state))
    await stage.deliver()
    assert stage.texts(HERE) == []
    (promise,) = await stage.store.promises.missed(HERE, DUE)
    assert promise.reason == reason


async def test_send_now_reaches_all_who_listen_once_for_a_wish(stage: Stage) -> None:
    await stage.subscribe(HERE, size=2, due=DUE + timedelta(days=1))
    await stage.subscribe(chat("there"), size=3, due=DUE + timedelta(days=1))
    sent = await stage.press.planner.send_now("event-1", ANA)
    assert (sent.stories, sent.chats) == (3, 2)
    await stage.press.planner.send_now("event-1", ANA)
    await stage.deliver()
    assert len(stage.texts(HERE)) == 3
    assert len(stage.texts(chat("there"))) == 4
    assert [deed.deed for deed in await stage.store.audit.recent(5)] == ["send", "send"]


async def test_a_send_has_no_hour_to_be_late_for(stage: Stage, clock: FakeClock) -> None:
    await stage.subscribe(HERE, due=DUE + timedelta(days=1))
    await stage.press.planner.send_now("17 23", ANA)
    clock.advance(timedelta(hours=1))
    await stage.deliver()
    assert "late" not in stage.texts(HERE)[0]


class SlowLineUp:
    """A line-up in which something happens while it is asked for."""

    def __init__(self, meanwhile: Callable[[], Awaitable[object]]) -> None:
        self.meanwhile = meanwhile

    async def prepared(self, order: Order, now: datetime) -> Sequence[PreparedStory]:
        await self.meanwhile()
        return [prepared(1)]


async def test_hours_that_are_changed_while_an_edition_is_prepared_hold(stage: Stage) -> None:
    owed = await stage.subscribe(HERE)

    async def change() -> None:
        await stage.store.subscriptions.put(replace(owed, schedule=Schedule("UTC", (time(18),))))

    stage.press.editions._source = SlowLineUp(change)
    await stage.deliver()
    assert len(stage.texts(HERE)) == 2
    kept = await stage.store.subscriptions.get("daily", HERE)
    assert kept is not None
    assert kept.next is not None
    assert kept.next.at == DUE.replace(hour=18)


async def test_who_pauses_while_an_edition_is_prepared_gets_nothing_and_is_owed_nothing(stage: Stage) -> None:
    owed = await stage.subscribe(HERE)

    async def pause() -> None:
        await stage.store.subscriptions.put(replace(owed, state=SubscriptionState.PAUSED, next=None))

    stage.press.editions._source = SlowLineUp(pause)
    await stage.deliver()
    assert stage.texts(HERE) == []
    kept = await stage.store.subscriptions.get("daily", HERE)
    assert kept is not None
    assert kept.next is None


async def test_a_zone_that_is_none_any_more_stops_its_own_chat_only_and_the_newsroom_is_told(
    stage: Stage, clock: FakeClock
) -> None:
    await stage.subscribe(chat("newsroom"), due=DUE + timedelta(days=9))
    await stage.store.chats.make_newsroom(chat("newsroom"))
    lost = await stage.subscribe(chat("lost"))
    await stage.store.subscriptions.put(replace(lost, schedule=Schedule("Mars/Base", (time(7),))))
    await stage.subscribe(HERE)
    await stage.deliver()
    assert len(stage.texts(HERE)) == 4
    (told,) = stage.texts(chat("newsroom"))
    assert told.startswith("Room lost gets nothing any more, for its time zone Mars/Base is not known here.")
    clock.advance(timedelta(days=1))
    await stage.deliver()
    assert len(stage.texts(HERE)) == 8
    assert len(stage.texts(chat("newsroom"))) == 1
    await stage.press.planner.send_now("key", ANA)  # has no hour: its day is that of UTC
    assert len(await stage.store.promises.open("fake", clock.now(), 10)) == 3


async def test_a_zone_that_is_none_any_more_is_passed_over_when_a_clock_was_set_right(stage: Stage) -> None:
    lost = await stage.subscribe(chat("lost"))
    await stage.store.subscriptions.put(replace(lost, schedule=Schedule("Mars/Base", (time(7),)), next=None))
    await stage.subscribe(HERE, due=DUE + timedelta(days=365))
    assert await rewind(stage.store, "daily", DUE) == 1


# The digest


async def test_a_digest_is_one_message_and_counts_as_had(stage: Stage, clock: FakeClock) -> None:
    await stage.subscribe(HERE, size=2, layout=Layout.DIGEST)
    await stage.deliver()
    (digest,) = stage.platform.posts[HERE]
    assert digest.text.splitlines()[-2:] == [
        "1. Northland opens embassy number 1 in Eastmark (harbourpost.example)",
        "2. Northland opens embassy number 2 in Eastmark (harbourpost.example)",
    ]
    assert [row[0].action for row in digest.message.buttons] == ["reply k1", "reply k2"]
    assert await tally(stage.store) == {DeliveryState.SENT: 3}
    clock.advance(timedelta(days=1))
    await stage.deliver()
    assert "embassy number 3" in stage.texts(HERE)[1]
    assert "embassy number 1" not in stage.texts(HERE)[1]


async def test_the_stories_of_a_digest_that_failed_failed_too(stage: Stage) -> None:
    await stage.subscribe(HERE, size=2, layout=Layout.DIGEST)
    stage.platform.fail(MessageRefused("no"))
    await stage.deliver()
    assert await tally(stage.store) == {DeliveryState.FAILED: 3}


async def test_a_digest_that_is_sent_after_all_counts_as_had(stage: Stage) -> None:
    await stage.subscribe(HERE, size=2, layout=Layout.DIGEST)
    stage.platform.fail(MessageRefused("no"))
    await stage.deliver()
    (dead,) = await stage.store.deliveries.dead(10)
    rows = await stage.store.deliveries.of(dead.promise)
    await stage.store.deliveries.settle([requeued(row) for row in rows])
    await stage.deliver()
    assert len(stage.texts(HERE)) == 1
    assert await tally(stage.store) == {DeliveryState.SENT: 3}


async def test_a_digest_is_brought_up_to_date_and_is_not_late_by_that(stage: Stage, clock: FakeClock) -> None:
    await stage.subscribe(HERE, size=2, layout=Layout.DIGEST)
    await stage.deliver()
    (digest,) = stage.platform.posts[HERE]
    for number in range(2):
        await stage.store.comments.keep(said(f"{number}", StoryId("k2")))
    clock.advance(timedelta(hours=3))
    (stale,) = await stage.store.comments.stale(DUE - timedelta(days=2), 10)
    assert (stale.message, stale.counts, stale.shown) == (digest.ref, Counts(2, 0), Counts(0, 0))
    message = await stage.press.letters.copy(stale, surface(stage.platform, None))
    assert message is not None
    assert message.blocks == digest.message.blocks
    assert [row[0].label for row in message.buttons] == ["1 · No comments yet »", "2 · 2 comments »"]
    await stage.store.comments.refreshed([stale])
    assert await stage.store.comments.stale(DUE - timedelta(days=2), 10) == []


# Long stories


async def test_a_long_story_goes_out_in_parts_and_nothing_twice(store: SqlStore, clock: FakeClock) -> None:
    stage = Stage(store, clock, FakePlatform(length=200))
    text = " ".join(f"Eastmark said sentence {number} about the border fence." for number in range(20))
    stage.line_up.stories = [prepared(1, text=text)]
    await stage.subscribe(HERE)
    await stage.deliver()
    header, *parts = stage.platform.posts[HERE]
    assert len(parts) > 3
    assert all(len(part.text) <= 200 for part in parts)
    assert [bool(part.message.buttons) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert len({posted.key for posted in (header, *parts)}) == len(parts) + 1
    assert all(len(posted.key) <= 25 for posted in (header, *parts))
    for part in parts:
        found = await store.posts.find(part.ref)
        assert found is not None
        assert found.story == "k1"


# Copies


async def test_a_copy_shows_the_counts_that_it_was_sent_with(stage: Stage) -> None:
    await stage.subscribe(HERE, size=1)
    await stage.store.comments.like(StoryId("k1"), ANA, DUE)
    await stage.deliver()
    (row,) = stage.platform.posts[HERE][1].message.buttons
    assert [button.label for button in row] == ["No comments yet »", "Leave a reply", "♡ 1"]
    assert await stage.store.comments.stale(DUE - timedelta(days=2), 10) == []


async def test_a_copy_is_written_anew_with_other_counts(stage: Stage) -> None:
    await stage.subscribe(HERE, size=1)
    await stage.deliver()
    story = stage.platform.posts[HERE][1]
    post = await stage.store.posts.find(story.ref)
    assert post is not None
    assert post.delivery is not None
    stale = StaleCopy(story.ref, StoryId("k1"), post.delivery, Counts(2, 0))
    message = await stage.press.letters.copy(stale, surface(stage.platform, None))
    assert message is not None
    assert message.blocks == story.message.blocks
    assert message.buttons[0][0].label == "2 comments »"


async def test_hours_with_minutes_and_two_a_day(stage: Stage, clock: FakeClock) -> None:
    await stage.subscribe(HERE, hours=(time(7), time(18, 30)), size=1)
    await stage.deliver()
    clock.advance(datetime(2026, 2, 2, 18, 30, tzinfo=UTC) - DUE)
    await stage.deliver()
    assert len(stage.texts(HERE)) == 4
