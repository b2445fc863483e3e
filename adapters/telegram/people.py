"""Who speaks on Telegram: a person, or a chat in whose name somebody does."""

from __future__ import annotations

from dataclasses import dataclass

import telegram
from telegram.constants import ChatID

from adapters.telegram.address import NAME
from bot.model.chats import Person, PersonRef
from bot.text.clean import clean

_NOBODY = {ChatID.ANONYMOUS_ADMIN, ChatID.FAKE_CHANNEL}  # users that Telegram shows in place of others

_LONGEST = 255  # characters of a name or title; Telegram's own limit for titles


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are on Telegram."""

    id: int
    username: str


def person(user: telegram.User) -> Person:
    """A user. Who shows no name has their username, or none: the core names them by their id."""
    name = clean(user.full_name or "", _LONGEST).strip() or clean(user.username or "", _LONGEST)
    ref = PersonRef(NAME, str(int(user.id)))
    language = _language(user.language_code)
    return Person(
        ref, name, language, anonymous=user.id in _NOBODY, handle=clean(user.username or "") or None
    )


def identity(chat: telegram.Chat) -> Person:
    """A chat that somebody speaks for: an anonymous administrator's group, or a channel."""
    return Person(PersonRef(NAME, str(int(chat.id))), title(chat), anonymous=True)


def speaker(message: telegram.Message) -> Person | None:
    """Whose message it is; None if a bot's, ours too, or nobody's."""
    if message.sender_chat is not None:
        return identity(message.sender_chat)
    user = message.from_user
    return None if user is None or user.is_bot else person(user)


def title(chat: telegram.Chat) -> str:
    """What the chat is called; a private one by its person's name."""
    return clean(chat.effective_name or chat.username or "", _LONGEST).strip()


def _language(code: str | None) -> str | None:
    """ISO 639-1 of an IETF tag: ``pt`` of ``pt-br``; None where there is no such code."""
    language = (code or "").partition("-")[0].lower()
    return language if len(language) == len("en") else None
