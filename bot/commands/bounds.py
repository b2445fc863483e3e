"""How much one person may ask for in a group, so that nobody takes its few answers from the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.errors import UserError
from bot.model.chats import ChatKind
from bot.model.events import Command, Press
from bot.ports.clock import Clock
from bot.readers import floods


class Bounds:
    """Counts commands and presses of each person in each group, where a platform lets a group be told
    only so much a minute. What is too much is told once and then met with silence."""

    def __init__(self, is_scarce: Callable[[str], bool], clock: Clock) -> None:
        """``is_scarce`` says of a platform whether it does."""
        self._is_scarce = is_scarce
        self._clock = clock
        self._commands = floods.Tide(floods.COMMANDS_A_MINUTE)
        self._presses = floods.Tide(floods.PRESSES_A_MINUTE)
        self._notices = floods.Notices()

    def admit(self, event: Command | Press) -> bool:
        """Whether to do this; it is counted then. Raises UserError if it is too much and its person has
        to be told."""
        who, at = _who(event), self._at(event)
        tide = self._presses if isinstance(event, Press) else self._commands
        if not self._bound(event) or tide.admits(who, at):
            return True
        if self._notices.due((who, "flood"), at, floods.MINUTE):
            raise UserError("command-flood")
        return False

    def refuse(self, event: Command | Press) -> bool:
        """Whether to say that a person lacks a right: once a minute to what they type in a group. A press
        is answered to its person alone."""
        if isinstance(event, Press) or not self._bound(event):
            return True
        return self._notices.due((_who(event), "refusal"), self._at(event), floods.MINUTE)

    def _bound(self, event: Command | Press) -> bool:
        chat = event.origin.chat
        return chat.kind is not ChatKind.PRIVATE and self._is_scarce(chat.ref.platform)

    def _at(self, event: Command | Press) -> datetime:
        return floods.happened(event.origin.at, self._clock.now())


def _who(event: Command | Press) -> tuple[object, ...]:
    """A person in a group; its topics share what it may be told."""
    origin = event.origin
    return origin.person.ref, origin.chat.ref.platform, origin.chat.ref.id.partition("/")[0]
