"""Rights and age of what is pressed: checked for who presses, when they press."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest

from bot.model.chats import Chat, ChatKind, ChatRef, Person, PersonRef
from bot.model.events import Arrival, Command
from bot.readers.floods import COMMANDS_A_MINUTE, PRESSES_A_MINUTE
from storage.store import SqlStore
from tests.core.commands.front import Front
from tests.core.readers.room import ADMIN, ANA, CLUB, HOME, SQUARE, Readers, buttons, text
from tests.fakes.clock import FakeClock

BEN = Person(PersonRef("telegram", "9"), "Ben")
NUMBERS = count()


@pytest.fixture
def front(store: SqlStore, clock: FakeClock) -> Front:
    return Front(Readers(store, clock), admins={(ANA, "-5")})


async def test_a_button_for_those_who_run_a_chat_is_nobody_elses_to_press(front: Front) -> None:
    await front.type("subscribe", ANA, CLUB)
    settings = await front.type("settings", ANA, CLUB)
    before = await front.readers.subscriptions.current(CLUB.ref)
    for action in buttons(settings.message).values():
        answer = await front.press(action, BEN, CLUB)
        assert text(answer) == "Only somebody who runs this chat can do that."
        assert not answer.replaces
    assert await front.readers.subscriptions.current(CLUB.ref) == before


async def test_a_button_from_afar_is_nobody_elses_either(front: Front) -> None:
    await front.type("subscribe", ANA, CLUB)
    panel = await front.type("at -5 settings")
    before = await front.readers.subscriptions.current(CLUB.ref)
    for action in buttons(panel.message).values():
        assert text(await front.press(action, BEN, HOME)).startswith("I can’t see that you run -5.")
    assert await front.readers.subscriptions.current(CLUB.ref) == before


async def test_what_cannot_be_undone_is_asked_again_after_an_hour(front: Front) -> None:
    now = front.readers.now
    answer = await front.press("send yes", ADMIN, HOME, made=now - timedelta(minutes=61))
    assert text(answer) == (
        "That question is more than an hour old, so nothing was done. "
        "Do you still want it? Then ask again, or send /send"
    )
    assert buttons(answer.message) == {"Ask again": "send"}
    assert answer.replaces
    assert front.edited == []


@pytest.mark.parametrize("minutes", [0, 59])
async def test_a_question_of_this_hour_is_answered(front: Front, minutes: int) -> None:
    await front.press("send yes", ADMIN, HOME, made=front.readers.now - timedelta(minutes=minutes))
    assert [call.get("sure") for call in front.edited] == ["yes"]


async def test_what_changes_nothing_for_good_has_no_age(front: Front) -> None:
    old = front.readers.now - timedelta(days=30)
    await front.press("send yes", ADMIN)
    await front.type("send yes", ADMIN)
    await front.press("desk 2", ADMIN, HOME, made=old)
    assert len(front.edited) == 3


async def test_an_old_button_erases_nobody(front: Front) -> None:
    await front.type("subscribe")
    answer = await front.press("forgetme yes", made=front.readers.now - timedelta(hours=2))
    assert "nothing was done" in text(answer)
    assert await front.readers.subscriptions.current(HOME.ref)


NO_RIGHT = "Only somebody who runs this chat can do that."


async def silent(front: Front, line: str, by: Person, chat: Chat = CLUB, at: datetime | None = None) -> bool:
    """Whether a line draws no answer at all."""
    origin = Arrival(f"{by.name}-{next(NUMBERS)}", chat, by, at)
    return await front.commands.run(Command(origin, line)) is None


async def test_in_a_group_a_refusal_is_said_once_a_minute_to_each_person(front: Front) -> None:
    assert await front.say("settings", BEN, CLUB) == NO_RIGHT
    assert await silent(front, "settings", BEN)
    assert await silent(front, "pause", BEN)
    assert await front.say("settings", ADMIN, CLUB) == NO_RIGHT
    front.readers.clock.advance(timedelta(minutes=1))
    assert await front.say("settings", BEN, CLUB) == NO_RIGHT


async def test_who_asks_without_end_in_a_group_is_told_once_and_others_are_heard(front: Front) -> None:
    for _ in range(COMMANDS_A_MINUTE):
        await front.type("about", BEN, CLUB)
    assert "in a group I can say only so much a minute" in await front.say("about", BEN, CLUB)
    for line in ("about", "nonsense", "at -5 pause"):
        assert await silent(front, line, BEN)
    assert await silent(front, "about", BEN, replace(CLUB, ref=ChatRef("telegram", "-5/7")))
    assert (await front.say("subscribe", ANA, CLUB)).startswith("Subscribed")
    front.readers.clock.advance(timedelta(minutes=1))
    assert await front.say("about", BEN, CLUB) == await front.say("about", ANA, CLUB)


async def test_presses_have_a_bound_of_their_own(front: Front) -> None:
    for _ in range(COMMANDS_A_MINUTE):
        await front.type("about", BEN, CLUB)
    for _ in range(PRESSES_A_MINUTE):
        assert text(await front.press("about", BEN, CLUB)) != ""
    assert text(await front.press("about", BEN, CLUB)).startswith("That was a lot")


async def test_what_waited_for_us_was_not_asked_in_one_breath(front: Front) -> None:
    start = front.readers.now - timedelta(hours=1)
    asked = [start + timedelta(minutes=minute) for minute in range(30)]
    assert [await silent(front, "about", BEN, at=at) for at in asked] == [False] * 30


@pytest.mark.parametrize("chat", [Chat(ChatRef("telegram", "9"), ChatKind.PRIVATE, "Ben"), SQUARE])
async def test_alone_and_where_a_platform_sets_no_bound_there_is_none(front: Front, chat: Chat) -> None:
    assert [await silent(front, "about", BEN, chat) for _ in range(30)] == [False] * 30
    refused = [await silent(front, "desk", BEN, chat) for _ in range(3)]
    assert refused == [False] * 3
