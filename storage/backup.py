"""Backups beside a running program, and restoring them without bringing back who was forgotten."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from bot.errors import StorageDamaged, StorageError
from bot.model.chats import PersonRef
from storage.checks import findings
from storage.database import open_database
from storage.files import told
from storage.lock import only_one
from storage.migrate import migrate
from storage.people import REMEMBER_ERASURE, erase, fingerprint
from storage.session import Session
from storage.sqlite import Location, courier, existing

_BESIDE = ("", "-wal", "-shm")
"""What belongs to a database file: SQLite keeps a log and its index beside it."""

_FORGOTTEN = "SELECT print, at FROM forgotten"

_EVERYBODY = """
SELECT platform, id AS person FROM people
UNION SELECT platform, id FROM editors
UNION SELECT platform, author FROM comments
UNION SELECT platform, person FROM likes
UNION SELECT platform, person FROM picks
UNION SELECT platform, person FROM drops
UNION SELECT platform, person FROM desk_views
UNION SELECT platform, person FROM audit
UNION SELECT platform, person FROM inbox WHERE person IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of a restore: where the replaced database lies, how many people were erased again.
    ``erasures_known`` is False if the replaced database could not tell who was forgotten."""

    aside: Path | None
    erased: int
    erasures_known: bool


async def backup(url: str, target: Path) -> None:
    """Write the database at ``url`` to a new file, as it is now, beside whatever runs on it.

    Raises StorageError if the target is there already or there is nothing to copy,
    StorageDamaged if the copy is not sound; then there is no target.
    """
    source = existing(Location.of(url).path)
    with told("The backup cannot be written", "Choose another place for it."):
        _refuse_to_overwrite(target)
        with _removed_on_failure(target.with_name(f"{target.name}.part")) as part:
            await _copy(source, part)
            _sync(part)
            part.rename(target)


async def restore(source: Path, url: str) -> Restored:
    """Put a backup in the place of the database at ``url``, which is kept aside.

    Who was forgotten in the replaced database is forgotten in the restored one. Raises
    StorageBusy while the program runs on the database, StorageDamaged if the backup is not
    sound, StorageError if it is of a newer program; then nothing was changed.
    """
    place = Location.of(url).path
    if place is None:
        raise StorageError("A database in memory cannot be restored. Give DATABASE_URL a file.")
    with told("The backup cannot be put in place", "Check DATABASE_URL, and who may write there."):
        place_taken = _made_room(place)
        with only_one(place), _removed_on_failure(place.with_name(f"{place.name}.part")) as part:
            await _copy(existing(source), part)
            forgotten = await _forgotten_in(place) if place_taken else {}
            erased = await _prepare(part, forgotten or {})
            _sync(part)
            aside = _put_aside(place)
            part.rename(place)
    return Restored(aside, erased, forgotten is not None)


async def _copy(source: Path, target: Path) -> None:
    """Copy a database into one file; raises StorageDamaged if it is not sound."""
    async with courier(Location(source), query_only=True) as reader:
        await reader.carry(partial(_copied, target))


def _copied(target: Path, connection: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(target)) as copy:
        copy.row_factory = sqlite3.Row
        connection.backup(copy)
        if found := findings(copy):
            raise StorageDamaged(f"The database is not sound: {'; '.join(found[:3])}.")
        copy.execute("PRAGMA journal_mode = DELETE")  # the copy is one file, without a log beside it


async def _forgotten_in(replaced: Path) -> Mapping[str, int] | None:
    """Who is to stay forgotten; None if a damaged database does not say."""
    try:
        async with courier(Location(replaced), query_only=True) as reader:
            rows = await reader.carry(lambda connection: connection.execute(_FORGOTTEN).fetchall())
    except StorageError:
        return None
    return {row["print"]: row["at"] for row in rows}


async def _prepare(database: Path, forgotten: Mapping[str, int]) -> int:
    """Bring a copy up to date and erase who was forgotten since it was made; how many that were.
    Who was forgotten before and is in it all the same came back."""

    async def work(session: Session) -> int:
        await migrate(session)
        before = {row["print"]: row["at"] for row in await session.rows(_FORGOTTEN)}
        since = {one: at for one, at in forgotten.items() if one not in before or at > before[one]}
        await session.run_many(REMEMBER_ERASURE, [{"print": one, "at": at} for one, at in since.items()])
        people = [PersonRef(row["platform"], row["person"]) for row in await session.rows(_EVERYBODY)]
        back = [person for person in people if fingerprint(person) in since]
        for person in back:
            await erase(session, person, since[fingerprint(person)])
        return len(back)

    async with open_database(f"sqlite:///{database}") as copy:
        return await copy.write(work, "restore")


def _refuse_to_overwrite(target: Path) -> None:
    if target.exists():
        raise StorageError(f"{target} is there already. Choose another name for the backup.")


def _made_room(place: Path) -> bool:
    """See to it that the folder is there; whether there is a database in it already."""
    place.parent.mkdir(parents=True, exist_ok=True)
    return place.exists()


def _put_aside(place: Path) -> Path | None:
    """Move a database and what belongs to it out of the way; where it lies then."""
    if not place.exists():
        return None
    names = (place.with_name(f"{place.name}.replaced-{number}") for number in count(1))
    aside = next(name for name in names if not name.exists())
    for ending in _BESIDE:
        part = place.with_name(place.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside


@contextmanager
def _removed_on_failure(part: Path) -> Iterator[Path]:
    """A file being made, which is not left behind half done."""
    _remove(part)
    part.touch()  # where that cannot be the file system says why, and SQLite would not
    try:
        yield part
    except BaseException:
        _remove(part)
        raise


def _remove(part: Path) -> None:
    for ending in _BESIDE:
        part.with_name(part.name + ending).unlink(missing_ok=True)


def _sync(file: Path) -> None:
    """See to it that a file is on the disk before its name says that it is whole."""
    with file.open("rb") as handle:
        os.fsync(handle.fileno())
