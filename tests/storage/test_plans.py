"""The statements that run all day look things up; they read no table from end to end."""

from __future__ import annotations

import re

import pytest

from storage import (
    chats,
    comments,
    deliveries,
    discussions,
    entries,
    feeds,
    inbox,
    posts,
    promises,
    subscriptions,
    upkeep,
)
from storage.session import Session
from storage.store import SqlStore

HOT = {
    "feeds due": feeds._DUE,
    "entries known by identifier": entries._KNOWN_IDENTIFIERS,
    "entries known by link": entries._KNOWN_LINKS,
    "entries unplaced": entries._UNPLACED,
    "subscriptions due": subscriptions._DUE,
    "subscriptions next due": subscriptions._NEXT_DUE,
    "subscriptions listening": subscriptions._LISTENING,
    "promises open": promises._OPEN,
    "stories had": promises._HAD,
    "deliveries claimable": deliveries._CLAIMABLE,
    "deliveries lapsed": deliveries._LAPSED,
    "deliveries ambiguous": deliveries._AMBIGUOUS,
    "deliveries dead": deliveries._DEAD,
    "stories sent": deliveries._SENT,
    "deliveries skipped": deliveries._SKIP_DELIVERIES,
    "copies stale": discussions._STALE,
    "digests stale": discussions._STALE_DIGESTS,
    "events open": inbox._OPEN,
    "posts found": posts._FIND,
    "posts of copies": posts._COPY,
    "posts shown": posts._TOUCH_IF_STALE,
    "counts": discussions._COUNT,
    "counts of a chat": discussions._OWN_COUNTS,
    "chats that hear": discussions._TOUCH_HEARING,
    "chats of a title": chats._TITLED,
    "people of a handle": chats._FIND_HANDLE,
    "comments of a chat": comments._PAGE,
    "comments that a chat may not see": comments._UNSEEN,
    "comments of a person": comments._OWN,
    "copies that are old": next(one for one in upkeep._PRUNING if "copies" in one),
}

# Whole reads of these are what is wanted: an index over few rows, or the list that was handed in.
_HARMLESS = (
    "SCAN json_each",
    "SCAN d USING INDEX deliveries_failed",
    "SCAN inbox USING INDEX inbox_open",
    "SCAN CONSTANT ROW",
    "SCAN e USING INDEX entries_unplaced",
)


async def plan(store: SqlStore, statement: str) -> list[str]:
    async def work(session: Session) -> list[str]:
        names = re.findall(r":(\w+)", statement)
        rows = await session.rows(f"EXPLAIN QUERY PLAN {statement}", dict.fromkeys(names))
        return [row["detail"] for row in rows]

    return await store.feeds.database.read(work)


@pytest.mark.parametrize("name", HOT)
async def test_a_hot_statement_reads_no_table_from_end_to_end(store: SqlStore, name: str) -> None:
    steps = await plan(store, HOT[name])
    assert [step for step in steps if step.startswith("SCAN") and not step.startswith(_HARMLESS)] == []


async def test_a_statement_without_an_index_is_seen(store: SqlStore) -> None:
    assert "SCAN feeds" in await plan(store, "SELECT id FROM feeds WHERE title = 'x'")
