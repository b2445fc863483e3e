"""Chats come and go: greeted once, put to sleep, woken, moved."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from bot.errors import TryLater
from bot.model.chats import Chat, ChatKind, ChatRef, ChatState
from bot.model.events import ChatChange, ChatChanged
from bot.readers.response import SILENCE, Response
from tests.core.readers.room import ANA, CLUB, HOME, RAVI, WORDS, Readers, buttons, text

WIRE = Chat(ChatRef("telegram", "-9/channel"), ChatKind.OPEN, "Wire")
TOPIC = Chat(ChatRef("telegram", "-5/55"), ChatKind.CLOSED, "The club")


async def change(readers: Readers, what: ChatChange, chat: Chat = CLUB, to: str | None = None) -> Response:
    event = ChatChanged(readers.arrival(ANA, chat), what, to, one_way=chat == WIRE)
    return await readers.chats.changed(event, WORDS)


async def test_a_group_that_lets_the_bot_in_is_greeted_once(readers: Readers) -> None:
    greeting = await change(readers, ChatChange.ADDED)
    assert text(greeting) == (
        "Diplomatic Briefing\n"
        "Your exclusive news aggregator handpicked daily!\n"
        "News stories picked by hand, with their sources. Reply to a story to comment on it.\n\n"
        "Somebody who runs this chat can subscribe it. "
        "It would come every day at 07:00, Asia/Tokyo, with 7 stories at most."
    )
    assert buttons(greeting.message) == {"Subscribe": "subscribe", "Settings": "settings"}
    assert await change(readers, ChatChange.ADDED) == SILENCE


async def test_where_there_is_an_address_the_greeting_leads_to_setting_the_chat_up_in_private(
    readers: Readers,
) -> None:
    readers.has_addresses = True
    greeting = (await change(readers, ChatChange.ADDED)).message
    assert greeting
    addresses = [button.url for row in greeting.buttons for button in row if button.url]
    assert addresses == ["https://telegram.example/manage_-5"]


async def test_a_private_chat_is_not_greeted_twice_beside_its_start(readers: Readers) -> None:
    assert await change(readers, ChatChange.ADDED, HOME) == SILENCE
    assert await readers.store.chats.get(HOME.ref)
    await readers.subscriptions.subscribe(HOME.ref, None)
    await change(readers, ChatChange.REMOVED, HOME)
    assert await change(readers, ChatChange.ADDED, HOME) == SILENCE
    woken = await readers.store.chats.get(HOME.ref)
    assert woken
    assert woken.state is ChatState.ACTIVE


async def test_a_channel_is_greeted_in_the_private_chat_of_who_let_the_bot_in(readers: Readers) -> None:
    await readers.chats.seen(readers.arrival(ANA, HOME))
    greeting = await change(readers, ChatChange.ADDED, WIRE)
    assert greeting.to == HOME
    assert text(greeting) == (
        "For Wire:\n\n"
        "Diplomatic Briefing\n"
        "Your exclusive news aggregator handpicked daily!\n"
        "News stories picked by hand, with their sources. Reply to a story to comment on it.\n\n"
        "It would come every day at 07:00, Asia/Tokyo, with 7 stories at most. You can change all of that."
    )
    assert buttons(greeting.message) == {
        "Subscribe": "subscribe -9/channel",
        "Set it up": "manage -9/channel",
    }
    assert await change(readers, ChatChange.ADDED, WIRE) == SILENCE


async def test_of_a_channel_nothing_is_said_to_who_never_spoke_to_the_bot(readers: Readers) -> None:
    assert await change(readers, ChatChange.ADDED, WIRE) == SILENCE
    assert await readers.store.chats.get(WIRE.ref) == WIRE


async def test_of_a_channel_nothing_is_said_to_who_blocks_the_bot(readers: Readers) -> None:
    await readers.chats.seen(readers.arrival(ANA, HOME))
    await change(readers, ChatChange.REMOVED, HOME)
    assert await change(readers, ChatChange.ADDED, WIRE) == SILENCE


async def test_where_a_channel_is_discussed_is_asked_when_it_lets_the_bot_in(readers: Readers) -> None:
    readers.visible[WIRE.ref.id] = discussed = replace(WIRE, discussion="-7")
    await change(readers, ChatChange.ADDED, WIRE)
    assert await readers.store.chats.get(WIRE.ref) == discussed


async def test_a_channel_that_cannot_be_looked_at_is_kept_as_it_is(
    readers: Readers, caplog: pytest.LogCaptureFixture
) -> None:
    await readers.chats.seen(readers.arrival(ANA, HOME))
    readers.trouble = TryLater(30.0)
    with caplog.at_level(logging.INFO):
        assert (await change(readers, ChatChange.ADDED, WIRE)).to == HOME
    assert "where telegram:-9/channel is discussed is not known" in caplog.text
    assert await readers.store.chats.get(WIRE.ref) == WIRE


_PUT_OFF = [
    (ChatChange.REMOVED, ChatState.ASLEEP),
    (ChatChange.BARRED, ChatState.BARRED),
    (ChatChange.GONE, ChatState.GONE),
]


@pytest.mark.parametrize(("what", "state"), _PUT_OFF)
async def test_a_chat_that_was_put_off_gets_nothing_until_it_speaks_again(
    readers: Readers, what: ChatChange, state: ChatState
) -> None:
    await readers.chats.seen(readers.arrival(ANA, CLUB))
    await change(readers, what)
    chat = await readers.store.chats.get(CLUB.ref)
    assert chat
    assert chat.state is state
    assert (await readers.chats.seen(readers.arrival(ANA, CLUB))).state is ChatState.ACTIVE


async def test_lost_rights_are_told_once(readers: Readers) -> None:
    await readers.chats.seen(readers.arrival(ANA, CLUB))
    for _ in range(2):
        assert await change(readers, ChatChange.BARRED) == SILENCE
    assert readers.barred == [CLUB.ref]
    await change(readers, ChatChange.ADDED)
    await change(readers, ChatChange.REMOVED)
    assert readers.barred == [CLUB.ref]


@pytest.mark.parametrize("what", [what for what, _ in _PUT_OFF])
async def test_a_subscribed_chat_that_lets_the_bot_in_again_hears_when_the_next_edition_comes(
    readers: Readers, what: ChatChange
) -> None:
    await readers.chats.seen(readers.arrival(ANA, CLUB))
    await readers.subscriptions.subscribe(CLUB.ref, None)
    await change(readers, what)
    assert text(await change(readers, ChatChange.ADDED)) == "I am back. Next: today at 07:00."
    assert await change(readers, ChatChange.ADDED) == SILENCE


@pytest.mark.parametrize("what", [what for what, _ in _PUT_OFF])
async def test_a_subscribed_channel_is_back_again_only_for_who_let_the_bot_in(
    readers: Readers, what: ChatChange
) -> None:
    await readers.chats.seen(readers.arrival(ANA, HOME))
    await change(readers, ChatChange.ADDED, WIRE)
    await readers.subscriptions.subscribe(WIRE.ref, None)
    await change(readers, what, WIRE)
    back = await change(readers, ChatChange.ADDED, WIRE)
    assert (back.to, text(back)) == (HOME, "For Wire:\n\nI am back. Next: today at 07:00.")


async def test_rights_that_are_back_are_told_where_an_edition_is_owed(readers: Readers) -> None:
    await readers.chats.seen(readers.arrival(ANA, CLUB))
    await readers.subscriptions.subscribe(CLUB.ref, None)
    await change(readers, ChatChange.BARRED)
    assert text(await change(readers, ChatChange.ALLOWED)) == "I am back. Next: today at 07:00."
    assert await change(readers, ChatChange.ALLOWED) == SILENCE


async def test_rights_that_are_back_wake_the_topics_and_are_no_reason_to_greet(readers: Readers) -> None:
    await readers.chats.seen(readers.arrival(ANA, TOPIC))
    await readers.subscriptions.subscribe(TOPIC.ref, None)
    await change(readers, ChatChange.BARRED)
    assert await change(readers, ChatChange.ALLOWED) == SILENCE
    topic = await readers.store.chats.get(TOPIC.ref)
    assert topic
    assert topic.state is ChatState.ACTIVE
    assert await readers.store.chats.get(CLUB.ref) is None


async def test_a_topic_that_nobody_uses_stays_unknown(readers: Readers) -> None:
    await readers.chats.seen(readers.arrival(ANA, CLUB))
    for what in (ChatChange.BARRED, ChatChange.ALLOWED):
        assert await change(readers, what, TOPIC) == SILENCE
    assert await readers.store.chats.get(TOPIC.ref) is None
    assert readers.barred == []


async def test_a_group_that_moved_is_not_greeted_again(readers: Readers) -> None:
    await change(readers, ChatChange.ADDED)
    await change(readers, ChatChange.MOVED, to="-1005")
    moved = replace(CLUB, ref=ChatRef("telegram", "-1005"))
    assert await change(readers, ChatChange.ADDED, moved) == SILENCE


async def test_a_chat_that_moves_takes_its_subscription_along(readers: Readers) -> None:
    await readers.chats.seen(readers.arrival(ANA, CLUB))
    await readers.subscriptions.subscribe(CLUB.ref, None)
    await change(readers, ChatChange.MOVED, to="-1005")
    assert await readers.subscriptions.current(CLUB.ref) is None
    assert await readers.subscriptions.current(ChatRef("telegram", "-1005"))


async def test_who_spoke_is_found_by_name(readers: Readers) -> None:
    await readers.chats.seen(readers.arrival(RAVI, CLUB))
    assert [one.ref for one in await readers.store.chats.find_person("discord", "ravi")] == [RAVI.ref]
