"""Rounds are mirrored, and CPU time counts children."""

from __future__ import annotations

import subprocess
import sys
from functools import partial

from bench.harness import Figures, Stopwatch, bare_environment, mirrored, repeated


def test_a_round_is_run_forth_and_back_and_its_figure_is_the_mean() -> None:
    order: list[str] = []

    def run(name: str) -> Figures:
        order.append(name)
        return {"ms": float(len(order))}

    found = mirrored({name: partial(run, name) for name in "ab"}, 2, "test")

    assert "".join(order) == "abbaabba"
    assert found == {"a": {"ms": [2.5, 6.5]}, "b": {"ms": [2.5, 6.5]}}


def test_runs_without_a_reference_give_a_figure_a_round() -> None:
    values = iter([1.0, 2.0])
    assert repeated(lambda: {"ms": next(values)}, 2, "test") == {"ms": [1.0, 2.0]}


def test_the_stopwatch_counts_the_cpu_of_children_that_ended() -> None:
    watch = Stopwatch()
    work = "import time\nwhile time.process_time() < 0.3: pass"
    subprocess.run([sys.executable, "-c", work], check=True, env=bare_environment())
    assert watch.read()["cpu"] >= 0.3


def test_what_is_measured_sees_nothing_of_the_operators_environment() -> None:
    assert set(bare_environment(SIZE="3")) == {"PATH", "PYTHONPATH", "LC_ALL", "SIZE"}
