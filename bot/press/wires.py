"""The wires: each platform that runs now, with its limiter and its breaker."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.errors import PlatformError
from bot.model.chats import ChatKind, ChatRef
from bot.ports.clock import Clock
from bot.ports.platform import Limits, Platform
from bot.press.breaker import Breaker
from bot.press.limiter import Limiter, Priority
from bot.text.markup import Message
from bot.text.splitting import fit_buttons, split


@dataclass(frozen=True, slots=True)
class Wire:
    """A platform, and what stands between it and all who send on it."""

    platform: Platform
    limiter: Limiter
    breaker: Breaker

    @property
    def counts_groups(self) -> bool:
        """Whether it matters for the rates what kind of chat one sends to."""
        return self.platform.limits.rates.group_per_minute is not None

    @asynccontextmanager
    async def slot(self, chat: ChatRef, kind: ChatKind, priority: Priority) -> AsyncIterator[None]:
        """A turn to ask the platform for one thing; the breaker hears what came of it."""
        async with self.limiter.slot(chat, kind, priority):
            try:
                yield
            except PlatformError as error:
                self.breaker.heard(error)
                raise
            self.breaker.heard(None)


Wires = Mapping[str, Wire]
"""By the platform's name."""


def wires(platforms: Iterable[Platform], clock: Clock) -> Wires:
    """A wire for each of these platforms."""
    return {
        platform.name: Wire(platform, Limiter(platform.limits.rates, clock), Breaker(clock))
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


QUIET_KIND = ChatKind.PRIVATE
"""What a chat counts as where its platform has no rate for groups."""
