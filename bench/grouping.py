"""Grouping: what an entry costs in a small day and in a large one, one at a time as they come."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bench.figures import Goal, Row, compared, row
from bench.harness import Options, mirrored, probe

COST = Goal(2_000)
FLAT = Goal(1.5)
"""The two days are other news, so the same is not to be expected to the last bit."""

_UNIT = "CPU µs an entry"


def run(options: Options) -> Sequence[Row]:
    """All rows."""
    few, many = options.size(5_000, 1_200), options.size(50_000, 2_400)
    runs = {
        f"{who}, {count:,}": partial(probe, "bench.grouping_one", count, who)
        for count in (few, many)
        for who in ("ours", "tfidf")
    }
    found = {name: figures["CPU"] for name, figures in mirrored(runs, options.rounds, "grouping").items()}
    rows = []
    for count in (few, many):
        costs = found[f"ours, {count:,}"]
        rows.append(row(f"a day of {count:,} entries", _UNIT, costs, COST))
        theirs = ("scikit-learn TF-IDF", found[f"tfidf, {count:,}"])
        rows.append(compared(f"a day of {count:,} entries", _UNIT, costs, theirs))
    small = (f"a day of {few:,}", found[f"ours, {few:,}"])
    rows.append(compared("the large day beside the small", _UNIT, found[f"ours, {many:,}"], small, FLAT))
    return rows
