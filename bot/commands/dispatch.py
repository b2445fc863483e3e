"""Runs commands: reads the line, checks the right, calls the handler, answers in words."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.commands.call import Answer, Call, Handler
from bot.commands.line import read
from bot.commands.table import COMMANDS
from bot.errors import UserError
from bot.model.events import Arrival, Command, Press
from bot.text.markup import message
from bot.wording import Wording

if TYPE_CHECKING:
    from bot.commands.rights import Rights
    from bot.ports.clock import Clock
    from bot.ports.readers import SubscriptionStore

_log = logging.getLogger(__name__)


class Commands:
    """Every declared command with its handler."""

    def __init__(
        self,
        handlers: Mapping[str, Handler],
        *,
        rights: Rights,
        subscriptions: SubscriptionStore,
        clock: Clock,
        briefing: str,
        language: str,
    ) -> None:
        declared = {command.name for command in COMMANDS}
        if declared != handlers.keys():
            raise ValueError(f"handlers and table differ: {sorted(declared ^ handlers.keys())}")
        self._handlers = handlers
        self._rights = rights
        self._subscriptions = subscriptions
        self._clock = clock
        self._briefing = briefing
        self._language = language

    async def run(self, event: Command | Press) -> Answer | None:
        """The answer to a typed command or a pressed button. Never raises for what a person did:
        that is an answer; a failure of ours is an answer too, and a line in the log."""
        words = await self.words(event.origin)
        try:
            return await self._run(event, words)
        except UserError as error:
            return Answer(message(words(error.sentence, **error.details)))
        except Exception:  # noqa: BLE001 - a border: a person gets a sentence, the log the rest
            _log.exception("command failed: %s", _name(event))
            return Answer(message(words("something-broke")))

    async def _run(self, event: Command | Press, words: Wording) -> Answer | None:
        line = read(event.line if isinstance(event, Command) else event.action, words)
        origin = event.origin
        await self._rights.demand(line.command.who, origin.person, origin.chat)
        call = Call(
            command=line.command,
            arguments=line.arguments,
            key=f"{origin.person.ref.platform}:{origin.key}",
            person=origin.person,
            chat=origin.chat,
            now=self._clock.now(),
            words=words,
            message=event.message,
            pressed=isinstance(event, Press),
        )
        return await self._handlers[line.command.name](call)

    async def words(self, origin: Arrival) -> Wording:
        """The language that the chat chose, else the person's, else the chat's, else the
        briefing's."""
        subscription = await self._subscriptions.get(self._briefing, origin.chat.ref)
        chosen = subscription.order.language if subscription else None
        return Wording(chosen or origin.person.language or origin.chat.language or self._language)


def _name(event: Command | Press) -> str:
    """The command's name without its arguments, which are a person's words."""
    text = event.line if isinstance(event, Command) else event.action
    return text.strip().partition(" ")[0][:40]
