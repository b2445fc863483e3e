"""What was found, for people and for later: a table, JSON, and the figures in the paper."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from bench.figures import Goal, Row, Spread
from bench.harness import ROOT, Options

RESULTS = ROOT / "bench" / "results"
PAPER = ROOT / "docs" / "measurements.md"

_HEADINGS = ("what", "unit", "median (min to max)", "reference", "ratio (min to max)", "to reach", "reached")


def show(name: str, rows: Sequence[Row]) -> None:
    """Print the table of a benchmark."""
    table = Table(title=name, title_justify="left", box=box.SIMPLE)
    for heading in _HEADINGS:
        table.add_column(heading)
    for row in rows:
        table.add_row(*_cells(row))
    Console(width=None if Console().is_terminal else 180).print(table)


def keep(name: str, rows: Sequence[Row], options: Options, folder: Path) -> None:
    """Write a benchmark's figures as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {
        "name": name,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "rounds": options.rounds,
        "small": options.small,
        "rows": [row.as_json() for row in rows],
    }
    (folder / f"{name}.json").write_text(json.dumps(found, indent=1), encoding="utf-8")


def write_paper(folder: Path, paper: Path) -> None:
    """Put the figures of these results into the paper, between each benchmark's marks."""
    text = paper.read_text(encoding="utf-8")
    for file in sorted(folder.glob("*.json")):
        found = json.loads(file.read_text(encoding="utf-8"))
        if found["small"]:
            continue
        marks = re.compile(rf"(<!-- figures: {found['name']} -->\n).*?(<!-- end -->)", re.DOTALL)
        rows = [_cells(Row.from_json(row)) for row in found["rows"]]
        lines = [_line(_HEADINGS), _line(["---"] * len(_HEADINGS)), *map(_line, rows)]
        machine = f"{found['machine']}, Python {found['python']}"
        taken = f"Taken {found['at'][:10]}: {machine}, rounds: {found['rounds']}."
        block = "\n".join([taken, "", *lines])
        text = marks.sub(lambda mark, block=block: f"{mark[1]}\n{block}\n\n{mark[2]}", text)  # type: ignore[misc]
    paper.write_text(text, encoding="utf-8")


def _cells(row: Row) -> list[str]:
    reference, ratio = row.reference, ""
    if reference is not None:
        ratio = _spread(reference.ratio)
    return [
        row.what,
        row.unit,
        _spread(row.figure),
        f"{reference.name}: {_number(reference.figure.median)}" if reference else "",
        ratio,
        _goal(row.goal, "×" if reference else ""),
        "" if row.reached is None else "yes" if row.reached else "NO",
    ]


def _goal(goal: Goal | None, unit: str) -> str:
    if goal is None:
        return ""
    side, when = "least" if goal.least else "most", ", always" if goal.always else ""
    return f"at {side} {_number(goal.limit)}{unit}{when}"


def _spread(spread: Spread) -> str:
    if spread.low == spread.high:
        return _number(spread.median)
    return f"{_number(spread.median)} ({_number(spread.low)} to {_number(spread.high)})"


def _number(value: float) -> str:
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
