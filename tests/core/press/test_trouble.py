"""When sending goes wrong: what is sent later, once more, or never, and who is told."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import (
    ChatGone,
    ChatMoved,
    MessageRefused,
    NotAllowed,
    PlatformDown,
    PlatformError,
    StorageError,
    TryLater,
    Unknown,
)
from bot.model.chats import ChatKind, ChatRef, ChatState, SubscriptionState
from bot.model.editions import DeliveryState
from bot.model.events import Unreadable
from bot.model.news import StoryId
from bot.ports.platform import Rates
from bot.press.dispatching import DRAIN
from bot.press.office import open_press
from bot.press.transitions import requeued
from bot.press.trouble import Trouble
from bot.press.windows import MINUTE
from bot.text.markup import Message, plain_text
from bot.wording import Wording
from storage.store import SqlStore
from tests.core.press.stage import BRIEFING, DUE, Stage, chat, prepared
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform, FindingPlatform
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


async def test_what_was_certainly_not_sent_is_sent_later(stage: Stage, clock: FakeClock) -> None:
    await stage.subscribe(HERE)
    stage.platform.fail(TryLater(5))
    await stage.deliver()
    assert stage.texts(HERE) == []
    clock.advance(timedelta(minutes=1))
    await stage.deliver()
    assert len(stage.texts(HERE)) == 4


async def test_a_refusal_pauses_the_chat_itself_too(stage: Stage) -> None:
    await stage.subscribe(HERE)
    stage.platform.fail(TryLater(40))
    await stage.deliver()
    wire = stage.press.wires["fake"]
    assert wire.limiter.wait(HERE, ChatKind.PRIVATE) == pytest.approx(40)


async def test_six_definite_failures_are_a_dead_letter_and_the_rest_goes_on(
    stage: Stage, clock: FakeClock
) -> None:
    await stage.subscribe(HERE, size=2)
    stage.platform.fail(TryLater(0), times=6, after=1)
    for _ in range(7):
        await stage.deliver()
        clock.advance(timedelta(minutes=1))
    (dead,) = await stage.store.deliveries.dead(10)
    assert (dead.position, dead.reason) == (1, "tried-enough")
    assert stage.headlines(HERE)[1:] == ["Newsline: Northland opens embassy number 2 in Eastmark"]


@pytest.mark.parametrize(("error", "times"), [(TryLater(0), 6), (MessageRefused("no"), 1)])
async def test_no_story_comes_without_its_header(
    stage: Stage, clock: FakeClock, error: PlatformError, times: int
) -> None:
    await stage.subscribe(HERE, size=2)
    stage.platform.fail(error, times=times)
    for _ in range(7):
        await stage.deliver()
        clock.advance(timedelta(minutes=1))
    assert stage.texts(HERE) == []
    assert await tally(stage.store) == {DeliveryState.FAILED: 3}
    (dead,) = await stage.store.deliveries.dead(10)
    assert dead.position == 0


async def test_with_a_header_that_came_too_late_its_stories_are_missed_too(stage: Stage) -> None:
    await stage.subscribe(HERE, size=2)
    stage.platform.fail(TryLater(7 * 3600))
    await stage.deliver()
    assert stage.texts(HERE) == []
    assert await tally(stage.store) == {DeliveryState.SKIPPED: 3}


async def test_a_chat_that_is_gone_sleeps_and_gets_no_rest_of_an_old_edition_when_it_is_back(
    stage: Stage, clock: FakeClock
) -> None:
    await stage.subscribe(HERE)
    stage.platform.fail(ChatGone("blocked"), after=1)
    await stage.deliver()
    known = await stage.store.chats.get(HERE)
    assert known is not None
    assert known.state is ChatState.ASLEEP
    clock.advance(timedelta(hours=2))
    await stage.store.chats.see(replace(known, state=ChatState.ACTIVE))
    await stage.deliver()
    assert len(stage.texts(HERE)) == 1
    assert await tally(stage.store) == {
        DeliveryState.SENT: 1,
        DeliveryState.FAILED: 1,
        DeliveryState.SKIPPED: 2,
    }


async def test_lost_rights_bar_the_chat_and_the_newsroom_is_told_once(stage: Stage) -> None:
    await stage.subscribe(HERE)
    await stage.subscribe(chat("newsroom"), due=DUE + timedelta(days=1))
    await stage.store.chats.make_newsroom(chat("newsroom"))
    stage.platform.fail(NotAllowed("no rights"), chat=HERE)
    await stage.deliver()
    known = await stage.store.chats.get(HERE)
    assert known is not None
    assert known.state is ChatState.BARRED
    (told,) = stage.texts(chat("newsroom"))
    assert told.startswith("I may not write in Room here any more.")


async def test_a_chat_that_moved_gets_everything_under_its_new_id(stage: Stage) -> None:
    await stage.subscribe(HERE)
    stage.platform.fail(ChatMoved(chat("new")), chat=HERE)
    await stage.deliver()
    assert stage.texts(HERE) == []
    assert len(stage.texts(chat("new"))) == 4
    assert await stage.store.subscriptions.get("daily", chat("new")) is not None


async def test_a_move_that_cannot_be_kept_is_made_at_the_next_try(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.subscribe(HERE)
    stage.platform.fail(ChatMoved(chat("new")), chat=HERE, times=100)
    move = stage.store.chats.move
    failing = [StorageError("the disk is full")]

    async def moves(old: ChatRef, to: ChatRef) -> None:
        if failing:
            error = failing.pop()
            stage.press.dispatcher.wake()  # so that the row is claimed anew before this turn is over
            while stage.platform.sends < 2:
                await asyncio.sleep(0)
            raise error
        await move(old, to)

    monkeypatch.setattr(stage.store.chats, "move", moves)
    await stage.deliver()
    assert stage.headlines(chat("new"))[0] == "Diplomatic Briefing"
    assert len(stage.texts(chat("new"))) == 4  # nothing is doubled: it was certainly not sent
    assert not any(stage.press.dispatcher._busy.values())  # and both turns gave their places back


async def test_a_story_that_three_chats_refused_goes_to_no_more_of_them(stage: Stage) -> None:
    await stage.subscribe(chat("newsroom"), due=DUE + timedelta(days=1))
    await stage.store.chats.make_newsroom(chat("newsroom"))
    stage.line_up.stories = [prepared(1, headline="Broken"), prepared(2)]
    for number in range(3):
        stage.platform.fail(MessageRefused("bad markup"), chat=chat(number), after=1)
        await stage.subscribe(chat(number), size=2)
    await stage.deliver()
    sends = stage.platform.sends
    for number in range(3, 6):
        await stage.subscribe(chat(number), size=2)
    await stage.deliver()
    assert stage.platform.sends == sends + 6  # their headers and the other story
    refused = await stage.store.deliveries.dead(10)
    assert {row.reason for row in refused} == {"refused"}
    assert len(refused) == 6
    first, last = stage.texts(chat("newsroom"))
    assert first.startswith("fake refused “Broken”.")
    assert "in 3 chats" in last


async def test_a_platform_that_is_down_is_left_alone_and_tried_again(stage: Stage, clock: FakeClock) -> None:
    for number in range(3):
        await stage.subscribe(chat(number))
    stage.platform.fail(PlatformDown("The token was revoked."), times=3)
    await stage.deliver()
    assert stage.platform.sends <= 3
    sends = stage.platform.sends
    await stage.deliver()
    assert stage.platform.sends == sends
    for _ in range(4):
        clock.advance(timedelta(minutes=10))
        await stage.deliver()
    assert [len(stage.texts(chat(number))) for number in range(3)] == [4, 4, 4]


async def test_a_platform_that_refuses_one_chat_is_not_down(stage: Stage, clock: FakeClock) -> None:
    for number in range(3):
        await stage.subscribe(chat(number))
    stage.platform.fail(PlatformDown("The token was revoked."), times=3)
    stage.platform.fail(ChatGone("blocked"), chat=chat(0))
    await stage.deliver()
    assert stage.platform.sends == 3
    clock.advance(timedelta(minutes=4))
    await stage.deliver()
    assert stage.platform.sends == 4
    clock.advance(timedelta(minutes=4))
    await stage.deliver()
    assert [len(stage.texts(chat(number))) for number in range(3)] == [0, 4, 4]


async def test_who_stopped_while_a_message_was_being_sent_gets_no_more(
    stage: Stage, clock: FakeClock
) -> None:
    owed = await stage.subscribe(HERE)
    stage.platform.fail(TryLater(60), after=1)
    await stage.deliver()
    await stage.store.subscriptions.put(replace(owed, state=SubscriptionState.PAUSED))
    clock.advance(timedelta(minutes=2))
    await stage.deliver()
    assert len(stage.texts(HERE)) == 1
    assert await tally(stage.store) == {DeliveryState.SENT: 1, DeliveryState.SKIPPED: 3}


async def test_what_an_editor_retries_is_tried_though_it_was_refused_before(stage: Stage) -> None:
    stage.line_up.stories = [prepared(1)]
    for number in range(3):
        await stage.subscribe(chat(number))
        stage.platform.fail(MessageRefused("bad markup"), chat=chat(number), after=1)
    await stage.deliver()
    await stage.subscribe(chat(3))
    await stage.deliver()
    refused = await stage.store.deliveries.dead(10)
    assert len(refused) == 4
    stage.press.trouble.forgive(StoryId("k1"))
    await stage.store.deliveries.settle([requeued(row) for row in refused])
    await stage.deliver()
    assert [len(stage.texts(chat(number))) for number in range(4)] == [2, 2, 2, 2]


async def test_an_unknown_outcome_is_sent_once_more(stage: Stage) -> None:
    await stage.subscribe(HERE, size=1)
    stage.platform.fail(Unknown("timeout"), posted=True)
    await stage.deliver()
    header, again, _ = stage.headlines(HERE)
    assert header == again


async def test_a_second_unknown_outcome_parks_the_row(stage: Stage) -> None:
    await stage.subscribe(HERE, size=1)
    stage.platform.fail(Unknown("timeout"), times=2)
    await stage.deliver()
    (dead,) = await stage.store.deliveries.dead(10)
    assert (dead.position, dead.reason) == (0, "unknown")
    assert len(stage.texts(HERE)) == 1


@pytest.mark.parametrize(("posted", "times"), [(True, 1), (False, 3)])
async def test_a_platform_that_can_look_doubles_and_loses_nothing(
    store: SqlStore, clock: FakeClock, times: int, *, posted: bool
) -> None:
    stage = Stage(store, clock, FindingPlatform())
    stage.line_up.stories = [prepared(1)]
    await stage.subscribe(HERE)
    stage.platform.fail(Unknown("timeout"), posted=posted, times=times)
    await stage.deliver()
    assert len(stage.texts(HERE)) == 2
    for there in stage.platform.posts[HERE]:
        assert await store.posts.find(there.ref) is not None


async def test_an_adapter_that_breaks_leaves_an_unknown_outcome(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.subscribe(HERE, size=1)
    stage.platform.fail(ZeroDivisionError("bug"))
    await stage.deliver()
    assert len(stage.texts(HERE)) == 2
    assert "sending to fake:here broke" in caplog.text


async def test_what_is_due_on_a_platform_that_does_not_run_waits(stage: Stage) -> None:
    for name in ("elsewhere", "fake"):
        await stage.subscribe(ChatRef(name, "1"))
    await stage.deliver()
    assert await tally(stage.store) == {DeliveryState.SENT: 4}
    (waiting,) = await stage.store.promises.open("elsewhere", DUE, 10)
    assert waiting.chat == ChatRef("elsewhere", "1")


async def test_at_the_end_sends_under_way_finish_and_the_rest_is_given_back(
    store: SqlStore, clock: FakeClock
) -> None:
    stage = Stage(store, clock, FakePlatform(rates=replace(FakePlatform().rates, per_second=1)))
    stage.line_up.stories = [prepared(1)]
    for number in range(4):
        await stage.subscribe(chat(number))
    await stage.press.planner.plan(DUE)
    stop = asyncio.Event()
    with stage.platform.silence():
        running = asyncio.create_task(stage.press.dispatcher.run(stop))
        while not stage.platform.waiting:
            await asyncio.sleep(0)
        stop.set()
    async with asyncio.timeout(DRAIN / 2):  # who only waits is not waited for
        await running
    assert await store.deliveries.lapsed(all_of_them=True) == []
    states = await tally(stage.store)
    assert states[DeliveryState.SENT] == 1
    assert DeliveryState.AMBIGUOUS not in states


async def test_a_group_that_must_wait_long_is_given_back(store: SqlStore, clock: FakeClock) -> None:
    rates = replace(FakePlatform().rates, group_per_minute=2)
    stage = Stage(store, clock, FakePlatform(rates=rates))
    stage.line_up.stories = [prepared(number) for number in range(1, 4)]
    await stage.subscribe(HERE, kind=ChatKind.CLOSED)
    await stage.deliver()
    assert len(stage.texts(HERE)) == 2
    assert await store.deliveries.lapsed(all_of_them=True) == []
    clock.advance(timedelta(seconds=MINUTE))
    await stage.deliver()
    assert len(stage.texts(HERE)) == 4


async def test_what_the_newsroom_knows_it_is_not_told_again(stage: Stage) -> None:
    said: list[str] = []

    async def tell(message: Message) -> None:
        said.append(plain_text(message))

    trouble = Trouble(chats=stage.store.chats, tell=tell, words=Wording())
    for _ in range(2):
        await trouble.barred(HERE)
        await trouble.unreadable(Unreadable("fake", "1", "no chat", "{}"))
        await trouble.unreadable(Unreadable("fake", "2", "no chat", "{}"))
    assert [text.split(".")[0] for text in said] == [
        "I may not write in fake:here any more",
        "Something came from fake that I cannot read (no chat)",
    ]
    trouble.admitted(HERE)
    await trouble.barred(HERE)
    await trouble.unreadable(Unreadable("fake", "3", "no date", "{}"))
    assert len(said) == 4


async def test_a_wave_on_one_platform_leaves_the_places_of_another(store: SqlStore, clock: FakeClock) -> None:
    slow = FakePlatform("slow", rates=Rates(1, 1))
    stage = Stage(store, clock, slow)
    stage.line_up.stories = [prepared(1)]
    for number in range(20):
        await stage.subscribe(ChatRef("slow", str(number)))
    await stage.subscribe(HERE)
    quick = FakePlatform()
    stage.press = open_press(
        store=store,
        platforms=[slow, quick],
        source=stage.line_up,
        briefing=BRIEFING,
        words=Wording,
        clock=clock,
        chance=lambda: 0.5,
    )
    await stage.press.planner.plan(DUE)
    with slow.silence():
        async with stage.dispatching():
            while len(quick.posts[HERE]) < 2:
                await asyncio.sleep(0)
            assert slow.waiting == 1
            slow._open.set()
