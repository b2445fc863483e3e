"""What SQLite does when others hold the file, the disk is full, or the address is wrong."""

# ruff: noqa: ASYNC240 - a test may wait for its own small files

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from bot.errors import SettingsError, StorageBusy, StorageDamaged, StorageError
from bot.ports.store import Store
from storage import open_store
from storage.database import open_database
from storage.session import Session
from storage.sqlite import Location, patiently, wal_warnings
from storage.store import SqlStore
from tests.laws.makers import NOW, add_feed, command


def as_the_port_says(store: SqlStore) -> Store:
    """The types agree, or mypy objects here."""
    return store


async def test_a_second_run_on_one_file_is_refused(url: str) -> None:
    async with open_store(url, exclusive=True) as first:
        with pytest.raises(StorageBusy, match="already running"):
            async with open_store(url, exclusive=True):
                pass
        async with open_store(url) as beside:
            await add_feed(beside)
        assert len(await first.feeds.all()) == 1
    async with open_store(url, exclusive=True):
        pass


async def test_a_database_held_by_another_is_waited_for(url: str, path: Path) -> None:
    async with open_store(url) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            waiting = asyncio.create_task(store.inbox.put([command("e1")], NOW))
            assert await store.inbox.open() == []  # reading goes on
            assert not waiting.done()
            other.execute("COMMIT")
        assert await waiting


def failing(code: int, times: int) -> Callable[[], int]:
    """Something that SQLite refuses so many times with this code; then it gives how often it was tried."""
    tries = count(1)

    def attempt() -> int:
        tried = next(tries)
        if tried > times:
            return tried
        error = sqlite3.OperationalError("refused")
        error.sqlite_errorcode = code
        raise error

    return attempt


def test_a_held_database_is_tried_again_until_patience_ends() -> None:
    assert patiently(failing(sqlite3.SQLITE_BUSY, 2)) == 3
    assert patiently(failing(sqlite3.SQLITE_BUSY_SNAPSHOT, 1)) == 2
    with pytest.raises(sqlite3.OperationalError):
        patiently(failing(sqlite3.SQLITE_BUSY, 1), patience=0.0)


def test_other_refusals_are_not_tried_again() -> None:
    with pytest.raises(sqlite3.OperationalError):
        patiently(failing(sqlite3.SQLITE_FULL, 1))


async def test_a_full_disk_loses_one_write_and_takes_the_next(url: str) -> None:
    async with open_store(url) as store:
        await store.inbox.put([command("before")], NOW)

        async def limit(session: Session) -> None:
            row = await session.row("PRAGMA page_count")
            await session.rows(f"PRAGMA max_page_count = {row[0] + 2 if row else 1}")

        async def unlimit(session: Session) -> None:
            await session.rows("PRAGMA max_page_count = 1000000")

        database = store.inbox.database
        await database.write(limit, "limit")
        with pytest.raises(StorageError, match="no room"):
            await store.inbox.put([command("big", line="x" * 100_000)], NOW)
        assert await store.inbox.open() == [command("before")]
        assert await store.inbox.put([command("small")], NOW) == [True]
        await database.write(unlimit, "unlimit")
        assert await store.inbox.put([command("big", line="x" * 100_000)], NOW) == [True]


async def test_readers_see_what_was_committed_when_they_began(url: str) -> None:
    async with open_store(url) as store:
        for number in range(5):
            writes = [store.inbox.put([command(f"{number}-{n}")], NOW) for n in range(10)]
            reads = [store.inbox.open() for _ in range(10)]
            await asyncio.gather(*writes, *reads)
            assert len(await store.inbox.open()) == 10 * (number + 1)


async def test_a_reader_cannot_write(url: str) -> None:
    async def work(session: Session) -> int:
        return await session.run("DELETE FROM feeds")

    async with open_store(url) as store:
        with pytest.raises(StorageError, match="readonly"):
            await store.feeds.database.read(work)


async def test_what_is_no_database_is_said_to_be_damaged(url: str, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"This is no database at all. " * 100)
    with pytest.raises(StorageDamaged, match="Restore a backup"):
        async with open_store(url):
            pass


async def test_a_place_that_cannot_be_opened_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        async with open_database(f"sqlite:///{tmp_path}"):
            pass


@pytest.mark.parametrize("below", ["news.db", "data/news.db"])
async def test_a_folder_that_cannot_be_made_is_an_error_of_ours(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match=r"The folder of the database cannot be made: .+/file"):
        async with open_database(f"sqlite:///{tmp_path}/file/{below}"):
            pass


async def test_a_lock_that_cannot_be_made_is_an_error_of_ours(path: Path, url: str) -> None:
    path.with_name(f"{path.name}.lock").mkdir(parents=True)
    with pytest.raises(StorageError, match=r"The lock of the database cannot be taken: .+\.lock"):
        async with open_store(url, exclusive=True):
            pass


@pytest.mark.parametrize("url", ["", "sqlite:", "sqlite:///", "mysql://x/y", "briefing.db", "sqlite:/x"])
def test_an_address_that_is_none_is_refused_with_what_would_be_right(url: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        Location.of(url)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("sqlite://", None),
        (":memory:", None),
        ("sqlite:///:memory:", None),
        ("sqlite:///a/b.db", Path("a/b.db")),
        ("sqlite:////a/b.db", Path("/a/b.db")),
    ],
)
def test_an_address_names_a_place(url: str, place: Path | None) -> None:
    assert Location.of(url).path == place


def test_an_old_sqlite_is_warned_of() -> None:
    assert wal_warnings((3, 51, 3)) == ()
    (warning,) = wal_warnings((3, 40, 1))
    assert "SQLite 3.40.1" in warning
