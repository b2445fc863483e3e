"""The dispatcher in tests, before readers' handlers: people with rights, and a platform to ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from bot.commands.bounds import Bounds
from bot.commands.call import Answer, Call
from bot.commands.dispatch import Commands
from bot.commands.elsewhere import Elsewhere
from bot.commands.rights import Rights
from bot.commands.table import COMMANDS
from bot.model.chats import Chat, ChatKind, ChatRef, MessageRef, Person
from bot.model.events import Arrival, Command, Press
from bot.text.markup import message, plain_text
from tests.core.readers.room import ADMIN, ANA, HOME, Readers


@dataclass
class Front:
    """Runs what people type and press. ``admins`` are who runs what besides their private chats;
    ``visible`` is what the platform can look up; ``trouble`` is what it answers instead."""

    readers: Readers
    admins: set[tuple[Person, str]] = field(default_factory=set)
    visible: dict[str, Chat] = field(default_factory=dict)
    trouble: Exception | None = None
    looked_up: list[str] = field(default_factory=list)
    edited: list[Call] = field(default_factory=list)  # what editors' handlers were asked
    _keys: count[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        rights = Rights(
            chats=self.readers.store.chats, owners=frozenset({ADMIN.ref}), administers=self._administers
        )
        stubs = {command.name: self._stub for command in COMMANDS if command.name != "at"}
        self.commands = Commands(
            {**stubs, **self.readers.handlers},
            rights=rights,
            bounds=Bounds(lambda platform: platform == "telegram", self.readers.clock),
            elsewhere=Elsewhere(chats=self.readers.store.chats, look_up=self._look_up, rights=rights),
            subscriptions=self.readers.store.subscriptions,
            clock=self.readers.clock,
            briefing=self.readers.briefing,
        )

    async def type(
        self, line: str, by: Person = ANA, chat: Chat = HOME, to: MessageRef | None = None
    ) -> Answer:
        origin = await self._origin(by, chat)
        return await self._run(Command(origin, line, MessageRef(chat.ref, f"own-{origin.key}"), to))

    async def press(
        self,
        action: str,
        by: Person = ANA,
        chat: Chat = HOME,
        made: datetime | None = None,
        on: str = "ours",
    ) -> Answer:
        return await self._run(Press(await self._origin(by, chat), action, MessageRef(chat.ref, on), made))

    async def say(self, line: str, by: Person = ANA, chat: Chat = HOME) -> str:
        return plain_text((await self.type(line, by, chat)).message)

    async def _origin(self, by: Person, chat: Chat) -> Arrival:
        arrival = Arrival(f"event-{next(self._keys)}", chat, by)
        return Arrival(arrival.key, await self.readers.chats.seen(arrival), by)

    async def _run(self, event: Command | Press) -> Answer:
        answer = await self.commands.run(event)
        assert answer is not None
        return answer

    async def _stub(self, call: Call) -> Answer:
        self.edited.append(call)
        return Answer(message("done"))

    async def _administers(self, person: Person, chat: ChatRef, kind: ChatKind) -> bool:
        if self.trouble:
            raise self.trouble
        return kind is ChatKind.PRIVATE or (person, chat.id) in self.admins

    async def _look_up(self, platform: str, name: str) -> Chat | None:
        assert platform == "telegram"
        self.looked_up.append(name)
        return self.visible.get(name)
