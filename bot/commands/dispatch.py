"""Runs commands: reads the line, checks the right, calls the handler, answers in words."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.commands.bounds import Bounds
from bot.commands.call import Answer, Call, Handler
from bot.commands.elsewhere import Elsewhere, Errand, addressed, errand
from bot.commands.line import Line, read
from bot.commands.table import COMMANDS
from bot.errors import PlatformError, UserError
from bot.model.briefing import Briefing
from bot.model.chats import Chat
from bot.model.events import Arrival, Command, Press
from bot.text.markup import Button, message
from bot.text.said import command
from bot.wording import Wording

if TYPE_CHECKING:
    from bot.commands.rights import Rights
    from bot.ports.clock import Clock
    from bot.ports.readers import SubscriptionStore

_log = logging.getLogger(__name__)

_FOR_ANOTHER_CHAT = "at"
"""The command that has no handler: it runs others."""

_SURE_FOR = timedelta(hours=1)
"""So long a button does what cannot be undone; an older one was meant for another day."""


class Commands:
    """Every declared command with its handler."""

    def __init__(
        self,
        handlers: Mapping[str, Handler],
        *,
        rights: Rights,
        bounds: Bounds,
        elsewhere: Elsewhere,
        subscriptions: SubscriptionStore,
        clock: Clock,
        briefing: Briefing,
    ) -> None:
        declared = {command.name for command in COMMANDS} - {_FOR_ANOTHER_CHAT}
        if declared != handlers.keys():
            raise ValueError(f"handlers and table differ: {sorted(declared ^ handlers.keys())}")
        self._handlers = handlers
        self._rights = rights
        self._bounds = bounds
        self._elsewhere = elsewhere
        self._subscriptions = subscriptions
        self._clock = clock
        self._briefing = briefing

    async def run(self, event: Command | Press) -> Answer | None:
        """The answer to a typed command or a pressed button. Never raises for what a person did:
        that is an answer; a failure of ours is an answer too, and a line in the log. None to who
        asks for too much in a group."""
        words = await self.words(event.origin)
        try:
            return await self._run(event, words) if self._bounds.admit(event) else None
        except UserError as error:
            return _refused(error, words)
        except PlatformError as error:
            _log.info("command failed: %s: %s", _name(event), error)
            return Answer(message(words("platform-out-of-reach")))
        except Exception:  # noqa: BLE001 - a border: a person gets a sentence, the log the rest
            _log.exception("command failed: %s", _name(event))
            return Answer(message(words("something-broke")))

    async def _run(self, event: Command | Press, words: Wording) -> Answer | None:
        line = read(event.line if isinstance(event, Command) else event.action, words)
        if asked := errand(line, words):
            return await self._run_elsewhere(asked, event, words)
        try:
            await self._rights.demand(line.command.who, event.origin.person, event.origin.chat)
        except UserError:
            if self._bounds.refuse(event):
                raise
            return None
        now = self._clock.now()
        if "sure" in line.arguments and isinstance(event, Press) and _is_stale(event, now):
            return _asked_again(line, words)
        return await self._handlers[line.command.name](_call(line, event, event.origin.chat, now, words))

    async def _run_elsewhere(self, asked: Errand, event: Command | Press, words: Wording) -> Answer | None:
        """Run a command for the chat that it names. What comes of it says for which."""
        origin = event.origin
        chat = await self._elsewhere.chat(asked, origin.person, origin.chat.ref.platform)
        call = _call(asked.line, event, chat, self._clock.now(), words)
        try:
            answer = await self._handlers[asked.line.command.name](call)
        except UserError as error:
            answer = _refused(error, words)
        if answer is None:
            return None
        return addressed(answer, chat, await self._elsewhere.called(asked, chat), words)

    async def words(self, origin: Arrival) -> Wording:
        """The language that the chat chose, else the person's, else the chat's, else the
        briefing's."""
        subscription = await self._subscriptions.get(self._briefing.id, origin.chat.ref)
        chosen = subscription.order.language if subscription else None
        return Wording(chosen or origin.person.language or origin.chat.language or self._briefing.language)


def _call(line: Line, event: Command | Press, chat: Chat, now: datetime, words: Wording) -> Call:
    origin = event.origin
    return Call(
        command=line.command,
        arguments=line.arguments,
        key=f"{origin.person.ref.platform}:{origin.key}",
        person=origin.person,
        chat=chat,
        now=now,
        words=words,
        message=event.message,
        pressed=isinstance(event, Press),
        to=event.to if isinstance(event, Command) else None,
    )


def _refused(error: UserError, words: Wording) -> Answer:
    return Answer(message(words(error.sentence, **error.details)))


def _is_stale(event: Press, now: datetime) -> bool:
    return event.made is not None and now - event.made > _SURE_FOR


def _asked_again(line: Line, words: Wording) -> Answer:
    """The question is too old to be answered; a button asks it anew."""
    name = line.command.name
    again = Button(words("ask-again-button"), name)
    asked = message(words("button-too-old", command=command(name)))
    return Answer(asked.with_buttons((again,)), replaces=True)


def _name(event: Command | Press) -> str:
    """The command's name without its arguments, which are a person's words."""
    text = event.line if isinstance(event, Command) else event.action
    return text.strip().partition(" ")[0][:40]
