"""A run of a command, and the answer to it: what handlers get and give."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.commands.line import usage
from bot.commands.table import Command
from bot.errors import UserError
from bot.model.chats import Chat, MessageRef, Person
from bot.model.editions import PostKind
from bot.model.news import StoryId
from bot.text.markup import Message
from bot.wording import Wording


@dataclass(frozen=True, slots=True)
class Call:
    """One run of a command. ``key`` names the event that asked for it: the same key again is
    the same wish, so what a handler does under it must be harmless to do twice."""

    command: Command
    arguments: Mapping[str, str]
    key: str
    person: Person
    chat: Chat
    now: datetime
    words: Wording
    message: MessageRef | None  # the person's message; for a button the message that carries it
    pressed: bool  # by a button
    to: MessageRef | None = None  # the message that the person's answers

    def get(self, name: str) -> str | None:
        """An argument as it was typed."""
        return self.arguments.get(name)

    def number(self, name: str, low: int, high: int, default: int) -> int:
        """An argument as a number; raises UserError unless it is one from low to high."""
        text = self.get(name)
        if text is None:
            return default
        if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
            raise UserError("not-a-number", text=text, low=low, high=high, usage=self.usage)
        return int(text)

    @property
    def usage(self) -> str:
        """How to type this command."""
        return usage(self.command, self.words)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler says. All of it goes to the chat where the command was asked for.

    ``replaces``: where it was a button that was pressed, the message that carries it becomes this
    one. ``private``: only the person who asked need see it. ``asks``: it asks the person for a
    text; their reply is a comment on ``story``. ``kind`` and ``story`` are what replies to it are
    about. ``aloud``: what is said instead where the platform cannot tell it to one person alone now.
    """

    message: Message
    replaces: bool = False
    private: bool = True
    asks: bool = False
    aloud: Message | None = None
    kind: PostKind | None = None
    story: StoryId | None = None


Handler = Callable[[Call], Awaitable[Answer | None]]
"""Runs a command. Raises UserError for what the person can mend; None says nothing."""
