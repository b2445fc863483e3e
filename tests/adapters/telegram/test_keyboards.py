"""Buttons as Telegram draws them, read back by python-telegram-bot's own types."""

from __future__ import annotations

from typing import Any

import pytest
import telegram

from adapters.telegram.address import Address
from adapters.telegram.buttons import Pen
from adapters.telegram.doors import door
from adapters.telegram.keyboards import CHAT_REQUESTS, REMOVED, Keyboard, forced, keyboard
from bot.text.markup import Button, ButtonStyle, Message, Takes, message
from tests.fakes.clock import FakeClock

PRIVATE = Address(77)
GROUP = Address(-100500)
TOPIC = Address(-100500, topic=55)
CHANNEL = Address(-100600, channel=True)


@pytest.fixture
def pen(clock: FakeClock) -> Pen:
    return Pen(b"secret", clock)


def _link(line: str) -> str | None:
    return door("briefing_bot", line)


def _story() -> Message:
    return message("Northland").with_buttons(
        (
            Button("No comments yet »", "comments k7"),
            Button("Leave a reply", "reply k7"),
            Button("♡", "like k7"),
        )
    )


def _drawn(made: Keyboard) -> list[list[telegram.InlineKeyboardButton]]:
    """The inline buttons, understood by the library without a field left over."""
    markup = telegram.InlineKeyboardMarkup.de_json(dict(made.markup or {}), None)
    assert markup is not None
    assert not markup.api_kwargs
    return [list(row) for row in markup.inline_keyboard]


def _actions(made: Keyboard, pen: Pen, chat: int) -> list[str | None]:
    """What each button runs or opens."""
    actions: list[str | None] = []
    for button in (button for row in _drawn(made) for button in row):
        if button.url is not None:
            actions.append(button.url)
        else:
            pressed = pen.read(str(button.callback_data), chat)
            actions.append(pressed.action if pressed else None)
    return actions


def _choosers(made: Keyboard) -> list[list[telegram.KeyboardButton]]:
    """The buttons in place of the keyboard, understood likewise."""
    assert made.markup is not None
    assert made.markup["one_time_keyboard"] is made.markup["resize_keyboard"] is True
    rows: Any = made.markup["keyboard"]
    return [list(telegram.KeyboardButton.de_list(row, None)) for row in rows]


COMMENTS, REPLY = "https://t.me/briefing_bot?start=comments_k7", "https://t.me/briefing_bot?start=reply_k7"


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        (PRIVATE, ["comments k7", "reply k7", "like k7"]),
        (GROUP, [COMMENTS, "reply k7", "like k7"]),
        (TOPIC, [COMMENTS, "reply k7", "like k7"]),
        (CHANNEL, [COMMENTS, REPLY, "like k7"]),
    ],
)
def test_what_would_flood_a_group_opens_in_private(address: Address, opened: list[str], pen: Pen) -> None:
    assert _actions(keyboard(_story(), address, pen, _link), pen, address.chat) == opened


def test_without_a_name_of_ours_everything_is_pressed(pen: Pen) -> None:
    made = keyboard(_story(), CHANNEL, pen, lambda _line: None)
    assert _actions(made, pen, CHANNEL.chat) == ["comments k7", "reply k7", "like k7"]


def test_pages_turn_in_place_in_a_group(pen: Pen) -> None:
    page = message("3 comments").with_buttons((Button("›", "comments k7 2"),))
    assert _actions(keyboard(page, GROUP, pen, _link), pen, GROUP.chat) == ["comments k7 2"]


def test_styles_and_addresses_are_telegrams(pen: Pen) -> None:
    said = message("x").with_buttons(
        (
            Button("Send now", "send", style=ButtonStyle.PRIMARY),
            Button("Forget", "forgetme yes", style=ButtonStyle.DANGER),
        ),
        (Button("Read", url="https://news.example/a b"), Button("Read", url="javascript:alert(1)")),
    )
    made = keyboard(said, PRIVATE, pen, _link)
    assert made.markup is not None
    rows: Any = made.markup["inline_keyboard"]
    assert [button.get("style") for button in rows[0]] == ["primary", "danger"]
    assert rows[1] == [{"text": "Read", "url": "https://news.example/a%20b"}]


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Pick\u202e\nit  now", "Pick it now"),
        (" \u200b ", "—"),
        ("x" * 64, "x" * 64),
        ("x" * 65, "x" * 63 + "…"),
        ("\U0001f600" * 40, "\U0001f600" * 31 + "…"),
    ],
)
def test_labels_are_one_clean_line(label: str, shown: str, pen: Pen) -> None:
    made = keyboard(message("x").with_buttons((Button(label, "settings"),)), PRIVATE, pen, _link)
    assert _drawn(made)[0][0].text == shown


def test_wide_rows_are_broken_and_what_has_no_room_is_left_out(pen: Pen) -> None:
    wide = tuple(Button(str(number), f"pick k{number}") for number in range(120))
    rows = _drawn(keyboard(message("x").with_buttons(wide[:10], wide[10:]), PRIVATE, pen, _link))
    assert [len(row) for row in rows[:3]] == [8, 2, 8]
    assert sum(map(len, rows)) == 100
    assert max(map(len, rows)) == 8


def test_actions_without_room_are_handed_over_to_be_kept(pen: Pen) -> None:
    long = "mute -" + "ambassador " * 10
    made = keyboard(message("x").with_buttons((Button("ambassador", long),)), PRIVATE, pen, _link)
    ((digest, action),) = made.shelved
    pressed = pen.read(str(_drawn(made)[0][0].callback_data), PRIVATE.chat)
    assert action == long
    assert pressed is not None
    assert pressed.digest == digest


@pytest.mark.parametrize(
    "buttons",
    [(), ((Button("Read", url="tg://resolve"),),), ((Button("Here", "timezone", takes=Takes.PLACE),),)],
)
def test_where_no_button_is_left_there_is_no_keyboard(
    buttons: tuple[tuple[Button, ...], ...], pen: Pen
) -> None:
    assert keyboard(message("x").with_buttons(*buttons), GROUP, pen, _link) == Keyboard(None)


def test_in_private_a_person_chooses_a_chat_or_a_place(pen: Pen) -> None:
    said = message("Which?").with_buttons(
        (Button("Group", "manage", takes=Takes.GROUP), Button("Channel", "manage", takes=Takes.CHANNEL)),
        (Button("I am here", "timezone", takes=Takes.PLACE),),
    )
    (group, channel), (place,) = _choosers(keyboard(said, PRIVATE, pen, _link))
    assert place.request_location
    assert group.request_chat is not None
    assert channel.request_chat is not None
    assert group.request_chat.request_id == CHAT_REQUESTS[Takes.GROUP]
    assert channel.request_chat.request_id == CHAT_REQUESTS[Takes.CHANNEL]
    assert (group.request_chat.chat_is_channel, channel.request_chat.chat_is_channel) == (False, True)


def test_whoever_chooses_a_channel_lets_the_bot_post_there(pen: Pen) -> None:
    said = message("Which?").with_buttons((Button("Channel", "manage", takes=Takes.CHANNEL),))
    asked = _choosers(keyboard(said, PRIVATE, pen, _link))[0][0].request_chat
    assert asked is not None
    assert asked.bot_administrator_rights is not None
    assert asked.user_administrator_rights is not None
    given = {name for name, has in asked.bot_administrator_rights.to_dict().items() if has}
    needed = {name for name, has in asked.user_administrator_rights.to_dict().items() if has}
    assert given == {"can_manage_chat", "can_post_messages"}
    assert given < needed  # the person's must hold the bot's, and that of making administrators
    assert not asked.api_kwargs


def test_a_forced_answer_shows_a_short_line_to_whom_it_concerns() -> None:
    asked = forced("Your comment\non " + "x" * 80)
    markup = telegram.ForceReply.de_json(dict(asked), None)
    assert markup is not None
    assert markup.selective
    assert markup.input_field_placeholder == "Your comment on " + "x" * 47 + "…"
    assert forced(" \u202e", selective=False) == {"force_reply": True}


def test_a_keyboard_can_be_taken_away() -> None:
    assert telegram.ReplyKeyboardRemove().to_dict() == REMOVED
