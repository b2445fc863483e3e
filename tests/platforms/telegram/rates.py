"""How fast a bot may send, counted as Telegram counts: when a send arrives, whoever refuses it."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass, replace

from bot.ports.clock import Clock
from tests.platforms.telegram.places import Kind, Place
from tests.platforms.telegram.refusals import too_many

_SECOND, _MINUTE = 1.0, 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Sends in any second or minute. ``edits``: whether changing a message counts as sending one."""

    per_second: int = 30
    paid_per_second: int = 1_000
    chat_per_second: int = 1
    group_per_minute: int = 20
    edits: bool = True

    def scaled(self, by: int) -> Limits:
        """So many times as fast: for tests in which nobody should wait."""
        return replace(
            self,
            per_second=self.per_second * by,
            paid_per_second=self.paid_per_second * by,
            chat_per_second=self.chat_per_second * by,
            group_per_minute=self.group_per_minute * by,
        )


class Rates:
    """Counts what was let through; ``limits`` None lets everything through."""

    def __init__(self, limits: Limits | None, clock: Clock) -> None:
        self.limits = limits
        self._clock = clock
        self._all: dict[bool, deque[float]] = {False: deque(), True: deque()}  # free, and paid for
        self._chats: defaultdict[int, deque[float]] = defaultdict(deque)
        self._groups: defaultdict[int, deque[float]] = defaultdict(deque)

    def send(self, place: Place, *, paid: bool) -> None:
        """Count a send; raises Refused (429), and then counts nothing. A group's topics are one."""
        if self.limits is None:
            return
        now = self._clock.monotonic()
        most = self.limits.paid_per_second if paid else self.limits.per_second
        windows = [
            (self._all[paid], most, _SECOND),
            (self._chats[place.id], self.limits.chat_per_second, _SECOND),
        ]
        if place.kind is not Kind.PRIVATE:
            windows.append((self._groups[place.id], self.limits.group_per_minute, _MINUTE))
        if (wait := max(_wait(*window, now) for window in windows)) > 0:
            raise too_many(math.ceil(wait))
        for sent, _, _ in windows:
            sent.append(now)

    def edit(self, place: Place) -> None:
        """Count a change of a message, if such count."""
        if self.limits is not None and self.limits.edits:
            self.send(place, paid=False)


def _wait(sent: deque[float], most: int, seconds: float, now: float) -> float:
    while sent and sent[0] + seconds <= now:
        sent.popleft()
    return sent[len(sent) - most] + seconds - now if len(sent) >= most else 0.0
