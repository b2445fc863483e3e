"""How many sends a platform's rates allow at an instant: counting, without a clock or a wait.

A send's place is taken until one second after its *answer*. Pacing by the time of the request still
draws refusals, because requests bunch up on the way; gating by the answer cannot exceed the limit
wherever on the way the platform counts. But the way there of the next send is never nothing: half of
what the quickest of the last sends took is given back, or at 30 ms a send three of a hundred places
would stand empty.

What is sent in bulk is spread over its second. If thirty went at once their places came back at once
too, and a person's answer that came in between had to wait for most of a second. It goes in small
lumps all the same: what goes together shares its commits.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil

from bot.ports.platform import Rates

SECOND = 1.0
MINUTE = 60.0

FLOOD = 5.0
"""Refusals in two chats within so many seconds mean the whole bot is too fast."""

_MOST_BACK = 0.02  # seconds of a second that may be given back
_LOOKED_AT = 100  # sends, for the quickest of them

_SPREAD = 0.9  # the part of the second that bulk is spread over
_TOGETHER = 0.05  # seconds' worth of it that may go at once
_LUMP = 0.02  # seconds from lump to lump: less than that, or lumps would leave places empty

GRAIN = 1e-6  # seconds: sums of floats may fall short of an instant by their rounding

_MANY = 4_096  # chats remembered before those without a recent send are forgotten


@dataclass(slots=True)
class Window:
    """At most ``most`` sends under way or answered within ``seconds``. Instants are monotonic."""

    most: int
    seconds: float
    under_way: int = 0
    answers: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float | None:
        """Seconds until there is a place; None: not before an answer comes."""
        self._forget(now)
        if self.under_way + len(self.answers) < self.most:
            return 0.0
        needed = self.under_way + len(self.answers) - self.most
        return self.answers[needed] + self.seconds - now if needed < len(self.answers) else None

    def take(self) -> None:
        self.under_way += 1

    def answered(self, at: float) -> None:
        self.under_way -= 1
        self.answers.append(at if not self.answers else max(at, self.answers[-1]))

    def is_idle(self, now: float) -> bool:
        """Whether forgetting it changes nothing."""
        self._forget(now)
        return not self.under_way and not self.answers

    def _forget(self, now: float) -> None:
        while self.answers and self.answers[0] + self.seconds <= now + GRAIN:
            self.answers.popleft()


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is sent, as far as rates are concerned: what counts as one chat is a room, named
    by its text, and None is for what takes no place of a chat's."""

    room: str | None
    group: bool  # whether a group's minute counts it
    paid: bool = False


class _Pool:
    """What is allowed over all chats, and how bulk is spread over it."""

    def __init__(self, per_second: int) -> None:
        self.window = Window(per_second, SECOND)
        self._apart = _SPREAD * SECOND / per_second
        self._bulk = -_TOGETHER  # when the next may go that is sent in bulk

    def wait(self, now: float, *, bulk: bool) -> float | None:
        wait = self.window.wait(now)
        if wait is None or not bulk:
            return wait
        opens = lumped(self._bulk) if self._apart < _LUMP else self._bulk
        return max(wait, _left(opens, now))

    def take(self, now: float, *, bulk: bool) -> None:
        if bulk:
            self._bulk = max(self._bulk, now - _TOGETHER) + self._apart
        self.window.take()


class Windows:
    """The windows of one bot: over all chats, a chat's second, a group's minute, and holds. What is
    paid for has a window over all chats of its own, where the platform has such a rate."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._free = _Pool(rates.per_second)
        self._paid = _Pool(rates.paid) if rates.paid else self._free
        self._seconds: dict[str, Window] = {}
        self._minutes: dict[str, Window] = {}
        self._held: dict[str, float] = {}
        self._all_held = 0.0
        self._took: deque[float] = deque(maxlen=_LOOKED_AT)
        self._refused: tuple[str, float] | None = None

    def wait(self, place: Place, now: float) -> float | None:
        """Seconds until a send to this place is allowed; None: not before some answer comes."""
        waits = [
            self.wait_for_any(now, paid=place.paid),
            self.held(place.room, now),
            *(window.wait(now) for window in self._windows(place)),
        ]
        known = [wait for wait in waits if wait is not None]
        return max(known) if len(known) == len(waits) else None

    def wait_for_any(self, now: float, *, paid: bool, bulk: bool = False) -> float | None:
        """Seconds until a send to some chat may be allowed; None: not before some answer comes."""
        wait = self._pool(paid=paid).wait(now, bulk=bulk)
        return None if wait is None else max(wait, _left(self._all_held, now))

    def held(self, room: str | None, now: float) -> float:
        """Seconds that are left of the pause that the platform asked for in this room, or in all."""
        until = self._held.get(room, 0.0) if room is not None else 0.0
        return _left(max(until, self._all_held), now)

    def take(self, place: Place, now: float, *, bulk: bool) -> None:
        """A send to this place begins."""
        self._pool(paid=place.paid).take(now, bulk=bulk)
        for window in self._windows(place):
            window.take()

    def answered(self, place: Place, now: float, took: float) -> None:
        """The send was answered, or given up, so many seconds after it had begun."""
        self._took.append(took)
        at = now - min(_MOST_BACK, min(self._took) / 2)
        self._pool(paid=place.paid).window.answered(at)
        for window in self._windows(place):
            window.answered(at)
        if len(self._seconds) + len(self._held) > _MANY:
            self._forget(now)

    def hold(self, room: str, seconds: float, now: float) -> None:
        """The platform refused a send to this room for so long."""
        until = now + seconds
        self._held[room] = max(until, self._held.get(room, 0.0))
        if self._refused is not None:
            other, at = self._refused
            if other != room and now - at <= FLOOD:
                self._all_held = max(self._all_held, until, self._held.get(other, 0.0))
        self._refused = (room, now)

    def _pool(self, *, paid: bool) -> _Pool:
        return self._paid if paid else self._free

    def _windows(self, place: Place) -> Iterator[Window]:
        if place.room is None:
            return
        yield _of(self._seconds, place.room, self._rates.chat_per_second, SECOND)
        if place.group and self._rates.group_per_minute is not None:
            yield _of(self._minutes, place.room, self._rates.group_per_minute, MINUTE)

    def _forget(self, now: float) -> None:
        for windows in (self._seconds, self._minutes):
            for room in [room for room, window in windows.items() if window.is_idle(now)]:
                del windows[room]
        self._held = {room: until for room, until in self._held.items() if until > now}


def lumped(instant: float) -> float:
    """When what is sent in bulk goes that may from this instant: with the next lump."""
    return ceil((instant - GRAIN) / _LUMP) * _LUMP


def _of(windows: dict[str, Window], room: str, most: int, seconds: float) -> Window:
    """The window of this room, made if it has none."""
    window = windows.get(room)
    if window is None:
        window = windows[room] = Window(most, seconds)
    return window


def _left(until: float, now: float) -> float:
    """Seconds that are left until then."""
    return until - now if until > now + GRAIN else 0.0
