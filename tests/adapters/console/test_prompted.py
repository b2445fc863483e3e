"""At a terminal: a prompt with editing, completion and history, and text above it."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TextIO

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from adapters.console.completion import LineCompleter
from adapters.console.look import look_of
from adapters.console.opening import open_terminal
from adapters.console.platform import Console
from adapters.console.prompted import Prompted
from adapters.console.terminal import CommandHint, Help, Pace, Streams
from bot.model.events import Command
from bot.text.markup import message
from tests.adapters.console.helpers import MAIN, WORDS, DictMemory, ListInbox

HINTS = (
    CommandHint("desk", "Candidates and line-up", "/desk [page]"),
    CommandHint("drop", "Take a story out", "/drop <stories>"),
    CommandHint("feed add", "Read another feed", "/feed add <address>"),
    CommandHint("timezone", "Choose the zone", "/timezone [zone]"),
)
CTRL_C, CTRL_D, TAB, UP = "\x03", "\x04", "\t", "\x1b[A"


async def zones(line: str) -> Sequence[str]:
    """What the program knows of the parameters of these commands."""
    command, _, word = line.partition(" ")
    known = ("Asia/Tokyo", "Europe/Berlin") if command == "timezone" else ()
    return [zone for zone in known if zone.startswith(word)]


class Screen(DummyOutput):
    """A screen that remembers what was written to it."""

    def __init__(self) -> None:
        self.raw = ""
        self.drawn = ""
        self.changed = asyncio.Event()

    def write_raw(self, data: str) -> None:
        self.raw += data
        self.changed.set()

    def write(self, data: str) -> None:
        self.drawn += data
        self.changed.set()

    async def until_drawn(self, text: str) -> None:
        """Wait until this was drawn."""
        while text not in self.drawn + self.raw:
            self.changed.clear()
            await self.changed.wait()


def prompt_with(history: Path) -> Console:
    """A console at the test's screen and keyboard."""
    return Console(WORDS, DictMemory(), Prompted(Streams(), Help(HINTS, zones, history), {}), "Mo")


@contextmanager
def tty() -> Iterator[TextIO]:
    """A real terminal, as far as the program can tell."""
    master, slave = os.openpty()
    try:
        with os.fdopen(slave, "w") as end:
            yield end
    finally:
        os.close(master)


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def keys(screen: Screen) -> Iterator[PipeInput]:
    """A keyboard at this screen."""
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=screen):
        yield keyboard


@pytest.fixture
def platform(keys: PipeInput, tmp_path: Path) -> Console:
    """A console at this screen and keyboard; a test enters it, for it takes over the streams."""
    return prompt_with(tmp_path / "state" / "history")


@asynccontextmanager
async def at_work(platform: Console, inbox: ListInbox, screen: Screen) -> AsyncIterator[asyncio.Task[None]]:
    """The console while it runs; it must end of itself."""
    async with platform:
        running = asyncio.create_task(platform.run(inbox))
        await screen.until_drawn("›")
        yield running
        await running


def lines_of(inbox: ListInbox) -> list[str]:
    return [event.line for event in inbox.events if isinstance(event, Command)]


@pytest.mark.parametrize("key", [CTRL_D, CTRL_C])
async def test_lines_are_taken_as_they_are_typed_until_one_leaves(
    key: str, keys: PipeInput, platform: Console
) -> None:
    inbox = ListInbox()
    keys.send_text("/desk\r/pick 1\r" + key)
    async with platform:
        await platform.run(inbox)
    assert lines_of(inbox) == ["desk", "pick 1"]


async def test_a_line_can_be_edited_and_called_back_after_a_restart(
    keys: PipeInput, platform: Console, screen: Screen, tmp_path: Path
) -> None:
    inbox = ListInbox()
    keys.send_text("/desc\x7fk\r" + CTRL_D)
    async with platform:
        await platform.run(inbox)
    history = tmp_path / "state" / "history"
    assert "+/desk" in history.read_text()
    assert stat.S_IMODE(history.stat().st_mode) == 0o600

    async with at_work(prompt_with(history), inbox, screen):
        screen.drawn = ""
        while "/desk" not in screen.drawn:  # the file is read beside the prompt
            keys.send_text(UP)
            await asyncio.sleep(0.01)
        keys.send_text("\r" + CTRL_D)
    assert lines_of(inbox) == ["desk", "desk"]


async def test_history_that_cannot_be_kept_stops_nobody(keys: PipeInput, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    inbox = ListInbox()
    keys.send_text("/desk\r" + CTRL_D)
    async with prompt_with(tmp_path / "file" / "history") as platform:
        await platform.run(inbox)
    assert lines_of(inbox) == ["desk"]


async def test_messages_and_the_programs_log_stand_above_the_prompt(
    keys: PipeInput, platform: Console, screen: Screen
) -> None:
    async with at_work(platform, ListInbox(), screen):
        await platform.send(MAIN, message("Good morning"), "k1")
        await screen.until_drawn("[1]   Good morning\n")
        print("a line of the log", file=sys.stderr)  # noqa: T201
        await screen.until_drawn("a line of the log\n")
        keys.send_text(CTRL_D)


async def test_progress_stands_in_a_line_below_and_goes(
    keys: PipeInput, platform: Console, screen: Screen
) -> None:
    async with at_work(platform, ListInbox(), screen):
        platform.status("Reading feeds 61/154 · 2 failed")
        await screen.until_drawn("failed")
        platform.status("")
        screen.drawn = ""
        keys.send_text("x")
        await screen.until_drawn("x")
        assert "failed" not in screen.drawn
        keys.send_text("\x7f" + CTRL_D)


async def test_tab_completes_a_command(keys: PipeInput, platform: Console, screen: Screen) -> None:
    inbox = ListInbox()
    async with at_work(platform, inbox, screen):
        keys.send_text("/de")
        await screen.until_drawn("Candidates")  # the menu
        keys.send_text(TAB + "\r" + CTRL_D)
    assert lines_of(inbox) == ["desk"]


async def completions(line: str) -> list[str]:
    """What the line may become at its end."""
    completer = LineCompleter(Help(HINTS, zones))
    document = Document(line)
    return [
        line[: len(line) + completion.start_position] + completion.text
        async for completion in completer.get_completions_async(document, CompleteEvent())
    ]


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("/d", ["/desk", "/drop"]),
        ("/feed a", ["/feed add"]),
        ("@ana &room /D", ["@ana &room /desk", "@ana &room /drop"]),
        ("/timezone ", ["/timezone Asia/Tokyo", "/timezone Europe/Berlin"]),
        ("/timezone E", ["/timezone Europe/Berlin"]),
        ("/x", []),
        ("", []),
        (">7 d", []),
        ("desk", []),
    ],
)
async def test_commands_and_what_is_known_of_their_parameters_are_completed(
    line: str, becomes: list[str]
) -> None:
    assert await completions(line) == becomes


def test_a_prompt_is_for_a_person_at_both_ends(keys: PipeInput, tmp_path: Path) -> None:
    pace, assist = Pace(_at_once, _at_once), Help((), zones)
    with tty() as terminal, (tmp_path / "file").open("w") as file:
        assert open_terminal(Streams(terminal, terminal), pace, assist).greets
        assert not open_terminal(Streams(terminal, file), pace, assist).greets
        assert not open_terminal(Streams(file, terminal), pace, assist).greets


@pytest.mark.parametrize(
    ("environ", "styled", "coloured", "linked"),
    [
        ({"TERM": "xterm-256color"}, True, True, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True, False, True),
        ({"TERM": "linux"}, True, True, False),
        ({"TERM": "dumb"}, False, False, False),
        ({}, False, False, False),
    ],
)
def test_the_look_keeps_to_what_the_terminal_can_and_the_person_wants(
    environ: dict[str, str], styled: bool, coloured: bool, linked: bool
) -> None:
    with tty() as terminal:
        look = look_of(terminal, environ)
    assert (look.styled, look.coloured, look.linked) == (styled, coloured, linked)


async def _at_once() -> None:
    pass
