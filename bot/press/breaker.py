"""A breaker: while a platform lets nothing through it is left alone, and tried now and then."""

from __future__ import annotations

from bot.errors import ChatGone, ChatMoved, MessageRefused, NotAllowed, PlatformDown, PlatformError
from bot.ports.clock import Clock

_ANSWERS = (ChatGone, ChatMoved, MessageRefused, NotAllowed)
"""Errors about one chat or message: the platform itself answers."""

_FIRST_PAUSE = 60.0  # seconds
_LONGEST_PAUSE = 600.0


class Breaker:
    """Open after a platform said that nothing goes; then one try at the end of each pause, and
    each failed try doubles the pause up to ten minutes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pause = 0.0  # 0: closed
        self._until = 0.0
        self._told = False  # whether it was open when that was news

    @property
    def is_open(self) -> bool:
        return self._pause > 0

    def wait(self) -> float:
        """Seconds to wait before a send; 0 lets it go. While open that lets one through per pause:
        who gets 0 must try, and the next is told to wait again."""
        if not self.is_open:
            return 0.0
        now = self._clock.monotonic()
        if now < self._until:
            return self._until - now
        self._until = now + self._pause
        return 0.0

    def heard(self, error: PlatformError | None) -> None:
        """What came of a try: None if the platform did what was asked. What tells nothing about the
        platform as a whole changes nothing."""
        if isinstance(error, PlatformDown):
            self._pause = min(_LONGEST_PAUSE, self._pause * 2) if self.is_open else _FIRST_PAUSE
            self._until = self._clock.monotonic() + self._pause
        elif error is None or isinstance(error, _ANSWERS):
            self._pause = 0.0

    def is_news(self) -> bool:
        """Whether it opened or closed since this was asked last."""
        changed = self._told != self.is_open
        self._told = self.is_open
        return changed
