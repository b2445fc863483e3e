"""Who sends next on a platform: one queue by priority before its rates."""

from __future__ import annotations

import asyncio
from bisect import insort
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from enum import IntEnum
from heapq import heappop, heappush
from itertools import count

from bot.model.chats import ChatKind, ChatRef
from bot.ports.clock import Clock
from bot.ports.platform import Rates
from bot.press.windows import GRAIN, SECOND, Place, Window, Windows, lumped

_COURTEOUS = 4
"""One place in so many is for courtesies at most, or people who say much would keep editions waiting."""


class Priority(IntEnum):
    """Who goes first. The share of a higher one is its own only while somebody waits in it."""

    PERSON = 0  # an answer to somebody who is looking at the screen
    COURTESY = 1  # a sign that something was heard
    BULK = 2  # editions
    SPARE = 3  # what may wait: comment lines on delivered copies


@dataclass(slots=True, order=True)
class _Waiting:
    """Somebody in the queue."""

    priority: Priority
    number: int
    place: Place = field(compare=False)
    turn: asyncio.Future[None] = field(compare=False)


class Limiter:
    """Lets sends through as fast as a platform's rates allow and never faster.

    Waiting needs no task of ours while somebody's answer is still to come: whoever is answered
    lets the next in; only for a pause without any answer a sleeper is set.
    """

    def __init__(self, rates: Rates, clock: Clock) -> None:
        self._room = rates.room
        self._charges = rates.paid > 0
        self._windows = Windows(rates)
        self._courtesies = Window(max(1, rates.per_second // _COURTEOUS), SECOND)
        self._clock = clock
        # Whose room may be free, as far as is known: for nothing, and for money.
        self._queues: tuple[list[_Waiting], list[_Waiting]] = ([], [])
        self._later: list[tuple[float, _Waiting]] = []  # whose room is taken until an instant: a heap
        self._behind: dict[str, list[_Waiting]] = {}  # whose room has a send under way
        self._numbers = count()
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at = 0.0

    def slot(
        self, chat: ChatRef, kind: ChatKind, priority: Priority, *, broadcast: bool = False
    ) -> AbstractAsyncContextManager[None]:
        """Wait for one's turn; leave when the send was answered. ``broadcast``: it goes out as one, and
        is paid for where the platform takes money for that."""
        place = Place(self._room(chat), kind is not ChatKind.PRIVATE, broadcast and self._charges)
        return self._place(place, priority)

    def admits_courtesy(self, chat: ChatRef) -> bool:
        """Whether a courtesy to this chat may be tried: not where it would have to wait for long. Who
        is let must go on to ``courtesy``."""
        now = self._clock.monotonic()
        if self._courtesies.wait(now) != 0.0 or self._windows.held(self._room(chat), now):
            return False
        self._courtesies.take()
        return True

    @asynccontextmanager
    async def courtesy(self) -> AsyncIterator[None]:
        """A turn for what is no message: it takes a place of the bot's, but none of the chat's."""
        try:
            async with self._place(Place(None, group=False), Priority.COURTESY):
                yield
        finally:
            self._courtesies.answered(self._clock.monotonic())

    def wait(self, chat: ChatRef, kind: ChatKind) -> float:
        """Seconds that this chat's own rates and holds ask for at least, whoever else waits."""
        now = self._clock.monotonic()
        return self._windows.wait(Place(self._room(chat), kind is not ChatKind.PRIVATE), now) or 0.0

    def hold(self, chat: ChatRef, seconds: float) -> None:
        """The platform asks for a pause in this chat; two chats within five seconds pause all."""
        self._windows.hold(self._room(chat), seconds, self._clock.monotonic())

    @asynccontextmanager
    async def _place(self, place: Place, priority: Priority) -> AsyncIterator[None]:
        await self._turn(place, priority)
        began = self._clock.monotonic()
        try:
            yield
        finally:
            now = self._clock.monotonic()
            self._answered(place, now, now - began)
            self._let_in()

    async def _turn(self, place: Place, priority: Priority) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting = _Waiting(priority, next(self._numbers), place, turn)
        self._line_up(waiting)
        self._let_in()
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # let in and cancelled at once: the place is given back
                self._answered(place, self._clock.monotonic(), 0.0)
            self._let_in()
            raise

    def _answered(self, place: Place, now: float, took: float) -> None:
        self._windows.answered(place, now, took)
        for waiting in self._behind.pop(place.room, ()) if place.room is not None else ():
            self._line_up(waiting)

    def _line_up(self, waiting: _Waiting) -> None:
        insort(self._queues[waiting.place.paid], waiting)

    def _let_in(self) -> None:
        """Let in everybody who may go now, and be woken when the next may."""
        now = self._clock.monotonic()
        while self._later and self._later[0][0] <= now + GRAIN:
            self._line_up(heappop(self._later)[1])
        waits = [self._let_in_of(queue, now) for queue in self._queues]
        instants = [now + wait for wait in waits if wait is not None]
        if self._later:
            instants.append(self._later[0][0])
        if instants:
            self._wake_at(min(instants))

    def _let_in_of(self, queue: list[_Waiting], now: float) -> float | None:
        """Let in everybody of a queue who may go now; seconds until its next may, None if nobody waits
        or not before an answer comes."""
        while queue:
            is_bulk = queue[0].priority >= Priority.BULK
            wait = self._windows.wait_for_any(now, paid=queue[0].place.paid, bulk=is_bulk)
            if wait != 0.0:
                return wait
            self._try(queue.pop(0), now, is_bulk=is_bulk)
        return None

    def _try(self, waiting: _Waiting, now: float, *, is_bulk: bool) -> None:
        """Let somebody in, or lay them aside until their room may be free."""
        if waiting.turn.cancelled():
            return
        wait = self._windows.wait(waiting.place, now)
        if wait == 0.0:
            self._windows.take(waiting.place, now, bulk=is_bulk)
            waiting.turn.set_result(None)
        elif wait is not None:
            heappush(self._later, (lumped(now + wait) if is_bulk else now + wait, waiting))
        elif waiting.place.room is not None:
            self._behind.setdefault(waiting.place.room, []).append(waiting)

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
