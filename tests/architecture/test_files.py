"""Files stay small, say what they are for, and give away nothing of where they were written."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import PRODUCT, ROOT, modules, named, tree

_LONGEST_MODULE = 300
_LONGEST_TEST = 450
_LONGEST_FUNCTION = 50

_TEXTS = set(".example .ftl .md .opml .py .sql .toml".split())
# Telegram's and Discord's tokens by their shape, and the home folders of people.
_PRIVATE = re.compile(
    r"\b\d{8,10}:[\w-]{35}\b | \b[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}\b | /(home|Users)/[a-z]\w* | /root/",
    re.VERBOSE,
)
_LOCKED = re.compile(r"[\w.-]+==[\w.]+( ; [^\\]+)? \\\n( {4}--hash=sha256:[0-9a-f]{64}( \\)?\n)+|#.*\n")


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def long_functions(module: ast.Module) -> list[str]:
    functions = (
        node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= _LONGEST_FUNCTION]


def project_texts() -> list[Path]:
    """Every text of the project that people write, the tests' own excepted: they plant secrets."""
    folders = [ROOT / name for name in (*PRODUCT, "docs", "bench")]
    below = [path for folder in folders for path in folder.rglob("*")]
    top = [path for path in ROOT.iterdir() if path.is_file() and path.name != ".env"]
    return [path for path in top + below if path.suffix in _TEXTS or path.name == "Makefile"]


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        named(path) for path in modules(*PRODUCT, "tests", "bench") if not ast.get_docstring(tree(path))
    ]
    assert silent == []


def test_no_module_is_too_long() -> None:
    long = [named(path) for path in modules(*PRODUCT, "bench") if length(path) > _LONGEST_MODULE]
    long += [named(path) for path in modules("tests") if length(path) > _LONGEST_TEST]
    assert long == []


def test_no_function_is_too_long() -> None:
    long = [f"{named(path)}: {name}" for path in modules(*PRODUCT) for name in long_functions(tree(path))]
    assert long == []


def test_a_long_function_is_found() -> None:
    assert long_functions(ast.parse("def f():\n" + "    f()\n" * _LONGEST_FUNCTION)) == ["f"]


def test_no_text_holds_a_token_or_a_path_of_somebodys_machine() -> None:
    assert [
        named(path) for path in project_texts() if _PRIVATE.search(path.read_text(encoding="utf-8"))
    ] == []


@pytest.mark.parametrize(
    "planted", ["110201543:" + "A" * 35, "M" * 24 + ".abcdef." + "x" * 38, "/home/ana/feeds"]
)
def test_a_planted_token_or_path_is_found(planted: str) -> None:
    assert _PRIVATE.search(f"TOKEN={planted}\n")


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-bench.lock"])
def test_a_lock_file_holds_versions_and_hashes_and_nothing_else(name: str) -> None:
    assert _LOCKED.sub("", (ROOT / name).read_text(encoding="utf-8")) == ""
