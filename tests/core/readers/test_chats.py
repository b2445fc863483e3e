"""Chats come and go: greeted once, put to sleep, woken, moved."""

from __future__ import annotations

import pytest

from bot.model.chats import Chat, ChatRef, ChatState
from bot.model.events import ChatChange, ChatChanged
from bot.readers.response import SILENCE, Response
from tests.core.readers.room import ANA, CLUB, HOME, RAVI, WORDS, Readers, buttons, text


async def change(readers: Readers, what: ChatChange, chat: Chat = CLUB, to: str | None = None) -> Response:
    return await readers.chats.changed(ChatChanged(readers.arrival(ANA, chat), what, to), WORDS)


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


async def test_a_private_chat_is_not_greeted_twice_beside_its_start(readers: Readers) -> None:
    assert await change(readers, ChatChange.ADDED, HOME) == SILENCE
    assert await readers.store.chats.get(HOME.ref)


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


@pytest.mark.parametrize("what", [what for what, _ in _PUT_OFF])
async def test_a_subscribed_chat_that_lets_the_bot_in_again_hears_when_the_next_edition_comes(
    readers: Readers, what: ChatChange
) -> None:
    await readers.chats.seen(readers.arrival(ANA, CLUB))
    await readers.subscriptions.subscribe(CLUB.ref, None)
    await change(readers, what)
    assert text(await change(readers, ChatChange.ADDED)) == "I am back. Next: today at 07:00."
    assert await change(readers, ChatChange.ADDED) == SILENCE


async def test_a_chat_that_moves_takes_its_subscription_along(readers: Readers) -> None:
    await readers.chats.seen(readers.arrival(ANA, CLUB))
    await readers.subscriptions.subscribe(CLUB.ref, None)
    await change(readers, ChatChange.MOVED, to="-1005")
    assert await readers.subscriptions.current(CLUB.ref) is None
    assert await readers.subscriptions.current(ChatRef("telegram", "-1005"))


async def test_who_spoke_is_found_by_name(readers: Readers) -> None:
    await readers.chats.seen(readers.arrival(RAVI, CLUB))
    assert [one.ref for one in await readers.store.chats.find_person("discord", "ravi")] == [RAVI.ref]
