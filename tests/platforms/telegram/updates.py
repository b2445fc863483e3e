"""The updates of the bot: kept until they are acknowledged, given to one taker at a time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from bot.ports.clock import Clock
from tests.platforms.telegram.refusals import conflict

KEPT = timedelta(hours=24)

# What comes only to those who ask for it by name.
ASKED_FOR = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

_POLLED_TWICE = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(frozen=True, slots=True)
class Update:
    """One update: its body as it goes over the wire, and the chat in whose order it stands."""

    id: int
    kind: str
    body: Mapping[str, Any]
    chat: int | None
    at: datetime


class Updates:
    """The queue of one bot. Numbers begin somewhere and rise by one."""

    def __init__(self, clock: Clock, first: int = 700_000_001) -> None:
        self._clock = clock
        self._next = first
        self._pending: OrderedDict[int, Update] = OrderedDict()
        self._taken: deque[Update] = deque(maxlen=1_000)
        self._again: list[Update] = []
        self._waiting: asyncio.Future[None] | None = None
        self.came = asyncio.Event()  # something is to be delivered: for whoever posts it
        self.allowed: tuple[str, ...] = ()
        self.acknowledged = 0

    @property
    def pending(self) -> tuple[Update, ...]:
        """What was not acknowledged yet, oldest first."""
        return tuple(self._pending.values())

    @property
    def polled(self) -> bool:
        """Whether somebody waits for the next."""
        return self._waiting is not None

    def wants(self, kind: str) -> bool:
        """Whether updates of this kind are made at all, by the setting ``allowed_updates``."""
        return kind in self.allowed if self.allowed else kind not in ASKED_FOR

    def add(self, kind: str, content: object, chat: int | None = None) -> None:
        """Queue an update, if the bot asked for its kind."""
        if not self.wants(kind):
            return
        body = {"update_id": self._next, kind: content}
        self._pending[self._next] = Update(self._next, kind, body, chat, self._clock.now())
        self._next += 1
        self._wake()

    def garble(self) -> None:
        """Queue an update that no library can read: its types are wrong."""
        self.add("message", {"message_id": "seven", "date": None, "chat": [], "from": {"id": "nobody"}})

    def repeat(self, count: int) -> None:
        """Deliver the last acknowledged updates once more, under their old numbers."""
        self._again = list(self._taken)[-count:]
        self._wake()

    def drop(self) -> None:
        """Forget what is pending."""
        self._pending.clear()

    def acknowledge(self, number: int) -> None:
        """Forget this one, as taken; nothing happens if that was done before."""
        if (taken := self._pending.pop(number, None)) is not None:
            self._remember(taken)

    def oldest(self, most: int) -> Sequence[Update]:
        """So many of the pending, oldest first."""
        return list(islice(self._pending.values(), most))

    async def poll(self, offset: int, limit: int, seconds: float) -> Sequence[Update]:
        """What getUpdates gives: acknowledges what is before the offset, then waits for what is not.
        A second poll ends the one that waits: that one raises Refused (409)."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(conflict(_POLLED_TWICE))
        self._confirm(offset)
        if not (self._pending or self._again) and seconds > 0:
            await self._wait(seconds)
        again, self._again = self._again, []
        return [*again, *self.oldest(limit)][:limit]

    def again(self) -> Sequence[Update]:
        """What is to be delivered once more, now handed over."""
        again, self._again = self._again, []
        return again

    def _confirm(self, offset: int) -> None:
        if offset < 0:  # from so many before the end; what is older is forgotten
            offset = next(islice(reversed(self._pending), -offset - 1, None), 0)
        old = self._clock.now() - KEPT
        while first := next(iter(self._pending.values()), None):
            if first.id < offset:
                self._remember(first)
            elif first.at >= old:
                break
            del self._pending[first.id]

    def _remember(self, taken: Update) -> None:
        self._taken.append(taken)
        self.acknowledged += 1

    async def _wait(self, seconds: float) -> None:
        self._waiting = waiting = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(waiting, seconds)
        except TimeoutError:
            pass
        finally:
            if self._waiting is waiting:
                self._waiting = None

    def _wake(self) -> None:
        self.came.set()
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
