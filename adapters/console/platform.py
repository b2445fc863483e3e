"""The terminal as a platform: posts messages under numbers, hands typed lines to the inbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import aclosing, suppress
from dataclasses import replace
from typing import Self

from adapters.console.grammar import read
from adapters.console.hearing import LOCAL, MAIN, Hearing
from adapters.console.numbers import NAME, Numbered, Numbers, Target
from adapters.console.painting import changed, faint, fingerprints, framed, note, paint
from adapters.console.safe import printable_line
from adapters.console.terminal import OutputGone, Terminal
from bot.errors import MessageRefused, PlatformDown, StorageError, TryLater, Unknown, UserError
from bot.model.chats import ChatKind, ChatRef, MessageRef, Person
from bot.model.events import Event, Reply
from bot.ports.platform import Inbox, Limits, Rates
from bot.ports.store import Memory
from bot.text.markup import Message, plain_text
from bot.wording import Wording

_log = logging.getLogger(__name__)

_RETRY = 1.0  # seconds, after the memory failed
_EDITED = "✎"


LIMITS = Limits(
    length=100_000,
    measure=lambda message: len(plain_text(message)),
    buttons_per_row=100,
    rows=100,
    rates=Rates(per_second=1_000, chat_per_second=1_000),
)


class Console:
    """A ``Platform`` that can edit, react, ask and find. Enter it before anything is sent."""

    name = NAME
    limits = LIMITS
    trouble: str | None = None

    def __init__(self, words: Wording, memory: Memory, terminal: Terminal, user: str) -> None:
        """``user`` is what the local person, ``console:local``, is called."""
        self._words = words
        self._terminal = terminal
        self._numbers = Numbers(memory)
        self._hearing = Hearing(words, self._numbers, user)
        self._turn = asyncio.Lock()  # messages are printed in the order of their numbers

    async def __aenter__(self) -> Self:
        await self._numbers.open()
        await self._terminal.__aenter__()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._terminal.__aexit__(*exc_info)

    async def run(self, inbox: Inbox) -> None:
        """Ends with the input, when the person at the prompt leaves, or when nobody reads any more."""
        with suppress(OutputGone):
            if self._terminal.greets:
                await self._note("console-welcome")
            async with aclosing(self._terminal.lines()) as lines:
                async for line in lines:
                    await self._take(line, inbox)

    async def send(self, chat: ChatRef, message: Message, key: str) -> MessageRef:
        return await self._post(chat, message, key, heading=_heading(chat))

    async def ask(self, chat: ChatRef, person: Person, prompt: Message) -> MessageRef:
        """Every message can be answered with ``>7``; what is asked of somebody else says of whom."""
        whom = "" if person.ref.id == LOCAL else f"@{person.name}"
        return await self._post(chat, prompt, "", heading=f"{_heading(chat)} {whom}".strip())

    async def edit(self, ref: MessageRef, message: Message) -> None:
        """Prints what is new of it: a line on paper cannot be changed."""
        number = self._number(ref)
        look = self._terminal.look
        lines = paint(message, look)
        async with self._turn:
            try:
                known = await self._numbers.find(number)
                if new := changed(known.prints if known is not None else (), lines):
                    await self._print(framed(f"[{number}]", [_EDITED, *new], look))
                if known is not None:
                    await self._numbers.remember(_as_posted(known, message, lines))
            except StorageError as error:
                raise TryLater(_RETRY) from error

    async def react(self, ref: MessageRef, reaction: str) -> None:
        number = self._number(ref)
        await self._print(framed(f"[{number}]", [printable_line(reaction)], self._terminal.look))

    async def administers(self, person: Person, chat: ChatRef, kind: ChatKind) -> bool:  # noqa: ARG002 - the port's
        """Everybody does: whoever types here sits at the machine."""
        return True

    async def find(self, chat: ChatRef, key: str) -> MessageRef | None:
        """A crash in the instant between the print and its record leaves a message that is not found and
        comes twice: better than never."""
        try:
            message = await self._numbers.by_key(chat.id, key)
        except StorageError as error:
            raise Unknown from error
        return MessageRef(chat, str(message.number)) if message is not None else None

    def status(self, text: str) -> None:
        """Show how long work goes on, such as reading feeds; an empty text ends it."""
        self._terminal.status(text)

    async def _post(self, chat: ChatRef, message: Message, key: str, heading: str) -> MessageRef:
        look = self._terminal.look
        lines = paint(message, look)
        async with self._turn:
            try:
                number = await self._numbers.take()
            except StorageError as error:
                raise TryLater(_RETRY) from error
            await self._print(framed(f"[{number}]", lines, look, heading=heading))
            try:
                await self._numbers.remember(_as_posted(Numbered(number, chat.id, key), message, lines))
            except StorageError:  # it stands on the screen, so it is posted; only its buttons are dead
                _log.warning("the buttons of message %d could not be kept", number)
        return MessageRef(chat, str(number))

    def _number(self, ref: MessageRef) -> int:
        if ref.id.isdecimal() and 1 <= int(ref.id) <= self._numbers.newest:
            return int(ref.id)
        raise MessageRefused(f"there is no message {ref.id}")

    async def _take(self, line: str, inbox: Inbox) -> None:
        """Do what a line says, or say how it should have been written."""
        try:
            typed = read(line)
            if typed is None:
                return
            event = await self._hearing.event(typed)
            await self._acknowledge(event)
            await inbox.put(event)
        except UserError as error:
            await self._note(error.sentence, **error.details)
        except StorageError as error:
            _log.error("a typed line could not be kept: %s", error)
            await self._note("console-not-kept")

    async def _acknowledge(self, event: Event) -> None:
        """Print the number of a person's reply, by which it can be answered, changed and taken back."""
        if isinstance(event, Reply):
            said = self._words("console-replies", name=event.origin.person.name, number=event.to.id)
            look = self._terminal.look
            await self._terminal.write(framed(f"[{event.message.id}]", [faint(said, look)], look))

    async def _note(self, sentence: str, **details: str | int) -> None:
        await self._terminal.write(note(self._words(sentence, **details), self._terminal.look))

    async def _print(self, text: str) -> None:
        try:
            await self._terminal.write(text)
        except OutputGone as error:
            raise PlatformDown("nobody reads the terminal's output any more") from error


def _heading(chat: ChatRef) -> str:
    return "" if chat.id == MAIN else f"&{chat.id}"


def _as_posted(numbered: Numbered, message: Message, lines: Sequence[str]) -> Numbered:
    """What to remember of a message as it stands now."""
    buttons = tuple(Target(button.action, button.url) for row in message.buttons for button in row)
    return replace(numbered, buttons=buttons, prints=fingerprints(lines))
