"""The wires: each platform that runs now, with its limiter and its breaker."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from bot.errors import PlatformError
from bot.model.chats import ChatKind, ChatRef
from bot.ports.clock import Clock
from bot.ports.platform import CanPing, Limits, Platform
from bot.press.breaker import Breaker, Reasons
from bot.press.limiter import Limiter, Priority
from bot.text.markup import Message
from bot.text.splitting import fit_buttons, split
from bot.wording import Wording


@dataclass(frozen=True, slots=True)
class Wire:
    """A platform, and what stands between it and all who send on it."""

    platform: Platform
    limiter: Limiter
    breaker: Breaker

    @asynccontextmanager
    async def slot(self, chat: ChatRef, kind: ChatKind, priority: Priority) -> AsyncIterator[None]:
        """A turn to ask the platform for one thing; the breaker hears what came of it."""
        async with self.limiter.slot(chat, kind, priority):
            with self._listening():
                yield

    @asynccontextmanager
    async def courtesy(self) -> AsyncIterator[None]:
        """The same for what is no message."""
        async with self.limiter.courtesy():
            with self._listening():
                yield

    @contextmanager
    def _listening(self) -> Iterator[None]:
        try:
            yield
        except PlatformError as error:
            self.breaker.heard(error)
            raise
        self.breaker.heard(None)


Wires = Mapping[str, Wire]
"""By the platform's name."""


def wires(platforms: Iterable[Platform], clock: Clock, words: Wording, chance: Callable[[], float]) -> Wires:
    """A wire for each of these platforms; ``words`` are for those who run the program, ``chance`` gives
    numbers in [0, 1)."""
    reasons = Reasons(losing=words("platform-loses-chats"), away=words("platform-away"))
    return {
        platform.name: Wire(
            platform,
            Limiter(platform.limits.rates, clock),
            Breaker(clock, reasons, chance, pings=isinstance(platform, CanPing)),
        )
        for platform in platforms
    }


def parts(message: Message, limits: Limits) -> tuple[Message, ...]:
    """The message as this platform takes it: in one part, or as many as it needs."""
    fitted = fit_buttons(message, limits.buttons_per_row, limits.rows)
    return split(fitted, limits.length, limits.measure)


def part_key(key: str, part: int) -> str:
    """The key of one part of a message. Part 0 has the message's own; with keys of 22 characters
    a hundred parts stay within 25."""
    return f"{key}.{part}" if part else key
