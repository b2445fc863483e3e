"""What senders share: commits gathered, and outcomes never forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import StorageError
from bot.model.editions import DeliveryId, DeliveryState
from bot.ports.press import Change
from bot.press.gathering import Gathering
from bot.press.ledger import Ledger
from storage.store import SqlStore
from tests.core.press.stage import DUE, Stage, chat, prepared
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform


class Commits:
    """Keeps what is committed together; fails when told to; even numbers hold."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.failures = 0

    async def commit(self, items: Sequence[int]) -> Collection[int]:
        await asyncio.sleep(0)
        if self.failures:
            self.failures -= 1
            raise StorageError("the disk is full")
        self.batches.append(list(items))
        return [item for item in items if item % 2 == 0]


def gathering(commits: Commits) -> Gathering[int, int]:
    return Gathering(commits.commit, lambda item: item)


async def test_who_asks_while_a_commit_runs_shares_the_next() -> None:
    commits = Commits()
    gathered = gathering(commits)
    first = asyncio.create_task(gathered.add(0))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    others = await asyncio.gather(*(gathered.add(number) for number in range(1, 5)))
    assert await first
    assert commits.batches == [[0], [1, 2, 3, 4]]
    assert others == [False, True, False, True]


async def test_a_failed_commit_fails_for_each_and_the_next_is_tried_anew() -> None:
    commits = Commits()
    commits.failures = 1
    gathered = gathering(commits)
    results = await asyncio.gather(*(gathered.add(number) for number in (2, 4)), return_exceptions=True)
    assert [type(result) for result in results] == [StorageError, StorageError]
    assert await gathered.add(6)


async def test_one_who_leaves_does_not_stop_the_others() -> None:
    commits = Commits()
    gathered = gathering(commits)
    leaving = asyncio.create_task(gathered.add(2))
    staying = asyncio.create_task(gathered.add(4))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying
    assert leaving.cancelled()


async def test_those_who_wait_do_not_wait_for_ever_when_the_commit_is_stopped() -> None:
    async def commit(items: Sequence[int]) -> Collection[int]:
        raise asyncio.CancelledError

    gathered: Gathering[int, int] = Gathering(commit, lambda item: item)
    waiting = asyncio.create_task(gathered.add(2))
    with pytest.raises(asyncio.CancelledError):
        await waiting


class FullDisk:
    """A store of deliveries that cannot write for a while."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.kept: list[Change] = []

    async def settle(self, changes: Sequence[Change]) -> Collection[DeliveryId]:
        if self.failures:
            self.failures -= 1
            raise StorageError("the disk is full")
        self.kept += changes
        return [change.delivery for change in changes]


async def test_an_outcome_is_kept_once_the_disk_has_room_again(
    clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    deliveries = FullDisk(failures=5)
    change = Change(DeliveryId(1), (DeliveryState.SENDING,), DeliveryState.SENT)
    assert await Ledger(deliveries, clock).settle(change)  # type: ignore[arg-type]
    assert deliveries.kept == [change]
    assert clock.now() - datetime(2026, 1, 3, 18, tzinfo=UTC) == timedelta(seconds=1 + 2 + 4 + 8 + 16)
    assert "could not be kept" in caplog.text


# A holder that dies without a word


async def test_a_claim_whose_holder_died_is_taken_back_when_its_lease_is_over(store: SqlStore) -> None:
    stage = Stage(store, FakeClock(DUE, by_hand=True), FakePlatform())
    stage.line_up.stories = [prepared(1)]
    await stage.subscribe(chat("here"))
    await stage.press.planner.plan(DUE)
    async with stage.dispatching():
        await stage.press.dispatcher.settled()
    other = Stage(store, FakeClock(DUE + timedelta(days=1), by_hand=True), stage.platform)
    other.line_up.stories = [prepared(2)]
    await other.press.planner.plan(DUE + timedelta(days=1))
    await other.press.dispatcher._expander.expand("fake", DUE + timedelta(days=1), 10)
    (claim,) = await store.deliveries.claim("fake", DUE + timedelta(days=1), 10, lease=-1)
    assert await store.deliveries.intend([(claim.delivery.id, claim.delivery.fence)])
    stop = asyncio.Event()
    running = asyncio.create_task(other.press.dispatcher.run(stop))  # without recover: a second worker
    await other.press.dispatcher.settled()
    stop.set()
    await running
    assert len(stage.texts(chat("here"))) == 4
    assert await store.deliveries.lapsed(all_of_them=True) == []
