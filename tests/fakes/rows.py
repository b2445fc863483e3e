"""Where all deliveries of a store stand: for tests that tell of many at once."""

from __future__ import annotations

from bot.model.editions import DeliveryState
from storage.session import Session
from storage.store import SqlStore


async def tally(store: SqlStore) -> dict[DeliveryState, int]:
    """How many rows are in which state."""

    async def work(session: Session) -> dict[DeliveryState, int]:
        rows = await session.rows("SELECT state, COUNT(*) AS rows FROM deliveries GROUP BY state")
        return {DeliveryState(row["state"]): row["rows"] for row in rows}

    return await store.deliveries.database.read(work)
