"""Events are kept before anything else, handled in their chat's order, each once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot.errors import StorageError
from bot.model.chats import Chat
from bot.model.events import Arrival, Command, Event, Unreadable
from bot.ports.store import AsideEvent
from bot.readers.intake import Intake
from storage.store import SqlStore
from tests.core.readers.room import ANA, CLUB, HOME, SQUARE
from tests.fakes.clock import FakeClock


def event(key: str, chat: Chat = HOME) -> Command:
    return Command(Arrival(key, chat, ANA), f"today {key}")


class Handler:
    """Notes what it is given; a key can be made to wait or to fail."""

    def __init__(self) -> None:
        self.began: list[str] = []
        self.ended: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}
        self.errors: dict[str, list[Exception]] = {}
        self.told: list[Unreadable] = []
        self._changed = asyncio.Condition()

    async def __call__(self, given: Event) -> None:
        key = given.origin.key
        await self._note(self.began, key)
        if gate := self.gates.get(key):
            await gate.wait()
        if errors := self.errors.get(key):
            raise errors.pop(0)
        await self._note(self.ended, key)

    async def tell(self, given: Unreadable) -> None:
        async with self._changed:
            self.told.append(given)
            self._changed.notify_all()

    async def until(self, true: Callable[[], bool]) -> None:
        async with self._changed:
            await self._changed.wait_for(true)

    async def _note(self, where: list[str], key: str) -> None:
        async with self._changed:
            where.append(key)
            self._changed.notify_all()


@pytest.fixture
def handler() -> Handler:
    return Handler()


@asynccontextmanager
async def intake(store: SqlStore, handler: Handler, clock: FakeClock) -> AsyncIterator[Intake]:
    async with Intake(store.inbox, handler, handler.tell, clock) as opened:
        yield opened


async def test_what_is_put_is_handled_once_and_then_done(
    store: SqlStore, handler: Handler, clock: FakeClock
) -> None:
    async with intake(store, handler, clock) as inbox:
        await inbox.put(event("a"))
        await inbox.put(event("a"))
        await inbox.settled()
    assert handler.ended == ["a"]
    assert await store.inbox.open() == []


async def test_a_chat_keeps_its_order_while_others_go_on(
    store: SqlStore, handler: Handler, clock: FakeClock
) -> None:
    handler.gates["a1"] = asyncio.Event()
    async with intake(store, handler, clock) as inbox:
        await inbox.put(event("a1"))
        await inbox.put(event("a2"))
        await inbox.put(event("b1", SQUARE))
        await handler.until(lambda: "b1" in handler.ended)
        assert handler.began == ["a1", "b1"]
        handler.gates["a1"].set()
        await inbox.settled()
    assert handler.ended == ["b1", "a1", "a2"]


async def test_it_is_committed_before_put_returns(
    store: SqlStore, handler: Handler, clock: FakeClock
) -> None:
    handler.gates["a"] = asyncio.Event()
    async with intake(store, handler, clock) as inbox:
        await inbox.put(event("a"))
        assert [one.origin.key for one in await store.inbox.open()] == ["a"]


async def test_what_was_open_is_handled_after_a_start_before_anything_new(
    store: SqlStore, handler: Handler, clock: FakeClock
) -> None:
    handler.gates["a"] = asyncio.Event()
    async with intake(store, handler, clock) as inbox:
        await inbox.put(event("a"))
        await inbox.put(event("b"))
        await handler.until(lambda: handler.began == ["a"])
    again = Handler()
    async with intake(store, again, clock) as inbox:
        await inbox.put(event("c"))
        await inbox.settled()
    assert again.ended == ["a", "b", "c"]


async def test_one_that_fails_is_set_aside_and_the_others_go_on(
    store: SqlStore, handler: Handler, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    handler.errors["a"] = [ValueError("a bug")]
    async with intake(store, handler, clock) as inbox:
        await inbox.put(event("a"))
        await inbox.put(event("b"))
        await inbox.settled()
    assert handler.ended == ["b"]
    assert await store.inbox.open() == []
    assert "event telegram:a is set aside" in caplog.text


async def test_one_that_the_storage_refuses_is_tried_again(
    store: SqlStore, handler: Handler, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    handler.errors["a"] = [StorageError("full"), StorageError("full")]
    async with intake(store, handler, clock) as inbox:
        await inbox.put(event("a"))
        await inbox.settled()
    assert handler.ended == ["a"]
    assert caplog.text.count("the storage refused the work of event telegram:a: full") == 2
    assert "Traceback" not in caplog.text


async def test_one_that_the_storage_keeps_refusing_stays_open_for_the_next_start(
    store: SqlStore, handler: Handler, clock: FakeClock
) -> None:
    handler.errors["a"] = [StorageError("full") for _ in range(9)]
    async with intake(store, handler, clock) as inbox:
        await inbox.put(event("a"))
        await inbox.put(event("b"))
        await inbox.settled()
    assert handler.ended == ["b"]
    assert [one.origin.key for one in await store.inbox.open()] == ["a"]


async def test_what_cannot_be_kept_is_not_taken(store: SqlStore, handler: Handler, clock: FakeClock) -> None:
    class Full:
        """An inbox on a full disk."""

        async def put(self, *_: object) -> list[bool]:
            raise StorageError("full")

        async def open(self) -> list[Event]:
            return []

        async def done(self, *_: object) -> None: ...

        async def set_aside(self, *_: object) -> None: ...

        async def aside(self, _limit: int) -> list[AsideEvent]:
            return []

    async with Intake(Full(), handler, handler.tell, clock) as inbox:
        with pytest.raises(StorageError):
            await inbox.put(event("a"))
        await inbox.settled()
    assert handler.began == []


async def test_one_whose_bringer_went_away_is_handled_all_the_same(
    store: SqlStore, handler: Handler, clock: FakeClock
) -> None:
    async with intake(store, handler, clock) as inbox:
        bringer = asyncio.create_task(inbox.put(event("a", CLUB)))
        await asyncio.sleep(0)
        bringer.cancel()
        await handler.until(lambda: handler.ended == ["a"])
        await inbox.settled()
    assert bringer.cancelled()


async def test_a_batch_is_handled_in_its_order_and_what_is_known_of_it_only_once(
    store: SqlStore, handler: Handler, clock: FakeClock
) -> None:
    async with intake(store, handler, clock) as inbox:
        await inbox.put(event("a"), event("b"))
        await inbox.put(event("b"), event("c"), event("d"), event("c"))
        await inbox.settled()
    assert handler.ended == ["a", "b", "c", "d"]


async def test_batches_larger_than_the_room_go_in_one_after_the_other(
    store: SqlStore, handler: Handler, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.readers.intake._MOST_EVENTS", 4)
    handler.gates["a0"] = asyncio.Event()
    async with intake(store, handler, clock) as inbox:
        batches = [[event(f"{name}{number}") for number in range(6)] for name in "abc"]
        bringers = [asyncio.create_task(inbox.put(*batch)) for batch in batches]
        await handler.until(lambda: handler.began == ["a0"])
        assert len(await store.inbox.open()) == 6
        handler.gates["a0"].set()
        await asyncio.gather(*bringers)
        await inbox.settled()
    assert handler.ended == [one.origin.key for batch in batches for one in batch]


async def test_who_waits_for_room_and_goes_away_takes_none(
    store: SqlStore, handler: Handler, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.readers.intake._MOST_EVENTS", 1)
    handler.gates["a"] = asyncio.Event()
    async with intake(store, handler, clock) as inbox:
        await inbox.put(event("a"))
        bringer = asyncio.create_task(inbox.put(event("b")))
        await handler.until(lambda: handler.began == ["a"])
        bringer.cancel()
        handler.gates["a"].set()
        await inbox.settled()
        await inbox.put(event("c"))
        await inbox.settled()
    assert handler.ended == ["a", "c"]


async def test_what_is_unreadable_is_set_aside_and_told_once_and_the_others_are_handled(
    store: SqlStore, handler: Handler, clock: FakeClock
) -> None:
    odd = Unreadable("telegram", "b", "no chat", '{"update_id": 2}')
    async with intake(store, handler, clock) as inbox:
        await inbox.put(event("a"), odd, event("c"))
        await inbox.put(odd)
        await inbox.settled()
        await handler.until(lambda: bool(handler.told))
        await inbox.put(event("d"))
        await inbox.settled()
    assert handler.ended == ["a", "c", "d"]
    assert handler.told == [odd]
    assert [one.key for one in await store.inbox.aside(9)] == ["b"]
