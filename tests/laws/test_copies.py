"""The laws of ``CommentStore``: delivered copies whose counts are no longer true."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.model.chats import ChatRef, ChatState, MessageRef
from bot.model.comments import Counts, StaleCopy
from bot.model.editions import Delivery, DeliveryState, Post, PostKind
from bot.ports.press import Change
from storage.store import SqlStore
from tests.laws.makers import (
    ANA,
    CHANNEL,
    CHAT,
    DAY,
    HOUR,
    K1,
    K2,
    MINUTE,
    NOW,
    RAVI,
    ROOM,
    chat,
    comment,
    deliver,
    expand_to,
    post,
    sent,
    to_state,
)

SINCE = NOW - 2 * DAY


async def stale(store: SqlStore, since: datetime = SINCE, limit: int = 50) -> list[tuple[str, Counts]]:
    return [(copy.message.id, copy.counts) for copy in await store.comments.stale(since, limit)]


async def test_a_copy_is_stale_until_it_was_refreshed(store: SqlStore) -> None:
    rows = await deliver(store)
    assert await stale(store) == []
    await store.comments.keep(comment("7"))
    copies = await store.comments.stale(SINCE, 50)
    assert copies == [
        StaleCopy(MessageRef(CHAT, "1-1"), K1, rows[1].id, counts=Counts(1, 0), shown=Counts(0, 0))
    ]
    assert await store.comments.stale(SINCE, 50) == copies
    await store.comments.refreshed(copies)
    assert await stale(store) == []
    await store.comments.like(K1, RAVI, NOW)
    assert await stale(store) == [("1-1", Counts(1, 1))]


async def test_everything_that_changes_a_count_makes_stale(store: SqlStore) -> None:
    await deliver(store)
    kept = await store.comments.keep(comment("7"))
    for change, expected in [
        (store.comments.like(K1, ANA, NOW), Counts(1, 1)),
        (store.comments.unlike(K1, ANA.ref), Counts(1, 0)),
        (store.comments.delete(kept.source, NOW), Counts(0, 0)),
        (store.comments.tally(MessageRef(ROOM, "9"), K1, 5), Counts(0, 5)),
    ]:
        await store.comments.refreshed(await store.comments.stale(SINCE, 50))
        await change
        assert await stale(store) == [("1-1", expected)]


async def test_newest_copies_come_first_and_old_ones_are_left(store: SqlStore) -> None:
    for number, age in enumerate((3 * DAY, HOUR, MINUTE)):
        await deliver(store, ChatRef("console", str(number)), at=NOW - age)
    await store.comments.like(K1, ANA, NOW)
    await store.comments.like(K2, ANA, NOW)
    found = [message for message, _ in await stale(store)]
    assert sorted(found[:2]) == ["2-1", "2-2"]
    assert sorted(found[2:]) == ["1-1", "1-2"]
    assert len(await stale(store, limit=3)) == 3


async def test_a_private_remark_makes_its_own_chat_stale(store: SqlStore) -> None:
    await deliver(store)
    await deliver(store, ROOM)
    await store.comments.keep(comment("7", shared=False))
    assert await stale(store) == [("1-1", Counts(1, 0))]
    await store.comments.share(ANA.ref, "Ana", shared=True)
    assert sorted(await stale(store)) == [("1-1", Counts(1, 0)), ("room-1", Counts(1, 0))]


async def test_a_remark_where_a_chat_is_discussed_makes_both_stale(store: SqlStore) -> None:
    for ref in (CHANNEL, ROOM, CHAT):
        await store.chats.see(chat(ref))
        await deliver(store, ref)
    await store.chats.set_discussion(CHANNEL, ROOM.id)
    await store.comments.keep(comment("7", ref=ROOM, shared=False))
    assert sorted(await stale(store)) == [("channel-1", Counts(1, 0)), ("room-1", Counts(1, 0))]
    await store.comments.refreshed(await store.comments.stale(SINCE, 50))
    assert await stale(store) == []


@pytest.mark.parametrize("shown", [Counts(1, 0), Counts(0, 0)])
async def test_a_copy_is_stale_if_somebody_spoke_where_it_is_discussed_before_it_was_posted(
    store: SqlStore, shown: Counts
) -> None:
    await store.chats.see(chat(CHANNEL))
    await store.chats.set_discussion(CHANNEL, ROOM.id)
    await store.comments.keep(comment("7", ref=ROOM, shared=False))
    assert await stale(store) == []  # all that was touched is looked through
    row = (await expand_to(store, CHANNEL))[1]
    told = post(row, shown=shown)
    await store.deliveries.settle([Change(row.id, (row.state,), DeliveryState.SENT, post=told, parts=1)])
    assert await stale(store) == ([] if shown.comments else [(told.message, Counts(1, 0))])
    await store.comments.like(K1, ANA, NOW)
    assert await stale(store) == [(told.message, Counts(1, 1))]


async def test_a_copy_in_parts_is_refreshed_by_its_last(store: SqlStore) -> None:
    rows = await deliver(store)
    await store.posts.remember(replace(post(rows[1], "1-1-b"), part=1))
    await store.comments.like(K1, ANA, NOW)
    assert await stale(store) == [("1-1-b", Counts(0, 1))]


@pytest.mark.parametrize("shown", [Counts(2, 1), Counts(1, 1), Counts(0, 0)])
async def test_a_copy_is_stale_if_somebody_spoke_between_its_composition_and_its_posting(
    store: SqlStore, shown: Counts
) -> None:
    await store.comments.keep(comment("7"))
    await store.comments.keep(comment("8", shared=False))
    await store.comments.like(K1, ANA, NOW)
    assert await stale(store) == []  # all that was touched is looked through
    row = (await expand_to(store, CHAT))[1]
    change = Change(row.id, (row.state,), DeliveryState.SENT, post=post(row, shown=shown), parts=1)
    await store.deliveries.settle([change])
    found = [(copy.shown, copy.counts) for copy in await store.comments.stale(SINCE, 50)]
    assert found == ([] if shown == Counts(2, 1) else [(shown, Counts(2, 1))])


async def test_prompts_and_pages_are_no_copies(store: SqlStore) -> None:
    await store.posts.remember(Post(CHAT, "1", PostKind.PROMPT, K1, at=NOW))
    await store.posts.remember(Post(CHAT, "2", PostKind.COMMENTS, K1, at=NOW))
    await store.comments.like(K1, ANA, NOW)
    assert await stale(store) == []


async def digest(store: SqlStore, ref: ChatRef) -> list[Delivery]:
    """k1 and k2 posted to a chat as one message, <chat>-digest."""
    rows = await expand_to(store, ref)
    about = Post(ref, f"{ref.id}-digest", PostKind.DIGEST, None, rows[0].id, 0, NOW)
    await store.deliveries.settle([replace(sent(rows[0]), post=about)])
    await store.deliveries.settle([to_state(row, DeliveryState.SENT) for row in rows[1:]])
    return rows


async def test_a_digest_is_stale_by_the_comments_on_any_of_its_stories(store: SqlStore) -> None:
    rows = await digest(store, CHAT)
    await store.comments.like(K1, ANA, NOW)  # which it does not show
    assert await stale(store) == []
    await store.comments.keep(comment("7"))
    await store.comments.keep(replace(comment("8"), story=K2))
    copies = await store.comments.stale(SINCE, 50)
    assert [(copy.message.id, copy.delivery, copy.counts) for copy in copies] == [
        ("1-digest", rows[0].id, Counts(2, 0))
    ]
    await store.comments.refreshed(copies)
    assert await stale(store) == []
    assert await stale(store, NOW + MINUTE) == []


async def test_a_private_remark_makes_the_digest_of_its_own_chat_stale(store: SqlStore) -> None:
    await digest(store, CHAT)
    await digest(store, ROOM)
    await store.comments.keep(comment("7", shared=False))
    assert await stale(store) == [("1-digest", Counts(1, 0))]


async def test_a_remark_where_a_chat_is_discussed_makes_its_digest_stale(store: SqlStore) -> None:
    await store.chats.see(chat(CHANNEL))
    await store.chats.set_discussion(CHANNEL, ROOM.id)
    await digest(store, CHANNEL)
    await store.comments.keep(comment("7", ref=ROOM, shared=False))
    assert await stale(store) == [("channel-digest", Counts(1, 0))]


async def test_a_digest_does_not_count_what_was_left_out_of_it(store: SqlStore) -> None:
    rows = await digest(store, CHAT)
    await store.deliveries.settle([to_state(rows[1], DeliveryState.SKIPPED)])
    await store.comments.keep(comment("7"))
    assert await stale(store) == []


async def test_a_digest_in_a_chat_that_is_gone_stays_as_it_is(store: SqlStore) -> None:
    await store.chats.see(chat())
    await digest(store, CHAT)
    await store.comments.keep(comment("7"))
    assert await stale(store) == [("1-digest", Counts(1, 0))]
    await store.chats.set_state(CHAT, ChatState.GONE)
    assert await stale(store) == []
