"""How many sends a platform's rates allow at an instant: counting, without a clock or a wait.

A send's place is taken until one second after its *answer*. Pacing by the time of the request still
draws refusals, because requests bunch up on the way; gating by the answer cannot exceed the limit
wherever on the way the platform counts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field

from bot.ports.platform import Rates

SECOND = 1.0
MINUTE = 60.0

FLOOD = 5.0
"""Refusals in two chats within so many seconds mean the whole bot is too fast."""

_GRAIN = 1e-6  # seconds: sums of floats may fall short of an instant by their rounding

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

    def answered(self, now: float) -> None:
        self.under_way -= 1
        self.answers.append(now)

    def is_idle(self, now: float) -> bool:
        """Whether forgetting it changes nothing."""
        self._forget(now)
        return not self.under_way and not self.answers

    def _forget(self, now: float) -> None:
        while self.answers and self.answers[0] + self.seconds <= now + _GRAIN:
            self.answers.popleft()


class Windows:
    """The windows of one bot: over all chats, a chat's second, a group's minute, and holds."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._all = Window(rates.per_second, SECOND)
        self._chats: dict[Hashable, list[Window]] = {}
        self._held: dict[Hashable, float] = {}
        self._all_held = 0.0
        self._refused: tuple[Hashable, float] | None = None

    def wait(self, chat: Hashable, now: float, *, group: bool) -> float | None:
        """Seconds until a send to this chat is allowed; None: not before some answer comes."""
        waits = [
            self.wait_for_any(now),
            _left(self._held.get(chat, 0.0), now),
            *(window.wait(now) for window in self._windows(chat, group=group)),
        ]
        known = [wait for wait in waits if wait is not None]
        return max(known) if len(known) == len(waits) else None

    def wait_for_any(self, now: float) -> float | None:
        """Seconds until a send to some chat may be allowed; None: not before some answer comes."""
        wait = self._all.wait(now)
        return None if wait is None else max(wait, _left(self._all_held, now))

    def take(self, chat: Hashable, *, group: bool) -> None:
        """A send to this chat begins."""
        self._all.take()
        for window in self._windows(chat, group=group):
            window.take()

    def answered(self, chat: Hashable, now: float, *, group: bool) -> None:
        """The send was answered, or given up."""
        self._all.answered(now)
        for window in self._windows(chat, group=group):
            window.answered(now)
        if len(self._chats) + len(self._held) > _MANY:
            self._forget(now)

    def hold(self, chat: Hashable, seconds: float, now: float) -> None:
        """The platform refused a send to this chat for so long."""
        until = now + seconds
        self._held[chat] = max(until, self._held.get(chat, 0.0))
        if self._refused is not None:
            other, at = self._refused
            if other != chat and now - at <= FLOOD:
                self._all_held = max(self._all_held, until, self._held.get(other, 0.0))
        self._refused = (chat, now)

    def _windows(self, chat: Hashable, *, group: bool) -> list[Window]:
        windows = self._chats.get(chat)
        if windows is None:
            windows = [Window(self._rates.chat_per_second, SECOND)]
            if group and self._rates.group_per_minute is not None:
                windows.append(Window(self._rates.group_per_minute, MINUTE))
            self._chats[chat] = windows
        return windows

    def _forget(self, now: float) -> None:
        idle = [
            chat for chat, windows in self._chats.items() if all(window.is_idle(now) for window in windows)
        ]
        for chat in idle:
            del self._chats[chat]
        self._held = {chat: until for chat, until in self._held.items() if until > now}


def _left(until: float, now: float) -> float:
    """Seconds that are left until then."""
    return until - now if until > now + _GRAIN else 0.0
