"""Editors and the owner at work in tests: lines typed and buttons pressed, answers as text."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from bot.commands.call import Answer, Call, Handler
from bot.commands.line import read
from bot.errors import UserError
from bot.model.chats import Chat, ChatKind, ChatRef, MessageRef, Person
from bot.text.markup import Button, Message, message, plain_text
from bot.wording import Wording
from tests.core.newsroom_services.room import ANA, Newsroom

DESK_CHAT = Chat(ChatRef("console", "main"), ChatKind.OPEN, "main")


@dataclass
class Editors:
    """Runs lines as the dispatcher does once rights are checked."""

    newsroom: Newsroom
    handlers: dict[str, Handler]
    _keys: count[int] = field(default_factory=count)

    async def answer(
        self,
        line: str,
        by: Person = ANA,
        *,
        pressed: bool = False,
        message_id: str | None = None,
        to: MessageRef | None = None,
    ) -> Answer:
        """The answer to a line, or what a person is told instead. ``message_id`` is of the message that
        was typed or bears the button, ``to`` the one that was answered."""
        words = Wording()
        try:
            parsed = read(line, words)
            call = Call(
                command=parsed.command,
                arguments=parsed.arguments,
                key=f"console:{next(self._keys)}",
                person=by,
                chat=DESK_CHAT,
                now=self.newsroom.now,
                words=words,
                message=MessageRef(DESK_CHAT.ref, message_id) if message_id else None,
                pressed=pressed,
                to=to,
            )
            answered = await self.handlers[parsed.command.name](call)
            assert answered is not None
        except UserError as error:
            return Answer(message(words(error.sentence, **error.details)))
        return answered

    async def say(self, line: str, by: Person = ANA) -> str:
        """What a typed line is answered."""
        return plain_text((await self.answer(line, by)).message)

    async def press(self, button: str, by: Person = ANA, *, on: Message | None = None) -> str:
        """What pressing a button is answered: by its action, or by its label on a message."""
        action = next(each.action for each in buttons(on) if each.label == button) if on else button
        return plain_text((await self.answer(action, by, pressed=True)).message)


def buttons(said: Message) -> list[Button]:
    """All buttons of a message."""
    return [button for row in said.buttons for button in row]


def labels(said: Message) -> list[str]:
    """What they say."""
    return [button.label for button in buttons(said)]
