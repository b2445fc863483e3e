"""What goes wrong on the way: by script, or by chance from a seed."""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum, auto

FOR_EVER = 86_400.0  # seconds: longer than any client waits


class Kind(Enum):
    """Where a call breaks."""

    ANSWER = auto()  # an error is answered
    RESET = auto()  # the connection is reset
    STALL = auto()  # no answer comes for a while


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong; ``applied``: the call was done all the same."""

    kind: Kind
    applied: bool = False
    status: int = 500
    html: bool = False
    seconds: float = 0.0  # of a stall; or asked for by a 429


LOST = Fault(Kind.RESET, applied=True)
"""The call is done, and its answer never arrives."""

RESET = Fault(Kind.RESET)
"""The connection breaks before anything was done."""


def stall(seconds: float = FOR_EVER, *, applied: bool = False) -> Fault:
    """Nothing is heard for so long; then, if the call was done, its answer, else a reset."""
    return Fault(Kind.STALL, applied=applied, seconds=seconds)


def broken(status: int = 500, *, html: bool = False, applied: bool = False) -> Fault:
    """An error of Telegram's own; ``html``: by something in front of it."""
    return Fault(Kind.ANSWER, applied=applied, status=status, html=html)


def flood(seconds: int, *, html: bool = False) -> Fault:
    """Too fast, says Telegram, whatever was sent before."""
    return Fault(Kind.ANSWER, status=429, html=html, seconds=seconds)


class Faults:
    """What is to go wrong. ``met`` says what did."""

    def __init__(self) -> None:
        self._scripts: defaultdict[str, deque[Fault | None]] = defaultdict(deque)
        self._random = random.Random(0)
        self._rates: Mapping[Fault, float] = {}
        self._methods: Collection[str] = ()
        self.met: list[tuple[str, Fault]] = []

    def script(self, method: str, *faults: Fault | None) -> None:
        """What happens to the next calls of a method, in order; None: nothing."""
        self._scripts[method].extend(faults)

    def chance(self, seed: int, rates: Mapping[Fault, float], methods: Collection[str] = ()) -> None:
        """From now on each call (of these methods, if any are named) meets a fault at these rates."""
        self._random = random.Random(seed)
        self._rates, self._methods = rates, methods

    def stop(self) -> None:
        """Nothing goes wrong any more."""
        self._scripts.clear()
        self._rates = {}

    def take(self, method: str) -> Fault | None:
        """What happens to this call."""
        fault = self._scripts[method].popleft() if self._scripts[method] else self._by_chance(method)
        if fault is not None:
            self.met.append((method, fault))
        return fault

    def _by_chance(self, method: str) -> Fault | None:
        if not self._rates or (self._methods and method not in self._methods):
            return None
        drawn = self._random.random()
        for fault, rate in self._rates.items():
            drawn -= rate
            if drawn < 0:
                return fault
        return None
