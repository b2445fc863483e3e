"""Every sentence that the code says is in the catalogue, and every sentence of the catalogue is said."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent

from bot.commands.table import COMMANDS
from tests.architecture.sources import ROOT, modules, texts, tree

_SAYING = {"wording", "words", "UserError", "FetchFailed"}
_SENTENCE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_FAMILY = re.compile(r"((?:[a-z][a-z0-9]*-)+)\{\}")
_OF_THE_TABLE = {"command-", "parameter-"}
_QUOTE = re.compile(r"\{ *([a-z][a-z0-9-]*) *\}")


def catalogue(language: str = "en") -> tuple[set[str], set[str], list[str]]:
    """The ids of a catalogue, those that its sentences quote, and what is no Fluent in it."""
    said: set[str] = set()
    quoted: set[str] = set()
    broken: list[str] = []
    for path in sorted((ROOT / "bot" / "wording" / language).glob("*.ftl")):
        text = path.read_text(encoding="utf-8")
        quoted |= set(_QUOTE.findall(text))
        for entry in FluentParser().parse(text).body:
            if isinstance(entry, fluent.Junk):
                broken.append(f"{path.name}: {entry.content}")
            if isinstance(entry, fluent.Message):
                said.add(entry.id.name)
    return said, quoted, broken


def asked(module: ast.Module) -> Iterator[str]:
    """The sentences that are said by name: first arguments of what says sentences."""
    for node in ast.walk(module):
        if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in _SAYING and isinstance(node.args[0].value, str):
            yield node.args[0].value


def constants(paths: list[Path]) -> set[str]:
    return {text for path in paths for _, text in texts(tree(path))}


def of_the_table() -> set[str]:
    """The sentences that the command table calls for."""
    commands = {f"command-{known.name.replace(' ', '-')}" for known in COMMANDS}
    return commands | {f"parameter-{each.name}" for known in COMMANDS for each in known.parameters}


def test_the_catalogue_is_well_formed() -> None:
    assert catalogue()[2] == []


def test_every_sentence_that_is_said_exists() -> None:
    known = catalogue()[0]
    said = {sentence for path in modules("bot", "adapters") for sentence in asked(tree(path))}
    families = {sentence.split("-")[0] for sentence in known if "-error-" in sentence}
    said |= {
        text
        for text in constants(modules("bot", "adapters"))
        if _SENTENCE.fullmatch(text) and text.startswith(tuple(f"{family}-error-" for family in families))
    }
    assert (said | of_the_table()) - known == set()


def test_every_sentence_of_the_catalogue_is_said() -> None:
    known, quoted, _ = catalogue()
    written = constants(modules("bot", "adapters"))
    families = tuple({found[1] for text in written if (found := _FAMILY.fullmatch(text))} - _OF_THE_TABLE)
    unsaid = known - quoted - written - of_the_table()
    assert {sentence for sentence in unsaid if not sentence.startswith(families)} == set()


def test_a_sentence_that_nobody_wrote_is_found() -> None:
    assert list(asked(ast.parse("self.words('no-such-sentence', name=1)"))) == ["no-such-sentence"]
