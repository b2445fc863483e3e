"""Long polling: what is not stored is asked for again, what is stored is not, whatever breaks."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr
from telegram.error import TimedOut

from adapters.telegram import polling as module
from adapters.telegram.api import Api
from bot.errors import StorageError
from tests.adapters.telegram.pollers import (
    WORDS,
    Pending,
    Stored,
    polling,
    running,
    turns,
    until,
    update,
)
from tests.adapters.telegram.wire import (
    TOKEN,
    Asked,
    Reply,
    Wire,
    assert_untold,
    hang_up,
    ok,
    page,
    refused,
    stall,
)
from tests.fakes.clock import FakeClock


@pytest_asyncio.fixture
async def api(wire: Wire) -> AsyncIterator[Api]:
    async with Api(SecretStr(TOKEN), wire.url) as opened:
        yield opened


async def test_updates_are_taken_in_order_and_then_acknowledged(
    wire: Wire, api: Api, clock: FakeClock
) -> None:
    pending, stored = Pending(wire), Stored()
    pending.add(11, 12, 13)
    async with running(polling(api, stored.take, clock)):
        await until(lambda: pending.forgotten == 14)
        pending.add(14)
        await until(lambda: pending.forgotten == 15)
    assert stored.numbers == [11, 12, 13, 14]
    first, second, *_ = wire.named("getUpdates")
    assert first == {"timeout": 15, "limit": 100, "allowed_updates": ["message", "chat_member"]}
    assert second == {**first, "offset": 14}


async def test_more_than_a_batch_comes_batch_by_batch(wire: Wire, api: Api, clock: FakeClock) -> None:
    pending, stored = Pending(wire), Stored()
    pending.add(*range(1, 251))
    async with running(polling(api, stored.take, clock)):
        await until(lambda: pending.forgotten == 251)
    assert stored.numbers == list(range(1, 251))


async def test_what_telegram_heard_is_named_no_longer(wire: Wire, api: Api, clock: FakeClock) -> None:
    stored = Stored()
    # After a quiet week Telegram starts its numbers anew, perhaps with lower ones.
    wire.then(ok(True), ok([update(900)]), ok([]), ok([update(7)]), ok([]))
    wire.otherwise = stall
    async with running(polling(api, stored.take, clock)):
        await wire.count(6)
    assert stored.numbers == [900, 7]
    assert [asked.get("offset") for asked in wire.named("getUpdates")] == [None, 901, None, 8, None]


async def test_what_cannot_be_stored_is_asked_for_again(
    wire: Wire, api: Api, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    pending, stored = Pending(wire), Stored()
    stored.fails = 3
    pending.add(11, 12)
    async with running(polling(api, stored.take, clock)):
        await until(lambda: pending.forgotten == 13)
    assert stored.numbers == [11, 12]
    offsets = [asked.get("offset") for asked in wire.named("getUpdates")]
    assert offsets[:5] == [None, None, None, None, 13]
    assert 3 <= clock.monotonic() <= 60
    assert caplog.text.count("cannot be kept") == 1


async def test_an_update_whose_taking_was_cut_short_is_asked_for_again(
    wire: Wire, api: Api, clock: FakeClock
) -> None:
    pending, stored = Pending(wire), Stored()
    pending.add(11)
    stored.gate.clear()
    async with running(polling(api, stored.take, clock)):
        await wire.count(2)
    assert pending.forgotten == 0
    stored.gate.set()
    async with running(polling(api, stored.take, clock)):
        await until(lambda: pending.forgotten == 12)
    assert stored.numbers == [11]


@pytest.mark.parametrize("seed", range(6))
async def test_nothing_is_lost_nor_acknowledged_too_early_whatever_breaks(wire: Wire, seed: int) -> None:
    chance = random.Random(seed)
    pending, stored = Pending(wire), Stored()
    pending.add(*range(1, 31))

    early: list[int] = []

    async def unreliable(asked: Asked, writer: asyncio.StreamWriter) -> None:
        acknowledged = asked.parameters.get("offset", 1) - 1
        if acknowledged > max(stored.numbers, default=0):
            early.append(acknowledged)
        pending.batch = chance.randint(1, 9)
        ways: list[Reply] = [hang_up, page(502), page(429), refused(401, "Unauthorized"), pending.reply]
        await chance.choice(ways)(asked, writer)

    async def take(updates: Sequence[Mapping[str, Any]]) -> None:
        stored.fails = chance.choice([0, 1])
        if chance.choice([True, False]):  # the commit went through, its answer did not
            await stored.take(updates)
            raise StorageError("disk full")
        await stored.take(updates)

    wire.otherwise = unreliable
    async with Api(SecretStr(TOKEN), wire.url) as api:
        while pending.forgotten < 31:
            goal = len(wire.asked) + chance.randint(1, 12)
            async with running(polling(api, take, FakeClock())):
                await until(lambda: len(wire.asked) >= goal or pending.forgotten == 31)  # noqa: B023
    assert early == []
    assert stored.numbers == list(range(1, 31))


async def test_a_clean_stop_acknowledges_what_is_stored(wire: Wire, api: Api) -> None:
    stored, clock = Stored(), FakeClock(by_hand=True)
    wire.then(ok(True), ok([update(11)]), hang_up, ok([]))
    async with running(polling(api, stored.take, clock)):
        await until(lambda: clock.sleeping)
    assert stored.numbers == [11]
    assert wire.named("getUpdates")[-1] == {"offset": 12, "limit": 1, "timeout": 0}
    assert len(wire.asked) == 4


async def test_a_stop_with_nothing_to_acknowledge_asks_nothing(
    wire: Wire, api: Api, clock: FakeClock
) -> None:
    wire.then(ok(True), ok([]))
    wire.otherwise = stall
    async with running(polling(api, Stored().take, clock)):
        await wire.count(3)
    assert len(wire.asked) == 3


async def test_a_stop_does_not_wait_for_a_telegram_that_is_silent(
    wire: Wire, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_GOODBYE", 0.02)
    wire.then(ok(True), ok([update(11)]), hang_up)
    wire.otherwise = stall
    clock = FakeClock(by_hand=True)
    async with running(polling(api, Stored().take, clock)):
        await until(lambda: clock.sleeping)


async def test_a_refused_token_is_tried_five_times_more_and_then_every_ten_minutes(
    wire: Wire, api: Api, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    times: list[float] = []

    async def no(asked: Asked, writer: asyncio.StreamWriter) -> None:
        times.append(clock.monotonic())
        if len(times) == 9:
            wire.otherwise = Pending(wire).reply
        await (refused(401, "Unauthorized") if len(times) < 9 else ok(True))(asked, writer)

    wire.otherwise = no
    poller = polling(api, Stored().take, clock)
    async with running(poller):
        await until(lambda: poller.trouble == WORDS("telegram-intake-refused"))
        await wire.count(9)
        await until(lambda: poller.trouble is None)
    gaps = [round(later - earlier, 6) for earlier, later in pairwise(times)]
    assert all(1 <= gap <= 60 for gap in gaps[:5])
    assert gaps[5:] == [600, 600, 600]
    assert caplog.text.count("refuses the token") == 1
    assert_untold(caplog)


async def test_telegram_out_of_reach_is_asked_for_ever_at_growing_distances(
    wire: Wire, api: Api, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    times: list[float] = []
    troubles: list[str | None] = []

    async def no(asked: Asked, writer: asyncio.StreamWriter) -> None:
        times.append(clock.monotonic())
        troubles.append(poller.trouble)
        await random.choice([hang_up, page(502), page(500)])(asked, writer)

    wire.otherwise = no
    poller = polling(api, Stored().take, clock)
    async with running(poller):
        await wire.count(150)
        said = WORDS("telegram-intake-unreachable", day="Saturday 3 January", hour="18:00")
        assert poller.trouble == said
        Pending(wire)
        await until(lambda: poller.trouble is None)
    gaps = [round(later - earlier, 6) for earlier, later in pairwise(times)]
    assert all(1 <= gap <= 60 for gap in gaps)
    assert gaps[0] <= 2
    assert 20 < sum(gaps[50:]) / len(gaps[50:]) < 41  # jitter spreads them evenly
    for at, trouble in zip(times, troubles, strict=True):
        assert (trouble is not None) == (round(at - times[0], 6) >= 5)
    assert caplog.text.count("Telegram gives no answer") == 1
    assert caplog.text.count("Telegram answers again") == 1
    assert_untold(caplog)


async def test_a_dropped_poll_worries_nobody(
    wire: Wire, api: Api, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    pending, stored = Pending(wire), Stored()
    wire.then(ok(True), hang_up)
    poller = polling(api, stored.take, clock)
    async with running(poller):
        pending.add(11)
        await until(lambda: pending.forgotten == 12)
        assert poller.trouble is None
    assert "Telegram" not in caplog.text


async def test_while_the_waits_last_trouble_is_told_within_half_a_minute(api: Api, wire: Wire) -> None:
    clock = FakeClock(by_hand=True)
    wire.otherwise = hang_up
    poller = polling(api, Stored().take, clock)
    async with running(poller):
        await until(lambda: clock.sleeping)
        assert poller.trouble is None
        clock.advance(timedelta(seconds=30))
        assert poller.trouble is not None


async def test_the_wait_that_telegram_asks_for_is_kept(wire: Wire, api: Api, clock: FakeClock) -> None:
    wire.then(refused(429, "Too Many Requests: retry after 37", retry_after=37))
    wire.otherwise = Pending(wire).reply
    poller = polling(api, Stored().take, clock)
    async with running(poller):
        await wire.count(3)
        await until(lambda: poller.trouble is None)
    assert clock.monotonic() == 37


async def test_a_telegram_that_swallows_everything_is_told_within_half_a_minute(
    monkeypatch: pytest.MonkeyPatch, api: Api
) -> None:
    clock = FakeClock(by_hand=True)
    waits: list[tuple[int, float]] = []

    async def swallow(method: str, payload: Mapping[str, Any], timeout: float = 0.0) -> object:  # noqa: ASYNC109
        if method == "deleteWebhook":
            return True
        waits.append((payload["timeout"], timeout))
        await clock.sleep(timeout)
        raise TimedOut

    monkeypatch.setattr(api, "call", swallow)
    poller = polling(api, Stored().take, clock)
    async with running(poller):
        for _ in range(30):
            await turns()
            clock.advance(timedelta(seconds=1))
        assert poller.trouble is not None
    held, given_up = waits[0]
    assert held < given_up <= 20
    assert waits[1] == (0, 5.0)  # that all is well again shows soon


async def test_what_has_no_number_is_left_out(wire: Wire, api: Api, clock: FakeClock) -> None:
    stored = Stored()
    odd = [
        7,
        None,
        {},
        {"update_id": "12"},
        {"update_id": True},
        {"update_id": -4},
        update(11),
        {"update_id": 1.5},
    ]
    wire.then(ok(True), ok(odd), ok([]))
    wire.otherwise = stall
    async with running(polling(api, stored.take, clock)):
        await wire.count(4)
    assert stored.numbers == [11]
    assert wire.named("getUpdates")[1]["offset"] == 12


@pytest.mark.parametrize("result", [{}, None, "updates", 7, [{}], [None]])
async def test_an_answer_without_updates_is_no_answer(
    wire: Wire, api: Api, clock: FakeClock, result: object
) -> None:
    wire.then(ok(True), *[ok(result)] * 20)
    wire.otherwise = stall
    poller = polling(api, Stored().take, clock)
    async with running(poller):
        await wire.count(22)
        assert poller.trouble is not None
    assert clock.monotonic() >= 20


async def test_a_number_that_telegram_does_not_take_is_dropped(
    wire: Wire, api: Api, clock: FakeClock
) -> None:
    wire.then(ok(True), ok([update(11)]), refused(400, "Bad Request: wrong offset"), ok([]))
    wire.otherwise = stall
    async with running(polling(api, Stored().take, clock)):
        await wire.count(5)
    assert [asked.get("offset") for asked in wire.named("getUpdates")] == [None, 12, None, None]


async def test_it_starts_while_telegram_cannot_be_reached(clock: FakeClock) -> None:
    async with Wire() as gone:
        address = gone.url
    async with Api(SecretStr(TOKEN), address) as api:
        poller = polling(api, Stored().take, clock)
        async with running(poller):
            await until(lambda: poller.trouble)
