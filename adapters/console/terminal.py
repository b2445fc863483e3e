"""What the console asks of the place where lines are typed and text is shown."""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self, TextIO

from adapters.console.look import Look


class OutputGone(Exception):
    """Nobody reads any more what is written: the pipe broke, the window was closed."""


class Terminal(Protocol):
    """Laws: entered once, before anything else; ``lines`` ends when the input does, the person wants to
    leave or the output is gone; none of it blocks the event loop."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(self, *exc_info: object) -> None: ...

    @property
    def look(self) -> Look:
        """What can be shown now."""
        ...

    @property
    def greets(self) -> bool:
        """Whether a person sits there who may want to be told how to write."""
        ...

    def lines(self) -> AsyncGenerator[str, None]:
        """The typed lines. The next one is asked for when the last has been handed on."""
        ...

    async def write(self, text: str) -> None:
        """Show the text, whole lines of it. Raises OutputGone."""
        ...

    def status(self, text: str) -> None:
        """Show how long work goes on, in one line; an empty text ends it."""
        ...


@dataclass(frozen=True, slots=True)
class Streams:
    """Where lines come from and text goes."""

    stdin: TextIO = field(default_factory=lambda: sys.stdin)
    stdout: TextIO = field(default_factory=lambda: sys.stdout)
    stderr: TextIO = field(default_factory=lambda: sys.stderr)


@dataclass(frozen=True, slots=True)
class CommandHint:
    """A command as a person at the prompt is helped with it: ``feed add``, what it does, how to type
    it."""

    name: str
    help: str
    usage: str


@dataclass(frozen=True, slots=True)
class Help:
    """What helps a person at the prompt.

    ``complete`` is given a command line as typed so far, without the slash, and says what its last
    word may become. ``history`` is the file of lines typed before; None keeps none.
    """

    hints: Sequence[CommandHint]
    complete: Callable[[str], Awaitable[Sequence[str]]]
    history: Path | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """When lines that were not typed by a person at a prompt are taken.

    The first when ``ready`` returns; each further one, and the end, when ``settled`` does: all that
    was due is finished, or it raises StorageError: the memory failed, and the next start goes on.
    """

    ready: Callable[[], Awaitable[object]]
    settled: Callable[[], Awaitable[None]]
