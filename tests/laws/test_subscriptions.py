"""The laws of ``SubscriptionStore``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.model.chats import ChatRef, ChatState, Layout, Order, Schedule, Slot, Subscription, SubscriptionState
from bot.ports.readers import Wave
from storage.store import SqlStore
from tests.laws.makers import BRIEFING, CHAT, DAY, HOUR, MINUTE, NOW, ROOM, SLOT, chat, subscription


def slot(minutes: int) -> Slot:
    return Slot(date(2026, 2, 2), time(7), NOW + timedelta(minutes=minutes))


async def put(store: SqlStore, *minutes: int) -> list[ChatRef]:
    """Subscriptions of chats c0, c1, ... due so many minutes from now."""
    chats = [ChatRef("console", f"c{number}") for number in range(len(minutes))]
    for ref, wait in zip(chats, minutes, strict=True):
        await store.subscriptions.put(subscription(ref, slot(wait)))
    return chats


async def due(store: SqlStore, limit: int = 10) -> list[str]:
    return [one.chat.id for one in await store.subscriptions.due(BRIEFING, NOW, limit)]


async def test_a_subscription_comes_back_as_it_was_put(store: SqlStore) -> None:
    whole = Subscription(
        BRIEFING,
        CHAT,
        Schedule("America/St_Johns", (time(6, 45), time(23, 59)), (7,)),
        Order(9, ("ties", "visas"), ("foot ball", "ünder"), Layout.DIGEST, "de"),
        silent=True,
        state=SubscriptionState.PAUSED,
        next=Slot(date(2026, 3, 1), time(6, 45), NOW + DAY),
    )
    await store.subscriptions.put(whole)
    assert await store.subscriptions.get(BRIEFING, CHAT) == whole
    changed = replace(whole, next=None, state=SubscriptionState.ENDED, order=Order(1))
    await store.subscriptions.put(changed)
    assert await store.subscriptions.get(BRIEFING, CHAT) == changed
    assert await store.subscriptions.get("sport", CHAT) is None


async def test_those_whose_slot_has_come_are_due_earliest_first(store: SqlStore) -> None:
    await put(store, 0, -5, 1, -9)
    assert await due(store) == ["c3", "c1", "c0"]
    assert await due(store, 1) == ["c3"]


@pytest.mark.parametrize("state", [SubscriptionState.PAUSED, SubscriptionState.ENDED])
async def test_what_is_paused_or_ended_is_not_due(store: SqlStore, state: SubscriptionState) -> None:
    await store.subscriptions.put(replace(subscription(), state=state))
    assert await due(store) == []
    assert await store.subscriptions.count(BRIEFING) == 0
    assert await store.subscriptions.listening(BRIEFING, None, 10) == []


@pytest.mark.parametrize("state", [ChatState.ASLEEP, ChatState.BARRED, ChatState.GONE])
async def test_chats_that_cannot_be_written_to_keep_their_slot(store: SqlStore, state: ChatState) -> None:
    await store.chats.see(chat())
    await store.subscriptions.put(subscription())
    await store.chats.set_state(CHAT, state)
    assert await due(store) == []
    assert await store.subscriptions.count(BRIEFING) == 0
    assert await store.subscriptions.next_wave(BRIEFING, NOW) is None
    await store.chats.set_state(CHAT, ChatState.ACTIVE)
    assert await due(store) == [CHAT.id]


async def test_a_chat_that_was_never_seen_counts_as_active(store: SqlStore) -> None:
    await store.subscriptions.put(subscription(ROOM))
    assert await due(store) == [ROOM.id]
    assert await store.subscriptions.count(BRIEFING) == 1


async def test_listening_pages_by_chat(store: SqlStore) -> None:
    chats = await put(store, 1, 2, 3)
    await store.subscriptions.put(subscription(ChatRef("discord", "a"), None))
    first = await store.subscriptions.listening(BRIEFING, None, 2)
    assert [one.chat for one in first] == chats[:2]
    rest = await store.subscriptions.listening(BRIEFING, first[-1].chat, 10)
    assert [one.chat for one in rest] == [chats[2], ChatRef("discord", "a")]
    assert await store.subscriptions.count(BRIEFING) == 4


async def test_the_next_wave_counts_its_chats_and_names_the_zone_of_most(store: SqlStore) -> None:
    assert await store.subscriptions.next_wave(BRIEFING, NOW) is None
    await put(store, -1, 30, 30, 60)
    await store.subscriptions.put(subscription(CHAT, slot(30), zone="Asia/Tokyo"))
    wave = await store.subscriptions.next_wave(BRIEFING, NOW)
    assert wave == Wave(NOW + 30 * MINUTE, "Europe/Berlin", 3)


async def test_slots_are_moved_on_without_a_promise(store: SqlStore) -> None:
    chats = await put(store, 0, 0)
    later = Slot(SLOT.date, time(18, 30), NOW + HOUR)
    await store.subscriptions.set_next(BRIEFING, {chats[0]: later, chats[1]: None})
    moved = [await store.subscriptions.get(BRIEFING, ref) for ref in chats]
    assert [one.next for one in moved if one] == [later, None]
    assert await due(store) == []
