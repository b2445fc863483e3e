"""What a benchmark finds: spreads, ratios, and the figure that is to be reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over several rounds."""

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """The least, the middle and the greatest of these."""
        return cls(min(values), median(values), max(values))


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached: at least or at most so much. ``always`` judges the worst round, else
    the middle one counts."""

    limit: float
    least: bool = False
    always: bool = False

    def reached(self, spread: Spread) -> bool:
        """Whether a figure is good enough."""
        worst = spread.low if self.least else spread.high
        figure = worst if self.always else spread.median
        return figure >= self.limit if self.least else figure <= self.limit


@dataclass(frozen=True, slots=True)
class Reference:
    """What a figure is held against, measured on the same work in the same rounds."""

    name: str
    figure: Spread
    ratio: Spread  # ours to the reference's, round by round


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. The goal is for the ratio where there is a reference."""

    what: str
    unit: str
    figure: Spread
    reference: Reference | None = None
    goal: Goal | None = None

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached; None without a goal."""
        if self.goal is None:
            return None
        return self.goal.reached(self.reference.ratio if self.reference else self.figure)

    def as_json(self) -> dict[str, Any]:
        """The row as JSON holds it."""
        return {**asdict(self), "reached": self.reached}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Row:
        """The row that ``as_json`` was given."""
        reference, goal = found["reference"], found["goal"]
        return cls(
            what=found["what"],
            unit=found["unit"],
            figure=Spread(**found["figure"]),
            reference=reference
            and Reference(reference["name"], Spread(**reference["figure"]), Spread(**reference["ratio"])),
            goal=goal and Goal(**goal),
        )


def row(what: str, unit: str, values: Sequence[float], goal: Goal | None = None) -> Row:
    """A row without a reference."""
    return Row(what, unit, Spread.of(values), goal=goal)


def compared(
    what: str, unit: str, values: Sequence[float], than: tuple[str, Sequence[float]], goal: Goal | None = None
) -> Row:
    """A row beside a reference, ``than``: its name and its figures of the same rounds."""
    name, others = than
    ratios = [ours / theirs for ours, theirs in zip(values, others, strict=True)]
    return Row(what, unit, Spread.of(values), Reference(name, Spread.of(others), Spread.of(ratios)), goal)
