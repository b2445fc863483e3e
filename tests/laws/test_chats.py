"""The laws of ``ChatStore``."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.chats import (
    Chat,
    ChatKind,
    ChatRef,
    ChatState,
    MessageRef,
    Person,
    PersonRef,
    SubscriptionState,
)
from bot.model.comments import Counts
from storage.store import SqlStore
from tests.laws.makers import (
    ANA,
    BRIEFING,
    CHANNEL,
    CHAT,
    DAY,
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


async def test_where_a_chat_is_discussed_stays_known_when_it_does_not_say(store: SqlStore) -> None:
    discussed = replace(chat(), discussion="room")
    assert await store.chats.see(discussed) == discussed
    assert await store.chats.see(chat()) == discussed
    elsewhere = replace(chat(), discussion="other")
    assert await store.chats.see(elsewhere) == elsewhere
    await store.chats.set_discussion(CHAT, None)
    assert await store.chats.get(CHAT) == chat()
    await store.chats.set_discussion(CHAT, "room")
    assert await store.chats.get(CHAT) == discussed
    assert await store.chats.see(chat(title="Another")) == replace(discussed, title="Another")


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
    for _ in range(2):  # a move is told twice
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
        (said,) = await store.comments.page(K1, ROOM, 0, 10)
        assert said.source == MessageRef(ROOM, "1:7")
        assert await store.comments.by_source(said.source) == said
        assert await store.comments.page(K1, CHAT, 0, 10) == []
        assert await store.comments.counts([K1], ROOM) == {K1: Counts(1, 0)}


async def test_where_a_chat_moved_to_a_number_means_what_it_means_there(store: SqlStore) -> None:
    await store.chats.see(chat())
    await deliver(store)
    old = await store.comments.keep(comment("7", shared=False))
    await store.chats.move(CHAT, ROOM)

    assert await store.posts.find(MessageRef(ROOM, "1-1")) is None
    assert await store.comments.by_source(MessageRef(ROOM, "7")) is None
    new = await store.comments.keep(comment("7", RAVI, ref=ROOM, shared=False))
    assert new.id != old.id
    assert await store.comments.delete(MessageRef(ROOM, "7"), NOW)
    assert [one.id for one in await store.comments.page(K1, ROOM, 0, 10)] == [old.id]


async def test_what_a_chat_was_posted_before_it_moved_is_known_and_never_written_anew(
    store: SqlStore,
) -> None:
    await store.chats.see(chat())
    await deliver(store)
    await store.comments.keep(comment("7", shared=False))
    await store.chats.move(CHAT, ROOM)
    await store.comments.like(K1, RAVI, NOW)
    await store.comments.keep(comment("7", ref=ROOM, shared=False))
    assert await store.comments.stale(NOW - DAY, 10) == []
    found = await store.posts.find(MessageRef(CHAT, "1-1"))
    assert found is not None
    assert found.story == K1


async def test_where_a_chat_is_discussed_moves_with_it(store: SqlStore) -> None:
    await store.chats.see(replace(chat(), discussion="room"))
    await store.chats.move(CHAT, CHANNEL)
    assert await store.chats.get(CHANNEL) == replace(chat(CHANNEL), discussion="room")
    await store.chats.see(chat(ROOM))
    hall = ChatRef("console", "hall")
    await store.chats.move(ROOM, hall)
    assert await store.chats.get(CHANNEL) == replace(chat(CHANNEL), discussion="hall")


async def test_copies_and_likes_without_names_outlive_the_move_of_either_chat(store: SqlStore) -> None:
    hall = ChatRef("console", "hall")
    await store.chats.see(chat())
    await deliver(store)
    copy, post = MessageRef(ROOM, "9"), MessageRef(CHAT, "1-1")
    await store.posts.copied(copy, post, None, NOW)
    await store.comments.tally(copy, K1, 3)
    await store.chats.move(ROOM, hall)
    await store.chats.move(CHAT, CHANNEL)
    found = await store.posts.find(copy)
    assert found is not None
    assert (found.ref, found.story) == (post, K1)
    assert await store.posts.find(MessageRef(hall, "9")) is None
    assert await store.comments.tally(MessageRef(hall, "9"), K1, 2)
    assert await store.comments.counts([K1], CHANNEL) == {K1: Counts(0, 5)}


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
    open_ones = await store.promises.open(CHAT.platform, NOW, 10)
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


async def test_people_are_found_by_the_handle_that_they_have_now(store: SqlStore) -> None:
    person = Person(PersonRef("console", "1"), "Ana", handle="Ana_S")
    await store.people.meet(person, CHAT)
    assert [each.ref for each in await store.chats.find_person("console", "ana_s")] == [person.ref]
    await store.people.meet(replace(person, handle="other"), CHAT)
    assert await store.chats.find_person("console", "ana_s") == []
    await store.people.meet(replace(person, handle=None), CHAT)
    assert await store.chats.find_person("console", "other") == []


async def test_behind_an_at_sign_people_are_found_by_their_handle_alone(store: SqlStore) -> None:
    person = Person(PersonRef("console", "1"), "Ana", handle="Ana_S")
    await store.people.meet(person, CHAT)
    await store.people.meet(Person(PersonRef("console", "2"), "ana_s"), CHAT)
    await store.people.meet(Person(PersonRef("console", "3"), "@ana_s"), CHAT)
    assert await store.chats.find_person("console", "@ANA_S") == [replace(person, handle="ana_s")]


async def test_editors_have_the_handles_that_they_have_now(store: SqlStore) -> None:
    await store.people.meet(replace(ANA, handle="Ana_S"), CHAT)
    await store.chats.add_editor(ANA, RAVI.ref, NOW)
    await store.chats.add_editor(RAVI, RAVI.ref, NOW)
    assert {each.ref: each.handle for each in await store.chats.editors()} == {
        ANA.ref: "ana_s",
        RAVI.ref: None,
    }


async def test_groups_and_channels_are_found_by_their_title(store: SqlStore) -> None:
    club = [chat(ChatRef("console", name), ChatKind.CLOSED, "Club") for name in ("1", "2", "3")]
    for one in (*club, chat(ROOM, title="Club"), chat(CHANNEL, ChatKind.OPEN, "Other")):
        await store.chats.see(one)
    await store.chats.see(chat(ChatRef("discord", "1"), ChatKind.OPEN, "Club"))
    await store.chats.set_state(club[1].ref, ChatState.GONE)
    await store.chats.set_state(club[2].ref, ChatState.ASLEEP)
    found = await store.chats.titled("console", "Club")
    assert [(one.ref.id, one.state) for one in found] == [("1", ChatState.ACTIVE), ("3", ChatState.ASLEEP)]


async def test_groups_and_channels_that_ordered_are_listed_with_the_silent_ones_first(
    store: SqlStore,
) -> None:
    states = {"a": ChatState.ACTIVE, "b": ChatState.GONE, "c": ChatState.BARRED, "d": ChatState.ASLEEP}
    for name, state in states.items():
        ref = ChatRef("console", name)
        await store.chats.see(chat(ref, ChatKind.CLOSED))
        await store.chats.set_state(ref, state)
        await store.subscriptions.put(subscription(ref))
    for ref, kind, kept in ((CHAT, ChatKind.PRIVATE, "active"), (ROOM, ChatKind.OPEN, "ended")):
        await store.chats.see(chat(ref, kind))
        await store.subscriptions.put(replace(subscription(ref), state=SubscriptionState(kept)))
    assert [one.ref.id for one in await store.chats.subscribed(BRIEFING, 9)] == ["c", "d", "a"]
    assert [one.ref.id for one in await store.chats.subscribed(BRIEFING, 2)] == ["c", "d"]
    assert await store.chats.subscribed("sport", 9) == []


async def test_a_topic_shares_the_fate_of_its_chat(store: SqlStore) -> None:
    group, topic, other = (ChatRef("console", name) for name in ("-1", "-1/5", "-10"))
    for ref in (group, topic, other):
        await store.chats.see(Chat(ref, ChatKind.CLOSED, ref.id))
    assert await store.chats.set_state(group, ChatState.ASLEEP)
    found = [await store.chats.get(ref) for ref in (group, topic, other)]
    states = [chat.state for chat in found if chat]
    assert states == [ChatState.ASLEEP, ChatState.ASLEEP, ChatState.ACTIVE]
    assert await store.chats.set_state(topic, ChatState.BARRED)
    whole = await store.chats.get(group)
    assert whole is not None
    assert whole.state is ChatState.ASLEEP
