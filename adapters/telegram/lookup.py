"""What a chat is that did not speak to us: asked of Telegram by its id or its public name."""

from __future__ import annotations

import re
from dataclasses import replace

import telegram
from telegram import ChatFullInfo
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden

from adapters.telegram.address import NAME, Address
from adapters.telegram.api import Api
from adapters.telegram.errors import translating
from adapters.telegram.members import belongs, posts
from adapters.telegram.places import place
from bot.model.chats import Chat, ChatRef

_PUBLIC = re.compile(r"(?:(?:https?://)?t\.me/|@)?([A-Za-z]\w{3,31})/?", re.ASCII)


async def look_up(api: Api, name: str) -> Chat | None:
    """The group or channel of this id or public name (``@name``, ``t.me/name``) as Telegram describes
    it now, in the topic that the id names. None if there is none, if we are not in it, or may not
    post in the channel. Private chats are not looked up; they speak
    first. Raises PlatformErrors."""
    if (asked := _asked(name)) is None:
        return None
    with translating(ChatRef(NAME, name)):
        try:
            full = await api.bot.get_chat(asked if isinstance(asked, str) else asked.chat)
            if full.type == ChatType.PRIVATE:
                return None
            me = await api.bot.get_me()
            ours = await api.bot.get_chat_member(full.id, me.id)
        except (BadRequest, Forbidden):
            return None
    if not (posts(ours) if full.type == ChatType.CHANNEL else belongs(ours)):
        return None
    return described(full, None if isinstance(asked, str) else asked.topic)


def described(full: ChatFullInfo, topic: int | None = None) -> Chat:
    """The chat in our words. A channel names the group where it is discussed, if it has one."""
    chat = place(telegram.Chat(full.id, full.type, title=full.title, username=full.username), topic)
    if full.type != ChatType.CHANNEL or full.linked_chat_id is None:
        return chat
    return replace(chat, discussion=Address(full.linked_chat_id).ref.id)


def _asked(name: str) -> Address | str | None:
    """An address of ours, or a public name as Telegram takes it; None for what is neither."""
    name = name.strip()
    try:
        return Address.of(ChatRef(NAME, name))
    except ValueError:
        found = _PUBLIC.fullmatch(name)
    return f"@{found[1]}" if found else None
