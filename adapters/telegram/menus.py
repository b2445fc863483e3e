"""The command menus: what people are shown where they are, brought up to date when it changed."""

from __future__ import annotations

import hashlib
import json
import logging
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.constants import BotCommandLimit
from telegram.error import BadRequest, ChatMigrated, Forbidden

from adapters.telegram.address import NAME, Address
from adapters.telegram.api import Api
from bot.commands.table import COMMANDS, Command, Room
from bot.model.chats import ChatRef, Right
from bot.ports.store import Memory
from bot.wording import Wording

_log = logging.getLogger(__name__)

_KEPT = "menus"
_DOUBTFUL = ""  # the print of a menu that was begun: nobody knows whether it is there

_ANYONE = frozenset({Right.ANYONE})
_DECIDING = _ANYONE | {Right.ADMINISTRATOR}
_EVERYBODY = frozenset(Right)

_FIRST = ("today", "subscribe", "settings", "help")  # what people need most

_REFUSED = (BadRequest, Forbidden, ChatMigrated)

_SCOPES: dict[str, tuple[BotCommandScope, frozenset[Right]]] = {
    "default": (BotCommandScopeDefault(), _ANYONE),
    "private": (BotCommandScopeAllPrivateChats(), _DECIDING),
    "groups": (BotCommandScopeAllGroupChats(), _ANYONE),
    "administrators": (BotCommandScopeAllChatAdministrators(), _DECIDING),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a menu is shown and in which language; without one it is for all who have none of their own."""

    scope: str  # of ``_SCOPES``, or a chat's number
    language: str | None  # ISO 639-1

    @property
    def where(self) -> BotCommandScope:
        """The scope as Telegram takes it."""
        return _SCOPES[self.scope][0] if self.scope in _SCOPES else BotCommandScopeChat(int(self.scope))

    @property
    def rights(self) -> frozenset[Right]:
        """Whose commands are shown there."""
        return _SCOPES[self.scope][1] if self.scope in _SCOPES else _EVERYBODY


def menu_name(command: str) -> str:
    """A command's name as Telegram takes it: ``feed_add``."""
    return command.replace(" ", "_")


def menu(
    rights: frozenset[Right], words: Wording, commands: Sequence[Command] = COMMANDS
) -> tuple[BotCommand, ...]:
    """What people of these rights may run, what they need first on top; in a newsroom that is the
    desk. At most a hundred."""
    fitting = [command for command in commands if command.listed and command.who in rights]
    editing = Right.EDITOR in rights
    ordered = sorted(fitting, key=lambda command: (editing and command.room is not Room.DESK, _need(command)))
    return tuple(
        BotCommand(menu_name(command.name), _described(command, words))
        for command in ordered[: BotCommandLimit.MAX_COMMAND_NUMBER]
    )


class Menus:
    """Sets the menus that changed and takes away that of a former newsroom."""

    def __init__(
        self, api: Api, memory: Memory, languages: Sequence[str], words: Callable[[str], Wording]
    ) -> None:
        """``languages`` are those that there is a wording for, the briefing's first: it is shown to
        whoever speaks none of them."""
        self._api = api
        self._memory = memory
        self._languages = languages
        self._words = words

    async def bring(self, newsroom: ChatRef | None) -> None:
        """Bring all menus up to date; one call at a time. Raises TelegramError while Telegram cannot
        be asked, and StorageError: what was done by then is not done again. A menu that is refused
        is logged and left out."""
        me = (await self._api.bot.get_me()).id
        kept = await self._recall(me)
        wanted = {place: self._menu(place) for place in self._places(newsroom)}
        for place in kept.keys() - wanted.keys():
            await self._delete(place)
            del kept[place]
            await self._keep(me, kept)
        for place, commands in wanted.items():
            mark = _print(commands)
            if kept.get(place) == mark:
                continue
            kept[place] = _DOUBTFUL
            await self._keep(me, kept)  # so that it is known to be there even if we end here
            if await self._set(place, commands):
                kept[place] = mark
                await self._keep(me, kept)

    def _places(self, newsroom: ChatRef | None) -> list[Place]:
        scopes = list(_SCOPES)
        if newsroom is not None and newsroom.platform == NAME:
            address = Address.of(newsroom)
            if not address.channel:  # where nobody types
                scopes.append(str(address.chat))
        # The briefing's language needs no menu of its own: it is the one without a language.
        languages = (None, *self._languages[1:])
        return [Place(scope, language) for scope in scopes for language in languages]

    def _menu(self, place: Place) -> tuple[BotCommand, ...]:
        return menu(place.rights, self._words(place.language or self._languages[0]))

    async def _set(self, place: Place, commands: Sequence[BotCommand]) -> bool:
        try:
            await self._api.bot.set_my_commands(commands, scope=place.where, language_code=place.language)
        except _REFUSED as error:
            _log.warning("Telegram refuses the menu of %s: %s", place.scope, error.message)
            return False
        return True

    async def _delete(self, place: Place) -> None:
        try:
            await self._api.bot.delete_my_commands(scope=place.where, language_code=place.language)
        except _REFUSED as error:
            _log.info("the menu of %s is out of reach: %s", place.scope, error.message)

    async def _recall(self, me: int) -> dict[Place, str]:
        """The prints of the menus as they were last set; those of another bot say nothing."""
        text = await self._memory.recall(NAME, _KEPT)
        if text is None:
            return {}
        try:
            kept = json.loads(text)
            menus = {Place(scope, language): mark for scope, language, mark in kept["menus"]}
            ours = kept["bot"] == me
        except (ValueError, TypeError, KeyError):
            _log.warning("the menus that were kept cannot be read: all are set anew")
            return {}
        return menus if ours else {}

    async def _keep(self, me: int, menus: dict[Place, str]) -> None:
        rows = [(place.scope, place.language, mark) for place, mark in menus.items()]
        await self._memory.keep(NAME, _KEPT, json.dumps({"bot": me, "menus": rows}))


def _need(command: Command) -> int:
    """How far down a command stands; the others keep the table's order."""
    return _FIRST.index(command.name) if command.name in _FIRST else len(_FIRST)


def _described(command: Command, words: Wording) -> str:
    said = words(f"command-{command.name.replace(' ', '-')}")
    return textwrap.shorten(said, BotCommandLimit.MAX_DESCRIPTION, placeholder="…")


def _print(commands: Sequence[BotCommand]) -> str:
    shown = json.dumps([(command.command, command.description) for command in commands])
    return hashlib.sha256(shown.encode()).hexdigest()[:16]
