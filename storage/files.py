"""What the file system refuses, in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import StorageError


@contextmanager
def told(what: str, todo: str) -> Iterator[None]:
    """Raises StorageError in place of OSError: what could not be done, why and where, and what to do."""
    try:
        yield
    except OSError as error:
        raise StorageError(f"{what}: {error.strerror} ({error.filename}). {todo}") from error
