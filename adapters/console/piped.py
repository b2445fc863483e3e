"""A terminal without a person: plain lines in and out, one done before the next is taken."""

from __future__ import annotations

import asyncio
import codecs
import logging
import os
from collections.abc import AsyncGenerator, Awaitable, Mapping
from contextlib import suppress
from functools import partial
from typing import Self, TypeVar

from adapters.console.aside import aside
from adapters.console.look import Look, look_of
from adapters.console.safe import printable_line
from adapters.console.terminal import OutputGone, Pace, Streams
from bot.errors import StorageError

_log = logging.getLogger(__name__)

_T = TypeVar("_T")
_CHUNK = 65_536  # bytes
_LONGEST_LINE = 1_000_000  # characters: what has no line feed by then is taken as it is


class Piped:
    """A ``Terminal`` on any pair of files: pipes, regular files, /dev/null."""

    greets = False

    def __init__(self, streams: Streams, pace: Pace, environ: Mapping[str, str]) -> None:
        self._streams = streams
        self._pace = pace
        self._environ = environ
        self._turn = asyncio.Lock()
        self._gone = asyncio.Event()
        self._progress: str | None = None  # the newest status that was not reported; None: no work

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    @property
    def look(self) -> Look:
        return look_of(self._streams.stdout, self._environ)

    async def lines(self) -> AsyncGenerator[str, None]:
        with suppress(OutputGone):
            await self._unless_gone(self._pace.ready())
            async for line in self._typed():
                if not self._streams.stdin.isatty():  # a terminal has shown it already
                    await self.write(f"> {printable_line(line)}\n")
                yield line
                await self._settled()
            await self._settled()

    async def write(self, text: str) -> None:
        async with self._turn:
            if self._gone.is_set():
                raise OutputGone
            try:
                await aside(partial(self._write_out, text))
            except OSError as error:
                self._gone.set()
                raise OutputGone from error

    def status(self, text: str) -> None:
        """The first and the last of a piece of work, for whoever reads the log."""
        if text:
            if self._progress is None:
                self._report(text)
                self._progress = ""
            else:
                self._progress = text
        else:
            if self._progress:
                self._report(self._progress)
            self._progress = None

    async def _settled(self) -> None:
        """Wait until all that was due is finished, or until it is known that it can't be now."""
        try:
            await self._unless_gone(self._pace.settled())
        except StorageError as error:
            _log.error("what was due could not be finished: %s", error)

    async def _typed(self) -> AsyncGenerator[str, None]:
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        rest = ""
        while chunk := await self._read():
            *lines, rest = (rest + decoder.decode(chunk)).split("\n")
            for line in lines:
                yield line.rstrip("\r")
            if len(rest) > _LONGEST_LINE:
                yield rest
                rest = ""
        rest += decoder.decode(b"", final=True)
        if rest:
            yield rest

    async def _read(self) -> bytes:
        # From the file itself: a thread that died in Python's own buffer would hold its lock for ever.
        call = partial(os.read, self._streams.stdin.fileno(), _CHUNK)
        try:
            return await self._unless_gone(aside(call))
        except OSError:  # a terminal that was closed, a directory: there is nothing to read
            return b""

    async def _unless_gone(self, wanted: Awaitable[_T]) -> _T:
        """What is wanted, if the output is there until then. Raises OutputGone."""
        wish = asyncio.ensure_future(wanted)
        gone = asyncio.ensure_future(self._gone.wait())
        try:
            await asyncio.wait({wish, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not wish.done():
                raise OutputGone
            return wish.result()
        finally:
            wish.cancel()
            gone.cancel()

    def _write_out(self, text: str) -> None:
        left = memoryview(text.encode(self._streams.stdout.encoding or "utf-8", errors="replace"))
        while left:
            left = left[os.write(self._streams.stdout.fileno(), left) :]

    def _report(self, text: str) -> None:
        with suppress(OSError):  # progress is not worth an end
            self._streams.stderr.write(f"{text}\n")
            self._streams.stderr.flush()
