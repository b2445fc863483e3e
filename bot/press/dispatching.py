"""The dispatcher: claims what is due, lets senders deliver it side by side, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Coroutine

from bot.errors import StorageError
from bot.model.editions import Delivery, DeliveryId
from bot.ports.clock import Clock
from bot.ports.platform import Rates
from bot.ports.press import Claim
from bot.ports.store import Store
from bot.press import transitions
from bot.press.expanding import Expander
from bot.press.pinging import Pings
from bot.press.reconciling import Reconciler
from bot.press.sending import Sender
from bot.press.wires import Wires

LEASE = 30.0
"""Seconds that a claim holds without a word."""

DRAIN = 8.0
"""Seconds that sends under way are given at the end."""

_TICK = 1.0  # seconds until rows are looked for without being woken: those that waited for an instant
_SWEEP = 5.0
_MOST_AT_ONCE = 200
_FEW = 4  # rows are claimed once a place in so many is free

_Turn = tuple[DeliveryId, int]  # a row may be claimed anew before its last turn here is quite over

_log = logging.getLogger(__name__)


class Dispatcher:
    """Keeps as many rows under way as the platforms' rates have use for."""

    def __init__(
        self,
        *,
        store: Store,
        wires: Wires,
        expander: Expander,
        sender: Sender,
        reconciler: Reconciler,
        pings: Pings,
        clock: Clock,
    ) -> None:
        self._store = store
        self._expander = expander
        self._sender = sender
        self._reconciler = reconciler
        self._pings = pings
        self._wires = wires
        self._clock = clock
        # A place is taken for a second and a round trip: twice the rate keeps every place in use.
        self._at_once = {
            name: min(_MOST_AT_ONCE, 2 * _broadcast_rate(wire.platform.limits.rates))
            for name, wire in wires.items()
        }
        self._under_way: dict[_Turn, tuple[Delivery, asyncio.Task[None]]] = {}
        self._busy: Counter[str] = Counter()  # how many of them on each platform
        self._awake = asyncio.Event()
        self._quiet = asyncio.Event()
        self._swept = float("-inf")

    def wake(self) -> None:
        """Something may be due: look now."""
        self._awake.set()

    async def settled(self) -> None:
        """Wait until everything that is due now is finished: sent, or waiting for a later instant."""
        self._quiet.clear()
        self.wake()
        await self._quiet.wait()

    async def recover(self) -> None:
        """Before the first ``run``: take back what a dead process held."""
        await self._reconciler.recover()

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until told to stop, then drain."""
        try:
            while not stop.is_set():
                await self._round()
                await self._rest(stop)
        finally:
            await self._pings.close()
            await self.drain()

    async def drain(self) -> None:
        """Give back what waits, let sends under way end, and leave the rest as unknown."""
        for row, task in list(self._under_way.values()):
            if not self._sender.is_sending(row):
                task.cancel()
        held = dict(self._under_way)
        if held:
            await asyncio.wait([task for _, task in held.values()], timeout=DRAIN)
        changes = [
            transitions.unsure(row) if self._sender.is_sending(row) else transitions.released(row)
            for row, _ in held.values()
        ]
        for _, task in held.values():
            task.cancel()
        await asyncio.gather(*(task for _, task in held.values()), return_exceptions=True)
        if changes:
            await self._store.deliveries.settle(changes)

    async def _round(self) -> None:
        """Look once for everything that can be done now."""
        self._awake.clear()
        self._pings.look(self.wake)
        try:
            found = await self._tidy()
            for platform in self._at_once:
                found += await self._claim(platform)
        except StorageError as error:
            _log.error("cannot look for deliveries: %s", error)
            return
        except Exception:  # noqa: BLE001 - a border: whatever a round meets, the next one is tried
            _log.exception("looking for deliveries broke")
            return
        if found:  # one thing done may make the next one due
            self.wake()
        elif not (self._under_way or self._pings.are_under_way or self._awake.is_set()):
            self._quiet.set()

    async def _tidy(self) -> int:
        """Sweep now and then, reconcile whenever there is something to."""
        now = self._clock.monotonic()
        if now - self._swept >= _SWEEP:
            self._swept = now
            await self._reconciler.sweep(lambda row: _turn(row) in self._under_way)
        return await self._reconciler.reconcile()

    async def _claim(self, platform: str) -> int:
        """Start as many rows of a platform as there is room for; how much was found to do. While it is left
        alone they stay where they are: a claim that ends in giving back is two commits."""
        if self._wires[platform].breaker.left:
            return 0
        found = await self._start(platform)
        if room := self._room(platform):
            expanded = await self._expander.expand(platform, self._clock.now(), room)
            found += expanded
            if expanded:
                found += await self._start(platform)
        return found

    async def _start(self, platform: str) -> int:
        room = self._room(platform)
        if not room:
            return 0
        claims = await self._store.deliveries.claim(platform, self._clock.now(), room, LEASE)
        for claim in claims:
            row = claim.delivery
            task = asyncio.create_task(self._deliver(claim), name=f"delivery {row.id}")
            self._under_way[_turn(row)] = (row, task)
            self._busy[platform] += 1
        return len(claims)

    def _room(self, platform: str) -> int:
        """Places that are free; 0 also while they are few, for to claim row by row is dear."""
        at_once = self._at_once[platform]
        room = at_once - self._busy[platform]
        return room if room * _FEW >= at_once else 0

    async def _deliver(self, claim: Claim) -> None:
        row = claim.delivery
        try:
            await self._sender.deliver(claim)
        except StorageError as error:
            _log.error("delivery %d waits for its lease to end: %s", row.id, error)
        except Exception:  # noqa: BLE001 - a border: a bug that one row meets must not stop the others
            _log.exception("delivery %d to %s broke", row.id, row.chat)
            await self._give_up(row)
        finally:
            del self._under_way[_turn(row)]
            self._busy[row.chat.platform] -= 1
            if self._room(row.chat.platform) or not self._under_way:
                self.wake()

    async def _give_up(self, row: Delivery) -> None:
        try:
            await self._store.deliveries.settle(transitions.broken(row))
        except StorageError as error:
            _log.error("delivery %d waits for its lease to end: %s", row.id, error)

    async def _rest(self, stop: asyncio.Event) -> None:
        """Until woken, told to stop, or a tick later."""
        await _first(self._awake.wait(), stop.wait(), self._clock.sleep(_TICK))


def _broadcast_rate(rates: Rates) -> int:
    return rates.paid or rates.per_second


async def _first(*waits: Coroutine[object, object, object]) -> None:
    """Until the first of these is over; the others are given up."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _turn(row: Delivery) -> _Turn:
    return row.id, row.fence
