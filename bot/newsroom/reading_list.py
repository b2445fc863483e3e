"""The list of feeds in the settings: what it names is read, unless an editor removed it."""

from __future__ import annotations

import json
from datetime import datetime

from bot.ports.feeds import OutlineReader
from bot.ports.store import Store

_TAKEN = "reading list"


async def take_up(store: Store, outlines: OutlineReader, address: str, now: datetime) -> int:
    """Add the feeds of this OPML file that were never taken up before; how many.

    Each address is taken up once, so that a feed that an editor removed stays removed, and one
    that is added to the file later comes in at the next start. Raises UserError if the file can't
    be read.
    """
    listed = await outlines.load(address)
    taken = set(json.loads(await store.upkeep.fact(_TAKEN) or "[]"))
    fresh = [feed for feed in listed if feed.url not in taken]
    if not fresh:
        return 0
    added = await store.feeds.add(fresh, now)
    await store.upkeep.set_fact(_TAKEN, json.dumps(sorted(taken | {feed.url for feed in fresh})))
    return len(added)
