"""One running program to a database file: a lock beside it that ends with the process."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StorageBusy
from storage.files import told


@contextmanager
def only_one(database: Path) -> Iterator[None]:
    """Hold the database for this process; raises StorageBusy if another has it, StorageError where
    there can be no lock.

    The lock lies on ``<database>.lock``, for SQLite takes its own locks on the file itself, and
    closing any handle of a file drops all POSIX locks on it.
    """
    sidecar = database.with_name(f"{database.name}.lock")
    with told("The lock of the database cannot be taken", "Check DATABASE_URL, and who may write there."):
        handle = os.open(sidecar, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StorageBusy(
                f"Another program is already running on {database}. "
                "Stop it first, or give this one another DATABASE_URL."
            ) from error
        yield
    finally:
        os.close(handle)
