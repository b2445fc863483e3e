"""Which story a message of ours bears, by its buttons or its links."""

from __future__ import annotations

from typing import Any

import pytest
import telegram

from adapters.telegram.buttons import Pen
from adapters.telegram.doors import door
from adapters.telegram.marks import mark
from tests.fakes.clock import FakeClock

CHAT = -100500


@pytest.fixture
def pen(clock: FakeClock) -> Pen:
    return Pen(b"secret", clock)


def sent(*buttons: dict[str, Any], links: tuple[str, ...] = (), chat: int = CHAT) -> telegram.Message:
    """A message of ours as Telegram gives it back."""
    entities = [{"type": "text_link", "offset": 0, "length": 1, "url": url} for url in links]
    raw: dict[str, Any] = {
        "message_id": 5,
        "date": 1_767_441_600,
        "chat": {"id": chat, "type": "supergroup", "title": "Embassy row"},
        "text": "Northland recalls its ambassador",
        "entities": [{"type": "bold", "offset": 0, "length": 4}, *entities],
    }
    if buttons:
        keys = [{"text": "x", **button} for button in buttons]
        raw["reply_markup"] = {"inline_keyboard": [keys]}
    message = telegram.Message.de_json(raw, None)
    assert message is not None
    return message


def pressing(pen: Pen, action: str, chat: int = CHAT) -> dict[str, str]:
    return {"callback_data": pen.write(action, chat).data}


def opening(line: str) -> dict[str, str]:
    return {"url": door("briefing_bot", line) or ""}


def test_a_storys_buttons_name_it(pen: Pen) -> None:
    actions = ("comments k7", "reply k7", "like k7")
    assert mark(sent(*(pressing(pen, action) for action in actions)), pen, "briefing_bot") == "k7"


def test_a_button_that_opens_a_private_chat_names_it(pen: Pen) -> None:
    assert mark(sent(opening("comments k7")), pen, "briefing_bot") == "k7"
    assert mark(sent(opening("manage"), pressing(pen, "like k7")), pen, "briefing_bot") == "k7"


def test_a_link_in_the_text_names_it(pen: Pen) -> None:
    doors = ("https://harbourpost.example/news", door("briefing_bot", "comments k7") or "")
    assert mark(sent(links=doors), pen, "briefing_bot") == "k7"


def test_a_link_to_another_bot_names_none(pen: Pen) -> None:
    assert mark(sent(links=(door("weather_bot", "comments k7") or "",)), pen, "briefing_bot") is None


def test_a_page_of_comments_bears_their_story(pen: Pen) -> None:
    assert mark(sent(pressing(pen, "comments k7 2"), pressing(pen, "reply k7")), pen, "briefing_bot") == "k7"


def test_a_digest_bears_none(pen: Pen) -> None:
    assert mark(sent(pressing(pen, "reply k7"), pressing(pen, "reply b8")), pen, "briefing_bot") is None


@pytest.mark.parametrize("action", ["settings", "pick k7", "at -1001 comments k7", "likes", "reply k"])
def test_other_buttons_bear_none(pen: Pen, action: str) -> None:
    assert mark(sent(pressing(pen, action), {"callback_data": "reply k7"}), pen, "briefing_bot") is None


def test_buttons_of_another_chat_bear_none(pen: Pen) -> None:
    assert mark(sent(pressing(pen, "reply k7", chat=CHAT + 1)), pen, "briefing_bot") is None


def test_a_message_without_buttons_and_links_bears_none(pen: Pen) -> None:
    assert mark(sent(), pen, "briefing_bot") is None
