"""The memory: all SQL is here. ``open_store`` gives every noun's store on one database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.database import open_database
from storage.migrate import migrate
from storage.session import CommitHooks
from storage.store import SqlStore


@asynccontextmanager
async def open_store(
    url: str, *, exclusive: bool = False, hooks: CommitHooks | None = None
) -> AsyncIterator[SqlStore]:
    """The store at this address, made or brought up to date first.

    ``url`` is ``sqlite:///relative/path``, ``sqlite:////absolute/path`` or ``sqlite://`` (in
    memory, gone afterwards). ``exclusive`` is for the program that runs on it: a second one
    raises StorageBusy. Raises StorageError, SettingsError for an address that is none.
    """
    async with open_database(url, exclusive=exclusive, hooks=hooks) as database:
        await database.write(migrate, "migrate")
        yield SqlStore(database, database.warnings)
