"""Hearing presses and reactions: what somebody does with a message without a word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.telegram.buttons import Pen
from adapters.telegram.queries import Query
from bot.errors import StorageError
from bot.model.chats import Person, PersonRef
from bot.model.events import Press, Reacted, Tallied
from tests.adapters.telegram.listening import ADA_HERSELF, CLOCK, PEN, Shelf, chat, event, hear, ref
from tests.adapters.telegram.shapes import (
    ADA,
    ANONYMOUS,
    CHANNEL,
    FORUM,
    GROUP,
    NOON,
    OTHER_BOT,
    PRIVATE,
    Json,
    ours,
    pressed,
    update,
)

LIKE = PEN.write("like k7", GROUP["id"]).data
WAITING = Query("9001", chat("-100500"), PersonRef("telegram", "77"), ref("-100500", 5))
STALE = Query("9001", chat("-100500"), PersonRef("telegram", "77"), ref("-100500", 5), stale=True)


async def test_a_press_of_a_button_of_ours_is_heard_and_waits_for_an_answer() -> None:
    heard = await hear(pressed(ours(GROUP, 5, LIKE), LIKE))
    assert isinstance(heard.event, Press)
    assert (heard.event.action, heard.event.message) == ("like k7", ref("-100500", 5))
    assert heard.event.origin.person == ADA_HERSELF
    assert heard.event.made is not None
    assert timedelta() <= CLOCK.now() - heard.event.made < timedelta(minutes=1)
    assert heard.query == WAITING


async def test_a_press_in_a_topic_and_in_a_channel_is_there() -> None:
    topic = ours(FORUM, 5, message_thread_id=55, is_topic_message=True)
    heard = await hear(pressed(topic, PEN.write("like k7", FORUM["id"]).data))
    assert isinstance(heard.event, Press)
    assert heard.event.origin.chat.ref == chat("-100502/55")
    heard = await hear(pressed(ours(CHANNEL, 5, sender=None), PEN.write("like k7", CHANNEL["id"]).data))
    assert isinstance(heard.event, Press)
    assert heard.event.origin.chat.ref == chat("-100600/channel")


async def test_a_press_on_a_message_that_cannot_be_seen_any_more_counts() -> None:
    heard = await hear(pressed({"chat": GROUP, "message_id": 5, "date": 0}, LIKE))
    assert isinstance(heard.event, Press)
    assert heard.event.message == ref("-100500", 5)


@pytest.mark.parametrize(
    "data",
    [
        "like k7",
        "AAAAAAAAAAAAAlike k7",
        LIKE.replace("k7", "k8"),
        PEN.write("like k7", PRIVATE["id"]).data,
        Pen(b"another secret", CLOCK).write("like k7", GROUP["id"]).data,
        "",
    ],
    ids=["bare", "forged", "changed", "of another chat", "of another secret", "empty"],
)
async def test_a_button_that_we_did_not_sign_runs_nothing_and_its_person_is_told(data: str) -> None:
    heard = await hear(pressed(ours(GROUP, 5, LIKE), data))
    assert heard.event is None
    assert heard.query == STALE


async def test_a_long_action_is_recalled_from_its_shelf() -> None:
    action = f"merge {' '.join(f'k{number}' for number in range(40))}"
    written = PEN.write(action, GROUP["id"])
    assert written.shelved is not None
    heard = await hear(pressed(ours(GROUP), written.data), Shelf(dict([written.shelved])))
    assert isinstance(heard.event, Press)
    assert heard.event.action == action
    heard = await hear(pressed(ours(GROUP), written.data), Shelf())
    assert (heard.event, heard.query) == (None, STALE)


async def test_while_the_shelf_cannot_be_read_the_update_is_not_taken() -> None:
    written = PEN.write("x" * 64, GROUP["id"])
    with pytest.raises(StorageError):
        await hear(pressed(ours(GROUP), written.data), Shelf(fails=True))


async def test_a_press_on_nothing_of_ours_is_nothing() -> None:
    inline = update(
        "callback_query", {"id": "1", "from": ADA, "chat_instance": "1", "inline_message_id": "i"}
    )
    game = pressed(ours(GROUP), None)
    assert [await event(raw) for raw in (inline, game)] == [None, None]


def reaction(*given: Json, **who: object) -> Json:
    content = {"chat": GROUP, "message_id": 5, "date": NOON, "old_reaction": [], "new_reaction": list(given)}
    return update("message_reaction", content | (who or {"user": ADA}))


async def test_a_persons_reactions_are_what_they_are_now() -> None:
    heart, drawn = {"type": "emoji", "emoji": "❤"}, {"type": "custom_emoji", "custom_emoji_id": "536"}
    heard = await event(reaction(heart, drawn, {"type": "paid"}))
    assert isinstance(heard, Reacted)
    assert heard.reactions == ("❤", "custom:536", "⭐")
    assert heard.message == ref("-100500", 5)
    assert heard.origin.person == ADA_HERSELF
    heard = await event(reaction())
    assert isinstance(heard, Reacted)
    assert heard.reactions == ()


async def test_a_reaction_of_a_kind_yet_unknown_is_one_all_the_same() -> None:
    heard = await event(reaction({"type": "hologram"}))
    assert isinstance(heard, Reacted)
    assert heard.reactions == ("hologram",)


async def test_an_anonymous_reaction_is_the_chats() -> None:
    heard = await event(reaction({"type": "paid"}, actor_chat=GROUP))
    assert isinstance(heard, Reacted)
    assert heard.origin.person == Person(PersonRef("telegram", "-100500"), "Embassy row", anonymous=True)


async def test_a_bots_reaction_is_nothing() -> None:
    assert await event(reaction({"type": "paid"}, user=OTHER_BOT)) is None


async def test_reactions_of_people_unnamed_are_counted() -> None:
    counts = [
        {"type": {"type": "emoji", "emoji": "👍"}, "total_count": 3},
        {"type": {"type": "custom_emoji", "custom_emoji_id": "536"}, "total_count": 1},
    ]
    content = {"chat": CHANNEL, "message_id": 5, "date": NOON, "reactions": counts}
    heard = await event(update("message_reaction_count", content))
    assert isinstance(heard, Tallied)
    assert heard.reactions == (("👍", 3), ("custom:536", 1))
    assert heard.message == ref("-100600/channel", 5)


async def test_an_anonymous_administrator_presses_as_the_person_that_telegram_names() -> None:
    heard = await hear(pressed(ours(GROUP), LIKE, person=ANONYMOUS))
    assert isinstance(heard.event, Press)
    assert heard.event.origin.person.anonymous
