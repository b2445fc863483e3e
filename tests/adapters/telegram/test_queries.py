"""Presses that wait: each is answered once, by an alert, by its message's change, or plainly in time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from telegram.error import BadRequest, TimedOut

from adapters.telegram.queries import LONGEST_ALERT, LONGEST_BUSY, PATIENCE, Queries, Query
from bot.model.chats import PersonRef
from bot.wording import Wording
from tests.adapters.telegram.listening import chat, ref
from tests.fakes.clock import FakeClock

ADA, BEN = PersonRef("telegram", "77"), PersonRef("telegram", "78")
GROUP = chat("-100500")
FIRST = Query("9001", GROUP, ADA, ref("-100500", 5))
SECOND = Query("9002", GROUP, ADA, ref("-100500", 6))
BENS = Query("9003", GROUP, BEN, ref("-100500", 5))


class Calls:
    """A Bot API that keeps what was asked of it."""

    def __init__(self, error: Exception | None = None) -> None:
        self.made: list[tuple[str, Mapping[str, object]]] = []
        self._error = error

    async def call(self, method: str, payload: Mapping[str, object]) -> bool:
        await asyncio.sleep(0)
        self.made.append((method, payload))
        if self._error is not None:
            raise self._error
        return True


def plain(query: Query) -> tuple[str, Mapping[str, object]]:
    return "answerCallbackQuery", {"callback_query_id": query.id}


def alert(query: Query, text: str) -> tuple[str, Mapping[str, object]]:
    return "answerCallbackQuery", {"callback_query_id": query.id, "text": text, "show_alert": True}


async def turns() -> None:
    """Let all that is ready run."""
    for _ in range(10):
        await asyncio.sleep(0)


def pressed(queries: Queries, *presses: Query) -> None:
    """These were pressed, and kept."""
    for query in presses:
        queries.opened(query)
        queries.kept(query)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(by_hand=True)


@pytest.fixture
def calls() -> Calls:
    return Calls()


async def test_a_press_is_answered_plainly_after_a_while(calls: Calls, clock: FakeClock) -> None:
    async with Queries(calls, clock, Wording()) as queries:
        pressed(queries, FIRST)
        await turns()
        assert not calls.made
        clock.advance(timedelta(seconds=PATIENCE))
        await turns()
        assert calls.made == [plain(FIRST)]
        assert not await queries.alert(GROUP, ADA, "Too late")
    assert len(calls.made) == 1


async def test_an_alert_answers_the_press_and_nothing_else_does_after_it(
    calls: Calls, clock: FakeClock
) -> None:
    async with Queries(calls, clock, Wording()) as queries:
        pressed(queries, FIRST)
        await turns()
        assert await queries.alert(GROUP, ADA, "You like this")
        assert not await queries.alert(GROUP, ADA, "You like this")
        clock.advance(timedelta(seconds=PATIENCE))
        await turns()
    assert calls.made == [alert(FIRST, "You like this")]


async def test_alerts_answer_a_persons_presses_in_their_order(calls: Calls, clock: FakeClock) -> None:
    async with Queries(calls, clock, Wording()) as queries:
        pressed(queries, BENS, FIRST, SECOND)
        assert await queries.alert(GROUP, ADA, "one")
        assert await queries.alert(GROUP, ADA, "two")
        assert await queries.alert(GROUP, BEN, "three")
    assert calls.made == [alert(FIRST, "one"), alert(SECOND, "two"), alert(BENS, "three")]


async def test_an_alert_is_for_its_person_in_its_chat(calls: Calls, clock: FakeClock) -> None:
    async with Queries(calls, clock, Wording()) as queries:
        pressed(queries, FIRST)
        assert not await queries.alert(GROUP, BEN, "Not yours")
        assert not await queries.alert(chat("-100500/55"), ADA, "Not here")
    assert not calls.made


@pytest.mark.parametrize(
    ("text", "fits"), [("x" * LONGEST_ALERT, True), ("🗞" * (LONGEST_ALERT // 2 + 1), False)]
)
async def test_what_is_too_long_for_an_alert_is_not_shown(
    calls: Calls, clock: FakeClock, text: str, fits: bool
) -> None:
    async with Queries(calls, clock, Wording()) as queries:
        pressed(queries, FIRST)
        await turns()
        assert await queries.alert(GROUP, ADA, text) is fits
        clock.advance(timedelta(seconds=PATIENCE))
        await turns()
    assert len(calls.made) == 1


async def test_a_message_that_changes_answers_everybody_who_pressed_it(
    calls: Calls, clock: FakeClock
) -> None:
    async with Queries(calls, clock, Wording()) as queries:
        pressed(queries, FIRST, SECOND, BENS)
        queries.edited(FIRST.message)
        await turns()
        assert calls.made == [plain(FIRST), plain(BENS)]
        clock.advance(timedelta(seconds=PATIENCE))
        await turns()
    assert calls.made == [plain(FIRST), plain(BENS), plain(SECOND)]


async def test_who_presses_what_nobody_knows_any_more_is_told_at_once(calls: Calls, clock: FakeClock) -> None:
    async with Queries(calls, clock, Wording()) as queries:
        queries.opened(replace(FIRST, stale=True))
        await turns()
    ((method, payload),) = calls.made
    assert (method, payload["callback_query_id"], payload["show_alert"]) == (
        "answerCallbackQuery",
        "9001",
        True,
    )
    assert "work any more" in str(payload["text"])
    assert len(str(payload["text"])) <= LONGEST_ALERT


@pytest.mark.parametrize("error", [BadRequest("Query is too old"), TimedOut()])
async def test_a_press_that_cannot_be_answered_harms_nothing(clock: FakeClock, error: Exception) -> None:
    calls = Calls(error)
    async with Queries(calls, clock, Wording()) as queries:
        pressed(queries, FIRST, SECOND)
        await turns()
        assert not await queries.alert(GROUP, ADA, "You like this")
        clock.advance(timedelta(seconds=PATIENCE))
        await turns()
    assert calls.made == [alert(FIRST, "You like this"), plain(SECOND)]


async def test_leaving_waits_for_nobody(calls: Calls, clock: FakeClock) -> None:
    async with Queries(calls, clock, Wording()) as queries:
        pressed(queries, FIRST)
        await turns()
    assert clock.sleeping == 0
    assert not calls.made


async def test_a_press_that_is_not_kept_yet_is_left_busy_but_not_for_ever(
    calls: Calls, clock: FakeClock
) -> None:
    async with Queries(calls, clock, Wording()) as queries:
        queries.opened(FIRST)
        queries.opened(SECOND)
        await turns()
        clock.advance(timedelta(seconds=PATIENCE + 1))
        await turns()
        assert not calls.made
        queries.opened(FIRST)  # it came again, as its first coming was not acknowledged
        queries.kept(FIRST)
        assert await queries.alert(GROUP, ADA, "You like this")
        clock.advance(timedelta(seconds=LONGEST_BUSY))
        await turns()
    assert calls.made == [alert(FIRST, "You like this"), plain(SECOND)]


async def test_a_press_that_comes_again_is_answered_once(calls: Calls, clock: FakeClock) -> None:
    async with Queries(calls, clock, Wording()) as queries:
        for query in (FIRST, replace(SECOND, stale=True)):
            for _ in range(2):
                pressed(queries, query)
                await turns()
                clock.advance(timedelta(seconds=PATIENCE))
                await turns()
    assert [payload["callback_query_id"] for _, payload in calls.made] == ["9001", "9002"]
