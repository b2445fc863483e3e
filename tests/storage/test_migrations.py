"""Migrations: together they are the schema, and what ran never changes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from importlib.resources import files

import pytest

from bot.errors import StorageError
from storage.database import Database, open_database
from storage.migrate import Migration, migrate, shipped, statements
from storage.session import Session

FIRST = Migration(1, "0001_first", "CREATE TABLE one (id INTEGER);\nINSERT INTO one (id) VALUES (7);\n")
SECOND = Migration(2, "0002_second", "ALTER TABLE one ADD COLUMN name TEXT;\n")


def one_form(statement: str) -> str:
    """Without the white space that tells a column that was added later."""
    return re.sub(r" ([,)])", r"\1", re.sub(r"\s+", " ", statement))


def shape(sql: str) -> set[str]:
    """Every table and index that a text makes, in one form."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(sql)
        made = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {one_form(text) for (text,) in made}


async def shape_of(database: Database) -> set[str]:
    async def work(session: Session) -> set[str]:
        rows = await session.rows("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {one_form(row["sql"]) for row in rows}

    return await database.read(work)


async def run(database: Database, known: Sequence[Migration]) -> None:
    await database.write(lambda session: migrate(session, known), "migrate")


async def test_all_migrations_together_make_the_schema() -> None:
    async with open_database("sqlite://") as database:
        await run(database, shipped())
        migrated = await shape_of(database)
    assert migrated == shape(files("storage").joinpath("schema.sql").read_text(encoding="utf-8"))


def test_every_table_of_the_schema_says_what_it_is_for() -> None:
    text = files("storage").joinpath("schema.sql").read_text(encoding="utf-8")
    for before, table in re.findall(r"(.*)\nCREATE TABLE (\w+)", text):
        assert before.startswith("-- "), table


def test_migrations_are_numbered_without_gaps() -> None:
    assert [one.number for one in shipped()] == list(range(1, len(shipped()) + 1))


async def test_only_what_has_not_run_is_run() -> None:
    async with open_database("sqlite://") as database:
        await run(database, [FIRST])
        await run(database, [FIRST, SECOND])
        await run(database, [FIRST, SECOND])
        assert "CREATE TABLE one (id INTEGER, name TEXT)" in await shape_of(database)


async def test_a_migration_that_was_changed_after_it_ran_is_refused() -> None:
    async with open_database("sqlite://") as database:
        await run(database, [FIRST])
        with pytest.raises(StorageError, match="0001_first is not what it was"):
            await run(database, [replace(FIRST, sql=FIRST.sql + "-- better\n"), SECOND])
        assert "CREATE TABLE one (id INTEGER)" in await shape_of(database)


async def test_a_database_of_a_newer_program_is_refused() -> None:
    async with open_database("sqlite://") as database:
        await run(database, [FIRST, SECOND])
        with pytest.raises(StorageError, match="newer version"):
            await run(database, [FIRST])


async def test_migrations_that_fail_leave_nothing() -> None:
    broken = replace(SECOND, sql="CREATE TABLE two (id INTEGER);\nALTER TABLE absent ADD COLUMN name TEXT;\n")
    async with open_database("sqlite://") as database:
        with pytest.raises(StorageError):
            await run(database, [FIRST, broken])
        assert await shape_of(database) == set()


def test_statements_are_told_apart() -> None:
    assert statements("-- why\nCREATE TABLE a (b TEXT);\n\n-- x\nDROP TABLE a;\n") == [
        "CREATE TABLE a (b TEXT)",
        "DROP TABLE a",
    ]
