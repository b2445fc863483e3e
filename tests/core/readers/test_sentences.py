"""Every sentence that readers' affairs can say is in the catalogue and gets the variables that it needs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.readers.room import WORDS

_BOT = Path(__file__).parents[3] / "bot"
_COMMANDS = """adjusting changing discussion dispatch elsewhere helping managing own_comments reading
    settings_message storybook subscribing talking timing""".split()
_SAY = {"words", "UserError"}


def said() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each sentence that the code names, with the names of its variables."""
    modules = [*(_BOT / "readers").glob("*.py"), *(_BOT / "commands" / f"{name}.py" for name in _COMMANDS)]
    for module in modules:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node.func) in _SAY and node.args:
                for sentence in _literals(node.args[0]):
                    given = tuple(word.arg for word in node.keywords if word.arg)
                    if not any(word.arg is None for word in node.keywords):
                        yield sentence, given


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _literals(argument: ast.expr) -> list[str]:
    """The sentence, or both of ``a if b else c``."""
    if isinstance(argument, ast.IfExp):
        return [*_literals(argument.body), *_literals(argument.orelse)]
    return [str(argument.value)] if isinstance(argument, ast.Constant) else []


@pytest.mark.parametrize(("sentence", "details"), sorted(set(said())))
def test_a_sentence_can_be_said(sentence: str, details: tuple[str, ...]) -> None:
    spoken = WORDS(sentence, **dict.fromkeys(details, 2))
    assert spoken
    assert "{" not in spoken


def test_the_sentences_are_found() -> None:
    assert ("comment-too-long", ("length", "most")) in set(said())
