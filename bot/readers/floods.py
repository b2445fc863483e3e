"""Bounds on how much one person and one chat may say; decided by counts and instants alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta

PERSON_A_MINUTE = 10
PERSON_AN_HOUR = 100
CHAT_A_MINUTE = 1_000
COMMANDS_A_MINUTE = 10  # of one person in a group: half of what the narrowest platform lets it be told
PRESSES_A_MINUTE = 20  # most of which change a message and make no new one

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

_MOST_KEPT = 10_000  # sources and notices in memory; the oldest go first


@dataclass(frozen=True, slots=True)
class Said:
    """How much a person said of late."""

    minute: int
    hour: int


def happened(at: datetime | None, now: datetime) -> datetime:
    """When something was said or asked: what waited for us did not come in one breath. ``at`` is what the
    platform tells; it is never in the future, should two clocks differ."""
    return min(at, now) if at else now


def wait(said: Said) -> timedelta | None:
    """How long a person who said so much should wait; None: not at all."""
    if said.hour >= PERSON_AN_HOUR:
        return HOUR
    return MINUTE if said.minute >= PERSON_A_MINUTE else None


class Tide:
    """Counts what comes from each source within a minute, and admits ``most`` of it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._times: dict[Hashable, deque[datetime]] = {}

    def admits(self, source: Hashable, now: datetime) -> bool:
        """Whether one more may come from there; if so it is counted."""
        times = self._times.setdefault(source, deque(maxlen=self._most))
        if len(times) == self._most and now - times[0] < MINUTE:
            return False
        times.append(now)
        if len(self._times) > _MOST_KEPT:
            del self._times[next(iter(self._times))]
        return True


class Notices:
    """Remembers who was told, so that a flood is answered once and then with silence."""

    def __init__(self) -> None:
        self._until: dict[Hashable, datetime] = {}

    def due(self, who: Hashable, now: datetime, length: timedelta) -> bool:
        """Whether they have to be told now; then not again for this long."""
        if (until := self._until.get(who)) and now < until:
            return False
        self._until.pop(who, None)
        self._until[who] = now + length
        if len(self._until) > _MOST_KEPT:
            del self._until[next(iter(self._until))]
        return True
