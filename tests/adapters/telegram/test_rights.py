"""Who administers a chat: what is asked, how long it is believed, and when it is no."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from adapters.telegram import rights as module
from adapters.telegram.address import Address
from adapters.telegram.api import Api
from adapters.telegram.rights import Rights
from bot.errors import UserError
from bot.model.chats import ChatKind, ChatRef, Person, PersonRef
from bot.wording import Wording
from tests.adapters.telegram.scripted import HARBOUR, NORTH, Lost, Refused, Script, member
from tests.fakes.clock import FakeClock
from tests.platforms.telegram import ADMIN, TelegramServer

GROUP = Address(NORTH).ref
ANA = Person(PersonRef("telegram", "7"), "Ana")
BEN = Person(PersonRef("telegram", "8"), "Ben")
CLOSED = ChatKind.CLOSED


class House:
    """A group whose members' standing a test sets, and the rights looked up there."""

    def __init__(self, script: Script) -> None:
        self.status = {7: "administrator", 8: "member"}
        self.script = script
        self.script.answers["getChatMember"] = self.member
        self.clock = FakeClock()
        self.rights = Rights(self.script.api, self.clock)

    def member(self, asked: dict[str, Any]) -> dict[str, object]:
        return member(self.status[asked["user_id"]], asked["user_id"])

    async def ana(self) -> bool:
        return await self.rights.administers(ANA, GROUP, CLOSED)


@pytest.fixture
def house(script: Script) -> House:
    return House(script)


@pytest.mark.parametrize(
    ("status", "decides"),
    [
        ("creator", True),
        ("administrator", True),
        ("member", False),
        ("restricted", False),
        ("left", False),
        ("kicked", False),
        ("curator", False),  # one that Telegram may think of later
    ],
)
async def test_owners_and_administrators_decide_and_nobody_else(
    house: House, status: str, decides: bool
) -> None:
    house.status[7] = status
    assert await house.ana() is decides
    assert house.script.named("getChatMember") == [{"chat_id": NORTH, "user_id": 7}]


@pytest.mark.parametrize("address", [Address(NORTH, 55), Address(NORTH)])
async def test_a_topic_has_the_administrators_of_its_group(house: House, address: Address) -> None:
    assert await house.rights.administers(ANA, address.ref, CLOSED)
    assert house.script.named("getChatMember")[0]["chat_id"] == NORTH


async def test_a_channels_administrator_decides_whatever_they_may_do_there(house: House) -> None:
    assert await house.rights.administers(ANA, Address(HARBOUR, channel=True).ref, ChatKind.OPEN)
    assert house.script.named("getChatMember")[0]["chat_id"] == HARBOUR


async def test_a_person_decides_for_their_private_chat_only_and_nothing_is_asked(house: House) -> None:
    assert await house.rights.administers(ANA, Address(7).ref, ChatKind.PRIVATE)
    assert not await house.rights.administers(BEN, Address(7).ref, ChatKind.PRIVATE)
    assert not await house.rights.administers(BEN, Address(7).ref, CLOSED)
    assert not await house.rights.administers(ANA, GROUP, ChatKind.PRIVATE)
    assert house.script.calls == []


@pytest.mark.parametrize("chat", [Address(NORTH).ref, Address(NORTH, 55).ref])
@pytest.mark.parametrize(
    ("speaker", "decides"),
    [
        (NORTH, True),  # an anonymous administrator speaks as the group
        (HARBOUR, False),  # the linked channel, or somebody's own
        (1_087_968_824, False),
    ],
)
async def test_who_speaks_as_the_chat_itself_decides_and_no_other_mask(
    house: House, speaker: int, decides: bool, chat: ChatRef
) -> None:
    masked = Person(PersonRef("telegram", str(speaker)), "North Hall", anonymous=True)
    assert await house.rights.administers(masked, chat, CLOSED) is decides
    assert house.script.calls == []


async def test_a_post_in_the_channels_own_name_is_an_administrators(house: House) -> None:
    masked = Person(PersonRef("telegram", str(HARBOUR)), "Harbour", anonymous=True)
    channel = Address(HARBOUR, channel=True).ref
    assert await house.rights.administers(masked, channel, ChatKind.OPEN)


async def test_the_same_number_on_another_platform_is_another_person(house: House) -> None:
    stranger = Person(PersonRef("console", "7"), "Ana")
    assert not await house.rights.administers(stranger, GROUP, CLOSED)
    assert not await house.rights.administers(stranger, Address(7).ref, ChatKind.PRIVATE)
    assert house.script.calls == []


async def test_an_answer_is_believed_for_less_than_a_minute(house: House) -> None:
    assert await house.ana()
    house.status[7] = "member"
    house.clock.advance(timedelta(seconds=59.9))
    assert await house.ana()
    house.clock.advance(timedelta(seconds=0.1))
    assert not await house.ana()
    assert len(house.script.calls) == 2


async def test_the_minute_begins_when_the_question_is_sent(house: House) -> None:

    def slow(asked: dict[str, Any]) -> dict[str, object]:
        told = house.member(asked)
        house.clock.advance(timedelta(seconds=50))
        return told

    house.script.answers["getChatMember"] = slow
    assert await house.ana()
    house.status[7] = "member"
    house.clock.advance(timedelta(seconds=10))
    assert not await house.ana()


async def test_a_clock_that_was_turned_changes_nothing(house: House) -> None:
    assert await house.ana()
    house.clock.jump(house.clock.now() - timedelta(hours=5))
    house.clock.advance(timedelta(seconds=60))
    house.status[7] = "member"
    assert not await house.ana()


@pytest.mark.parametrize("changed", [7, None])
async def test_a_change_of_rights_counts_at_once(house: House, changed: int | None) -> None:
    assert await house.ana()
    house.status[7] = "member"
    house.rights.forget(NORTH, changed)
    assert not await house.ana()


async def test_a_change_elsewhere_asks_nothing_anew(house: House) -> None:
    await house.ana()
    house.rights.forget(NORTH, 8)
    house.rights.forget(HARBOUR, None)
    house.rights.forget(HARBOUR, 7)
    await house.ana()
    assert len(house.script.calls) == 1


@pytest.mark.parametrize("changed", [7, None])
async def test_an_answer_that_a_change_overtook_is_not_kept(house: House, changed: int | None) -> None:
    asked, going_on = asyncio.Event(), asyncio.Event()

    async def overtaken() -> dict[str, object]:
        asked.set()
        await going_on.wait()
        return member("administrator", 7)

    house.script.answers["getChatMember"] = lambda _: overtaken()
    first = asyncio.create_task(house.ana())
    await asked.wait()
    house.rights.forget(NORTH, changed)
    house.script.answers["getChatMember"] = house.member
    house.status[7] = "left"
    going_on.set()
    await first
    assert not await house.ana()


@pytest.mark.parametrize(
    "error",
    [
        Refused(400, "Bad Request: user not found"),
        Refused(400, "Bad Request: chat not found"),
        Refused(400, "Bad Request: member list is inaccessible"),
        Refused(400, "Bad Request: CHAT_ADMIN_REQUIRED"),
        Refused(400, "Bad Request: PARTICIPANT_ID_INVALID"),
        Refused(403, "Forbidden: bot was kicked from the supergroup chat"),
        Refused(403, "Forbidden: bot is not a member of the channel chat"),
    ],
    ids=str,
)
async def test_what_telegram_refuses_to_tell_is_no(house: House, error: Exception) -> None:
    house.script.says("getChatMember", error)
    assert not await house.ana()


async def test_a_refusal_is_not_remembered(house: House) -> None:
    house.script.says("getChatMember", Refused(400, "Bad Request: member list is inaccessible"))
    assert not await house.ana()
    house.script.answers["getChatMember"] = house.member
    assert await house.ana()


@pytest.mark.parametrize(
    "error",
    [
        Lost("connection reset"),
        Refused(500, "Internal Server Error"),
        Refused(429, "Too Many Requests: retry after 3", retry_after=3),
        Refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100_501),
        Refused(401, "Unauthorized"),
    ],
    ids=str,
)
async def test_what_nobody_can_tell_is_said_in_a_sentence_and_is_no_yes(
    house: House, error: Exception
) -> None:
    house.script.says("getChatMember", error)
    with pytest.raises(UserError) as caught:
        await house.ana()
    assert "again" in Wording()(caught.value.sentence, **caught.value.details)


async def test_an_old_yes_does_not_outlive_its_minute_while_telegram_is_away(house: House) -> None:
    assert await house.ana()
    house.script.says("getChatMember", Lost())
    house.clock.advance(timedelta(seconds=30))
    assert await house.ana()
    house.clock.advance(timedelta(seconds=30))
    with pytest.raises(UserError):
        await house.ana()


async def test_what_is_remembered_is_bounded_and_the_oldest_goes_first(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_MOST", 2)
    house.status[9] = "member"
    for person in (ANA, BEN, Person(PersonRef("telegram", "9"), "Cleo"), BEN, ANA):
        await house.rights.administers(person, GROUP, CLOSED)
    assert [call["user_id"] for call in house.script.named("getChatMember")] == [7, 8, 9, 7]


async def test_an_answer_that_was_renewed_is_no_longer_the_oldest(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST", 2)
    house.status[9] = "member"
    cleo = Person(PersonRef("telegram", "9"), "Cleo")
    await house.ana()
    house.clock.advance(timedelta(seconds=59))
    await house.rights.administers(BEN, GROUP, CLOSED)
    house.clock.advance(timedelta(seconds=1))
    for person in (ANA, cleo, ANA):
        await house.rights.administers(person, GROUP, CLOSED)
    assert [call["user_id"] for call in house.script.named("getChatMember")] == [7, 8, 7, 9]


async def test_an_administrator_who_is_dismissed_decides_no_more(server: TelegramServer, api: Api) -> None:
    ben, ana = server.person("Ben"), server.person("Ana")
    hall = server.supergroup("North Hall", ben, ana, bot=ADMIN)
    rights = Rights(api, FakeClock())
    asker = Person(PersonRef("telegram", str(ana.id)), "Ana")
    decided = []
    for change in (server.life.appointed, server.life.dismissed):
        change(hall, ana, ben)
        rights.forget(hall.id, ana.id)
        decided.append(await rights.administers(asker, Address(hall.id).ref, CLOSED))
    assert decided == [True, False]
