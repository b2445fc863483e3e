"""What was looked at before a start, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. What is not fine says what to do; what is ``grave`` keeps the
    program from doing its work."""

    text: str
    fine: bool = True
    grave: bool = False
