"""SQL is in storage and nowhere else."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.sources import modules, named, texts, tree

_STATEMENT = re.compile(
    r"""\s*(
        SELECT\b.+\bFROM\b | INSERT\s+(OR\s+\w+\s+)?INTO\b | REPLACE\s+INTO\b | UPDATE\s+\S+\s+SET\b
      | DELETE\s+FROM\b | (CREATE|ALTER|DROP)\s+(UNIQUE\s+|TEMP\w*\s+)?(TABLE|INDEX|VIEW|TRIGGER)\b
      | WITH\s+(RECURSIVE\s+)?\w+(\s*\(.*\))?\s+AS\s*\( | PRAGMA\s+\w+ | VACUUM\b | ATTACH\s+\S+\s+AS\b
      | BEGIN\s+(IMMEDIATE|EXCLUSIVE|TRANSACTION)\b
    )""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


def statements(module: ast.Module) -> list[int]:
    """The lines on which a string begins as an SQL statement does."""
    return [line for line, text in texts(module) if _STATEMENT.match(text)]


def test_there_is_no_sql_outside_storage() -> None:
    found = [
        f"{named(path)}:{line}" for path in modules("bot", "adapters") for line in statements(tree(path))
    ]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        "rows = run('SELECT id FROM stories')",
        "run('''\n    insert into comments (id) values (:id)\n''')",
        "run(f'UPDATE {table} SET state = :state')",
        "run('DELETE FROM inbox')",
        "run('WITH due AS (SELECT 1) SELECT * FROM due')",
        "run('CREATE TABLE feeds (id)')",
        "run('PRAGMA journal_mode = WAL')",
        "run('BEGIN IMMEDIATE')",
    ],
)
def test_planted_sql_is_found(planted: str) -> None:
    assert statements(ast.parse(planted))


@pytest.mark.parametrize(
    "harmless", ["'Update the list with /feeds.'", "'''Select stories from the desk.'''", "say('drop')"]
)
def test_english_is_no_sql(harmless: str) -> None:
    assert not statements(ast.parse(harmless))
