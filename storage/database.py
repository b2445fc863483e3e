"""A SQLite database behind sessions: one writer that commits many works at once, and readers."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from bot.errors import StorageError
from storage.files import told
from storage.lock import only_one
from storage.session import CommitHooks, NoHooks, Work
from storage.sqlite import (
    Courier,
    Location,
    SqliteSession,
    courier,
    drive,
    patiently,
    translated,
    wal_warnings,
)

T = TypeVar("T")

_TOGETHER = 200
"""The most works that share a commit; more wait for the next."""

_AT_A_LOOK = 50
"""The most questions that are answered in one go; more wait for the next."""

_READERS = 2


@dataclass(frozen=True, slots=True)
class _Job:
    work: Work[Any]
    name: str
    done: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class _Outcome:
    value: Any = None
    error: BaseException | None = None


class Database:
    """Transactions on one SQLite database. Laws: a work is all or nothing; ``write`` returns once
    its commit is on the disk; works are committed in the order of their calls, several of them
    in one transaction (each in a savepoint, so that one that fails takes no other with it).

    What is read waits for a free reader, which takes all that waits in one go: a hop to its thread
    costs more than most questions."""

    def __init__(self, writer: Courier, readers: Sequence[Courier], hooks: CommitHooks) -> None:
        self._writer = writer
        self._readers = readers
        self._hooks = hooks
        self._jobs: asyncio.Queue[_Job | None] = asyncio.Queue()
        self._questions: asyncio.Queue[_Job | None] = asyncio.Queue()
        self._ended: BaseException | None = None
        self._crashed: BaseException | None = None
        self.warnings = wal_warnings()

    async def read(self, work: Work[T]) -> T:
        """Run a work that changes nothing, on what was committed before."""
        return await self._ask(self._questions, work, "")

    async def write(self, work: Work[T], name: str) -> T:
        """Run a work and commit it; raises StorageError, and then nothing of it was kept."""
        return await self._ask(self._jobs, work, name)

    async def serve(self) -> None:
        """Do what is queued until ``end`` was called and all before it is done."""
        answering = [
            _serve(self._questions, partial(self._read, reader), _AT_A_LOOK) for reader in self._readers
        ]
        await asyncio.gather(_serve(self._jobs, self._commit, _TOGETHER), *answering)

    def end(self) -> None:
        """Take no more works; what is queued is still done."""
        self._ended = self._ended or StorageError("The database is closed.")
        self._jobs.put_nowait(None)
        self._questions.put_nowait(None)

    async def _ask(self, queue: asyncio.Queue[_Job | None], work: Work[T], name: str) -> T:
        if self._ended:
            raise self._ended
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        queue.put_nowait(_Job(work, name, done))
        return await done

    async def _read(self, reader: Courier, jobs: Sequence[_Job]) -> Sequence[_Outcome]:
        try:
            return await reader.carry(partial(_read, jobs))
        except sqlite3.Error as error:
            return [_Outcome(error=translated(error))] * len(jobs)

    async def _commit(self, jobs: Sequence[_Job]) -> Sequence[_Outcome]:
        """Commit these works, unless a hook crashed before; what came of each."""
        if self._crashed:
            return [_Outcome(error=self._crashed)] * len(jobs)
        try:
            return await self._writer.carry(partial(_commit, jobs, self._hooks))
        except sqlite3.Error as error:
            return [_Outcome(error=translated(error))] * len(jobs)
        except asyncio.CancelledError:
            raise
        except BaseException as crash:  # noqa: BLE001 - a hook's planned crash: nothing happens from here on
            self._crashed = self._ended = crash
            return [_Outcome(error=crash)] * len(jobs)


@asynccontextmanager
async def open_database(
    url: str, *, exclusive: bool = False, hooks: CommitHooks | None = None
) -> AsyncIterator[Database]:
    """The database at this address; its folder is made if need be.

    ``exclusive`` is for the program that runs on it: a second one raises StorageBusy. Others
    may open it beside that one. Raises StorageError where it cannot be opened.
    """
    location = Location.of(url)
    async with AsyncExitStack() as stack:
        if location.path:
            with told("The folder of the database cannot be made", "Check DATABASE_URL."):
                location.path.parent.mkdir(parents=True, exist_ok=True)
        if location.path and exclusive:
            stack.enter_context(only_one(location.path))
        writer, readers = await _connected(stack, location)
        database = Database(writer, readers, hooks or NoHooks())
        serving = asyncio.create_task(database.serve(), name="database")
        try:
            yield database
        finally:
            database.end()
            await serving


async def _connected(stack: AsyncExitStack, location: Location) -> tuple[Courier, Sequence[Courier]]:
    writer = await stack.enter_async_context(courier(location))
    if location.path is None:
        return writer, [writer]  # a database in memory belongs to its one connection
    return writer, [
        await stack.enter_async_context(courier(location, query_only=True)) for _ in range(_READERS)
    ]


async def _serve(
    queue: asyncio.Queue[_Job | None],
    do: Callable[[Sequence[_Job]], Awaitable[Sequence[_Outcome]]],
    most: int,
) -> None:
    while batch := await _next_batch(queue, most):
        jobs = [job for job in batch if not job.done.cancelled()]
        if jobs:
            _settle(jobs, await do(jobs))


async def _next_batch(queue: asyncio.Queue[_Job | None], most: int) -> list[_Job]:
    """What is queued, up to so many; nothing at the end."""
    batch: list[_Job] = []
    job = await queue.get()
    while job is not None:
        batch.append(job)
        if len(batch) == most or queue.empty():
            return batch
        job = queue.get_nowait()
    queue.put_nowait(None)  # the end is met again: after the works of this batch, and by others who serve
    return batch


def _settle(jobs: Sequence[_Job], outcomes: Sequence[_Outcome]) -> None:
    for job, outcome in zip(jobs, outcomes, strict=True):
        if job.done.cancelled():
            continue  # its caller went away
        if outcome.error is None:
            job.done.set_result(outcome.value)
        else:
            job.done.set_exception(outcome.error)


def _read(jobs: Sequence[_Job], connection: sqlite3.Connection) -> Sequence[_Outcome]:
    patiently(lambda: connection.execute("BEGIN"))
    try:
        return [_answer(job.work, connection) for job in jobs]
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _answer(work: Work[Any], connection: sqlite3.Connection) -> _Outcome:
    try:
        return _Outcome(value=drive(work(SqliteSession(connection))))
    except Exception as error:  # noqa: BLE001 - whatever a work raises is for its caller, not its neighbours
        return _Outcome(error=translated(error) if isinstance(error, sqlite3.Error) else error)


def _commit(jobs: Sequence[_Job], hooks: CommitHooks, connection: sqlite3.Connection) -> Sequence[_Outcome]:
    """Run these works in one transaction; raises if nothing of any of them was kept."""
    names = [job.name for job in jobs]
    patiently(lambda: connection.execute("BEGIN IMMEDIATE"))
    try:
        outcomes = [_attempt(job.work, connection) for job in jobs]
        hooks.before(names)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    hooks.after(names)
    return outcomes


def _attempt(work: Work[Any], connection: sqlite3.Connection) -> _Outcome:
    connection.execute("SAVEPOINT work")
    try:
        outcome = _Outcome(value=drive(work(SqliteSession(connection))))
    except Exception as error:  # whatever a work raises is for its caller, not for its neighbours
        if not connection.in_transaction:
            raise  # SQLite ended the whole transaction: no room, no memory, a failing disk
        connection.execute("ROLLBACK TO work")
        outcome = _Outcome(error=translated(error) if isinstance(error, sqlite3.Error) else error)
    connection.execute("RELEASE work")
    return outcome
