"""What the tests of the console share: a memory, an inbox, a terminal of lines, messages of invented news."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Self

from adapters.console.look import Look
from adapters.console.platform import Console
from adapters.console.terminal import OutputGone
from bot.errors import StorageError
from bot.model.chats import ChatRef
from bot.model.events import Event, Unreadable
from bot.text.markup import Bold, Button, Faint, Link, Message, message, paragraph
from bot.wording import Wording

MAIN = ChatRef("console", "main")
WORDS = Wording("en")

STORY = message(
    paragraph(Bold("Newsline: Northland recalls its ambassador from Eastmark over border fence")),
    paragraph(
        "Northland recalled its ambassador on Tuesday. (",
        Link("Harbour Post", "https://harbourpost.example/recall"),
        ") The step stops short of a break in relations.",
    ),
    paragraph(Faint("Also reported by Daily Courier · 2 hours ago")),
)


def story(comments: str = "No comments yet »") -> Message:
    """The story with its buttons, under a comment line."""
    return STORY.with_buttons(
        (Button(comments, "comments k7"), Button("Leave a reply", "reply k7")),
        (Button("♡ 0", "like k7"), Button("Read it there", url="https://harbourpost.example/recall")),
    )


class DictMemory:
    """A ``Memory`` that lets others run meanwhile, as a database does, and may be told to fail."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.failing = False

    async def recall(self, platform: str, name: str) -> str | None:
        await self._work()
        return self.kept.get((platform, name))

    async def keep(self, platform: str, name: str, value: str) -> None:
        await self._work()
        self.kept[platform, name] = value

    async def drop(self, platform: str, name: str) -> None:
        await self._work()
        self.kept.pop((platform, name), None)

    async def _work(self) -> None:
        await asyncio.sleep(0)
        if self.failing:
            raise StorageError("the disk is full")


class ListInbox:
    """An ``Inbox`` that keeps what it is given; ``then`` is done after each."""

    def __init__(self, then: Callable[[Event], Awaitable[None]] | None = None) -> None:
        self.events: list[Event] = []
        self.failing = False
        self._then = then

    async def put(self, *events: Event | Unreadable) -> None:
        if self.failing:
            raise StorageError("the disk is full")
        for event in events:
            assert not isinstance(event, Unreadable)
            self.events.append(event)
            if self._then is not None:
                await self._then(event)


@dataclass(slots=True)
class ScriptedTerminal:
    """A ``Terminal`` whose lines were written before, or are ``typed`` by and by."""

    script: Sequence[str] = ()
    look: Look = field(default_factory=lambda: Look(width=80))
    greets: bool = False
    written: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    gone: bool = False
    typed: asyncio.Queue[str | None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        pass

    async def lines(self) -> AsyncGenerator[str, None]:
        for line in self.script:
            yield line
        while self.typed is not None and (line_or_end := await self.typed.get()) is not None:
            yield line_or_end

    async def write(self, text: str) -> None:
        if self.gone:
            raise OutputGone
        self.written.append(text)

    def status(self, text: str) -> None:
        self.said.append(text)

    @property
    def text(self) -> str:
        """All that was shown."""
        return "".join(self.written)


def console(terminal: ScriptedTerminal, memory: DictMemory | None = None) -> Console:
    """A console at this terminal, used by Mo."""
    return Console(WORDS, memory if memory is not None else DictMemory(), terminal, "Mo")
