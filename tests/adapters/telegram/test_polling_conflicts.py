"""Long polling where others want the same updates: a webhook that was left, a second program."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from pydantic import SecretStr

from adapters.telegram.api import Api
from tests.adapters.telegram.pollers import (
    HOOKED,
    RIVAL,
    WORDS,
    Pending,
    Stored,
    polling,
    running,
    until,
    update,
)
from tests.adapters.telegram.wire import TOKEN, Wire, ok, refused
from tests.fakes.clock import FakeClock


@pytest_asyncio.fixture
async def api(wire: Wire) -> AsyncIterator[Api]:
    async with Api(SecretStr(TOKEN), wire.url) as opened:
        yield opened


async def test_a_webhook_that_was_left_is_removed_and_what_waits_is_kept(
    wire: Wire, api: Api, clock: FakeClock
) -> None:
    wire.then(ok(True), refused(409, HOOKED))
    wire.otherwise = Pending(wire).reply
    async with running(polling(api, Stored().take, clock)):
        await wire.count(4)
    assert [asked.method for asked in wire.asked] == ["deleteWebhook", "getUpdates"] * 2
    assert wire.named("deleteWebhook") == [{"drop_pending_updates": False}] * 2


@pytest.mark.parametrize("said", [RIVAL, "Conflict: terminated by setWebhook request"])
async def test_before_a_second_poller_it_stops_and_says_so(
    wire: Wire, api: Api, caplog: pytest.LogCaptureFixture, said: str
) -> None:
    clock = FakeClock(by_hand=True)
    wire.then(ok(True), ok([update(11)]), refused(409, said))
    poller = polling(api, Stored().take, clock)
    async with running(poller):
        await until(lambda: poller.trouble and clock.sleeping)
        assert poller.trouble == WORDS("telegram-intake-ousted")
        clock.advance(timedelta(minutes=14))
        await until(lambda: clock.sleeping)
    # Not even to acknowledge: that would cut the other's poll short.
    assert len(wire.asked) == 3
    assert "another program takes this bot's updates" in caplog.text


async def test_after_a_second_poller_it_looks_again_and_goes_on_where_there_is_none(
    wire: Wire, api: Api
) -> None:
    clock = FakeClock(by_hand=True)
    wire.then(ok(True), refused(409, RIVAL))
    pending, stored = Pending(wire), Stored()
    poller = polling(api, stored.take, clock)
    async with running(poller):
        await until(lambda: poller.trouble and clock.sleeping)
        pending.add(11)
        clock.advance(timedelta(minutes=15))
        await until(lambda: stored.numbers)
        assert poller.trouble is None
