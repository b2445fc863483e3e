"""Users, chats, messages and members as the Bot API writes them: pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.platforms.telegram.places import (
    ADMIN_RIGHTS,
    CHANNEL_RIGHTS,
    GROUP_RIGHTS,
    Document,
    Kind,
    Member,
    Message,
    Place,
    Status,
    Topic,
    User,
)
from tests.platforms.telegram.texts import Entity

Json = dict[str, Any]

ALLOWED_TO_MEMBERS = (
    "messages audios documents photos videos video_notes voice_notes polls other_messages".split()
)
_OTHERS = "add_web_page_previews react_to_messages change_info invite_users pin_messages".split()


def user(of: User) -> Json:
    names = {"username": of.username, "language_code": of.language}
    return {"id": of.id, "is_bot": of.is_bot, "first_name": of.name} | _present(names)


def chat(of: Place) -> Json:
    name = "first_name" if of.kind is Kind.PRIVATE else "title"
    optional = {"username": of.username, "is_forum": of.forum or None}
    return {"id": of.id, "type": of.kind.value, name: of.title} | _present(optional)


def full_chat(of: Place) -> Json:
    """What getChat tells."""
    gifts = "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels".split()
    body = chat(of) | {
        "accent_color_id": of.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if of.reactions is not None:
        body["available_reactions"] = [emoji(each) for each in sorted(of.reactions)]
    if of.is_group:
        body["permissions"] = permissions(allowed=True)
    if of.linked is not None:
        body["linked_chat_id"] = of.linked.id
    return body


def permissions(*, allowed: bool) -> Json:
    sends = {f"can_send_{name}": allowed for name in ALLOWED_TO_MEMBERS}
    return sends | {f"can_{name}": allowed for name in (*_OTHERS, "manage_topics", "edit_tag")}


def member(of: User, being: Member, place: Place) -> Json:
    """What somebody is in a chat, with the rights that an administrator has there."""
    body: Json = {"status": being.status.value, "user": user(of)}
    match being.status:
        case Status.CREATOR:
            body["is_anonymous"] = being.anonymous
        case Status.ADMINISTRATOR:
            own = CHANNEL_RIGHTS if place.kind is Kind.CHANNEL else GROUP_RIGHTS
            named = {f"can_{name}": name in being.rights for name in sorted(ADMIN_RIGHTS | own)}
            body |= {"can_be_edited": False, "is_anonymous": being.anonymous, **named}
        case Status.RESTRICTED:
            body |= {"is_member": True, "until_date": 0, **permissions(allowed=being.may_send)}
        case Status.KICKED:
            body["until_date"] = 0
        case Status.MEMBER | Status.LEFT:
            pass
    return body


def entity(of: Entity, people: Mapping[int, User]) -> Json:
    body: Json = {"type": of.type, "offset": of.offset, "length": of.length}
    for name, value in of.detail:
        body |= {"user": user(people[int(value)])} if name == "user_id" else {name: value}
    return body


def message(of: Message, people: Mapping[int, User], *, deep: bool = True) -> Json:
    """A message; ``deep``: with the one that it answers, which is shown without its own."""
    body: Json = {"message_id": of.id, "date": int(of.date.timestamp()), "chat": chat(of.place)}
    if of.sender is not None:
        body["from"] = user(of.sender)
    if of.speaker is not None:
        body["sender_chat"] = chat(of.speaker)
    if of.thread is not None:
        body["message_thread_id"] = of.thread
    if of.topic is not None and not of.topic.is_general:
        body["is_topic_message"] = True
    if deep and of.reply_to is not None:
        body["reply_to_message"] = message(of.reply_to, people, deep=False)
    if of.origin is not None:
        body |= {"is_automatic_forward": True, "forward_origin": _origin(of.origin)}
    if of.edited is not None:
        body["edit_date"] = int(of.edited.timestamp())
    return body | _content(of, people)


def forum_topic(of: Topic) -> Json:
    return {"message_thread_id": of.id, "name": of.name, "icon_color": 7322096}


def document(of: Document, chat: int, number: int) -> Json:
    identity = f"{chat}:{number}"
    size = {"file_name": of.name, "mime_type": of.kind, "file_size": len(of.content)}
    return {"file_id": f"file:{identity}", "file_unique_id": identity, **size}


def emoji(of: str) -> Json:
    return {"type": "emoji", "emoji": of}


def _content(of: Message, people: Mapping[int, User]) -> Json:
    body: Json = dict(of.service)
    text, marks = ("text", "entities") if of.document is None else ("caption", "caption_entities")
    if of.document is not None:
        body["document"] = document(of.document, of.place.id, of.id)
    if of.text:
        body[text] = of.text
    if entities := [
        entity(each, people)
        for each in of.body.all_entities
        if each.type != "text_mention" or dict(each.detail).get("user_id") in people
    ]:
        body[marks] = entities
    if of.markup is not None and "inline_keyboard" in of.markup and of.markup["inline_keyboard"]:
        body["reply_markup"] = of.markup
    if of.preview is not None:
        body["link_preview_options"] = of.preview
    return body


def _origin(of: Message) -> Json:
    return {
        "type": "channel",
        "date": int(of.date.timestamp()),
        "chat": chat(of.place),
        "message_id": of.id,
    }


def _present(values: Json) -> Json:
    return {name: value for name, value in values.items() if value is not None}
