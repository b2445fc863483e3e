"""What an error of Telegram means for a delivery: one table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from adapters.telegram.address import Address
from adapters.telegram.request import NotSent
from bot.errors import (
    ChatGone,
    ChatMoved,
    MessageRefused,
    NotAllowed,
    OutOfReach,
    PlatformDown,
    PlatformError,
    TryLater,
    Unknown,
)
from bot.model.chats import ChatRef

# Telegram says what happened in words only. Those in small letters are put together in Client.cpp of
# https://github.com/tdlib/telegram-bot-api; those in capitals are errors of Telegram's own servers that
# it passes on: https://core.telegram.org/api/errors
_NO_RIGHT = (
    "not enough rights",  # ... to send text messages to the chat
    "have no rights",  # ... to send a message
    "have no write access",
    "need administrator rights",  # ... in the channel chat
    "chat_admin_required",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_send_plain_forbidden",
    "chat_guest_send_forbidden",
    "user_banned_in_channel",
    "topic_closed",
)
_GONE = (
    "chat not found",
    "group chat was deactivated",
    "group chat was deleted",
    "message thread not found",
    "topic_deleted",
    "topic_id_invalid",
    "peer_id_invalid",
    "chat_id_invalid",
    "channel_invalid",
    "channel_private",
    "chat_forbidden",
    "user_is_blocked",
    "input_user_deactivated",
)


def translate(error: TelegramError, chat: ChatRef) -> PlatformError:
    """What the error of a call that concerned this chat means.

    Telegram has no idempotent send: whatever does not say that nothing was posted is ``Unknown``.
    """
    said = error.message
    match error:  # BadRequest, NotSent and TimedOut are NetworkErrors: the narrow ones first
        case RetryAfter():
            return TryLater(seconds(error))
        case ChatMigrated():
            return ChatMoved(Address(error.new_chat_id).ref)
        case InvalidToken():
            return PlatformDown(said)
        case NotSent() | Conflict():
            return OutOfReach(said)
        case Forbidden() | BadRequest():
            return _refused(error, chat)
    return Unknown(said)


@contextmanager
def translating(chat: ChatRef) -> Iterator[None]:
    """Raise what Telegram's errors mean in their place."""
    try:
        yield
    except TelegramError as error:
        raise translate(error, chat) from error


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks us to wait."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def _refused(error: Forbidden | BadRequest, chat: ChatRef) -> PlatformError:
    said = error.message.casefold()
    if any(mark in said for mark in _NO_RIGHT):
        return NotAllowed(f"{chat}: {error.message}")
    # Any other 403 is about the chat: blocked, kicked, deactivated, never spoken to, no member.
    if isinstance(error, Forbidden) or any(mark in said for mark in _GONE):
        return ChatGone(f"{chat}: {error.message}")
    return MessageRefused(error.message)
