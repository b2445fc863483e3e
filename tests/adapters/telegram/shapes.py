"""Updates as Telegram writes them, for tests that need no server; every one satisfies aiogram's types."""

from __future__ import annotations

from itertools import count
from typing import Any

Json = dict[str, Any]

ME: Json = {"id": 4000, "is_bot": True, "first_name": "Briefing", "username": "briefing_bot"}
OTHER_BOT: Json = {"id": 4001, "is_bot": True, "first_name": "Weather", "username": "weather_bot"}
ADA: Json = {
    "id": 77,
    "is_bot": False,
    "first_name": "Ada",
    "last_name": "North",
    "username": "ada",
    "language_code": "pt-br",
}
BEN: Json = {"id": 78, "is_bot": False, "first_name": "Ben"}
ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
SERVICE: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}

PRIVATE: Json = {"id": 77, "type": "private", "first_name": "Ada", "last_name": "North", "username": "ada"}
BASIC: Json = {"id": -300, "type": "group", "title": "Embassy row"}
GROUP: Json = {"id": -100500, "type": "supergroup", "title": "Embassy row"}
OPEN_GROUP: Json = {**GROUP, "id": -100501, "username": "embassy_row"}
FORUM: Json = {**GROUP, "id": -100502, "is_forum": True}
CHANNEL: Json = {"id": -100600, "type": "channel", "title": "Northland daily"}
OPEN_CHANNEL: Json = {**CHANNEL, "id": -100601, "username": "northland_daily"}

NOON = 1_767_441_600  # 3 January 2026, 12:00 UTC
NUMBER = 700_000_001

_numbers = count(NUMBER)


def update(kind: str, content: Json) -> Json:
    """An update with a number of its own."""
    return {"update_id": next(_numbers), kind: content}


def message(chat: Json = PRIVATE, text: str | None = None, **more: object) -> Json:
    """A message of Ada's, number 10, unless said otherwise; ``sender`` stands for ``from``, None for
    nobody."""
    sender = more.pop("sender", ADA)
    body: Json = {"message_id": 10, "date": NOON, "chat": chat, **more}
    if sender is not None:
        body["from"] = sender
    if text is not None:
        body["text"] = text
    return body


def said(chat: Json = PRIVATE, text: str | None = None, **more: Any) -> Json:  # noqa: ANN401 - JSON
    """The update that tells of such a message."""
    return update("message", message(chat, text, **more))


def ours(chat: Json, number: int = 5, *data: str, **more: Any) -> Json:  # noqa: ANN401 - JSON
    """A message of ours, with a button for each of these data."""
    more = {"text": "Northland recalls its ambassador from Eastmark", "sender": ME} | more
    if data:
        rows = [[{"text": "…", "callback_data": each}] for each in data]
        more["reply_markup"] = {"inline_keyboard": rows}
    return message(chat, message_id=number, **more)


def copied(group: Json, post: int, number: int = 5, **more: object) -> Json:
    """The copy that Telegram makes of a channel's post in its group."""
    origin = {"type": "channel", "date": NOON, "chat": CHANNEL, "message_id": post}
    shape: Json = {"text": "Northland recalls", "sender": SERVICE, "sender_chat": CHANNEL, **more}
    return message(group, message_id=number, is_automatic_forward=True, forward_origin=origin, **shape)


def pressed(on: Json, data: str | None, number: str = "9001", person: Json = ADA) -> Json:
    """Somebody pressed a button of this message."""
    content: Json = {"id": number, "from": person, "chat_instance": "1", "message": on}
    if data is not None:
        content["data"] = data
    return update("callback_query", content)


def member(of: Json, status: str, **rights: object) -> Json:
    """What somebody is in a chat, with all that Telegram tells of such a one."""
    body: Json = {"status": status, "user": of}
    match status:
        case "administrator":
            names = (
                "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
                "can_restrict_members can_promote_members can_change_info can_invite_users "
                "can_post_stories can_edit_stories can_delete_stories can_send_welcome_messages"
            )
            body |= dict.fromkeys(names.split(), False)
        case "restricted":
            names = (
                "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos "
                "can_send_video_notes can_send_voice_notes can_send_polls can_send_other_messages "
                "can_add_web_page_previews can_change_info can_invite_users can_pin_messages "
                "can_manage_topics can_react_to_messages can_edit_tag"
            )
            body |= {**dict.fromkeys(names.split(), True), "is_member": True, "until_date": 0}
        case "kicked":
            body["until_date"] = 0
    return body | rights


def membership(chat: Json, old: Json, new: Json, kind: str = "my_chat_member", by: Json = ADA) -> Json:
    """Somebody's membership changed, ours unless said otherwise."""
    content = {"chat": chat, "from": by, "date": NOON, "old_chat_member": old, "new_chat_member": new}
    return update(kind, content)
