"""Replies on Telegram: which message one answers, in which thread, and whether that can concern us."""

from __future__ import annotations

import telegram
from telegram.constants import ChatType

from adapters.telegram.buttons import Pen
from adapters.telegram.marks import mark
from adapters.telegram.people import Identity
from adapters.telegram.places import reference
from bot.model.events import Arrival, Reply

_WORDLESS = (
    "sticker photo voice video video_note audio document animation contact dice poll story venue location "
    "live_photo paid_media checklist game".split()
)
"""What a person can send instead of words, by the fields of a message."""


def words(message: telegram.Message) -> str:
    """What a message says: its text, or the caption of what it shows."""
    text = message.text or message.caption or ""
    if not isinstance(text, str):
        raise TypeError("a text that is none")
    return text


def answered(message: telegram.Message) -> telegram.Message | None:
    """The message that somebody meant to answer. In a forum each message answers by itself the one
    that opened its topic: that is nobody's answer."""
    to = message.reply_to_message
    if to is None or to.forum_topic_created is not None:
        return None
    if message.is_topic_message and to.message_id == message.message_thread_id:
        return None
    return to


def reply(message: telegram.Message, origin: Arrival, me: Identity, pen: Pen) -> Reply | None:
    """What a message that is no command is to us: an answer to ours or to another's, or nothing.

    In a private chat all that is said is said to us: what answers nothing there comes as an answer
    to itself, which is about no story, so that the person learns how to speak of one.
    """
    text, to, thread = words(message), answered(message), _thread(message)
    own = reference(origin.chat, message.message_id)
    private = message.chat.type == ChatType.PRIVATE
    if not text and not _shows(message):
        return None
    if to is None and private:
        return Reply(origin, own, own, text, to_us=True)
    target = thread if to is None else to.message_id
    if target is None or (to is None and message.external_reply is not None):
        return None
    story = _mark(to, me, pen)
    to_us = to is not None and (is_from(to, me) or story is not None)
    if not (private or to_us) and (not text or _is_apart(to, thread)):
        return None
    return Reply(
        origin,
        own,
        reference(origin.chat, target),
        text,
        story,
        to_us=to_us,
        thread=None if thread is None else reference(origin.chat, thread),
    )


def _thread(message: telegram.Message) -> int | None:
    """The first message of the thread that this one stands in; a forum's topic is no thread."""
    return None if message.is_topic_message else message.message_thread_id


def _mark(to: telegram.Message | None, me: Identity, pen: Pen) -> str | None:
    """The story that the answered message bears, if it is ours or a copy of a channel's post. Others
    may write what they like into theirs."""
    if to is None or not (is_from(to, me) or to.is_automatic_forward):
        return None
    return mark(to, pen, me.username)


def is_from(message: telegram.Message, me: Identity) -> bool:
    """Whether we wrote it."""
    return message.from_user is not None and message.from_user.id == me.id


def _is_apart(to: telegram.Message | None, thread: int | None) -> bool:
    """Whether it answers another bot, outside of a thread that may be a story's."""
    if to is None or to.from_user is None or not to.from_user.is_bot or to.sender_chat is not None:
        return False
    return thread in (None, to.message_id)


def _shows(message: telegram.Message) -> bool:
    """Whether something was sent that bears no words; of an album only the picture with the caption
    counts, so that it gets one answer and not ten."""
    return message.media_group_id is None and any(getattr(message, name) for name in _WORDLESS)
