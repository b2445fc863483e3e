"""Brings a database to the shape that this program knows, one numbered text after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from bot.errors import StorageError
from storage.session import Session

_MIGRATIONS = """
CREATE TABLE IF NOT EXISTS migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied BIGINT NOT NULL
)
"""

_APPLIED = "SELECT number, name, checksum FROM migrations ORDER BY number"

_RECORD = (
    "INSERT INTO migrations (number, name, checksum, applied) VALUES (:number, :name, :checksum, :applied)"
)


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the database's shape; its text never changes once it was released."""

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """What tells whether the text is the one that ran."""
        return sha256(self.sql.encode()).hexdigest()


def shipped() -> Sequence[Migration]:
    """The migrations of this program, in order."""
    texts = (file for file in files("storage").joinpath("migrations").iterdir() if file.name.endswith(".sql"))
    return [
        Migration(int(file.name[:4]), file.name.removesuffix(".sql"), file.read_text(encoding="utf-8"))
        for file in sorted(texts, key=lambda file: file.name)
    ]


async def migrate(session: Session, known: Sequence[Migration] | None = None) -> None:
    """Run what has not run yet, in the session's transaction.

    Raises StorageError if the database is of a newer program, or if a migration is no longer
    what it was when it ran.
    """
    known = shipped() if known is None else known
    await session.run(_MIGRATIONS)
    for migration in known[await recognise(session, known) :]:
        for statement in statements(migration.sql):
            await session.run(statement)
        await session.run(
            _RECORD,
            {
                "number": migration.number,
                "name": migration.name,
                "checksum": migration.checksum,
                "applied": session.now(),
            },
        )


async def recognise(session: Session, known: Sequence[Migration]) -> int:
    """How many migrations ran; raises StorageError unless they are the first of those we know."""
    applied = await session.rows(_APPLIED)
    if len(applied) > len(known):
        raise StorageError(
            f"This database was made by a newer version of the program (migration {applied[-1]['name']}). "
            "Update the program, or restore a backup that is older."
        )
    for row, migration in zip(applied, known, strict=False):
        if (row["number"], row["checksum"]) != (migration.number, migration.checksum):
            raise StorageError(
                f"Migration {row['name']} is not what it was when it ran on this database. "
                "Install a released version of the program."
            )
    return len(applied)


def statements(sql: str) -> Sequence[str]:
    """The single statements of a migration: each ends with a semicolon at the end of a line."""
    return [statement for part in sql.split(";\n") if (statement := _uncommented(part))]


def _uncommented(sql: str) -> str:
    return "\n".join(line for line in sql.splitlines() if not line.startswith("--")).strip()
