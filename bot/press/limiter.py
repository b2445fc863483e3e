"""Who sends next on a platform: one queue by priority before its rates."""

from __future__ import annotations

import asyncio
from bisect import insort
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import count

from bot.model.chats import ChatKind, ChatRef
from bot.ports.clock import Clock
from bot.ports.platform import Rates
from bot.press.windows import Windows


class Priority(IntEnum):
    """Who goes first. The share of a higher one is its own only while somebody waits in it."""

    PERSON = 0  # an answer to somebody who is looking at the screen
    BULK = 1  # editions
    SPARE = 2  # what may wait: comment lines on delivered copies


@dataclass(slots=True, order=True)
class _Waiting:
    """Somebody in the queue."""

    priority: Priority
    number: int
    chat: ChatRef = field(compare=False)
    group: bool = field(compare=False)
    turn: asyncio.Future[None] = field(compare=False)


class Limiter:
    """Lets sends through as fast as a platform's rates allow and never faster.

    Waiting needs no task of ours while somebody's answer is still to come: whoever is answered
    lets the next in; only for a pause without any answer a sleeper is set.
    """

    def __init__(self, rates: Rates, clock: Clock) -> None:
        self._windows = Windows(rates)
        self._clock = clock
        self._queue: list[_Waiting] = []
        self._numbers = count()
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at = 0.0

    @asynccontextmanager
    async def slot(self, chat: ChatRef, kind: ChatKind, priority: Priority) -> AsyncIterator[None]:
        """Wait for one's turn; leave when the send was answered."""
        group = kind is not ChatKind.PRIVATE
        await self._turn(chat, priority, group=group)
        try:
            yield
        finally:
            self._windows.answered(chat, self._clock.monotonic(), group=group)
            self._let_in()

    def wait(self, chat: ChatRef, kind: ChatKind) -> float:
        """Seconds that this chat's own rates and holds ask for at least, whoever else waits."""
        now = self._clock.monotonic()
        return self._windows.wait(chat, now, group=kind is not ChatKind.PRIVATE) or 0.0

    def hold(self, chat: ChatRef, seconds: float) -> None:
        """The platform asks for a pause in this chat; two chats within five seconds pause all."""
        self._windows.hold(chat, seconds, self._clock.monotonic())

    async def _turn(self, chat: ChatRef, priority: Priority, *, group: bool) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting = _Waiting(priority, next(self._numbers), chat, group, turn)
        insort(self._queue, waiting)
        self._let_in()
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # let in and cancelled at once: the place is given back
                self._windows.answered(chat, self._clock.monotonic(), group=group)
            self._let_in()
            raise

    def _let_in(self) -> None:
        """Let in everybody who may go now, and be woken when the next may."""
        now = self._clock.monotonic()
        kept: list[_Waiting] = []
        waits: list[float | None] = []
        while self._queue and self._windows.wait_for_any(now) == 0.0:
            waiting = self._queue.pop(0)
            if waiting.turn.cancelled():
                continue
            wait = self._windows.wait(waiting.chat, now, group=waiting.group)
            if wait == 0.0:
                self._windows.take(waiting.chat, group=waiting.group)
                waiting.turn.set_result(None)
            else:
                kept.append(waiting)
                waits.append(wait)
        if self._queue:
            waits.append(self._windows.wait_for_any(now))
        self._queue[:0] = kept
        if known := [wait for wait in waits if wait is not None]:
            self._wake_at(now + min(known))

    def _wake_at(self, instant: float) -> None:
        if self._alarm is not None and self._alarm_at <= instant:
            return
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm_at = instant
        self._alarm = asyncio.create_task(self._ring(instant))

    async def _ring(self, instant: float) -> None:
        await self._clock.sleep(instant - self._clock.monotonic())
        self._alarm = None
        self._let_in()
