"""The command line: what is understood, and what is refused with 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import Options, Task, parse


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("", Options(Task.RUN)),
        ("--console", Options(Task.RUN, console=True)),
        ("run --once", Options(Task.RUN, once=True)),
        ("run --clock 2026-01-03T18:00Z,60", Options(Task.RUN, clock="2026-01-03T18:00Z,60")),
        ("feeds list", Options(Task.FEEDS_LIST)),
        ("feeds import feeds.opml", Options(Task.FEEDS_IMPORT, address="feeds.opml")),
        ("backup", Options(Task.BACKUP)),
        ("restore old.db", Options(Task.RESTORE, target=Path("old.db"))),
    ],
)
def test_a_line_is_understood(line: str, meant: Options) -> None:
    assert parse(line.split()) == meant


@pytest.mark.parametrize("line", ["fly", "feeds", "restore", "run --speed", "feeds import"])
def test_a_line_that_makes_no_sense_is_refused_with_two(
    line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        parse(line.split())
    assert left.value.code == 2
    assert "usage: briefing" in capsys.readouterr().err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("Diplomatic Briefing 0.")
