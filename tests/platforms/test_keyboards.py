"""What may stand under a message, and what may not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.platforms.conftest import Caller
from tests.platforms.telegram import POSTER, Kind, Place, TelegramServer
from tests.platforms.telegram.keyboards import check
from tests.platforms.telegram.refusals import Refused

PRIVATE = Place(5, Kind.PRIVATE, "Ana")
GROUP = Place(-5, Kind.GROUP, "Desk")
CHANNEL = Place(-1005, Kind.CHANNEL, "Gazette")


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


def refusal(markup: dict[str, Any], place: Place = PRIVATE) -> str:
    with pytest.raises(Refused) as caught:
        check(markup, place)
    return caught.value.description.removeprefix("Bad Request: ")


@pytest.mark.parametrize("data", ["a", "a" * 64, "ü" * 32])
def test_data_of_64_bytes_fits(data: str) -> None:
    check(inline({"text": "Like", "callback_data": data}), GROUP)


@pytest.mark.parametrize("data", ["", "a" * 65, "ü" * 33])
def test_other_data_does_not(data: str) -> None:
    assert refusal(inline({"text": "Like", "callback_data": data})) == "BUTTON_DATA_INVALID"


@pytest.mark.parametrize("url", ["https://news.example/1", "http://news.example", "t.me/bot?start=a"])
def test_links_to_the_web_are_buttons(url: str) -> None:
    check(inline({"text": "Open", "url": url}), CHANNEL)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://news.example/", "news", "https://", "http://[a"]
)
def test_other_links_are_not(url: str) -> None:
    assert refusal(inline({"text": "Open", "url": url})).startswith("inline keyboard button URL")


def test_eight_stand_in_a_row_and_a_hundred_in_all() -> None:
    button = {"text": "a", "callback_data": "a"}
    check({"inline_keyboard": [[button] * 8] * 12 + [[button] * 4]}, PRIVATE)
    assert refusal({"inline_keyboard": [[button] * 9]}) == "reply markup is too long"
    assert refusal({"inline_keyboard": [[button] * 8] * 12 + [[button] * 5]}) == "reply markup is too long"


@pytest.mark.parametrize(
    "button",
    [
        {"text": "a"},
        {"text": " ", "callback_data": "a"},
        {"text": "a", "callback_data": "a", "url": "https://news.example/"},
    ],
)
def test_a_button_has_a_label_and_one_thing_to_do(button: dict[str, Any]) -> None:
    assert refusal(inline(button))


def test_nobody_is_forced_to_reply_in_a_channel() -> None:
    check({"force_reply": True, "input_field_placeholder": "x" * 64}, GROUP)
    assert refusal({"force_reply": True}, CHANNEL) == "inline keyboard expected"
    assert refusal({"keyboard": [[{"text": "a"}]]}, CHANNEL) == "inline keyboard expected"
    assert refusal({"force_reply": True, "input_field_placeholder": "x" * 65}, GROUP)


@pytest.mark.parametrize(
    "wish", [{"request_location": True}, {"request_chat": {"request_id": 1, "chat_is_channel": True}}]
)
def test_a_place_or_a_chat_is_asked_for_in_private_only(wish: dict[str, Any]) -> None:
    markup = {"keyboard": [[{"text": "Choose", **wish}]]}
    check(markup, PRIVATE)
    assert refusal(markup, GROUP).endswith("can be requested in private chats only")


async def test_a_forced_reply_can_never_be_edited(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    ana.starts()
    where = {"chat_id": ana.id, "message_id": 2}
    await call("sendMessage", chat_id=ana.id, text="Your comment?", reply_markup={"force_reply": True})
    assert server.last().forces_reply
    refused = await call.refusal("editMessageText", **where, text="Thanks")
    assert refused.description == "Bad Request: message can't be edited"


async def test_a_press_reaches_the_bot_with_its_data(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    ana.starts()
    markup = inline({"text": "Like", "callback_data": "like k7"})
    await call("sendMessage", chat_id=ana.id, text="Story", reply_markup=markup)
    pressed = ana.presses(server.last(), "Like")
    query = (await call.updates())[-1]["callback_query"]
    assert (query["data"], query["message"]["message_id"]) == ("like k7", server.last().id)
    assert query["message"]["reply_markup"] == markup
    await call("answerCallbackQuery", callback_query_id=query["id"], text="Noted", show_alert=True)
    assert (pressed.answer, pressed.alert) == ("Noted", True)
    again = await call.refusal("answerCallbackQuery", callback_query_id=query["id"])
    assert "query is too old" in again.description


async def test_of_a_deleted_message_only_its_place_is_told(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    ana.starts()
    markup = inline({"text": "Like", "callback_data": "like k7"})
    await call("sendMessage", chat_id=ana.id, text="Story", reply_markup=markup)
    shown = server.last()
    await call("deleteMessage", chat_id=ana.id, message_id=shown.id)
    ana.presses(shown, "Like")
    query = (await call.updates())[-1]["callback_query"]
    assert (query["message"]["date"], "text" in query["message"]) == (0, False)


async def test_a_button_that_is_not_there_cannot_be_pressed(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    channel = server.channel("Gazette", ana, bot=POSTER)
    await call("sendMessage", chat_id=channel.id, text="Story")
    with pytest.raises(AssertionError, match="no button 'Like'"):
        ana.presses(server.last(), "Like")
