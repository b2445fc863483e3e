"""Figures reach the paper, and only real ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.__main__ import BENCHMARKS
from bench.figures import Goal, compared, row
from bench.harness import Options
from bench.tables import PAPER, keep, show, write_paper

ROWS = [
    row("planned", "seconds", [1.0, 2.5, 4.0], Goal(2)),
    compared("reading", "feeds", [30.0], ("another", [10.0]), Goal(3, least=True)),
]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.md"
    path.write_text("before\n<!-- figures: one -->\nold\n<!-- end -->\nafter\n", encoding="utf-8")
    return path


def test_figures_take_the_place_of_the_old_ones(paper: Path, tmp_path: Path) -> None:
    keep("one", ROWS, Options(), tmp_path)

    write_paper(tmp_path, paper)
    write_paper(tmp_path, paper)

    text = paper.read_text(encoding="utf-8")
    assert "old" not in text
    assert text.startswith("before\n")
    assert text.endswith("<!-- end -->\nafter\n")
    assert text.count("| planned | seconds | 2.5 (1 to 4) |  |  | at most 2 | NO |") == 1
    assert text.count("| reading | feeds | 30 | another: 10 | 3 | at least 3× | yes |") == 1


def test_tiny_sizes_are_not_written_into_the_paper(paper: Path, tmp_path: Path) -> None:
    keep("one", ROWS, Options(small=True), tmp_path)
    write_paper(tmp_path, paper)
    assert "old" in paper.read_text(encoding="utf-8")


def test_the_table_names_what_is_not_reached(capsys: pytest.CaptureFixture[str]) -> None:
    show("one", ROWS)
    lines = capsys.readouterr().out.splitlines()
    assert any("planned" in line and "NO" in line for line in lines)
    assert any("reading" in line and "yes" in line for line in lines)


def test_json_holds_where_and_how_it_was_measured(tmp_path: Path) -> None:
    keep("one", ROWS, Options(rounds=7), tmp_path)
    found = json.loads((tmp_path / "one.json").read_text(encoding="utf-8"))
    assert found["rounds"] == 7
    assert found["python"]
    assert found["rows"][0]["figure"] == {"low": 1.0, "median": 2.5, "high": 4.0}


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_has_its_place_in_the_paper(name: str) -> None:
    text = PAPER.read_text(encoding="utf-8")
    assert f"<!-- figures: {name} -->" in text
    assert f'make bench ARGS="{name}"' in text
