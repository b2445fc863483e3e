"""The book of rows under way: intents before sends, outcomes after them, in shared commits."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence

from bot.errors import StorageError
from bot.model.editions import Delivery, DeliveryId
from bot.ports.clock import Clock
from bot.ports.press import Change, DeliveryStore
from bot.press.gathering import Gathering

_LONGEST_PAUSE = 30.0  # seconds

_log = logging.getLogger(__name__)


class Ledger:
    """Writes what senders intend and what became of it."""

    def __init__(self, deliveries: DeliveryStore, clock: Clock) -> None:
        self._deliveries = deliveries
        self._clock = clock
        self._intents = Gathering(self._intend, lambda held: held[0])
        self._changes = Gathering(self._settle, lambda change: change.delivery)

    async def intend(self, row: Delivery) -> bool:
        """Commit that this claimed row is about to be sent; False if it is no longer held."""
        return await self._intents.add((row.id, row.fence))

    async def settle(self, change: Change) -> bool:
        """Commit an outcome, however long the database refuses: an outcome that is forgotten is
        sent again. False if the row was settled otherwise meanwhile."""
        pause = 1.0
        while True:
            try:
                return await self._changes.add(change)
            except StorageError as error:
                _log.error("an outcome could not be kept, trying again in %g s: %s", pause, error)
            await self._clock.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 2)

    async def _intend(self, held: Sequence[tuple[DeliveryId, int]]) -> Collection[DeliveryId]:
        return await self._deliveries.intend(held)

    async def _settle(self, changes: Sequence[Change]) -> Collection[DeliveryId]:
        return await self._deliveries.settle(changes)
