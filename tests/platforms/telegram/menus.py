"""The bot's command menus, per scope and language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.platforms.telegram.places import Kind
from tests.platforms.telegram.refusals import bad
from tests.platforms.telegram.world import World

Params = Mapping[str, Any]

MOST = 100
_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_PLAIN = frozenset("default all_private_chats all_group_chats all_chat_administrators".split())
_OF_A_CHAT = frozenset("chat chat_administrators chat_member".split())
_DEFAULT: Mapping[str, object] = {"type": "default"}

Menu = Sequence[Mapping[str, str]]


class Menus:
    """What was set, and how often: setting them at every start is bad manners."""

    def __init__(self) -> None:
        self.shown: dict[tuple[str, str], Menu] = {}
        self.changes = 0

    def of(self, scope: Mapping[str, object] = _DEFAULT, language: str = "") -> list[str]:
        """The names of the commands in a scope."""
        return [each["command"] for each in self.shown.get((_key(scope), language), ())]

    def set(self, world: World, params: Params) -> object:
        commands = params["commands"]
        if len(commands) > MOST:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for each in commands:
            if not _NAME.fullmatch(each["command"].removeprefix("/")):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(each["description"]) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self.shown[self._where(world, params)] = commands
        self.changes += 1
        return True

    def delete(self, world: World, params: Params) -> object:
        self.shown.pop(self._where(world, params), None)
        self.changes += 1
        return True

    def get(self, world: World, params: Params) -> object:
        return self.shown.get(self._where(world, params), [])

    @property
    def methods(self) -> Mapping[str, Callable[[World, Params], object]]:
        return {"setMyCommands": self.set, "deleteMyCommands": self.delete, "getMyCommands": self.get}

    def _where(self, world: World, params: Params) -> tuple[str, str]:
        scope: Mapping[str, Any] = params.get("scope", _DEFAULT)
        language = params.get("language_code", "")
        if not _LANGUAGE.fullmatch(language):
            raise bad("invalid language code specified")
        if scope["type"] in _OF_A_CHAT:
            place = world.find(scope["chat_id"])
            if scope["type"] != "chat" and place.kind is Kind.PRIVATE:
                raise bad("can't use specified scope in private chats")
            scope = {**scope, "chat_id": place.id}
        elif scope["type"] not in _PLAIN:
            raise bad("unsupported type specified")
        return _key(scope), language


def _key(scope: Mapping[str, object]) -> str:
    return json.dumps(scope, sort_keys=True)
