"""Buttons as Telegram draws them: under a message, or in place of a person's keyboard where they choose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from adapters.telegram.address import Address
from adapters.telegram.buttons import Pen
from adapters.telegram.safe import address as web_address
from bot.text.clean import clean
from bot.text.markup import Button, ButtonStyle, Message, Takes

WIDTH = 8
"""Buttons a row."""

_MOST = 100  # buttons in all
_LABEL = 64  # characters; a phone shows fewer
_PLACEHOLDER = 64  # characters that an empty field may show
_NAMELESS = "—"
_KEPT = 512  # labels that are remembered as they are drawn: an edition's go to many chats
_STYLES = {ButtonStyle.PRIMARY: "primary", ButtonStyle.DANGER: "danger"}

CHAT_REQUESTS = {Takes.GROUP: 1, Takes.CHANNEL: 2}
"""The ids under which a chosen chat comes back."""

REMOVED: Mapping[str, object] = {"remove_keyboard": True}
"""Takes away what ``keyboard`` put in place of a person's keyboard."""

# A channel lets in nobody but administrators: whoever chooses one makes the bot one, and must be able to.
# To post includes to change what one has posted.
_NO_RIGHTS = dict.fromkeys(
    (
        "is_anonymous",
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
    ),
    False,
)
_ADMINISTRATOR = {**_NO_RIGHTS, "can_manage_chat": True}
_POSTS = {**_ADMINISTRATOR, "can_post_messages": True}
_REQUESTS: dict[Takes, dict[str, object]] = {
    Takes.GROUP: {
        "request_chat": {
            "request_id": CHAT_REQUESTS[Takes.GROUP],
            "chat_is_channel": False,
            "user_administrator_rights": _ADMINISTRATOR,
            "bot_is_member": True,
        },
    },
    Takes.CHANNEL: {
        "request_chat": {
            "request_id": CHAT_REQUESTS[Takes.CHANNEL],
            "chat_is_channel": True,
            "user_administrator_rights": {**_POSTS, "can_promote_members": True},
            "bot_administrator_rights": _POSTS,
        },
    },
    Takes.PLACE: {"request_location": True},
}

# In a group, what many would open there one after the other is opened in private; a channel has no
# one to ask a text of.
_PRIVATE_IN_GROUPS = re.compile(r"comments \S+")
_PRIVATE_IN_CHANNELS = re.compile(r"(?:comments|reply) \S+")

Link = Callable[[str], str | None]
"""The deep link of a line; None if there is none."""

Drawn = dict[str, object]


@dataclass(frozen=True, slots=True)
class Keyboard:
    """``markup`` is the ``reply_markup`` of a message, None for no buttons; ``shelved`` are digests with the
    actions that must be kept under them before it is shown."""

    markup: dict[str, object] | None
    shelved: tuple[tuple[str, str], ...] = ()


def keyboard(message: Message, address: Address, pen: Pen, link: Link) -> Keyboard:
    """The message's buttons for this chat. What has no room, leads nowhere or cannot be asked for there is
    left out."""
    if any(button.takes for row in message.buttons for button in row):
        return Keyboard(_choosing(message.buttons) if address.is_private else None)
    shelved: list[tuple[str, str]] = []
    rows = [
        [drawn for button in row if (drawn := _button(button, address, pen, link, shelved))]
        for row in _broken(message.buttons)
    ]
    kept = [row for row in rows if row]
    return Keyboard({"inline_keyboard": kept} if kept else None, tuple(shelved))


def forced(placeholder: str, *, selective: bool = True) -> dict[str, object]:
    """The ``reply_markup`` that has people answer this message. ``selective``: only whom it names or answers;
    in a private chat there is nobody else. The placeholder stands in the empty field."""
    markup: dict[str, object] = {"force_reply": True}
    if selective:
        markup["selective"] = True
    if said := _shortened(_line(placeholder), _PLACEHOLDER):
        markup["input_field_placeholder"] = said
    return markup


def _choosing(rows: Sequence[Sequence[Button]]) -> dict[str, object]:
    """Buttons in place of the person's keyboard, which open Telegram's own choosers."""
    drawn = [[_label(button) | _REQUESTS[button.takes] for button in row if button.takes] for row in rows]
    return {"keyboard": [row for row in drawn if row], "resize_keyboard": True, "one_time_keyboard": True}


def _button(
    button: Button, address: Address, pen: Pen, link: Link, shelved: list[tuple[str, str]]
) -> Drawn | None:
    drawn = _label(button)
    if button.style in _STYLES:
        drawn["style"] = _STYLES[button.style]
    if button.url is not None:
        url = web_address(button.url)
        return drawn | {"url": url} if url else None
    if _opens_in_private(button.action, address) and (url := link(button.action)):
        return drawn | {"url": url}
    written = pen.write(button.action, address.chat)
    if written.shelved:
        shelved.append(written.shelved)
    return drawn | {"callback_data": written.data}


def _opens_in_private(action: str, address: Address) -> bool:
    if address.is_private:
        return False
    lines = _PRIVATE_IN_CHANNELS if address.channel else _PRIVATE_IN_GROUPS
    return lines.fullmatch(action) is not None


def _broken(rows: Sequence[Sequence[Button]]) -> Iterator[Sequence[Button]]:
    """Rows that are not too wide, as many as there is room for."""
    left = _MOST
    for row in rows:
        for start in range(0, min(len(row), left), WIDTH):
            yield row[start : min(start + WIDTH, left)]
        left = max(0, left - len(row))


def _label(button: Button) -> Drawn:
    return {"text": _text(button.label)}


@lru_cache(maxsize=_KEPT)
def _text(label: str) -> str:
    return _shortened(_line(label), _LABEL) or _NAMELESS


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _shortened(line: str, most: int) -> str:
    """The line, cut where it has more than so many UTF-16 units."""
    if len(line.encode("utf-16-le")) <= 2 * most:
        return line
    return line.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", "ignore").rstrip() + "…"
