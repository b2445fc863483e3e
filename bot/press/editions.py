"""Editions: the line-up as it stood when an order was due, frozen once for all chats of that order."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from datetime import datetime
from typing import TypeVar

from bot.model.chats import Order
from bot.model.editions import Edition, EditionId
from bot.ports.clock import Clock
from bot.ports.lineup import LineUpSource
from bot.ports.press import EditionStore

_KEPT = 256  # editions in memory; a wave uses few

_K = TypeVar("_K")


class Editions:
    """Freezes editions and gives them back; the newest are kept in memory, for thousands of chats
    share one."""

    def __init__(self, *, store: EditionStore, source: LineUpSource, clock: Clock, briefing: str) -> None:
        self._store = store
        self._source = source
        self._clock = clock
        self._briefing = briefing
        self._by_id: OrderedDict[EditionId, Edition] = OrderedDict()
        self._by_order: OrderedDict[tuple[datetime, Order], Edition] = OrderedDict()
        self._reading = asyncio.Lock()

    async def freeze(self, at: datetime, order: Order) -> Edition:
        """The edition of this instant and order. Without a line-up it has no stories."""
        edition = self._by_order.get((at, order))
        if edition is None:
            stories = await self._source.prepared(order, self._clock.now())
            edition = await self._store.freeze(self._briefing, at, order, stories)
            _keep(self._by_order, (at, order), edition)
            _keep(self._by_id, edition.id, edition)
        return edition

    async def get(self, edition: EditionId) -> Edition | None:
        """A frozen edition."""
        found = self._by_id.get(edition)
        if found is None:
            async with self._reading:  # so that a wave that asks for it all at once reads it once
                found = self._by_id.get(edition) or await self._store.get(edition)
        if found is not None:
            _keep(self._by_id, edition, found)
        return found


def _keep(kept: OrderedDict[_K, Edition], key: _K, edition: Edition) -> None:
    kept[key] = edition
    kept.move_to_end(key)
    if len(kept) > _KEPT:
        kept.popitem(last=False)
