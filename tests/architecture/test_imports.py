"""The import contracts hold, and each of them turns red on what it forbids."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.sources import PRODUCT, ROOT

_LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"

PLANTED = [
    ("root", "adapters/planted.py", "import bot.__main__"),
    ("root", "storage/planted.py", "import bot.program"),
    ("root", "storage/planted.py", "import adapters.console"),
    ("root", "adapters/planted.py", "import storage"),
    ("floors", "bot/cellar.py", ""),
    ("floors", "bot/model/planted.py", "import bot.ports.clock"),
    ("floors", "bot/text/planted.py", "import bot.newsroom"),
    ("floors", "bot/ports/planted.py", "import bot.press"),
    ("floors", "bot/newsroom/planted.py", "import bot.commands.table"),
    ("floors", "bot/press/planted.py", "import bot.settings"),
    ("core", "bot/commands/planted.py", "import storage"),
    ("core", "bot/wording/planted.py", "import adapters.feeds"),
    ("outside", "adapters/feeds/planted.py", "import bot.newsroom"),
    ("outside", "storage/planted.py", "import bot.press"),
    ("outside", "storage/planted.py", "import bot.commands.table"),
    ("adapters", "adapters/console/planted.py", "import adapters.feeds"),
    ("table", "bot/commands/table.py", "import bot.ports.clock"),
    ("table", "bot/commands/table.py", "import bot.commands.line"),
    ("pure", "bot/readers/planted.py", "import aiohttp"),
    ("pure", "bot/newsroom/planted.py", "import feedparser"),
    ("database", "bot/press/planted.py", "import sqlite3"),
    ("database", "adapters/console/planted.py", "import aiosqlite"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The three packages and their contracts, to be spoilt."""
    for package in PRODUCT:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(folder: Path, *options: str) -> tuple[bool, str]:
    """Whether the contracts are kept in that folder, and what the linter said."""
    command = [sys.executable, "-c", _LINT, "--no-logo", "--no-cache", *options]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return run.returncode == 0, run.stdout + run.stderr


def test_all_contracts_are_kept() -> None:
    kept, said = lint(ROOT)
    assert kept, said


@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_a_planted_import_is_found(copy: Path, contract: str, file: str, line: str) -> None:
    planted = copy / file
    before = planted.read_text(encoding="utf-8") if planted.exists() else ""
    planted.write_text(f"{before}\n{line}\n", encoding="utf-8")
    kept, said = lint(copy, "--contract", contract)
    assert not kept
    assert file.removesuffix(".py").replace("/", ".") in said
    assert line.removeprefix("import ") in said


def test_every_contract_has_a_planted_import() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    configured = {contract["id"] for contract in project["tool"]["importlinter"]["contracts"]}
    assert configured == {contract for contract, _, _ in PLANTED}
