"""Commands run for another chat than where they are asked: a channel is set up from a private chat."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.commands.call import Answer
from bot.commands.line import Line, named, read
from bot.commands.table import COMMANDS, Command, Room
from bot.errors import ChatGone, ChatMoved, NotAllowed, UserError
from bot.model.chats import Chat, ChatKind, ChatRef, ChatState, Person, Right
from bot.readers.greeting import for_chat
from bot.text.markup import Block, Button, Code, Span
from bot.text.said import command
from bot.wording import Wording

if TYPE_CHECKING:
    from bot.commands.rights import Rights
    from bot.ports.readers import ChatStore
    from bot.readers.chats import LookUp

_READ = {"start", "today"}
_NAME_A_CHAT = {"at", "manage"}
_RUN = {
    command.name
    for command in COMMANDS
    if command.name in _READ or (command.room is Room.SUBSCRIBE and command.name not in _NAME_A_CHAT)
}
_TITLE = re.compile(r"[\w’'&!,-][\w ’'&!,-]{0,59}")
"""A title that can be typed between quotation marks, and that nowhere reads as a command or a name."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be run, and for which chat as it was typed. ``fresh``: the chat was named just now,
    so what we know of it may be old."""

    chat: str
    line: Line
    fresh: bool


def errand(line: Line, words: Wording) -> Errand | None:
    """What a line runs for another chat; None if it is for the one where it was asked. Raises
    UserError for a command that cannot be run so."""
    chat = line.arguments.get("chat")
    if chat is None:
        return None
    name = line.command.name
    typed = {"at": line.arguments.get("command", ""), "manage": "settings"}.get(name, name)
    inner = read(typed, words)
    if not _runs(inner.command) or "chat" in inner.arguments:
        raise UserError("at-not-this", command=command(inner.command.name))
    return Errand(chat, inner, fresh=name != "at")


def addressed(answer: Answer, chat: Chat, called: str, words: Wording) -> Answer:
    """The answer with the chat that it is for, with buttons that act there and commands that do, typed
    with the chat as it is ``called``."""
    said = for_chat(chat, answer.message, words)
    said = replace(said, blocks=tuple(_typed_there(block, called) for block in said.blocks))
    buttons = ([_addressed(button, chat) for button in row] for row in said.buttons)
    return replace(answer, message=said.with_buttons(*buttons))


class Elsewhere:
    """Finds the chats that commands are run for from afar."""

    def __init__(self, *, chats: ChatStore, look_up: LookUp, rights: Rights) -> None:
        self._chats = chats
        self._look_up = look_up
        self._rights = rights

    async def chat(self, asked: Errand, person: Person, platform: str) -> Chat:
        """The chat that is meant, kept, once this person may decide for it. Raises UserError."""
        if person.anonymous:
            raise UserError("only-named-people")
        known = await self._known(platform, asked.chat)
        name = known.ref.id if known else asked.chat
        found = await self._looked_up(platform, name) if asked.fresh or known is None else None
        chat = found or known
        # A private chat is its person's own: nobody else runs anything there, whatever a platform says.
        if chat is None or chat.kind is ChatKind.PRIVATE:
            raise UserError("chat-unknown", text=asked.chat)
        await self._demand(person, chat, asked)
        if found is None:
            return chat
        await self._chats.see(found)
        await self._chats.set_discussion(found.ref, found.discussion)
        return await self._chats.get(found.ref) or found

    async def called(self, asked: Errand, chat: Chat) -> str:
        """How a person types this chat: by its public name if they did, by its title if no other chat
        has that, else by its id."""
        if asked.chat.startswith("@"):
            return asked.chat
        if not _TITLE.fullmatch(chat.title):
            return chat.ref.id
        return f'"{chat.title}"' if await self._titled(chat.ref.platform, chat.title) else chat.ref.id

    async def _known(self, platform: str, name: str) -> Chat | None:
        """The chat of this id or title, if it can be written to."""
        chat = await self._chats.get(ChatRef(platform, name)) or await self._titled(platform, name)
        return chat if chat and chat.state is ChatState.ACTIVE else None

    async def _titled(self, platform: str, title: str) -> Chat | None:
        """The only chat of this title."""
        titled = await self._chats.titled(platform, title)
        return titled[0] if len(titled) == 1 else None

    async def _looked_up(self, platform: str, name: str) -> Chat | None:
        try:
            return await self._look_up(platform, name)
        except ChatMoved as moved:
            return await self._chats.get(moved.to)
        except (ChatGone, NotAllowed):
            return None

    async def _demand(self, person: Person, chat: Chat, asked: Errand) -> None:
        """What is said of a chat to who does not run it says no more than they typed."""
        try:
            await self._rights.demand(Right.ADMINISTRATOR, person, chat)
        except UserError as error:
            if error.sentence != "only-administrators":  # the platform's own: it could not be asked
                raise
            # To whom it is nothing, a title does not tell that there is such a chat.
            unseen = asked.chat == chat.title
            sentence = "chat-unknown" if unseen else "only-administrators-there"
            raise UserError(sentence, text=asked.chat, chat=asked.chat) from None
        except (ChatGone, ChatMoved, NotAllowed):
            raise UserError("chat-unknown", text=asked.chat) from None


def _typed_there(block: Block, called: str) -> Block:
    return replace(block, spans=tuple(_span_there(span, called) for span in block.spans))


def _span_there(span: Span, called: str) -> Span:
    """A command of ours as it is typed for that chat; anything else as it is."""
    line = span.text.removeprefix("/")
    if not isinstance(span, Code) or line == span.text or line.partition(" ")[0] not in _RUN:
        return span
    return Code(f"/at {called} {line}")


def _addressed(button: Button, chat: Chat) -> Button:
    if button.url or not _runs(named(button.action)[0]):
        return button
    return replace(button, action=f"at {chat.ref.id} {button.action}")


def _runs(command: Command) -> bool:
    """Whether a command may be run for another chat."""
    return command.name in _RUN
