"""Damage in the database and bugs of ours: what one row or promise meets stops no other."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.errors import TryLater
from bot.model.chats import ChatRef
from bot.model.comments import Counts
from bot.model.editions import DeliveryState, Promise
from bot.model.news import PreparedStory
from bot.ports.press import NewDelivery
from bot.press import composing, expanding, transitions
from bot.press.surface import AddressOf
from bot.text.markup import Message, message
from bot.wording import Wording
from storage.session import Session
from storage.store import SqlStore
from tests.core.press.stage import DUE, Stage, chat, prepared
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


async def damage(stage: Stage) -> Stage:
    """A story of every edition is changed behind the program's back; the press after a restart."""

    async def work(session: Session) -> int:
        return await session.run("UPDATE edition_stories SET payload = '{}' WHERE position = 1")

    await stage.store.editions.database.write(work, "damage")
    return Stage(stage.store, stage.clock, stage.platform, stage.line_up)


async def with_a_newsroom(stage: Stage) -> ChatRef:
    await stage.subscribe(chat("newsroom"), due=DUE + timedelta(days=9))
    await stage.store.chats.make_newsroom(chat("newsroom"))
    return chat("newsroom")


async def test_a_damaged_edition_is_closed_and_the_newsroom_is_told_once(stage: Stage) -> None:
    newsroom = await with_a_newsroom(stage)
    for number in range(2):
        await stage.subscribe(chat(number))
    await stage.press.planner.plan(DUE)
    stage = await damage(stage)
    await stage.deliver()
    assert stage.texts(chat(0)) == []
    (missed,) = await stage.store.promises.missed(chat(0), DUE)
    assert missed.reason == "damaged"
    (told,) = stage.texts(newsroom)
    assert told.startswith("The database no longer says what I wrote: edition_stories 1/1 ")


async def test_rows_whose_text_is_damaged_are_dead_letters(stage: Stage, clock: FakeClock) -> None:
    newsroom = await with_a_newsroom(stage)
    await stage.subscribe(HERE)
    stage.platform.fail(TryLater(5), after=1)
    await stage.deliver()
    stage = await damage(stage)
    clock.advance(timedelta(minutes=1))
    await stage.deliver()
    assert {row.reason for row in await stage.store.deliveries.dead(9)} == {"text-lost"}
    assert await tally(stage.store) == {DeliveryState.SENT: 1, DeliveryState.FAILED: 3}
    assert len(stage.texts(newsroom)) == 1


async def test_a_row_of_unknown_outcome_whose_text_is_damaged_holds_up_nothing(
    store: SqlStore, clock: FakeClock
) -> None:
    stage = Stage(store, clock, FindingPlatform())
    stage.line_up.stories = [prepared(1)]
    await stage.subscribe(HERE)
    await stage.press.planner.plan(DUE)
    await stage.press.dispatcher._expander.expand("fake", DUE, 9)
    (claim,) = await store.deliveries.claim("fake", DUE, 1, lease=30)
    row = claim.delivery
    await store.deliveries.intend([(row.id, row.fence)])
    await store.deliveries.settle([transitions.unsure(row)])
    stage.platform._post(HERE, message("Posted."), row.key)
    stage = await damage(stage)
    await stage.deliver()
    (dead,) = await store.deliveries.dead(9)
    assert (dead.position, dead.reason) == (0, "text-lost")
    assert stage.texts(HERE) == ["Posted."]


async def test_a_bug_that_one_promise_meets_stops_no_other(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.subscribe(chat("bad"))
    await stage.subscribe(HERE)
    made = expanding._rows

    def rows(promise: Promise, stories: list[PreparedStory]) -> list[NewDelivery]:
        if promise.chat == chat("bad"):
            raise ZeroDivisionError
        return made(promise, stories)

    monkeypatch.setattr(expanding, "_rows", rows)
    await stage.deliver()
    assert len(stage.texts(HERE)) == 4
    (missed,) = await stage.store.promises.missed(chat("bad"), DUE)
    assert missed.reason == "broke"
    assert "to fake:bad broke" in caplog.text


async def test_a_bug_that_one_row_meets_is_a_dead_letter(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.subscribe(HERE, size=2)
    made = composing.story

    def story(
        told: PreparedStory,
        counts: Counts,
        words: Wording,
        now: datetime,
        *,
        buttons: bool,
        address: AddressOf,
    ) -> Message:
        if told.story == "k1":
            raise ZeroDivisionError
        return made(told, counts, words, now, buttons=buttons, address=address)

    monkeypatch.setattr(composing, "story", story)
    await stage.deliver()
    assert stage.headlines(HERE)[1:] == ["Newsline: Northland opens embassy number 2 in Eastmark"]
    (dead,) = await stage.store.deliveries.dead(9)
    assert (dead.position, dead.reason) == (1, "broke")
    assert "to fake:here broke" in caplog.text


async def test_a_bug_while_looking_for_work_ends_no_dispatcher(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.subscribe(HERE)
    await stage.press.planner.plan(DUE)
    look = stage.store.promises.open
    broken = [ZeroDivisionError()]

    async def open_ones(platform: str, now: datetime, limit: int) -> Sequence[Promise]:
        if broken:
            raise broken.pop()
        return await look(platform, now, limit)

    monkeypatch.setattr(stage.store.promises, "open", open_ones)
    async with stage.dispatching():
        while broken:
            await asyncio.sleep(0)
        await stage.press.dispatcher.settled()
    assert len(stage.texts(HERE)) == 4
    assert "looking for deliveries broke" in caplog.text
