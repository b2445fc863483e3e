"""Whether what is stored is what was written: SQLite's own checks, and the checksums of ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from bot.errors import StorageDamaged, StorageError
from storage.codec import checksum
from storage.migrate import recognise, shipped
from storage.sqlite import Location, SqliteSession, courier, drive, existing, translated

_EDITION_STORIES = "SELECT edition, position, payload, checksum FROM edition_stories"

_COMMENTS = "SELECT id, shown, body, checksum FROM comments"


async def check(url: str) -> Sequence[str]:
    """What is wrong with the database at this address, in plain sentences; empty if nothing is.
    Works beside a running program; raises StorageError if there is no database."""
    place = Location(existing(Location.of(url).path))
    try:
        async with courier(place, query_only=True) as reader:
            return await reader.carry(findings)
    except StorageDamaged as error:
        return [str(error)]


def findings(connection: sqlite3.Connection) -> Sequence[str]:
    """The same of an open connection, whatever damage there is."""
    found: list[str] = []
    for examine in (_integrity, _references, _shape, _checksums):
        try:
            found.extend(examine(connection))
        except sqlite3.Error as error:
            found.append(str(translated(error)))
        except StorageError as error:
            found.append(str(error))
    return found


def _integrity(connection: sqlite3.Connection) -> Iterator[str]:
    for (said,) in connection.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield f"SQLite finds damage: {said}"


def _references(connection: sqlite3.Connection) -> Iterator[str]:
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"{table} {row} refers to a row of {parent} that is not there"


def _shape(connection: sqlite3.Connection) -> Iterator[str]:
    known = shipped()
    if drive(recognise(SqliteSession(connection), known)) < len(known):
        yield "The database is of an older version of the program. It is brought up to date when that starts."


def _checksums(connection: sqlite3.Connection) -> Iterator[str]:
    for edition, position, payload, expected in connection.execute(_EDITION_STORIES):
        if checksum(payload) != expected:
            yield f"edition_stories {edition}/{position} is not as it was written"
    for comment, shown, body, expected in connection.execute(_COMMENTS):
        if checksum(shown, body) != expected:
            yield f"comments {comment} is not as it was written"
