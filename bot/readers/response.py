"""What a person hears of something they did without a command."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.chats import Chat
from bot.text.markup import Message

KEPT = "👍"
"""The reaction that acknowledges a comment."""


@dataclass(frozen=True, slots=True)
class Response:
    """A reaction under the person's message, where the platform can, and a message for them, where
    there is something to say. Without both nothing happens. ``to`` is where the message goes if not
    to where they did it."""

    reaction: str | None = None
    message: Message | None = None
    to: Chat | None = None


SILENCE = Response()
