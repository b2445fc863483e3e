"""Answers to people: at once, before editions, and never an error back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import ChatGone, ChatMoved, MessageRefused, PlatformDown, PlatformError, TryLater, Unknown
from bot.model.chats import Chat, ChatKind, ChatState, MessageRef
from bot.model.editions import PostKind
from bot.model.news import StoryId
from bot.press.answering import About
from bot.press.limiter import Priority
from bot.press.powers import Powers
from bot.text.markup import message
from storage.store import SqlStore
from tests.core.press.stage import DUE, Stage, chat, prepared
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FAST, FakePlatform

HERE = Chat(chat("here"), ChatKind.PRIVATE, "Here")
SAID = message("Twelve candidates.")


@pytest.fixture
def stage(store: SqlStore, clock: FakeClock) -> Stage:
    return Stage(store, clock, FakePlatform())


async def test_an_answer_arrives_and_its_reference_comes_back(stage: Stage) -> None:
    ref = await stage.press.answers.answer(HERE, SAID)
    (posted,) = stage.platform.posts[HERE.ref]
    assert (posted.text, posted.ref) == ("Twelve candidates.", ref)
    assert ref is not None
    assert await stage.store.posts.find(ref) is None


async def test_what_an_answer_is_about_is_remembered_for_each_part(store: SqlStore, clock: FakeClock) -> None:
    stage = Stage(store, clock, FakePlatform(length=20))
    long = message("One is here.", "Two is here.", "Three is here.")
    await stage.press.answers.answer(HERE, long, About(PostKind.COMMENTS, StoryId("k7")))
    posts = stage.platform.posts[HERE.ref]
    assert len(posts) == 3
    assert len({posted.key for posted in posts}) == 3
    for posted in posts:
        found = await store.posts.find(posted.ref)
        assert found is not None
        assert (found.kind, found.story) == (PostKind.COMMENTS, "k7")


async def test_an_answer_that_must_wait_is_tried_again(stage: Stage) -> None:
    stage.platform.fail(TryLater(3), times=2)
    assert await stage.press.answers.answer(HERE, SAID) is not None
    assert len(stage.texts(HERE.ref)) == 1


@pytest.mark.parametrize("wait", [TryLater(1), TryLater(300)])
async def test_an_answer_that_would_come_too_late_is_given_up(stage: Stage, wait: TryLater) -> None:
    stage.platform.fail(wait, times=9)
    assert await stage.press.answers.answer(HERE, SAID) is None
    assert stage.platform.sends <= 4


@pytest.mark.parametrize("error", [Unknown("timeout"), MessageRefused("no"), PlatformDown("revoked")])
async def test_an_error_is_logged_and_nothing_is_raised(
    stage: Stage, caplog: pytest.LogCaptureFixture, error: PlatformError
) -> None:
    stage.platform.fail(error)
    assert await stage.press.answers.answer(HERE, SAID) is None
    assert stage.platform.sends == 1
    assert "fake:here" in caplog.text


async def test_a_chat_that_is_gone_sleeps(stage: Stage) -> None:
    await stage.store.chats.see(HERE)
    stage.platform.fail(ChatGone("blocked"))
    await stage.press.answers.answer(HERE, SAID)
    known = await stage.store.chats.get(HERE.ref)
    assert known is not None
    assert known.state is ChatState.ASLEEP


async def test_an_answer_follows_a_chat_that_moved(stage: Stage) -> None:
    stage.platform.fail(ChatMoved(chat("new")), chat=HERE.ref)
    ref = await stage.press.answers.answer(HERE, SAID)
    assert ref == MessageRef(chat("new"), "1")


async def test_a_platform_that_does_not_run_is_no_error(stage: Stage) -> None:
    elsewhere = Chat(replace(HERE.ref, platform="elsewhere"), ChatKind.PRIVATE, "There")
    assert await stage.press.answers.answer(elsewhere, SAID) is None


async def test_without_a_newsroom_the_log_is_told(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await stage.press.answers.tell_newsroom(SAID)
    assert "no newsroom" in caplog.text


async def test_an_answer_goes_before_an_edition(store: SqlStore) -> None:
    clock = FakeClock(DUE, by_hand=True)
    stage = Stage(store, clock, FakePlatform(rates=replace(FAST, per_second=1)))
    stage.line_up.stories = [prepared(1)]
    for number in range(2):
        await stage.subscribe(chat(number))
    await stage.press.planner.plan(DUE)
    async with stage.dispatching():
        while stage.platform.sends < 1 or clock.sleeping < 2:  # one was sent, another waits for its second
            await asyncio.sleep(0)
        answering = asyncio.create_task(stage.press.answers.answer(HERE, SAID))
        await asyncio.sleep(0)
        clock.advance(timedelta(seconds=1))
        assert await answering is not None
        assert stage.platform.sends == 2


# A platform that was down


async def test_after_a_while_an_answer_is_the_try_that_finds_the_platform_back(
    stage: Stage, clock: FakeClock
) -> None:
    stage.platform.fail(PlatformDown("revoked"))
    assert await stage.press.answers.answer(HERE, SAID) is None
    assert await stage.press.answers.answer(HERE, SAID) is None
    assert stage.platform.sends == 1
    clock.advance(timedelta(minutes=1))
    assert await stage.press.answers.answer(HERE, SAID) is not None
    assert await stage.press.answers.answer(HERE, SAID) is not None


@pytest.mark.parametrize("error", [ChatGone("blocked"), MessageRefused("no")])
async def test_a_platform_that_answers_about_one_chat_is_not_down(
    stage: Stage, clock: FakeClock, error: PlatformError
) -> None:
    stage.platform.fail(PlatformDown("revoked"))
    stage.platform.fail(error)
    assert await stage.press.answers.answer(HERE, SAID) is None
    clock.advance(timedelta(minutes=1))
    assert await stage.press.answers.answer(HERE, SAID) is None
    assert await stage.press.answers.answer(HERE, SAID) is not None


async def test_other_powers_find_a_platform_back_too(stage: Stage, clock: FakeClock) -> None:
    powers = Powers(stage.press.wires)
    ref = await stage.press.answers.answer(HERE, SAID)
    assert ref is not None
    stage.press.wires["fake"].breaker.heard(PlatformDown("revoked"))
    assert not powers.react(ref, "👍")
    with pytest.raises(PlatformDown):  # what cannot be edited now can be later
        await powers.edit(ref, SAID, Priority.SPARE)
    clock.advance(timedelta(minutes=1))
    assert powers.react(ref, "👍")
    await powers.settled()
    assert await powers.edit(ref, SAID, Priority.SPARE)
