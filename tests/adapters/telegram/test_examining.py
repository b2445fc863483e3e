"""What is found amiss before a start, and the step that mends each."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.telegram.address import Address
from adapters.telegram.api import Api
from adapters.telegram.examining import examine
from bot.model.chats import Chat, ChatKind
from bot.model.findings import Finding
from bot.wording import Wording
from tests.adapters.telegram.scripted import HARBOUR, NORTH, Answer, Lost, Refused, Script, chat, me, member
from tests.platforms.telegram import MEMBER, POSTER, TelegramServer

WORDS = Wording("en")
GROUP = Chat(Address(NORTH).ref, ChatKind.CLOSED, "North Hall")
CHANNEL = Chat(Address(HARBOUR, channel=True).ref, ChatKind.OPEN, "Harbour Wire")
PERSON = Chat(Address(7).ref, ChatKind.PRIVATE, "Ana")

WEBHOOK = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
OPEN = {"can_send_messages": True}
POSTING = member("administrator", can_post_messages=True)


class House:
    """A bot that is well, and chats that a test describes."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.ours: dict[int, object] = {}
        self.chats: dict[int, object] = {}
        script.says("getMe", me(can_read_all_group_messages=True))
        script.says("getWebhookInfo", WEBHOOK)
        script.answers["getChatMember"] = self._answer(self.ours)
        script.answers["getChat"] = self._answer(self.chats)

    def _answer(self, told: dict[int, object]) -> Answer:
        def answer(asked: dict[str, Any]) -> object:
            result = told[asked["chat_id"]]
            if isinstance(result, Exception):
                raise result
            return result

        return answer

    def group(self, ours: object, permissions: dict[str, bool] | None = None) -> None:
        self.ours[NORTH] = ours
        more = {"permissions": permissions} if permissions else {}
        self.chats[NORTH] = chat(NORTH, "supergroup", title="North Hall", **more)

    def channel(self, ours: object, linked: int | None = None) -> None:
        self.ours[HARBOUR] = ours
        more = {"linked_chat_id": linked} if linked else {}
        self.chats[HARBOUR] = chat(HARBOUR, "channel", title="Harbour Wire", **more)

    async def examine(self, *chats: Chat, webhook: bool = False, patience: float = 20) -> list[Finding]:
        return await examine(self.script.api, chats, WORDS, webhook=webhook, patience=patience)

    async def of(self, *chats: Chat) -> list[Finding]:
        """What is said of chats: behind the token, the intake and the privacy mode."""
        return (await self.examine(*chats))[3:]


@pytest.fixture
def house(script: Script) -> House:
    return House(script)


def amiss(findings: Sequence[Finding]) -> list[str]:
    return [finding.text for finding in findings if not finding.fine]


async def test_a_bot_that_is_well_has_its_name_told_and_nothing_amiss(house: House) -> None:
    findings = await house.examine()
    assert "@north_briefing_bot" in findings[0].text
    assert amiss(findings) == []
    assert len(findings) == 3


@pytest.mark.parametrize(
    "error",
    [Refused(401, "Unauthorized"), Refused(404, "Not Found"), Refused(403, "Forbidden: bot was deleted")],
    ids=str,
)
async def test_a_token_that_is_refused_keeps_the_program_from_working(house: House, error: Exception) -> None:
    house.script.says("getMe", error)
    (finding,) = await house.examine(GROUP)
    assert finding.grave
    assert not finding.fine
    assert "TELEGRAM_TOKEN" in finding.text
    assert "secret" not in finding.text


@pytest.mark.parametrize(
    "error", [Lost(), Refused(502, "Bad Gateway"), Refused(429, "Too Many", retry_after=9)], ids=repr
)
@pytest.mark.parametrize("method", ["getMe", "getWebhookInfo"])
async def test_a_telegram_that_cannot_be_asked_is_waited_for(
    house: House, method: str, error: Exception
) -> None:
    house.script.says(method, error)
    (finding,) = await house.examine(GROUP)
    assert not finding.fine
    assert not finding.grave
    assert "TELEGRAM_API_URL" in finding.text


async def test_an_address_where_nobody_is_says_so_without_the_token() -> None:
    async with Api(SecretStr("110:secret"), "http://127.0.0.1:1") as api:
        (finding,) = await examine(api, (), WORDS, webhook=False)
    assert not finding.fine
    assert "secret" not in finding.text


@pytest.mark.parametrize(("pending", "said"), [(0, "none wait"), (1, "one waits"), (12, "12 wait")])
async def test_polling_says_how_much_waits(house: House, pending: int, said: str) -> None:
    house.script.says("getWebhookInfo", WEBHOOK | {"pending_update_count": pending})
    finding = (await house.examine())[1]
    assert finding.fine
    assert said in finding.text


async def test_a_webhook_set_elsewhere_is_told_by_its_host_and_not_by_its_secrets(house: House) -> None:
    house.script.says("getWebhookInfo", WEBHOOK | {"url": "https://bots.example/hidden?key=planted"})
    finding = (await house.examine())[1]
    assert not finding.fine
    assert "bots.example" in finding.text
    assert "hidden" not in finding.text
    assert "planted" not in finding.text


async def test_a_webhook_that_is_wanted_and_works_is_fine(house: House) -> None:
    old = {"last_error_date": 1_700_000_000, "last_error_message": "Connection refused"}
    house.script.says("getWebhookInfo", WEBHOOK | {"url": "https://bots.example/x", **old})
    finding = (await house.examine(webhook=True))[1]
    assert finding.fine
    assert "bots.example" in finding.text


async def test_a_webhook_that_is_not_set_yet_is_fine(house: House) -> None:
    assert (await house.examine(webhook=True))[1] == Finding(WORDS("telegram-webhook-to-come"))


async def test_a_webhook_that_fails_while_messages_wait_is_amiss_with_telegrams_reason(house: House) -> None:
    failing = {
        "url": "https://bots.example/x",
        "pending_update_count": 3,
        "last_error_message": "Wrong response\u202e from the webhook: 502 Bad Gateway",
        "last_error_date": 1_700_000_000,
    }
    house.script.says("getWebhookInfo", WEBHOOK | failing)
    finding = (await house.examine(webhook=True))[1]
    assert not finding.fine
    assert "(Wrong response from the webhook: 502 Bad Gateway); 3 wait" in finding.text
    assert "TELEGRAM_WEBHOOK_LISTEN" in finding.text


@pytest.mark.parametrize("reads_all", [True, False])
async def test_privacy_mode_is_fine_either_way_and_on_it_says_what_is_not_seen(
    house: House, reads_all: bool
) -> None:
    house.script.says("getMe", me(can_read_all_group_messages=reads_all))
    finding = (await house.examine())[2]
    assert finding.fine
    assert ("/setprivacy" in finding.text) is not reads_all


@pytest.mark.parametrize(
    ("ours", "permissions", "sentence"),
    [
        (member("administrator"), None, None),
        (member("creator"), None, None),
        (member("member"), OPEN, "telegram-group-plain"),
        (member("member"), None, "telegram-group-plain"),
        (member("member"), {"can_send_messages": False}, "telegram-group-mute"),
        (member("restricted", is_member=True), OPEN, "telegram-group-mute"),
        (member("restricted", is_member=True, can_send_messages=True), OPEN, "telegram-group-plain"),
        (member("restricted", can_send_messages=True), OPEN, "telegram-group-lost"),
        (member("left"), OPEN, "telegram-group-lost"),
        (member("kicked"), OPEN, "telegram-group-lost"),
        (Refused(403, "Forbidden: bot was kicked"), OPEN, "telegram-group-lost"),
        (Refused(400, "Bad Request: chat not found"), OPEN, "telegram-group-lost"),
    ],
)
async def test_of_a_group_what_is_missing_is_told(
    house: House, ours: object, permissions: dict[str, bool] | None, sentence: str | None
) -> None:
    house.group(ours, permissions)
    (finding,) = await house.of(GROUP)
    said = WORDS(sentence, title="North Hall") if sentence else WORDS("telegram-chats-well", count=1)
    assert finding.text == said
    assert finding.fine is (sentence in {None, "telegram-group-plain"})


@pytest.mark.parametrize(
    ("ours", "sentence"),
    [
        (POSTING, None),
        (member("creator"), None),
        (member("administrator", can_edit_messages=True), "telegram-channel-mute"),
        (member("member"), "telegram-channel-lost"),
        (member("left"), "telegram-channel-lost"),
        (Refused(400, "Bad Request: member list is inaccessible"), "telegram-channel-lost"),
        (Refused(403, "Forbidden: bot is not a member"), "telegram-channel-lost"),
    ],
)
async def test_of_a_channel_what_is_missing_is_told(house: House, ours: object, sentence: str | None) -> None:
    house.channel(ours)
    (finding,) = await house.of(CHANNEL)
    said = WORDS(sentence, title="Harbour Wire") if sentence else WORDS("telegram-chats-well", count=1)
    assert finding == Finding(said, fine=sentence is None)


@pytest.mark.parametrize(
    ("there", "seen"),
    [
        (member("administrator"), True),
        (member("member"), False),
        (member("left"), False),
        (Refused(403, "Forbidden: bot is not a member"), False),
    ],
)
async def test_a_discussion_where_the_bot_is_no_administrator_is_not_seen(
    house: House, there: object, seen: bool
) -> None:
    house.channel(POSTING, linked=NORTH)
    house.ours[NORTH] = there
    (finding,) = await house.of(CHANNEL)
    assert finding.fine is seen
    assert (finding.text == WORDS("telegram-discussion-unseen", title="Harbour Wire")) is not seen


async def test_private_chats_have_nothing_to_look_at(house: House) -> None:
    assert await house.of(PERSON) == []
    assert house.script.named("getChatMember") == []


async def test_a_group_is_looked_at_once_for_all_its_topics(house: House) -> None:
    house.group(member("administrator"))
    topics = [Chat(Address(NORTH, number).ref, ChatKind.CLOSED, "North Hall") for number in (2, 3)]
    assert await house.of(GROUP, *topics) == [Finding(WORDS("telegram-chats-well", count=1))]
    assert len(house.script.named("getChatMember")) == 1


async def test_what_is_amiss_comes_in_the_chats_order_and_the_rest_is_counted(house: House) -> None:
    house.channel(member("left"))
    house.group(member("left"))
    house.ours |= {-5: member("administrator"), -6: member("administrator")}
    well = [Chat(Address(number).ref, ChatKind.CLOSED, "Hall") for number in (-5, -6)]
    assert [finding.text for finding in await house.of(well[0], CHANNEL, GROUP, well[1])] == [
        WORDS("telegram-channel-lost", title="Harbour Wire"),
        WORDS("telegram-group-lost", title="North Hall"),
        WORDS("telegram-chats-well", count=2),
    ]


async def test_a_hostile_title_cannot_break_the_line(house: House) -> None:
    house.ours[NORTH] = member("left")
    (finding,) = await house.of(Chat(GROUP.ref, ChatKind.CLOSED, "Hall\nfine  all is well\x1b[2J\u202e."))
    assert finding.text == WORDS("telegram-group-lost", title="Hall fine all is well[2J")
    (finding,) = await house.of(Chat(GROUP.ref, ChatKind.CLOSED, ""))
    assert str(NORTH) in finding.text


async def test_no_more_than_fifty_chats_are_looked_at_and_the_others_are_counted(house: House) -> None:
    many = [Chat(Address(-number).ref, ChatKind.CLOSED, "Hall") for number in range(1, 61)]
    house.ours |= {-number: member("administrator") for number in range(1, 61)}
    assert [finding.text for finding in await house.of(*many)] == [
        WORDS("telegram-chats-well", count=50),
        WORDS("telegram-chats-unseen", count=10),
    ]


async def test_a_chat_that_cannot_be_asked_about_now_is_counted_as_not_looked_at(house: House) -> None:
    house.group(member("administrator"))
    house.channel(Lost())
    assert await house.of(GROUP, CHANNEL) == [
        Finding(WORDS("telegram-chats-well", count=1)),
        Finding(WORDS("telegram-chats-unseen", count=1)),
    ]


def looks() -> list[str]:
    """The looks at chats that are under way."""
    names = (getattr(task.get_coro(), "__qualname__", "") for task in asyncio.all_tasks())
    return [name for name in names if name.startswith("_Round")]


async def test_when_patience_ends_what_is_open_is_counted_as_not_looked_at(house: House) -> None:
    going_on = asyncio.Event()
    house.script.answers["getChatMember"] = lambda _: going_on.wait()
    async with asyncio.timeout(10):
        findings = await house.examine(GROUP, CHANNEL, patience=0)
    going_on.set()
    assert findings[3:] == [Finding(WORDS("telegram-chats-unseen", count=2))]
    assert looks() == []


async def test_who_ends_the_examination_ends_its_questions(house: House) -> None:
    asked, going_on = asyncio.Event(), asyncio.Event()

    def answer(_: dict[str, Any]) -> object:
        asked.set()
        return going_on.wait()

    house.script.answers["getChatMember"] = answer
    examination = asyncio.create_task(house.examine(GROUP, CHANNEL))
    await asked.wait()
    assert looks()
    examination.cancel()
    async with asyncio.timeout(10):
        await asyncio.wait([examination])
    assert examination.cancelled()
    going_on.set()
    assert looks() == []


async def test_what_is_missing_where_people_let_the_bot_in(server: TelegramServer, api: Api) -> None:
    ana = server.person("Ana")
    hall = server.supergroup("North Hall", ana, bot=MEMBER)
    wire = server.channel("Harbour Wire", ana, bot=POSTER, discussion=hall)
    mute = server.channel("Quiet Quay", ana)
    server.life.bot_added(mute, ana, admin=True, without=["post_messages"])
    left = server.group("Old Mill", ana, bot=MEMBER)
    server.life.bot_removed(left, ana)
    chats = [
        Chat(Address(place.id, channel=place.kind == "channel").ref, ChatKind.CLOSED, place.title)
        for place in (ana.chat, hall, wire, mute, left)
    ]
    found = await examine(api, chats, WORDS, webhook=False)
    assert [finding.text for finding in found[2:]] == [
        WORDS("telegram-privacy-on"),
        WORDS("telegram-group-plain", title="North Hall"),
        WORDS("telegram-discussion-unseen", title="Harbour Wire"),
        WORDS("telegram-channel-mute", title="Quiet Quay"),
        WORDS("telegram-group-lost", title="Old Mill"),
    ]
    server.life.bot_promoted(hall, ana)
    assert (await examine(api, chats[:3], WORDS, webhook=False))[3:] == [
        Finding(WORDS("telegram-chats-well", count=2))
    ]
