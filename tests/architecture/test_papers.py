"""The papers tell the truth: glossary, commands and dependencies are those of the code."""

from __future__ import annotations

import importlib
import re
import tomllib

from bot.commands.table import COMMANDS
from tests.architecture.sources import ROOT

_CODE = re.compile(r"`([^`]+)`")


def rows(paper: str) -> list[list[str]]:
    """The cells of every row of the paper's tables, heads and rules left out."""
    text = (ROOT / "docs" / paper).read_text(encoding="utf-8")
    tables = re.findall(r"^\|.+\|\n\|[-| :]+\|\n((?:\|.+\|\n?)+)", text, re.MULTILINE)
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for table in tables
        for line in table.splitlines()
    ]


def found(name: str) -> bool:
    """Whether a dotted name leads to something: a module, or what stands in it."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            thing: object = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for part in parts[end:]:
            thing = getattr(thing, part, None)
        return thing is not None
    return False


def command(typed: str) -> str:
    """The command's name in ``/feed add ADDRESS``: the longest that is declared, else the first word."""
    words = typed.removeprefix("/").split()
    names = {known.name for known in COMMANDS}
    return next(
        (name for end in (2, 1) if (name := " ".join(words[:end])) in names),
        words[0],
    )


def test_every_code_name_of_the_glossary_exists() -> None:
    names = [
        name
        for row in rows("glossary.md")
        for name in _CODE.findall(" ".join(row))
        if re.fullmatch(r"(bot|adapters|storage)(\.\w+)+", name)
    ]
    assert names
    assert [name for name in names if not found(name)] == []


def test_a_name_that_leads_nowhere_is_found() -> None:
    assert found("bot.model.news.Story")
    assert not found("bot.model.news.Nothing")
    assert not found("bot.nowhere.Story")


def test_every_listed_command_is_documented_and_no_unknown_one() -> None:
    documented = {command(typed) for row in rows("commands.md") for typed in _CODE.findall(row[0])}
    assert {known.name for known in COMMANDS if known.listed} - documented == set()
    assert documented - {known.name for known in COMMANDS} == set()


def test_every_dependency_has_its_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = [*project["project"]["dependencies"]]
    for group in project["dependency-groups"].values():
        declared += group
    names = {re.split(r"[<>=\[]", requirement)[0] for requirement in declared}
    documented = {name for row in rows("dependencies.md") for name in _CODE.findall(row[0])}
    assert documented == names
