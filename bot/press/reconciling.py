"""Rows whose holder died or whose outcome nobody knows: swept, looked for, sent once more or parked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from bot.errors import OutOfReach, PlatformDown, PlatformError, StorageDamaged, TryLater
from bot.model.editions import Delivery
from bot.ports.clock import Clock
from bot.ports.platform import CanFind
from bot.ports.press import Change
from bot.ports.store import Store
from bot.press import transitions
from bot.press.letters import Letters
from bot.press.surface import surface
from bot.press.wires import Wire, Wires, part_key

_AT_ONCE = 500  # rows looked at in one go

_log = logging.getLogger(__name__)


class Reconciler:
    """Brings back what was left in the middle."""

    def __init__(self, *, store: Store, wires: Wires, letters: Letters, clock: Clock) -> None:
        self._store = store
        self._wires = wires
        self._letters = letters
        self._clock = clock

    async def recover(self) -> int:
        """At a start: whoever held a row is dead; how many rows were held."""
        return await self._sweep(await self._store.deliveries.lapsed(all_of_them=True))

    async def sweep(self, is_held: Callable[[Delivery], bool]) -> int:
        """Take back rows whose lease is over, but for those that are held here after all."""
        lapsed = await self._store.deliveries.lapsed(all_of_them=False)
        return await self._sweep([row for row in lapsed if not is_held(row)])

    async def reconcile(self) -> int:
        """Decide about every row with an unknown outcome of a platform that runs here; how many."""
        changes: list[Change] = []
        for name, wire in self._wires.items():
            # One more attempt is all that a row has: it is not for a platform that answers nobody.
            if wire.breaker.left or not wire.breaker.is_sure:
                continue
            rows = await self._store.deliveries.ambiguous(name, _AT_ONCE)
            changes += [change for row in rows if (change := await self._decide(row, wire))]
        if changes:
            await self._store.deliveries.settle(changes)
        return len(changes)

    async def _sweep(self, rows: Sequence[Delivery]) -> int:
        if rows:
            _log.warning("%d deliveries were left in the middle", len(rows))
            await self._store.deliveries.settle([transitions.swept(row) for row in rows])
        return len(rows)

    async def _decide(self, row: Delivery, wire: Wire) -> Change | None:
        """What to make of a row; None: ask again later."""
        if not isinstance(wire.platform, CanFind):
            return transitions.untold(row)
        try:
            ref = await wire.platform.find(row.chat, part_key(row.key, row.parts))
        except (TryLater, OutOfReach, PlatformDown):
            return None
        except PlatformError:  # even the history cannot tell
            return transitions.untold(row)
        if ref is None:
            return transitions.not_found(row)
        try:
            source = await self._letters.source_of(row)
            paper = surface(wire.platform, await self._store.chats.get(row.chat))
            said = await self._letters.counts(row)
            letter = await self._letters.write(row, source, paper, said) if source else None
        except StorageDamaged:  # told when it is to be sent once more
            letter = None
        if letter is None:
            return transitions.untold(row)
        post = letter.post(row, ref, self._clock.now())
        return transitions.after_sent(row, post, len(letter.parts))
