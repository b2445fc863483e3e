"""Commands that say what there is: start and help."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.commands.call import Answer, Call, Handler
from bot.commands.line import example, group, named, usage
from bot.commands.rights import Rights
from bot.commands.table import COMMANDS, Command, Room
from bot.errors import UserError
from bot.model.briefing import Briefing
from bot.model.chats import ChatKind, Right
from bot.readers.chats import Link
from bot.readers.greeting import greeting, greeting_again, introduction
from bot.readers.subscriptions import Subscriptions
from bot.text.markup import Block, Code, Text, message, paragraph, row
from bot.wording import Wording


class Helping:
    """Handlers of what one sends first."""

    def __init__(
        self, *, briefing: Briefing, subscriptions: Subscriptions, rights: Rights, link: Link
    ) -> None:
        self._briefing = briefing
        self._subscriptions = subscriptions
        self._rights = rights
        self._link = link

    def handlers(self) -> dict[str, Handler]:
        """Each command's handler by its name."""
        return {"start": self.start, "help": self.help}

    async def start(self, call: Call) -> Answer:
        """What this is and when it comes. Only who decides for a chat is asked anything."""
        if not await self._may(Right.ADMINISTRATOR, call):
            return Answer(introduction(self._briefing, call.words))
        if subscription := await self._subscriptions.current(call.chat.ref):
            return Answer(greeting_again(self._briefing, subscription, call.now, call.words))
        private = call.chat.kind is ChatKind.PRIVATE
        # A group's zone is not to be guessed from whoever asks first.
        plan = self._subscriptions.plan(call.chat.ref, call.person.language if private else None)
        address = None if private else self._link(call.chat.ref.platform, f"manage {call.chat.ref.id}")
        return Answer(greeting(self._briefing, plan, call.words, decides=True, privately=address))

    async def help(self, call: Call) -> Answer:
        """All commands that the asker may use, or one of them explained."""
        if name := call.get("command"):
            if members := group(name.strip().removeprefix("/").lower()):
                return Answer(message(*(_listed(one, usage(one, call.words), call.words) for one in members)))
            command, _ = named(name)
            return Answer(message(*_explained(command, call.words)))
        mine = {right for right in Right if await self._may(right, call)}
        return Answer(message(call.words("help-title"), *_grouped(mine, call.words), call.words("help-more")))

    async def _may(self, right: Right, call: Call) -> bool:
        try:
            await self._rights.demand(right, call.person, call.chat)
        except UserError:
            return False
        return True


def _grouped(mine: Collection[Right], words: Wording) -> Iterator[Block]:
    for room in Room:
        commands = [one for one in COMMANDS if one.room is room and one.listed and one.who in mine]
        if commands:
            yield paragraph(words(f"room-{room}"))
            yield from (_listed(one, f"/{one.name}", words) for one in commands)


def _listed(command: Command, typed: str, words: Wording) -> Block:
    return row(Code(typed), Text(f" {_said(command, words)}"))


def _explained(command: Command, words: Wording) -> Iterator[Block]:
    yield paragraph(Code(usage(command, words)))
    yield paragraph(_said(command, words))
    if shown := example(command, words):
        yield paragraph(shown)


def _said(command: Command, words: Wording) -> str:
    return words(f"command-{command.name.replace(' ', '-')}")
