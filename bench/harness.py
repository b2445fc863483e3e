"""How a benchmark runs: fresh processes, mirrored rounds, CPU with children, progress on stderr."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

Figures = dict[str, float]
"""What one run measured, by name."""


@dataclass(frozen=True, slots=True)
class Options:
    """How much is measured. ``small`` is for seeing that it runs; its figures say nothing."""

    rounds: int = 5
    small: bool = False

    def size(self, full: int, small: int) -> int:
        """How many of something: all of it, or a few."""
        return small if self.small else full


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@dataclass(slots=True)
class Stopwatch:
    """Seconds by the clock on the wall and of CPU, this process and its ended children together.

    Child processes count once they have ended: leave their context before reading the watch.
    """

    _wall: float = field(default_factory=time.perf_counter)
    _cpu: float = field(default_factory=_cpu_seconds)

    def read(self) -> Figures:
        """What has passed so far."""
        return {"wall": time.perf_counter() - self._wall, "cpu": _cpu_seconds() - self._cpu}


def probe(module: str, *arguments: object) -> Figures:
    """What a module of ours, run as a fresh process, says that it measured: JSON on its output."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
        env=bare_environment(),
    )
    figures: Figures = json.loads(done.stdout)
    return figures


def bare_environment(**settings: str) -> dict[str, str]:
    """The environment of what is measured: nothing of the operator's, and these settings."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C.UTF-8",
    } | settings


def mirrored(
    runs: Mapping[str, Callable[[], Figures]], rounds: int, title: str
) -> dict[str, dict[str, list[float]]]:
    """Figures by run and name, one for each round.

    A round is A B … B A, and its figure is the mean of a run's two: whatever makes the machine
    slower over time weighs on all alike.
    """
    found: dict[str, dict[str, list[float]]] = {name: {} for name in runs}
    order = [*runs, *reversed(list(runs))]
    for number in range(1, rounds + 1):
        halves: dict[str, list[Figures]] = {name: [] for name in runs}
        for name in order:
            say(f"{title}: round {number} of {rounds}, {name}")
            halves[name].append(runs[name]())
        for name, (first, second) in halves.items():
            for figure, value in first.items():
                found[name].setdefault(figure, []).append((value + second[figure]) / 2)
    return found


def repeated(run: Callable[[], Figures], rounds: int, title: str) -> dict[str, list[float]]:
    """Figures of a run that has no reference, by name, one for each round."""
    found: dict[str, list[float]] = {}
    for number in range(1, rounds + 1):
        say(f"{title}: round {number} of {rounds}")
        for figure, value in run().items():
            found.setdefault(figure, []).append(value)
    return found


def say(line: str) -> None:
    """Show how far it has come; on a terminal each line replaces the last."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[2K{line}")
    else:
        sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


@contextmanager
def running(*command: str, silent: bool = False, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """A Python process with its input as a pipe, its output too unless ``silent``; ended on leaving."""
    process = subprocess.Popen(
        [sys.executable, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL if silent else subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env=bare_environment(**settings),
    )
    with process:
        try:
            yield process
        finally:
            process.kill()
