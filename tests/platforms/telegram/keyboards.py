"""What Telegram lets a message carry beneath it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from tests.platforms.telegram.places import Kind, Place
from tests.platforms.telegram.refusals import bad

ROW = 8
MOST = 100
LARGEST_DATA = 64  # bytes
LONGEST_PLACEHOLDER = 64

_LABELS = frozenset({"text", "style", "icon_custom_emoji_id"})
_PRIVATE_ONLY = {
    "request_chat": "chats can be requested in private chats only",
    "request_users": "users can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
    "request_contact": "phone number can be requested in private chats only",
}


def check(markup: Mapping[str, Any] | None, place: Place) -> None:
    """Raises Refused for a keyboard that may not stand there."""
    if markup is None:
        return
    if "inline_keyboard" in markup:
        _check_size(markup["inline_keyboard"])
        for button in chain.from_iterable(markup["inline_keyboard"]):
            _check_inline(button)
        return
    if place.kind is Kind.CHANNEL:
        raise bad("inline keyboard expected")
    if len(markup.get("input_field_placeholder", "")) > LONGEST_PLACEHOLDER:
        raise bad("REPLY_MARKUP_PLACEHOLDER_TOO_LONG")
    if "keyboard" in markup:
        _check_size(markup["keyboard"])
        for button in chain.from_iterable(markup["keyboard"]):
            _check_plain(button, place)


def editable(markup: Mapping[str, Any] | None) -> bool:
    """Whether a message that carries this may ever be edited."""
    return markup is None or "inline_keyboard" in markup


def _check_size(rows: Sequence[Sequence[object]]) -> None:
    if any(len(row) > ROW for row in rows) or sum(map(len, rows)) > MOST:
        raise bad("reply markup is too long")


def _check_inline(button: Mapping[str, Any]) -> None:
    actions = button.keys() - _LABELS
    if not button["text"].strip():
        raise bad("inline keyboard button text must be non-empty")
    if not actions:
        raise bad("text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad("inline keyboard button must have exactly one action")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= LARGEST_DATA:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button and not _is_web(button["url"]):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: unsupported URL protocol")


def _check_plain(button: Mapping[str, Any], place: Place) -> None:
    if not button["text"].strip():
        raise bad("keyboard button text must be non-empty")
    if place.kind is not Kind.PRIVATE:
        for request, why in _PRIVATE_ONLY.items():
            if button.get(request):
                raise bad(why)


def _is_web(url: str) -> bool:
    try:
        address = urlsplit(f"https://{url}" if url.startswith("t.me/") else url)
    except ValueError:
        return False
    host = address.hostname or ""
    return address.scheme in {"http", "https"} and "." in host and not host.startswith(".")
