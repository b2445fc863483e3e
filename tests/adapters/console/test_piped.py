"""Without a terminal: real pipes and files, one line done before the next, a quiet end."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TextIO

import pytest

from adapters.console.look import Look
from adapters.console.opening import open_terminal
from adapters.console.painting import note
from adapters.console.piped import Piped
from adapters.console.platform import Console
from adapters.console.terminal import Help, OutputGone, Pace, Streams
from bot.errors import PlatformDown, StorageError
from bot.model.events import Command, Event
from bot.text.markup import message
from tests.adapters.console.helpers import MAIN, WORDS, DictMemory, ListInbox, story


class World:
    """A console between real files, and when it may go on."""

    def __init__(self, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> None:
        self.ready = asyncio.Event()
        self.done: list[str] = []
        self.error: StorageError | None = None
        self.pace = Pace(self._ready, self._settled)
        self.terminal = open_terminal(Streams(stdin, stdout, stderr), self.pace, Help((), _nothing))
        self.platform = Console(WORDS, DictMemory(), self.terminal, "Mo")

    async def heard(self, event: Event) -> None:
        """Note a command among what was done."""
        assert isinstance(event, Command)
        self.done.append(event.line)

    async def _ready(self) -> None:
        await self.ready.wait()
        self.done.append("ready")

    async def _settled(self) -> None:
        self.done.append("settled")
        if self.error is not None:
            raise self.error


async def _nothing(_line: str) -> list[str]:
    return []


@contextmanager
def pipe() -> Iterator[tuple[TextIO, IO[bytes]]]:
    """Both ends of a pipe: to read text from, to write bytes to."""
    reading, writing = os.pipe()
    with os.fdopen(reading) as out:
        with os.fdopen(writing, "wb", buffering=0) as into:
            yield out, into
        # Whoever still reads is at the end now; left alone, they would read what gets this descriptor next.
        for thread in threading.enumerate():
            if thread.name == "console":
                thread.join()


def text_into(descriptor: int) -> TextIO:
    """A text file to write to."""
    return os.fdopen(descriptor, "w")


def lines_in(path: Path) -> list[str]:
    return path.read_text().splitlines()


@pytest.fixture(autouse=True)
def _no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    return tmp_path / "transcript.txt"


@pytest.fixture
def files(transcript: Path, tmp_path: Path) -> Iterator[tuple[TextIO, TextIO]]:
    """Where text and progress go."""
    with transcript.open("w") as stdout, (tmp_path / "progress.txt").open("w") as stderr:
        yield stdout, stderr


@pytest.fixture
async def piped(files: tuple[TextIO, TextIO]) -> AsyncIterator[tuple[World, IO[bytes]]]:
    """A world whose input is a pipe."""
    with ExitStack() as stack:
        stdin, into = stack.enter_context(pipe())
        world = World(stdin, *files)
        async with world.platform:
            yield world, into


async def test_lines_wait_until_all_is_ready(piped: tuple[World, IO[bytes]]) -> None:
    world, into = piped
    into.write(b"/subscribe\n")
    into.close()
    running = asyncio.create_task(world.platform.run(ListInbox(world.heard)))
    await asyncio.sleep(0)
    assert world.done == []
    world.ready.set()
    await running
    assert world.done[:2] == ["ready", "subscribe"]


async def test_each_line_is_done_before_the_next_is_taken_and_the_end_waits_too(
    piped: tuple[World, IO[bytes]],
) -> None:
    world, into = piped
    world.ready.set()
    into.write(b"/desk\r\n/pick 1\n\n/send")  # the last line has no end
    into.close()
    await world.platform.run(ListInbox(world.heard))
    done = ["desk", "settled", "pick 1", "settled", "settled", "send", "settled", "settled"]
    assert world.done == ["ready", *done]


async def test_a_transcript_shows_what_was_typed_and_what_came_of_it(
    piped: tuple[World, IO[bytes]], transcript: Path
) -> None:
    world, into = piped
    world.ready.set()

    async def answer(event: Event) -> None:
        await world.platform.send(MAIN, story(), event.origin.key)

    into.write(b"/preview\nJust \x1b[2J words\n")
    into.close()
    await world.platform.run(ListInbox(answer))
    assert lines_in(transcript) == [
        "> /preview",
        "[1]   Newsline: Northland recalls its ambassador from Eastmark over border fence",
        "",
        "      Northland recalled its ambassador on Tuesday. (Harbour Post,",
        "      https://harbourpost.example/recall) The step stops short of a break in relations.",
        "",
        "      Also reported by Daily Courier · 2 hours ago",
        "      [1: No comments yet »] [2: Leave a reply]",
        "      [3: ♡ 0] [4: Read it there (https://harbourpost.example/recall)]",
        "",
        "> Just [2J words",
        *note(WORDS("console-hint-plain"), Look(100)).splitlines(),
    ]


async def test_a_line_comes_when_it_is_written_not_when_the_pipe_is_full(
    piped: tuple[World, IO[bytes]],
) -> None:
    world, into = piped
    world.ready.set()
    heard: asyncio.Queue[Event] = asyncio.Queue()
    running = asyncio.create_task(world.platform.run(ListInbox(heard.put)))
    for line in ("desk", "pick 1"):
        into.write(f"/{line}\n".encode())
        event = await heard.get()
        assert isinstance(event, Command)
        assert event.line == line
    into.close()
    await running


async def test_a_memory_that_fails_loses_no_line_and_the_end_is_the_end(
    piped: tuple[World, IO[bytes]], caplog: pytest.LogCaptureFixture
) -> None:
    world, into = piped
    world.ready.set()
    world.error = StorageError("the disk is full")
    into.write(b"/desk\n/pick 1\n")
    into.close()
    await world.platform.run(ListInbox(world.heard))
    assert world.done == ["ready", "desk", "settled", "pick 1", "settled", "settled"]
    assert caplog.text.count("what was due could not be finished: the disk is full") == 3
    assert "Traceback" not in caplog.text


async def test_letters_that_come_in_halves_and_bytes_that_are_none_are_read(
    piped: tuple[World, IO[bytes]],
) -> None:
    world, into = piped
    world.ready.set()
    inbox = ListInbox()
    running = asyncio.create_task(world.platform.run(inbox))
    for half in (b"/search \xc3", b"\xa9tat \xff\n"):
        into.write(half)
        await asyncio.sleep(0)
    into.close()
    await running
    assert [event.line for event in inbox.events if isinstance(event, Command)] == ["search état �"]


@pytest.mark.parametrize("name", [os.devnull, "lines.txt"])
async def test_a_file_or_nothing_is_as_good_as_a_pipe(
    name: str, tmp_path: Path, files: tuple[TextIO, TextIO]
) -> None:
    path = tmp_path / name
    if not path.exists():
        path.write_text("/desk\n/help\n")
    with path.open() as stdin:
        world = World(stdin, *files)
        world.ready.set()
        inbox = ListInbox()
        async with world.platform:
            await world.platform.run(inbox)
    assert len(inbox.events) == (0 if name == os.devnull else 2)
    assert world.done[-1] == "settled"


async def test_waiting_for_a_line_holds_nothing_up_and_can_be_cancelled(
    piped: tuple[World, IO[bytes]],
) -> None:
    world, into = piped
    world.ready.set()
    running = asyncio.create_task(world.platform.run(ListInbox()))
    ref = await world.platform.send(MAIN, message("News"), "k1")  # while the input is silent
    assert ref.id == "1"
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    into.close()


async def test_it_ends_quietly_when_the_reader_goes_away(files: tuple[TextIO, TextIO]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with pipe() as (stdin, into), text_into(writing) as stdout:
        world = World(stdin, stdout, files[1])
        world.ready.set()
        inbox = ListInbox()
        into.write(b"/desk\n/help\n")  # and the input stays open
        await world.platform.run(inbox)
        assert inbox.events == []
        with pytest.raises(OutputGone):
            await world.terminal.write("News\n")


async def test_it_notices_while_it_waits_for_a_line(files: tuple[TextIO, TextIO]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with pipe() as (stdin, _), text_into(writing) as stdout:
        world = World(stdin, stdout, files[1])
        world.ready.set()
        running = asyncio.create_task(world.platform.run(ListInbox()))
        with pytest.raises(PlatformDown):
            await world.platform.send(MAIN, message("News"), "k1")
        await running


async def test_a_reader_who_is_slow_holds_nothing_up(files: tuple[TextIO, TextIO]) -> None:
    with pipe() as (stdin, _), pipe() as (reader, writer), text_into(os.dup(writer.fileno())) as stdout:
        terminal = open_terminal(
            Streams(stdin, stdout, files[1]), World(stdin, *files).pace, Help((), _nothing)
        )
        text = "News\n" * 100_000
        writing = [asyncio.create_task(terminal.write(text)) for _ in range(2)]
        await asyncio.sleep(0)
        assert not any(task.done() for task in writing)  # and yet this goes on
        read = b""
        while len(read) < 2 * len(text):
            read += await asyncio.to_thread(os.read, reader.fileno(), 65_536)
        await asyncio.gather(*writing)
        assert read.decode() == 2 * text


async def test_of_progress_the_first_and_the_last_are_told(
    piped: tuple[World, IO[bytes]], tmp_path: Path
) -> None:
    world, _ = piped
    for read in range(1, 155):
        world.platform.status(f"Reading feeds {read}/154")
    world.platform.status("")
    world.platform.status("Reading feeds 1/1")
    world.platform.status("")
    told = lines_in(tmp_path / "progress.txt")
    assert told == ["Reading feeds 1/154", "Reading feeds 154/154", "Reading feeds 1/1"]


@pytest.mark.parametrize(
    ("environ", "width"),
    [({}, 100), ({"COLUMNS": "72"}, 72), ({"COLUMNS": "x"}, 100), ({"COLUMNS": "3"}, 40)],
)
async def test_the_width_is_a_hundred_unless_it_is_said(
    environ: dict[str, str], width: int, files: tuple[TextIO, TextIO]
) -> None:
    with pipe() as (stdin, _):
        look = Piped(Streams(stdin, *files), World(stdin, *files).pace, environ).look
    assert look == Look(width)  # nothing else
