"""Where something happened on Telegram: chats, topics and messages as the core refers to them."""

from __future__ import annotations

import telegram
from telegram.constants import ChatType

from adapters.telegram.address import Address
from adapters.telegram.people import title
from bot.model.chats import Chat, ChatKind, MessageRef


def place(chat: telegram.Chat, topic: int | None = None) -> Chat:
    """A chat, or a topic of it."""
    channel = chat.type == ChatType.CHANNEL
    return Chat(Address(int(chat.id), topic, channel=channel).ref, kind(chat), title(chat))


def kind(chat: telegram.Chat) -> ChatKind:
    """Who can read along: everybody where the chat has a public name."""
    if chat.type == ChatType.PRIVATE:
        return ChatKind.PRIVATE
    return ChatKind.OPEN if chat.username else ChatKind.CLOSED


def topic(message: telegram.Message) -> int | None:
    """The forum topic that the message stands in. None in General, which has no id, and in private
    chats, where the core knows no topics."""
    if not message.is_topic_message or message.chat.type == ChatType.PRIVATE:
        return None
    return None if message.message_thread_id is None else int(message.message_thread_id)


def where(message: telegram.MaybeInaccessibleMessage) -> Chat:
    """The chat that the message stands in, with its topic if Telegram tells."""
    return place(message.chat, topic(message) if isinstance(message, telegram.Message) else None)


def reference(chat: Chat, number: int) -> MessageRef:
    """The message of this number in a chat. Numbers are unique in a group over all its topics."""
    return MessageRef(chat.ref, str(int(number)))
