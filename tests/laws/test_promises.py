"""The laws of ``PromiseStore``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from bot.errors import StorageError
from bot.model.chats import Slot, Subscription
from bot.model.editions import DeliveryState, EditionId, Promise, PromiseId, PromiseState
from bot.ports.press import NewDelivery
from storage.store import SqlStore
from tests.laws.makers import (
    BRIEFING,
    CHAT,
    DAY,
    HOUR,
    K1,
    K2,
    K3,
    MINUTE,
    NOW,
    ROOM,
    SLOT,
    deliver,
    expand_to,
    freeze,
    prepared,
    promise,
    promise_to,
    sent,
    subscription,
    to_state,
)

NEXT = Slot(date(2026, 2, 3), time(7), NOW + DAY)


async def opened(store: SqlStore) -> list[str]:
    return [f"{one.chat.id} {one.occasion}" for one in await store.promises.open(CHAT.platform, NOW, 10)]


async def test_a_promise_and_the_move_of_its_subscription_are_one(store: SqlStore) -> None:
    edition = await freeze(store)
    await store.subscriptions.put(subscription())
    new = replace(promise(edition=edition.id), silent=True)
    assert await store.promises.promise([new], BRIEFING, [(subscription(), NEXT)]) == 1
    (made,) = await store.promises.open(CHAT.platform, NOW, 10)
    assert made == Promise(
        id=made.id,
        briefing=BRIEFING,
        chat=CHAT,
        occasion="2026-02-02 07:00",
        edition=edition.id,
        date=SLOT.date,
        due=NOW,
        expires=NOW + 6 * HOUR,
        silent=True,
        state=PromiseState.OPEN,
    )
    assert await store.promises.get(made.id) == made
    moved = await store.subscriptions.get(BRIEFING, CHAT)
    assert moved is not None
    assert moved.next == NEXT


async def test_an_occasion_is_promised_once_and_the_slot_moves_all_the_same(store: SqlStore) -> None:
    await store.subscriptions.put(subscription())
    await store.promises.promise([promise()], BRIEFING, ())
    again = [promise(), promise(ROOM), promise(occasion="send:1")]
    assert await store.promises.promise(again, BRIEFING, [(subscription(), None)]) == 2
    assert await opened(store) == ["1 2026-02-02 07:00", "room 2026-02-02 07:00"]
    moved = await store.subscriptions.get(BRIEFING, CHAT)
    assert moved is not None
    assert moved.next is None


@pytest.mark.parametrize(
    "meanwhile",
    [
        subscription(slot=replace(SLOT, at=NOW + HOUR)),
        subscription(slot=None),
        subscription(zone="Asia/Tokyo"),
        replace(subscription(), schedule=replace(subscription().schedule, hours=(time(18),))),
        replace(subscription(), schedule=replace(subscription().schedule, days=(7,))),
    ],
)
async def test_what_a_person_changed_meanwhile_is_not_overwritten(
    store: SqlStore, meanwhile: Subscription
) -> None:
    await store.subscriptions.put(meanwhile)
    assert await store.promises.promise([promise()], BRIEFING, [(subscription(), NEXT)]) == 1
    assert await store.subscriptions.get(BRIEFING, CHAT) == meanwhile


async def test_the_earliest_due_promise_of_each_free_chat_is_open(store: SqlStore) -> None:
    for ref, occasion, wait in (
        (CHAT, "late", 2),
        (CHAT, "early", 9),
        (ROOM, "only", 5),
        (ROOM, "later", -1),
    ):
        new = replace(promise(ref, occasion), due=NOW - wait * MINUTE)
        await store.promises.promise([new], BRIEFING, ())
    assert await opened(store) == ["1 early", "room only"]
    assert [one.occasion for one in await store.promises.open(CHAT.platform, NOW, 1)] == ["early"]
    assert await store.promises.open(CHAT.platform, NOW - DAY, 10) == []


async def test_a_chat_with_deliveries_under_way_waits_with_its_next_promise(store: SqlStore) -> None:
    rows = await expand_to(store)
    await store.promises.promise([promise(occasion="send:1")], BRIEFING, ())
    for state in (
        DeliveryState.PENDING,
        DeliveryState.CLAIMED,
        DeliveryState.SENDING,
        DeliveryState.AMBIGUOUS,
    ):
        await store.deliveries.settle(
            [to_state(rows[0], DeliveryState.SENT), to_state(rows[1], DeliveryState.FAILED)]
        )
        await store.deliveries.settle([to_state(rows[2], state)])
        assert await opened(store) == [], state
    await store.deliveries.settle([to_state(rows[2], DeliveryState.SKIPPED)])
    assert await opened(store) == ["1 send:1"]


async def test_a_promise_is_expanded_once(store: SqlStore) -> None:
    made = await promise_to(store)
    rows = [NewDelivery(1, K1, "one"), NewDelivery(0, None, "zero")]
    await store.promises.expand(made.id, rows)
    await store.promises.expand(made.id, [NewDelivery(2, K2, "two")])
    found = await store.deliveries.of(made.id)
    assert [(row.position, row.story, row.key, row.state) for row in found] == [
        (0, None, "zero", DeliveryState.PENDING),
        (1, K1, "one", DeliveryState.PENDING),
    ]
    assert {row.expires for row in found} == {made.expires}
    expanded = await store.promises.get(made.id)
    assert expanded is not None
    assert expanded.state is PromiseState.EXPANDED
    assert await store.promises.get(PromiseId(99)) is None


async def test_closing_ends_an_open_promise_for_good(store: SqlStore) -> None:
    made = await promise_to(store)
    await store.promises.close(made.id, PromiseState.EMPTY, "nothing-new")
    await store.promises.close(made.id, PromiseState.SKIPPED, "missed")
    await store.promises.expand(made.id, [NewDelivery(0, None, "zero")])
    assert await store.promises.get(made.id) == replace(made, state=PromiseState.EMPTY, reason="nothing-new")
    assert await store.deliveries.of(made.id) == []


async def test_a_chat_had_what_was_sent_is_on_its_way_or_failed(store: SqlStore) -> None:
    assert await store.promises.had(CHAT, [K1, K2]) == set()
    rows = await expand_to(store)
    assert await store.promises.had(CHAT, [K1, K2, K3]) == {K1, K2}
    await store.deliveries.settle(
        [to_state(rows[1], DeliveryState.FAILED), to_state(rows[2], DeliveryState.SKIPPED)]
    )
    assert await store.promises.had(CHAT, [K1, K2]) == {K1}
    assert await store.promises.had(CHAT, [K3]) == set()
    assert await store.promises.had(ROOM, [K1]) == set()


async def test_the_archive_of_a_day_is_what_was_sent_in_order(store: SqlStore) -> None:
    await deliver(store)
    rows = await expand_to(store, occasion="send:1")
    await store.deliveries.settle([sent(rows[1], "again"), to_state(rows[2], DeliveryState.FAILED)])
    assert await store.promises.of_date(CHAT, SLOT.date) == [prepared(K1), prepared(K2), prepared(K1)]
    assert await store.promises.of_date(CHAT, date(2026, 2, 3)) == []
    assert await store.promises.of_date(ROOM, SLOT.date) == []


async def test_missed_editions_are_the_skipped_ones_newest_first(store: SqlStore) -> None:
    skipped = [
        replace(promise(occasion=str(n)), due=NOW - n * HOUR, state=PromiseState.SKIPPED, reason="missed")
        for n in (1, 3, 2)
    ]
    await store.promises.promise([*skipped, promise(occasion="open")], BRIEFING, ())
    missed = await store.promises.missed(CHAT, NOW - 2 * HOUR)
    assert [(one.occasion, one.reason) for one in missed] == [("1", "missed"), ("2", "missed")]
    assert await opened(store) == ["1 open"]


async def test_a_promise_of_an_edition_that_is_not_there_is_refused_whole(store: SqlStore) -> None:
    await store.subscriptions.put(subscription())
    news = [promise(), promise(ROOM, edition=EditionId(99))]
    with pytest.raises(StorageError):
        await store.promises.promise(news, BRIEFING, [(subscription(), NEXT)])
    assert await opened(store) == []
    kept = await store.subscriptions.get(BRIEFING, CHAT)
    assert kept is not None
    assert kept.next == SLOT
