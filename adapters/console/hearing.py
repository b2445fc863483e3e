"""From a typed line to the event that it is: who did what to which message."""

from __future__ import annotations

from uuid import uuid4

from adapters.console.grammar import Answer, Change, Push, React, Run, TakeBack, Typed
from adapters.console.numbers import NAME, Numbered, Numbers
from bot.errors import UserError
from bot.model.chats import Chat, ChatKind, ChatRef, MessageRef, Person, PersonRef
from bot.model.events import Arrival, Command, Deleted, Edited, Event, Press, Reacted, Reply
from bot.wording import Wording

MAIN = "main"  # the chat of lines that name none
LOCAL = "local"  # the person of lines that name nobody


class Hearing:
    """Makes events of lines. Raises UserError for a line that nothing can come of, StorageError where
    the memory fails."""

    def __init__(self, words: Wording, numbers: Numbers, user: str) -> None:
        self._words = words
        self._numbers = numbers
        self._user = user

    async def event(self, typed: Typed) -> Event:
        """What the line is to the core. A reply has its number then."""
        match typed.deed:
            case Run(line):
                return Command(self._origin(typed, _room(typed)), line)
            case Push(number, button):
                return await self._press(typed, number, button)
            case Answer(number, text):
                return await self._reply(typed, number, text)
            case React(number, reactions):
                to = await self._message(typed, number)
                return Reacted(self._origin(typed, to.chat.id), to, reactions)
            case Change(number, text):
                own = await self._own(typed, number)
                return Edited(self._origin(typed, own.chat.id), own, text)
            case TakeBack(number):
                own = await self._own(typed, number)
                return Deleted(self._origin(typed, own.chat.id), own)

    def person(self, name: str | None) -> Person:
        """Somebody by the name after ``@``; upper and lower case are the same person."""
        key = (name or LOCAL).casefold()
        if name is None or key in (LOCAL, self._user.casefold()):
            return Person(PersonRef(NAME, LOCAL), self._user)
        return Person(PersonRef(NAME, key), name)

    async def _reply(self, typed: Typed, answered: int, text: str) -> Reply:
        to = await self._message(typed, answered)
        known = await self._numbers.find(answered)
        to_us = known is not None and known.author is None
        number = await self._numbers.take()
        author = self.person(typed.person).ref.id
        await self._numbers.remember(Numbered(number, to.chat.id, author=author))
        return Reply(self._origin(typed, to.chat.id), _ref(to.chat.id, number), to, text, to_us=to_us)

    async def _press(self, typed: Typed, number: int, button: int) -> Press:
        message = await self._known(number)
        if not 1 <= button <= len(message.buttons):
            raise UserError("console-no-button", number=str(number), buttons=len(message.buttons))
        target = message.buttons[button - 1]
        if target.url is not None:
            raise UserError("console-button-opens", address=target.url)
        return Press(self._origin(typed, message.chat), target.action, _ref(message.chat, number))

    async def _message(self, typed: Typed, number: int) -> MessageRef:
        """Any message that was ever posted; where one that is forgotten stands the line must say."""
        self._check(number)
        message = await self._numbers.find(number)
        return _ref(message.chat if message is not None else _room(typed), number)

    async def _own(self, typed: Typed, number: int) -> MessageRef:
        message = await self._known(number)
        person = self.person(typed.person)
        if message.author != person.ref.id:
            raise UserError("console-not-theirs", number=str(number), name=person.name)
        return _ref(message.chat, number)

    async def _known(self, number: int) -> Numbered:
        self._check(number)
        message = await self._numbers.find(number)
        if message is None:
            raise UserError("console-too-old", number=str(number))
        return message

    def _check(self, number: int) -> None:
        newest = self._numbers.newest
        if not newest:
            raise UserError("console-no-message-yet", number=str(number))
        if not 1 <= number <= newest:
            raise UserError("console-no-message", number=str(number), newest=str(newest))

    def _origin(self, typed: Typed, room: str) -> Arrival:
        # It is nobody's terminal but its owner's: whoever reads along may.
        title = self._words("console-main") if room == MAIN else room
        chat = Chat(ChatRef(NAME, room), ChatKind.OPEN, title)
        return Arrival(uuid4().hex, chat, self.person(typed.person))


def _room(typed: Typed) -> str:
    return (typed.room or MAIN).casefold()


def _ref(room: str, number: int) -> MessageRef:
    return MessageRef(ChatRef(NAME, room), str(number))
