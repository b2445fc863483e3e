"""What became of a chat, by Telegram's word: we were let in or put out, may write or not, it moved."""

from __future__ import annotations

from dataclasses import replace

import telegram
from telegram.constants import ChatType

from adapters.telegram.address import Address
from adapters.telegram.members import belongs
from adapters.telegram.people import identity, person, speaker
from adapters.telegram.places import place, where
from bot.model.chats import Person
from bot.model.events import Arrival, ChatChange, ChatChanged

_GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}


def ours(changed: telegram.ChatMemberUpdated, key: str) -> ChatChanged | None:
    """What a change of our own membership means; None if we can do neither more nor less than before.

    That we came into a group is none either: the same is said of a group that became a supergroup,
    in the name of the person who changed it. ``told`` hears who really let us in.
    """
    before = _standing(changed.chat, changed.old_chat_member)
    after = _standing(changed.chat, changed.new_chat_member)
    if before is after:
        return None
    if (before, after) == (ChatChange.REMOVED, ChatChange.ALLOWED):
        if changed.chat.type in _GROUPS:
            return None
        after = ChatChange.ADDED
    origin = Arrival(key, place(changed.chat), person(changed.from_user))
    return ChatChanged(origin, after, one_way=changed.chat.type == ChatType.CHANNEL)


def told(message: telegram.Message, key: str, me: int) -> ChatChanged | None:
    """The change that a service message tells of; None for any other message. ``me`` is our own number.

    A group that becomes a supergroup tells it twice, in the old chat and as the first message of
    the new one. Both are heard, so that neither order nor loss matters: moving again moves nothing.
    A topic that is closed tells us nothing: we may be one of those who write there all the same.
    """
    origin = Arrival(key, where(message), _teller(message))
    if message.migrate_to_chat_id is not None:
        return _moved(origin, origin.chat.ref.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id is not None:
        return _moved(origin, message.migrate_from_chat_id, message.chat.id)
    if message.group_chat_created or any(user.id == me for user in message.new_chat_members):
        return ChatChanged(origin, ChatChange.ADDED)
    if message.forum_topic_reopened is not None:
        return ChatChanged(origin, ChatChange.ALLOWED)
    return None


def _moved(origin: Arrival, old: int | str, new: int) -> ChatChanged:
    chat = replace(origin.chat, ref=Address(int(old)).ref)
    return ChatChanged(replace(origin, chat=chat), ChatChange.MOVED, Address(int(new)).ref.id)


def _teller(message: telegram.Message) -> Person:
    """Who did what a service message tells; the chat itself where that is nobody, or a bot."""
    return speaker(message) or identity(message.chat)


def _standing(chat: telegram.Chat, us: telegram.ChatMember) -> ChatChange:
    """What somebody can do in a chat: post there, only be there, or not even that."""
    if not belongs(us):
        return ChatChange.REMOVED
    match us:
        case telegram.ChatMemberRestricted():
            may = us.can_send_messages
        case telegram.ChatMemberAdministrator():
            may = chat.type != ChatType.CHANNEL or bool(us.can_post_messages)
        case _:
            may = chat.type != ChatType.CHANNEL or isinstance(us, telegram.ChatMemberOwner)
    return ChatChange.ALLOWED if may else ChatChange.BARRED
