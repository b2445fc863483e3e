"""SQLite's own part: addresses, connections, their thread, errors in our words."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from bot.errors import SettingsError, StorageBusy, StorageDamaged, StorageError
from storage.session import Params, Row
from storage.values import scrub

T = TypeVar("T")

BUSY_SECONDS = 1.0
"""How long SQLite itself waits for another process; after that we decide whether to go on."""

_NO_PARAMS: Params = {}
_BUSY_CODES = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGE_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SAFE_WAL = (3, 51, 3)


@dataclass(frozen=True, slots=True)
class Location:
    """Where a database lies; no path is in memory."""

    path: Path | None

    @classmethod
    def of(cls, url: str) -> Location:
        """The place that ``sqlite:///relative``, ``sqlite:////absolute``, ``sqlite://`` or
        ``:memory:`` means; raises SettingsError for anything else."""
        if url in (":memory:", "sqlite://", "sqlite:///:memory:"):
            return cls(None)
        scheme, separator, path = url.partition(":///")
        if scheme != "sqlite" or not separator or not path:
            raise SettingsError(
                f"DATABASE_URL is {url!r}, which is no address of a SQLite database. Try sqlite:///briefing.sqlite3."
            )
        return cls(Path(path))


class SqliteSession:
    """A Session on a connection of this thread: its methods never wait, so that a work runs to its
    end in one go (see ``drive``)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def rows(self, sql: str, params: Params = _NO_PARAMS) -> Sequence[Row]:
        return self._connection.execute(sql, _scrubbed(params)).fetchall()

    async def row(self, sql: str, params: Params = _NO_PARAMS) -> Row | None:
        found = await self.rows(sql, params)
        return found[0] if found else None

    async def run(self, sql: str, params: Params = _NO_PARAMS) -> int:
        return self._connection.execute(sql, _scrubbed(params)).rowcount

    async def run_many(self, sql: str, params: Iterable[Params]) -> int:
        return max(0, self._connection.executemany(sql, map(_scrubbed, params)).rowcount)

    def now(self) -> int:
        return time.time_ns() // 1_000_000  # the database lives in this process


class Courier(aiosqlite.Connection):
    """A connection whose thread runs whole errands: a hop to it costs more than most statements."""

    def __init__(self, location: Location, *, query_only: bool = False) -> None:
        super().__init__(lambda: connect(location, query_only=query_only), iter_chunk_size=64)

    async def carry(self, errand: Callable[[sqlite3.Connection], T]) -> T:
        """Run this in the connection's thread."""
        execute: Callable[..., Awaitable[T]] = self._execute
        return await execute(errand, self._conn)

    async def _connect(self) -> aiosqlite.Connection:
        try:
            return await super()._connect()
        except BaseException:
            self._thread.join()  # aiosqlite has told it to stop and does not wait: the loop may end before it
            raise


@asynccontextmanager
async def courier(location: Location, *, query_only: bool = False) -> AsyncIterator[Courier]:
    """A connection in a thread of its own, closed at the end; errors come out in our words."""
    try:
        connection = Courier(location, query_only=query_only)
        async with connection:
            yield connection
    except sqlite3.Error as error:
        raise translated(error) from error


def connect(location: Location, *, query_only: bool = False) -> sqlite3.Connection:
    """A connection of the calling thread with the settings that we rely on."""
    connection = sqlite3.connect(
        location.path or ":memory:", timeout=BUSY_SECONDS, isolation_level=None, cached_statements=512
    )
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA temp_store = MEMORY")
        if query_only:
            connection.execute("PRAGMA query_only = ON")
        else:
            patiently(lambda: connection.execute("PRAGMA journal_mode = WAL").fetchall())
    except BaseException:
        connection.close()
        raise
    return connection


def patiently(attempt: Callable[[], T], patience: float = 60.0) -> T:
    """Try again while another process holds the database, for so many seconds."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return attempt()
        except sqlite3.OperationalError as error:
            if not _is(error, _BUSY_CODES) or time.monotonic() >= deadline:
                raise
            time.sleep(0.01)


def drive(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a work to its end in this thread, without a loop: its session never waits."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    coroutine.close()
    raise RuntimeError("a work of the database may await nothing but its session")


def translated(error: sqlite3.Error) -> StorageError:
    """The error in our words."""
    if _is(error, _BUSY_CODES):
        return StorageBusy("Another program has held the database for a minute.")
    if _is(error, _DAMAGE_CODES):
        return StorageDamaged(f"The database file is damaged ({error}). Restore a backup.")
    if _is(error, (sqlite3.SQLITE_FULL,)):
        return StorageError("There is no room left for the database. Free some space on its disk.")
    return StorageError(f"The database refused: {error}")


def existing(path: Path | None) -> Path:
    """The path, if there is a file; raises StorageError."""
    if path is None or not path.is_file():
        raise StorageError(f"There is no database at {path or 'an address in memory'}. Check DATABASE_URL.")
    return path


def wal_warnings(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> tuple[str, ...]:
    """What to know about this SQLite. Its log can be damaged when two connections write and
    checkpoint at the same instant, before 3.51.3; one process of ours has one that writes."""
    if version >= _SAFE_WAL:
        return ()
    shown = ".".join(map(str, version))
    advice = "Until it is updated change feeds with the bot's own commands while the bot runs."
    return (f"SQLite {shown} may damage its log if two programs write at once; 3.51.3 is safe. {advice}",)


def _is(error: sqlite3.Error, codes: Sequence[int]) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in codes  # the low byte is the primary code


def _scrubbed(params: Params) -> dict[str, object]:
    # Planning runs this a million times: what is surely clean is told here, without a call.
    return {
        name: scrub(value)
        if isinstance(value, str) and not (value.isascii() and "\0" not in value)
        else value
        for name, value in params.items()
    }
