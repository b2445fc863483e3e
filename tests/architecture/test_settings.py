"""``.env.example`` names every setting, explains it, and changes nothing when it is used as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.architecture.sources import ROOT

_ASSIGNMENT = re.compile(r"#?([A-Z][A-Z0-9_]*)=(.*)")
EXAMPLE = ROOT / ".env.example"


def lines() -> list[str]:
    return EXAMPLE.read_text(encoding="utf-8").splitlines()


def shown() -> list[str]:
    return [match[1] for line in lines() if (match := _ASSIGNMENT.fullmatch(line))]


def test_every_setting_is_shown_once_and_no_other() -> None:
    assert sorted(shown()) == sorted(name.upper() for name in Settings.model_fields)


def test_every_setting_has_a_line_of_explanation_above_it() -> None:
    above = "", *lines()
    silent = [
        line
        for before, line in zip(above, lines(), strict=False)
        if _ASSIGNMENT.fullmatch(line) and not re.match(r"# \S+ \S+", before)
    ]
    assert silent == []


def test_the_example_as_it_stands_holds_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    used = tmp_path / "used"
    used.write_text("\n".join(_ASSIGNMENT.sub(r"\1=\2", line) for line in lines()), encoding="utf-8")
    assert Settings(_env_file=used) == Settings(_env_file=None)
