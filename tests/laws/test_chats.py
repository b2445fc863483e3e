"""The laws of ``ChatStore``."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.chats import ChatKind, ChatRef, ChatState, MessageRef, Person, PersonRef
from bot.model.comments import Counts
from storage.store import SqlStore
from tests.laws.makers import (
    ANA,
    BRIEFING,
    CHAT,
    K1,
    NOW,
    RAVI,
    ROOM,
    chat,
    comment,
    deliver,
    promise_to,
    subscription,
)


async def test_a_chat_that_speaks_is_kept_with_kind_and_title(store: SqlStore) -> None:
    assert await store.chats.get(CHAT) is None
    assert await store.chats.see(chat()) == chat()
    renamed = chat(kind=ChatKind.CLOSED, title="Friends")
    assert await store.chats.see(renamed) == renamed
    assert await store.chats.get(CHAT) == renamed


async def test_what_was_chosen_for_a_chat_stays_when_it_speaks(store: SqlStore) -> None:
    await store.chats.see(chat())
    await store.chats.set_language(CHAT, "de")
    await store.chats.set_shares(CHAT, shares=False)
    assert await store.chats.see(chat()) == replace(chat(), language="de", shares=False)


@pytest.mark.parametrize("before", ChatState)
@pytest.mark.parametrize("title", ["Ana", "Another"])
async def test_a_chat_that_speaks_is_active_whatever_became_of_it(
    store: SqlStore, before: ChatState, title: str
) -> None:
    await store.chats.see(chat())
    await store.chats.set_state(CHAT, before)
    assert (await store.chats.see(chat(title=title))).state is ChatState.ACTIVE


async def test_setting_a_state_tells_whether_it_changed(store: SqlStore) -> None:
    await store.chats.see(chat())
    assert await store.chats.set_state(CHAT, ChatState.ASLEEP)
    assert not await store.chats.set_state(CHAT, ChatState.ASLEEP)
    assert not await store.chats.set_state(ROOM, ChatState.ASLEEP)


async def test_a_chat_that_moves_takes_everything_along(store: SqlStore) -> None:
    await store.chats.see(chat())
    await store.chats.set_language(CHAT, "de")
    await store.chats.make_newsroom(CHAT)
    await store.subscriptions.put(subscription())
    rows = await deliver(store)
    await store.comments.keep(comment("7", shared=False))
    await store.chats.move(CHAT, ROOM)

    moved, left = await store.chats.get(ROOM), await store.chats.get(CHAT)
    assert moved == replace(chat(ROOM), language="de")
    assert left is not None
    assert left.state is ChatState.GONE
    assert await store.chats.newsroom() == ROOM
    assert await store.subscriptions.get(BRIEFING, CHAT) is None
    assert await store.subscriptions.get(BRIEFING, ROOM) == subscription(ROOM)
    delivery = await store.deliveries.get(rows[1].id)
    assert delivery is not None
    assert delivery.chat == ROOM
    assert await store.promises.had(ROOM, [K1]) == {K1}
    assert await store.promises.had(CHAT, [K1]) == set()
    assert await store.posts.find(MessageRef(ROOM, "1-1")) is not None
    assert await store.comments.by_source(MessageRef(ROOM, "7")) is not None
    assert await store.comments.counts([K1], ROOM) == {K1: Counts(1, 0)}


async def test_moving_onto_a_chat_that_is_known_keeps_one_subscription(store: SqlStore) -> None:
    for ref in (CHAT, ROOM):
        await store.chats.see(chat(ref))
    await store.subscriptions.put(subscription(zone="Asia/Tokyo"))
    await store.subscriptions.put(subscription(ROOM))
    await promise_to(store, CHAT)
    await promise_to(store, ROOM)
    await store.chats.move(CHAT, ROOM)
    assert await store.subscriptions.get(BRIEFING, ROOM) == subscription(ROOM, zone="Asia/Tokyo")
    assert await store.subscriptions.count(BRIEFING) == 1
    open_ones = await store.promises.open(NOW, 10)
    assert [(one.chat, one.occasion) for one in open_ones if one.chat == ROOM] == [(ROOM, "2026-02-02 07:00")]


async def test_a_chat_that_moves_onto_one_that_was_put_off_is_active_there(store: SqlStore) -> None:
    for ref in (CHAT, ROOM):
        await store.chats.see(chat(ref))
    await store.chats.set_state(ROOM, ChatState.BARRED)
    await store.chats.move(CHAT, ROOM)
    moved = await store.chats.get(ROOM)
    assert moved is not None
    assert moved.state is ChatState.ACTIVE


async def test_a_chat_that_stops_sharing_is_seen_by_itself_alone(store: SqlStore) -> None:
    await store.chats.see(chat())
    await store.comments.keep(comment("1"))
    await store.chats.set_shares(CHAT, shares=False)
    await store.comments.keep(comment("2"))
    assert len(await store.comments.page(K1, CHAT, 0, 10)) == 2
    assert await store.comments.page(K1, ROOM, 0, 10) == []
    assert await store.comments.counts([K1], CHAT) == {K1: Counts(2, 0)}
    assert await store.comments.counts([K1], ROOM) == {K1: Counts(0, 0)}
    await store.chats.set_shares(CHAT, shares=True)
    assert len(await store.comments.page(K1, ROOM, 0, 10)) == 2
    assert await store.comments.counts([K1], ROOM) == {K1: Counts(2, 0)}


async def test_a_person_who_shares_nothing_stays_so_when_the_chat_shares(store: SqlStore) -> None:
    await store.chats.see(chat())
    await store.comments.keep(comment("1", shared=False))
    await store.chats.set_shares(CHAT, shares=False)
    await store.chats.set_shares(CHAT, shares=True)
    assert await store.comments.page(K1, ROOM, 0, 10) == []


async def test_a_person_who_shares_all_does_not_open_a_chat_that_shares_nothing(store: SqlStore) -> None:
    await store.chats.see(chat())
    await store.chats.set_shares(CHAT, shares=False)
    await store.comments.keep(comment("1"))
    await store.comments.share(ANA.ref, "A.", shared=True)
    assert await store.comments.page(K1, ROOM, 0, 10) == []
    assert await store.comments.counts([K1], ROOM) == {K1: Counts(0, 0)}


async def test_there_is_one_newsroom(store: SqlStore) -> None:
    assert await store.chats.newsroom() is None
    await store.chats.make_newsroom(CHAT)
    await store.chats.make_newsroom(ROOM)
    assert await store.chats.newsroom() == ROOM


async def test_editors_come_and_go_once(store: SqlStore) -> None:
    assert await store.chats.add_editor(ANA, RAVI.ref, NOW)
    assert not await store.chats.add_editor(ANA, RAVI.ref, NOW)
    assert await store.chats.editors() == [ANA]
    assert await store.chats.remove_editor(ANA.ref)
    assert not await store.chats.remove_editor(ANA.ref)
    assert await store.chats.editors() == []


async def test_people_are_found_by_name_whatever_its_case(store: SqlStore) -> None:
    person = Person(PersonRef("console", "1"), "Jürgen Groß")
    await store.people.meet(person, CHAT)
    await store.people.meet(Person(PersonRef("discord", "1"), "Jürgen Groß"), ChatRef("discord", "9"))
    assert await store.chats.find_person("console", "JÜRGEN GROSS") == [person]
    assert await store.chats.find_person("console", "Jürgen") == []
