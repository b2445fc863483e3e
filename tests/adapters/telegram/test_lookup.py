"""Looking a chat up: by its id or name, what it is then, and when it is none of ours."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.telegram.address import Address
from adapters.telegram.api import Api
from adapters.telegram.lookup import look_up
from bot.errors import ChatMoved, PlatformError
from bot.model.chats import Chat, ChatKind, ChatRef
from tests.adapters.telegram.scripted import HARBOUR, NORTH, Lost, Refused, Script, chat, me, member
from tests.platforms.telegram import ADMIN, TelegramServer

CHANNEL = chat(HARBOUR, "channel", title="Harbour Wire", username="harbour_wire", linked_chat_id=NORTH)
GROUP = chat(NORTH, "supergroup", title="North Hall", linked_chat_id=HARBOUR)


def plan(script: Script, full: object, ours: object) -> Script:
    """Telegram as it knows one chat, and us in it."""
    script.says("getChat", full)
    script.says("getMe", me())
    script.says("getChatMember", ours)
    return script


ADMINISTRATOR = member("administrator", can_post_messages=True)
MUTE = member("administrator", can_post_messages=False)
MEMBER = member("member")


async def test_a_channel_is_known_as_one_and_by_the_group_where_it_is_discussed(script: Script) -> None:
    plan(script, CHANNEL, ADMINISTRATOR)
    assert await look_up(script.api, "@harbour_wire") == Chat(
        ChatRef("telegram", f"{HARBOUR}/channel"), ChatKind.OPEN, "Harbour Wire", discussion=str(NORTH)
    )
    assert script.named("getChat") == [{"chat_id": "@harbour_wire"}]
    assert script.named("getChatMember") == [{"chat_id": HARBOUR, "user_id": 110}]


async def test_a_group_is_known_and_its_linked_channel_is_not_its_discussion(script: Script) -> None:
    found = await look_up(plan(script, GROUP, MEMBER).api, str(NORTH))
    assert found == Chat(ChatRef("telegram", str(NORTH)), ChatKind.CLOSED, "North Hall")


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("@harbour_wire", "@harbour_wire"),
        ("harbour_wire", "@harbour_wire"),
        ("t.me/harbour_wire", "@harbour_wire"),
        (" https://t.me/harbour_wire/ ", "@harbour_wire"),
        (str(HARBOUR), HARBOUR),
        (f"{HARBOUR}/channel", HARBOUR),
    ],
)
async def test_ids_names_and_addresses_lead_to_a_chat(script: Script, name: str, asked: str | int) -> None:
    plan(script, CHANNEL, ADMINISTRATOR)
    found = await look_up(script.api, name)
    assert found
    assert found.ref.id == f"{HARBOUR}/channel"
    assert script.named("getChat") == [{"chat_id": asked}]


@pytest.mark.parametrize(
    "name", ["", "@", "@a", "two words", "@name\n!", "https://example.org/name", "-100/5/6", "-12/x", "ñandú"]
)
async def test_what_is_neither_an_id_nor_a_name_is_not_asked_for(script: Script, name: str) -> None:
    found = await look_up(script.api, name)
    assert (found, script.calls) == (None, [])


async def test_an_ids_topic_is_kept_but_a_channel_has_none(script: Script) -> None:
    in_topic = await look_up(plan(script, GROUP, MEMBER).api, f"{NORTH}/55")
    assert in_topic
    assert in_topic.ref.id == f"{NORTH}/55"
    in_channel = await look_up(plan(script, CHANNEL, ADMINISTRATOR).api, f"{HARBOUR}/55")
    assert in_channel
    assert in_channel.ref.id == f"{HARBOUR}/channel"


@pytest.mark.parametrize(
    ("full", "ours", "seen"),
    [
        (CHANNEL, member("creator"), True),
        (CHANNEL, MUTE, False),
        (CHANNEL, MEMBER, False),
        (CHANNEL, member("left"), False),
        (CHANNEL, Refused(400, "Bad Request: member list is inaccessible"), False),
        (CHANNEL, Refused(403, "Forbidden: bot is not a member of the channel chat"), False),
        (GROUP, ADMINISTRATOR, True),
        (GROUP, member("restricted", is_member=True), True),
        (GROUP, member("restricted"), False),
        (GROUP, member("left"), False),
        (GROUP, member("kicked"), False),
    ],
)
async def test_only_a_chat_that_we_are_in_and_a_channel_that_we_administer_is_seen(
    script: Script, full: dict[str, object], ours: dict[str, object] | Exception, seen: bool
) -> None:
    assert (await look_up(plan(script, full, ours).api, "@harbour_wire") is not None) is seen


@pytest.mark.parametrize(
    "error",
    [Refused(400, "Bad Request: chat not found"), Refused(403, "Forbidden: bot was kicked")],
    ids=str,
)
async def test_a_chat_that_is_not_there_is_none(script: Script, error: Exception) -> None:
    assert await look_up(plan(script, error, MEMBER).api, "@harbour_wire") is None


async def test_a_private_chat_is_not_looked_up(script: Script) -> None:
    plan(script, chat(7, "private", first_name="Ana"), MEMBER)
    assert await look_up(script.api, "7") is None


@pytest.mark.parametrize(
    "error",
    [Lost("reset"), Refused(500, "Internal"), Refused(429, "Too Many Requests", retry_after=2)],
    ids=str,
)
@pytest.mark.parametrize("when", ["chat", "member"])
async def test_a_telegram_that_cannot_be_asked_is_an_error_of_ours(
    script: Script, error: Exception, when: str
) -> None:
    plan(script, error if when == "chat" else GROUP, MEMBER if when == "chat" else error)
    with pytest.raises(PlatformError):
        await look_up(script.api, "@harbour_wire")


async def test_a_group_that_moved_says_where_to(script: Script) -> None:
    moved = Refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100_501)
    with pytest.raises(ChatMoved) as caught:
        await look_up(plan(script, moved, MEMBER).api, "-501")
    assert caught.value.to == ChatRef("telegram", "-100501")


async def test_a_title_is_cleaned(script: Script) -> None:
    hostile: dict[str, Any] = {**GROUP, "title": "North\u202e Hall\x00"}
    found = await look_up(plan(script, hostile, MEMBER).api, str(NORTH))
    assert found
    assert found.title == "North Hall"


async def test_a_channel_that_we_were_let_into_is_found_by_its_name(server: TelegramServer, api: Api) -> None:
    ana = server.person("Ana")
    hall = server.supergroup("North Hall", ana, bot=ADMIN)
    wire = server.channel("Harbour Wire", ana, username="harbour_wire", discussion=hall)
    assert await look_up(api, "@harbour_wire") is None
    server.life.bot_added(wire, ana, admin=True)
    assert await look_up(api, "@harbour_wire") == Chat(
        Address(wire.id, channel=True).ref, ChatKind.OPEN, "Harbour Wire", discussion=str(hall.id)
    )
    assert await look_up(api, str(hall.id)) == Chat(Address(hall.id).ref, ChatKind.CLOSED, "North Hall")
    assert await look_up(api, str(ana.chat.id)) is None
