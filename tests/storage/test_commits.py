"""Group commit, and a crash at every commit: what was not committed is gone, what was is there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import count

import pytest

from bot.errors import StorageError
from bot.model.editions import DeliveryState
from storage import open_store
from storage.database import Database, open_database
from storage.session import NoHooks, Session
from storage.store import SqlStore
from tests.fakes.rows import tally
from tests.laws.makers import (
    ANA,
    CHAT,
    K1,
    K2,
    NOW,
    add_feed,
    add_story,
    command,
    comment,
    expand_to,
    sent,
    subscription,
)


class Crash(BaseException):
    """The process dies here."""


@dataclass
class CrashAt(NoHooks):
    """Dies before or after the n-th commit."""

    commit: int
    afterwards: bool
    seen: int = 0

    def before(self, names: Sequence[str]) -> None:
        self.seen += 1
        if self.seen == self.commit and not self.afterwards:
            raise Crash

    def after(self, names: Sequence[str]) -> None:
        if self.seen == self.commit and self.afterwards:
            raise Crash


@dataclass
class Recorder(NoHooks):
    """Remembers which works shared a commit."""

    commits: list[list[str]] = field(default_factory=list)

    def after(self, names: Sequence[str]) -> None:
        self.commits.append(list(names))


async def journey(store: SqlStore, done: list[str]) -> None:
    """A short life, each step noted once it has returned."""
    steps: dict[str, Callable[[], Awaitable[object]]] = {
        "feed": lambda: add_feed(store),
        "story": lambda: add_story(store),
        "subscription": lambda: store.subscriptions.put(subscription()),
        "event": lambda: store.inbox.put([command("e1")], NOW),
        "comment": lambda: store.comments.keep(comment("7")),
        "like": lambda: store.comments.like(K2, ANA, NOW),
    }
    for name, step in steps.items():
        await step()
        done.append(name)
    rows = await expand_to(store)
    await store.deliveries.claim(CHAT.platform, NOW, 9, 30.0)
    await store.deliveries.settle([sent(rows[0])])
    done.append("sent")


async def there(store: SqlStore) -> list[str]:
    """Which steps of the journey are in the database."""
    found = {
        "feed": bool(await store.feeds.all()),
        "story": await store.stories.get(K1) is not None,
        "subscription": await store.subscriptions.get("diplomacy", CHAT) is not None,
        "event": bool(await store.inbox.open()),
        "comment": bool(await store.comments.page(K1, CHAT, 0, 9)),
        "like": (await store.comments.counts([K2], CHAT))[K2].likes == 1,
        "sent": DeliveryState.SENT in await tally(store),
    }
    return [name for name, is_there in found.items() if is_there]


@pytest.mark.parametrize("afterwards", [False, True], ids=["before", "after"])
async def test_a_crash_at_every_commit_loses_nothing_that_was_told(
    tmp_path_factory: pytest.TempPathFactory, afterwards: bool
) -> None:
    for commit in count(1):
        url = f"sqlite:///{tmp_path_factory.mktemp('crash')}/briefing.sqlite3"
        done: list[str] = []
        hooks = CrashAt(commit, afterwards)
        try:
            async with open_store(url, hooks=hooks) as store:
                await journey(store, done)
        except Crash:
            pass
        else:
            break
        async with open_store(url) as store:
            kept = await there(store)
            assert kept[: len(done)] == done
            assert len(kept) - len(done) <= int(afterwards)
            await journey_again(store)
    assert commit > 8


async def journey_again(store: SqlStore) -> None:
    """After any crash the database takes what comes next."""
    await store.inbox.put([command("after")], NOW)
    assert command("after") in await store.inbox.open()


@pytest.mark.parametrize("afterwards", [False, True], ids=["before", "after"])
async def test_what_crashed_does_nothing_more(url: str, afterwards: bool) -> None:
    hooks = CrashAt(2, afterwards)  # the first brought the migrations
    async with open_store(url, hooks=hooks) as store:
        with pytest.raises(Crash):
            await store.inbox.put([command("e1")], NOW)
        with pytest.raises(Crash):
            await store.inbox.put([command("e2")], NOW)
        with pytest.raises(Crash):
            await store.inbox.open()
    async with open_store(url) as store:
        assert await store.inbox.open() == ([command("e1")] if afterwards else [])


async def test_works_that_wait_together_share_a_commit(url: str) -> None:
    hooks = Recorder()
    async with open_store(url, hooks=hooks) as store:
        await asyncio.gather(*(store.inbox.put([command(str(number))], NOW) for number in range(50)))
    assert sum(map(len, hooks.commits[1:])) == 50
    assert len(hooks.commits[1:]) <= 2
    assert {name for names in hooks.commits[1:] for name in names} == {"Inbox.put"}


async def create(database: Database) -> None:
    async def work(session: Session) -> None:
        await session.run("CREATE TABLE numbers (number INTEGER PRIMARY KEY)")

    await database.write(work, "create")


async def numbers(database: Database) -> list[int]:
    async def work(session: Session) -> list[int]:
        return [row["number"] for row in await session.rows("SELECT number FROM numbers ORDER BY number")]

    return await database.read(work)


async def put(database: Database, *added: int, fail: Exception | None = None) -> int:
    async def work(session: Session) -> int:
        await session.run_many(
            "INSERT INTO numbers (number) VALUES (:number)", [{"number": n} for n in added]
        )
        if fail:
            raise fail
        return len(added)

    return await database.write(work, "put")


@pytest.mark.parametrize("place", ["sqlite://", "file"])
async def test_a_work_that_fails_takes_no_other_with_it(url: str, place: str) -> None:
    async with open_database(url if place == "file" else place) as database:
        await create(database)
        outcomes = await asyncio.gather(
            put(database, 1),
            put(database, 2, fail=ValueError("mine")),
            put(database, 3, 1),
            put(database, 4, 5),
            return_exceptions=True,
        )
        assert [outcomes[0], outcomes[3]] == [1, 2]
        assert isinstance(outcomes[1], ValueError)
        assert isinstance(outcomes[2], StorageError)
        assert await numbers(database) == [1, 4, 5]


async def test_a_work_whose_caller_left_before_it_began_is_not_done(url: str) -> None:
    async with open_database(url) as database:
        await create(database)
        leaving = asyncio.create_task(put(database, 1))
        await asyncio.sleep(0)
        staying = asyncio.create_task(put(database, 2))
        leaving.cancel()
        await staying
        assert await numbers(database) == [2]


async def test_what_waits_at_the_end_is_still_committed(url: str) -> None:
    async with open_database(url) as database:
        await create(database)
        waiting = [asyncio.create_task(put(database, number)) for number in range(300)]
        await asyncio.sleep(0)
    assert [await one for one in waiting] == [1] * 300
    async with open_database(url) as database:
        assert len(await numbers(database)) == 300


async def test_a_closed_database_says_so() -> None:
    async with open_database("sqlite://") as database:
        await create(database)
    with pytest.raises(StorageError, match="closed"):
        await put(database, 1)
    with pytest.raises(StorageError, match="closed"):
        await numbers(database)


async def test_a_work_may_not_wait_for_anything_else() -> None:
    async def work(session: Session) -> None:
        await asyncio.sleep(0)

    async with open_database("sqlite://") as database:
        with pytest.raises(RuntimeError, match="nothing but its session"):
            await database.write(work, "waits")
