"""The project's files as the architecture tests see them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("bot", "adapters", "storage")


def modules(*rooms: str) -> list[Path]:
    """All Python files below these folders of the project."""
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def texts(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and value of every string that is no docstring; what an f-string fills in is ``{}``."""
    nodes = list(ast.walk(module))
    within = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    within |= {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(_constant(part) or "{}" for part in node.values)
        elif id(node) not in within and (text := _constant(node)):
            yield getattr(node, "lineno", 0), text


def _constant(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def named(path: Path) -> str:
    """The path as a person looks for it."""
    return path.relative_to(ROOT).as_posix()
