"""The laws of ``DeliveryStore``."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.model.chats import ChatRef, ChatState, MessageRef
from bot.model.editions import Delivery, DeliveryId, DeliveryState
from bot.ports.press import Change
from storage.store import SqlStore
from tests.laws.makers import (
    BRIEFING,
    CHAT,
    DAY,
    MINUTE,
    MISSING_DELIVERY,
    NOW,
    ROOM,
    add_story,
    chat,
    expand_to,
    post,
    promise,
    sent,
    to_state,
)

PENDING, CLAIMED, SENDING = DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING
SENT, AMBIGUOUS = DeliveryState.SENT, DeliveryState.AMBIGUOUS
FAILED, SKIPPED = DeliveryState.FAILED, DeliveryState.SKIPPED


async def claim(store: SqlStore, now: datetime = NOW, limit: int = 30, lease: float = 30.0) -> list[Delivery]:
    claims = await store.deliveries.claim(CHAT.platform, now, limit, lease)
    return [one.delivery for one in claims]


async def claim_one(store: SqlStore, lease: float = 30.0) -> Delivery:
    (row,) = await claim(store, lease=lease)
    return row


async def state_of(store: SqlStore, delivery: DeliveryId) -> DeliveryState:
    row = await store.deliveries.get(delivery)
    assert row is not None
    return row.state


async def test_a_claim_takes_the_first_row_and_grows_its_fence(store: SqlStore) -> None:
    header, *_ = await expand_to(store)
    row = await claim_one(store)
    assert row == replace(header, state=CLAIMED, fence=1)
    assert await store.deliveries.get(header.id) == row
    assert await store.deliveries.get(MISSING_DELIVERY) is None


async def test_one_row_a_chat_is_in_flight(store: SqlStore) -> None:
    rows = await expand_to(store)
    await expand_to(store, ROOM)
    assert [(row.chat, row.position) for row in await claim(store)] == [(CHAT, 0), (ROOM, 0)]
    assert await claim(store) == []
    for state in (SENDING, AMBIGUOUS):
        await store.deliveries.settle([to_state(rows[0], state)])
        assert await claim(store) == []


@pytest.mark.parametrize("done", [SENT, FAILED, SKIPPED])
async def test_the_next_position_goes_once_the_earlier_is_done(store: SqlStore, done: DeliveryState) -> None:
    await expand_to(store)
    for position in range(3):
        row = await claim_one(store)
        assert row.position == position
        await store.deliveries.settle([to_state(row, done)])
    assert await claim(store) == []


async def test_a_row_that_waits_holds_those_behind_it(store: SqlStore) -> None:
    row, *_ = await expand_to(store)
    await store.deliveries.settle([replace(to_state(row, PENDING), not_before=NOW + MINUTE)])
    assert await claim(store) == []
    assert [one.position for one in await claim(store, NOW + MINUTE)] == [0]


async def test_two_promises_of_a_chat_send_one_at_a_time(store: SqlStore) -> None:
    first = await expand_to(store)
    for row in first:
        await store.deliveries.settle([to_state(row, FAILED)])
    await expand_to(store, occasion="send:1")
    await store.deliveries.settle([to_state(row, PENDING) for row in first])  # an editor requeues them
    (row,) = await claim(store)
    assert row.promise == first[0].promise
    for state in (CLAIMED, SENDING, AMBIGUOUS):
        await store.deliveries.settle([to_state(row, state)])
        assert await claim(store) == [], state


@pytest.mark.parametrize("state", [ChatState.ASLEEP, ChatState.BARRED, ChatState.GONE])
async def test_chats_that_cannot_be_written_to_are_not_claimed(store: SqlStore, state: ChatState) -> None:
    await store.chats.see(chat())
    await expand_to(store)
    await store.chats.set_state(CHAT, state)
    assert await claim(store) == []
    await store.chats.set_state(CHAT, ChatState.ACTIVE)
    assert len(await claim(store)) == 1


async def test_a_claim_is_bounded_and_the_rest_is_claimed_next(store: SqlStore) -> None:
    for number in range(5):
        await expand_to(store, ChatRef("console", f"c{number}"))
    first, second = await claim(store, limit=3), await claim(store, limit=3)
    assert (len(first), len(second)) == (3, 2)
    assert {row.id for row in first}.isdisjoint(row.id for row in second)


async def test_a_platform_claims_its_own_rows_and_no_others(store: SqlStore) -> None:
    away = ChatRef("discord", CHAT.id)
    await expand_to(store, away)
    rows = await expand_to(store, CHAT)
    assert [row.chat for row in await claim(store)] == [CHAT]
    await store.deliveries.settle([to_state(rows[0], AMBIGUOUS)])
    assert await store.deliveries.ambiguous(away.platform, 9) == []
    assert [one.delivery.chat for one in await store.deliveries.claim(away.platform, NOW, 9, 30.0)] == [away]


async def test_only_who_holds_the_fence_may_send(store: SqlStore) -> None:
    await expand_to(store)
    row = await claim_one(store)
    assert await store.deliveries.intend([(row.id, row.fence - 1), (MISSING_DELIVERY, 1)]) == set()
    assert await store.deliveries.intend([(row.id, row.fence)]) == {row.id}
    assert await store.deliveries.intend([(row.id, row.fence)]) == set()
    assert await state_of(store, row.id) is SENDING


async def test_a_change_holds_in_the_states_and_under_the_fence_that_it_names(store: SqlStore) -> None:
    await expand_to(store)
    row = await claim_one(store)
    for change in (
        Change(row.id, (SENDING,), FAILED),
        Change(row.id, (CLAIMED,), FAILED, fence=row.fence - 1),
        Change(MISSING_DELIVERY, (CLAIMED,), FAILED),
    ):
        assert await store.deliveries.settle([change]) == set()
    assert await state_of(store, row.id) is CLAIMED
    held = Change(
        row.id,
        (CLAIMED,),
        PENDING,
        fence=row.fence,
        attempts=2,
        ambiguities=1,
        parts=1,
        not_before=NOW,
        reason="later",
    )
    assert await store.deliveries.settle([held]) == {row.id}
    kept = await store.deliveries.get(row.id)
    assert kept == replace(
        row, state=PENDING, attempts=2, ambiguities=1, parts=1, not_before=NOW, reason="later"
    )


async def test_what_a_change_does_not_count_stays(store: SqlStore) -> None:
    row, *_ = await expand_to(store)
    await store.deliveries.settle([replace(to_state(row, PENDING), attempts=2, ambiguities=1, parts=3)])
    await store.deliveries.settle([to_state(row, FAILED, "refused")])
    kept = await store.deliveries.get(row.id)
    assert kept == replace(row, state=FAILED, attempts=2, ambiguities=1, parts=3, reason="refused")


async def test_a_post_is_kept_and_the_row_sent_though_the_fence_was_lost(store: SqlStore) -> None:
    await expand_to(store)
    row = await claim_one(store)
    late = Change(row.id, (SENDING,), SENT, fence=row.fence - 1, post=post(row, "m"), parts=1)
    assert await store.deliveries.settle([late]) == {row.id}
    assert await state_of(store, row.id) is SENT
    assert await store.posts.find(MessageRef(CHAT, "m")) == post(row, "m")
    again = Change(row.id, (SENDING,), PENDING, post=post(row, "n", part=1), parts=2)
    assert await store.deliveries.settle([again]) == set()
    assert await state_of(store, row.id) is SENT
    assert await store.posts.find(MessageRef(CHAT, "n")) is not None


@pytest.mark.parametrize("state", [PENDING, CLAIMED, SENDING, AMBIGUOUS, FAILED, SKIPPED])
async def test_evidence_of_the_whole_wins_over_every_state(store: SqlStore, state: DeliveryState) -> None:
    row, *_ = await expand_to(store)
    await store.deliveries.settle([to_state(row, state)])
    await store.deliveries.settle([replace(sent(row), expects=(SENDING,))])
    assert await state_of(store, row.id) is SENT


async def test_a_part_revives_no_skipped_row(store: SqlStore) -> None:
    row, *_ = await expand_to(store)
    await store.deliveries.settle([to_state(row, SKIPPED)])
    part = Change(row.id, (SENDING,), PENDING, post=post(row, "m"), parts=1)
    assert await store.deliveries.settle([part]) == set()
    assert await state_of(store, row.id) is SKIPPED
    assert await store.posts.find(MessageRef(CHAT, "m")) is not None


async def test_changes_of_one_row_apply_in_their_order(store: SqlStore) -> None:
    row, *_ = await expand_to(store)
    changes = [
        Change(row.id, (PENDING,), CLAIMED),
        Change(row.id, (CLAIMED,), FAILED),
        Change(row.id, (CLAIMED,), SENT),
    ]
    assert await store.deliveries.settle(changes) == {row.id}
    assert await state_of(store, row.id) is FAILED


async def test_a_change_tells_what_became_of_the_chat(store: SqlStore) -> None:
    await store.chats.see(chat())
    await expand_to(store)
    row = await claim_one(store)
    gone = Change(row.id, (SENDING,), FAILED, reason="chat-gone", chat=ChatState.ASLEEP)
    await store.deliveries.settle([gone])
    assert (await store.chats.get(CHAT)) == chat()
    await store.deliveries.settle([replace(gone, expects=(CLAIMED,))])
    assert (await store.chats.get(CHAT)) == replace(chat(), state=ChatState.ASLEEP)


async def test_leases_lapse_by_the_clock_of_the_database(store: SqlStore) -> None:
    await expand_to(store)
    held = await claim_one(store, lease=3600.0)
    assert await store.deliveries.lapsed(all_of_them=False) == []
    assert await store.deliveries.lapsed(all_of_them=True) == [held]
    await store.deliveries.settle([to_state(held, PENDING)])
    lapsed = await claim_one(store, lease=0.0)
    assert lapsed.fence == held.fence + 1
    assert await store.deliveries.lapsed(all_of_them=False) == [lapsed]
    await store.deliveries.intend([(lapsed.id, lapsed.fence)])
    assert await store.deliveries.lapsed(all_of_them=False) == [replace(lapsed, state=SENDING)]
    for done in (AMBIGUOUS, SENT):
        await store.deliveries.settle([to_state(lapsed, done)])
        assert await store.deliveries.lapsed(all_of_them=True) == []


async def test_ambiguous_and_dead_rows_are_listed(store: SqlStore) -> None:
    rows = await expand_to(store)
    await store.deliveries.settle([to_state(row, AMBIGUOUS) for row in rows])
    assert [row.id for row in await store.deliveries.ambiguous(CHAT.platform, 2)] == [rows[0].id, rows[1].id]
    assert await store.deliveries.dead(9) == []
    await store.deliveries.settle([to_state(row, FAILED, "refused") for row in rows[1:]])
    assert [row.id for row in await store.deliveries.dead(2)] == [rows[2].id, rows[1].id]
    assert [row.id for row in await store.deliveries.dead(1)] == [rows[2].id]
    await store.deliveries.settle([to_state(rows[0], SENT)])
    assert await store.deliveries.ambiguous(CHAT.platform, 9) == []


async def test_what_failed_with_its_opening_is_no_letter_of_its_own(store: SqlStore) -> None:
    rows = await expand_to(store)
    await store.deliveries.settle([to_state(row, FAILED, "refused") for row in rows])
    assert [row.id for row in await store.deliveries.dead(9)] == [rows[0].id]
    await store.deliveries.settle([to_state(rows[0], SENT)])
    assert [row.id for row in await store.deliveries.dead(9)] == [rows[2].id, rows[1].id]


@pytest.mark.parametrize("others", [FAILED, SKIPPED])
async def test_a_change_takes_along_the_rows_of_its_promise_that_wait(
    store: SqlStore, others: DeliveryState
) -> None:
    done, row, waiting = await expand_to(store)
    elsewhere = await expand_to(store, ROOM)
    await store.deliveries.settle([to_state(done, SENT)])
    change = Change(row.id, (CLAIMED,), FAILED, reason="refused", others=others)
    assert await store.deliveries.settle([change]) == set()
    assert await state_of(store, waiting.id) is PENDING
    await store.deliveries.settle([replace(change, expects=(PENDING,))])
    taken = await store.deliveries.get(waiting.id)
    assert taken == replace(waiting, state=others, reason="refused")
    assert await state_of(store, done.id) is SENT
    assert [await state_of(store, one.id) for one in elsewhere] == [PENDING] * 3


async def test_skipping_a_chat_takes_what_is_claimed_from_who_holds_it(store: SqlStore) -> None:
    await expand_to(store)
    row = await claim_one(store)
    assert await store.deliveries.skip_chat(CHAT, "paused") == 3
    assert await store.deliveries.intend([(row.id, row.fence)]) == set()


async def test_skipping_a_chat_leaves_what_is_being_sent(store: SqlStore) -> None:
    await expand_to(store)
    row = await claim_one(store)
    await store.deliveries.intend([(row.id, row.fence)])
    await store.promises.promise([promise(occasion="send:1")], BRIEFING, ())
    await expand_to(store, ROOM)
    assert await store.deliveries.skip_chat(CHAT, "unsubscribed") == 2
    assert [one.state for one in await store.deliveries.of(row.promise)] == [SENDING, SKIPPED, SKIPPED]
    assert [one.occasion for one in await store.promises.missed(CHAT, NOW - DAY)] == ["send:1"]
    assert [one.chat for one in await claim(store)] == [ROOM]


async def test_a_story_was_sent_once_any_chat_has_it(store: SqlStore) -> None:
    _, row, waiting = await expand_to(store)
    assert row.story
    assert waiting.story
    await add_story(store, 1)
    await add_story(store, 2)
    assert await store.deliveries.sent([row.story, waiting.story]) == set()
    await store.deliveries.settle([to_state(row, SENT)])
    assert await store.deliveries.sent([row.story, waiting.story]) == {row.story}
    assert await store.deliveries.sent([waiting.story]) == set()
