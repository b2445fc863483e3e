"""Every error that Telegram answers with, over the wire, and what it means for a delivery."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import SecretStr
from telegram.error import RetryAfter, TelegramError

from adapters.telegram.answers import NotSent
from adapters.telegram.api import Api
from adapters.telegram.errors import seconds, translate, translating
from bot.errors import (
    ChatGone,
    ChatMoved,
    MessageRefused,
    NotAllowed,
    OutOfReach,
    PlatformDown,
    PlatformError,
    TryLater,
    Unknown,
)
from bot.model.chats import ChatRef
from tests.adapters.telegram.wire import TOKEN, Reply, Wire, hang_up, page, raw, refused, reset, stall

TOPIC = ChatRef("telegram", "-100500/55")


GONE = [
    (403, "Forbidden: bot was blocked by the user"),
    (403, "Forbidden: user is deactivated"),
    (403, "Forbidden: bot was kicked from the group chat"),
    (403, "Forbidden: bot was kicked from the supergroup chat"),
    (403, "Forbidden: bot was kicked from the channel chat"),
    (403, "Forbidden: bot is not a member of the supergroup chat"),
    (403, "Forbidden: bot is not a member of the channel chat"),
    (403, "Forbidden: bot can't initiate conversation with a user"),
    (403, "Forbidden: bot can't send messages to bots"),
    (403, "Forbidden: the group chat was deleted"),
    (403, "Forbidden: something that nobody saw before"),
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: group chat was deactivated"),
    (400, "Bad Request: PEER_ID_INVALID"),
    (400, "Bad Request: message thread not found"),
    (400, "Bad Request: TOPIC_DELETED"),
    (400, "Bad Request: CHANNEL_PRIVATE"),
]

NO_RIGHT = [
    (400, "Bad Request: not enough rights to send text messages to the chat"),
    (403, "Forbidden: not enough rights to send text messages to the chat"),
    (400, "Bad Request: have no rights to send a message"),
    (400, "Bad Request: need administrator rights in the channel chat"),
    (403, "Forbidden: need administrator rights in the channel chat"),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
    (403, "Forbidden: CHAT_WRITE_FORBIDDEN"),
    (400, "Bad Request: CHAT_ADMIN_REQUIRED"),
    (400, "Bad Request: CHAT_RESTRICTED"),
    (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"),
    (400, "Bad Request: TOPIC_CLOSED"),
    (400, "Bad Request: USER_BANNED_IN_CHANNEL"),
]

REFUSED = [
    (400, "Bad Request: message is too long"),
    (400, "Bad Request: message text is empty"),
    (400, "Bad Request: can't parse entities: Unexpected end tag at byte offset 5"),
    (400, "Bad Request: BUTTON_DATA_INVALID"),
    (400, "Bad Request: message to edit not found"),
    (400, "Bad Request: message to be replied not found"),
    (413, "Request Entity Too Large"),
    (404, "Not Found: method not found"),
]

OTHER: list[tuple[Reply, type[PlatformError]]] = [
    (refused(401, "Unauthorized"), PlatformDown),
    (refused(404, "Not Found"), PlatformDown),
    (page(401), PlatformDown),
    (page(404), PlatformDown),
    (refused(429, "Too Many Requests: retry after 3", retry_after=3), TryLater),
    (page(429), TryLater),
    (refused(409, "Conflict: terminated by other getUpdates request"), OutOfReach),
    (page(302), OutOfReach),
    # A proxy's 403 or 400 ends no subscription: Telegram said nothing of the chat.
    (page(403), OutOfReach),
    (page(400), OutOfReach),
    (refused(500, "Internal Server Error: restart"), Unknown),
    (page(502), Unknown),
    (page(504), Unknown),
    (raw(200, b"<html>"), Unknown),
    (hang_up, Unknown),
    (reset, Unknown),
    (stall, Unknown),
]

ROWS = [
    *((refused(*row), ChatGone) for row in GONE),
    *((refused(*row), NotAllowed) for row in NO_RIGHT),
    *((refused(*row), MessageRefused) for row in REFUSED),
    *OTHER,
]
NAMES = [f"{code} {text}" for code, text in [*GONE, *NO_RIGHT, *REFUSED]] + [
    str(n) for n in range(len(OTHER))
]


@pytest.mark.parametrize(("reply", "expected"), ROWS, ids=NAMES)
async def test_every_answer_has_its_meaning(wire: Wire, reply: Reply, expected: type[PlatformError]) -> None:
    wire.then(reply)
    async with Api(SecretStr(TOKEN), wire.url) as api:
        with pytest.raises(PlatformError) as caught, translating(TOPIC):
            await api.call("sendMessage", {"text": "x"}, timeout=0.05)
    assert type(caught.value) is expected
    assert TOKEN not in repr(caught.value)


async def test_a_group_that_moved_is_named_without_its_topic(wire: Wire) -> None:
    said = "Bad Request: group chat was upgraded to a supergroup chat"
    wire.then(refused(400, said, migrate_to_chat_id=-1_002_000))
    async with Api(SecretStr(TOKEN), wire.url) as api:
        with pytest.raises(ChatMoved) as caught, translating(TOPIC):
            await api.call("sendMessage", {})
    assert caught.value.to == ChatRef("telegram", "-1002000")


async def test_too_many_requests_are_tried_again_when_telegram_says(wire: Wire) -> None:
    wire.then(refused(429, "Too Many Requests: retry after 23", retry_after=23))
    async with Api(SecretStr(TOKEN), wire.url) as api:
        with pytest.raises(TryLater) as caught, translating(TOPIC):
            await api.call("sendMessage", {})
    assert caught.value.after == 23


def test_what_was_not_sent_is_no_fault_of_the_message() -> None:
    assert type(translate(NotSent("ClientConnectorError"), TOPIC)) is OutOfReach


def test_an_error_that_nobody_knows_leaves_the_outcome_unknown() -> None:
    assert type(translate(TelegramError("odd"), TOPIC)) is Unknown


def test_the_librarys_own_wait_is_read_in_either_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    assert seconds(RetryAfter(timedelta(seconds=4))) == 4


def test_other_errors_pass() -> None:
    with pytest.raises(KeyError), translating(TOPIC):
        raise KeyError
