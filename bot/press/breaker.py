"""A breaker: while a platform lets nothing through it is left alone, and tried now and then."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import (
    ChatGone,
    ChatMoved,
    MessageRefused,
    NotAllowed,
    OutOfReach,
    PlatformDown,
    PlatformError,
    Unknown,
)
from bot.ports.clock import Clock

LONG = 60.0
"""Seconds out of reach from which on that is news: a blip is none."""

_ANSWERS = (ChatGone, ChatMoved, MessageRefused, NotAllowed)
"""Errors about one chat or message: the platform itself answers."""

_DOWN = (60.0, 600.0)  # seconds: the first pause after a refusal, and the longest
_AWAY = (2.0, 60.0)  # the same while it cannot be reached, as ceilings of a jittered pause
_SHORTEST = 1.0
_PATIENCE = 10.0  # seconds out of reach that nobody needs to hear of

_SAMPLE = 100  # outcomes that are looked back upon
_MOST_GONE = 5  # of them; more chats are not lost at once: rather it is another bot that asks


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a breaker is open where the platform does not say it itself, in sentences."""

    losing: str  # too many chats are gone
    away: str  # it cannot be reached


class Breaker:
    """Open after a platform said that nothing goes, that too many chats are gone, or while it cannot be
    reached; then one try at the end of each pause, and each failed try doubles the pause: up to ten
    minutes, or up to one where it is only out of reach.

    Where the platform can be pinged, a try to reach it is a ping and never a message, which would be
    left with an unknown outcome if the request arrived and only the answer did not.
    """

    def __init__(self, clock: Clock, reasons: Reasons, chance: Callable[[], float], *, pings: bool) -> None:
        """``chance`` gives numbers in [0, 1): the jitter of pauses. ``pings``: somebody asks ``ping``
        and tells what came of it."""
        self._clock = clock
        self._reasons = reasons
        self._chance = chance
        self._pings = pings
        self._gone: deque[bool] = deque(maxlen=_SAMPLE)
        self._pause = 0.0  # its ceiling; 0: closed
        self._why = ""
        self._since = 0.0
        self._until = 0.0
        self._trying = False  # whether somebody was let through since the last pause began
        self._unheard = False  # whether an outcome is unknown and nothing was heard since
        self._told = False  # whether it was open when that was news

    @property
    def is_open(self) -> bool:
        return self._pause > 0

    @property
    def is_away(self) -> bool:
        """Whether it is open because the platform cannot be reached."""
        return self.is_open and self._why == self._reasons.away

    @property
    def why(self) -> str | None:
        """Why it is open; None while it is not, or has been out of reach for a moment only."""
        return self._why if self._is_open_for(_PATIENCE) else None

    @property
    def left(self) -> float:
        """Seconds until a send may be tried; unlike ``wait`` it lets nobody through."""
        if not self.is_open:
            return 0.0
        left = max(0.0, self._until - self._clock.monotonic())
        return max(left, _SHORTEST) if self.is_away and self._pings else left

    @property
    def is_sure(self) -> bool:
        """Whether the platform is known to answer since the last outcome that is not known. Where nobody
        pings that cannot be waited for."""
        return not self._pings or not (self._unheard or self.is_away)

    def wait(self) -> float:
        """Seconds to wait before a send; 0 lets it go. While open that lets one through per pause:
        who gets 0 must try, and the next is told to wait again."""
        if (left := self.left) == 0.0 and self.is_open:
            self._try(self._pause)
        return left

    def ping(self) -> bool:
        """Whether to ping now, for it cannot be told whether the platform answers. Who gets True must,
        and tell ``heard``, or ``reached`` if it answered."""
        if self.is_sure or self._clock.monotonic() < self._until:
            return False
        self._try(_AWAY[1])
        return True

    def heard(self, error: PlatformError | None) -> None:
        """What came of a try: None if the platform did what was asked. What tells nothing about the
        platform as a whole changes nothing."""
        match error:
            case PlatformDown():
                self._unheard = False
                self._open(str(error), *_DOWN)
            case OutOfReach():
                self._open(self._reasons.away, *_AWAY)
            case Unknown():
                self._unheard = True
            case _:
                if error is None or isinstance(error, _ANSWERS):
                    self._answered(gone=isinstance(error, ChatGone))

    def reached(self) -> None:
        """The platform answers, whatever it said."""
        self._unheard = False
        if self.is_away:
            self._pause = 0.0

    def is_news(self) -> bool:
        """Whether it opened or closed since this was asked last; a blip is no news."""
        changed = self._told != self._is_open_for(LONG)
        self._told ^= changed
        return changed

    def _answered(self, *, gone: bool) -> None:
        self._unheard = False
        self._gone.append(gone)
        if gone and self._loses():
            self._open(self._reasons.losing, *_DOWN)
        else:
            self._pause = 0.0

    def _loses(self) -> bool:
        """Whether too many chats are gone; once it is open for that, each that is gone is one more."""
        if self.is_open and self._why == self._reasons.losing:
            return True
        if len(self._gone) < _SAMPLE or sum(self._gone) <= _MOST_GONE:
            return False
        self._gone.clear()
        return True

    def _try(self, pause: float) -> None:
        """Somebody goes through; the next not before another pause."""
        self._trying = True
        self._until = self._clock.monotonic() + pause

    def _open(self, why: str, first: float, longest: float) -> None:
        if self.is_open and self._why == why and not self._trying:
            return  # it was asked before the pause began: many sends fail at once
        now = self._clock.monotonic()
        if not self.is_open or self._why != why:
            self._since = now
        self._pause = min(longest, max(first, self._pause * 2))
        self._why = why
        self._trying = False
        self._until = now + (self._jittered() if self.is_away else self._pause)

    def _jittered(self) -> float:
        return _SHORTEST + (self._pause - _SHORTEST) * self._chance()

    def _is_open_for(self, seconds: float) -> bool:
        """Whether it is open, and if it cannot be reached for so long."""
        return self.is_open and not (self.is_away and self._clock.monotonic() - self._since < seconds)
