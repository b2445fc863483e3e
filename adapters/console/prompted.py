"""A terminal with a person at it: line editing, history, completion, and text above the prompt."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Self, TextIO, cast

from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.patch_stdout import StdoutProxy
from prompt_toolkit.styles import Style

from adapters.console.completion import LineCompleter
from adapters.console.look import Look, look_of
from adapters.console.safe import printable_line
from adapters.console.terminal import Help, Streams

_PROMPT = "› "
_BUNDLE = 0.05  # seconds: texts that come together are shown together
_STYLE = Style.from_dict({"bottom-toolbar": "noreverse", "bottom-toolbar.text": "ansibrightblack"})


class Prompted:
    """A ``Terminal`` on a real one. While it is entered, whatever the program prints, its log too,
    stands above the prompt."""

    greets = True

    def __init__(self, streams: Streams, assist: Help, environ: Mapping[str, str]) -> None:
        self._streams = streams
        self._environ = environ
        self._stack = ExitStack()
        self._session: PromptSession[str] = PromptSession(
            _PROMPT,
            completer=LineCompleter(assist),
            reserve_space_for_menu=4,
            history=_history(assist.history),
            style=_STYLE,
        )

    async def __aenter__(self) -> Self:
        # Raw: what is written there is escaped by the painter, or is the program's own.
        self._proxy = self._stack.enter_context(StdoutProxy(_BUNDLE, raw=True))
        above = cast("TextIO", self._proxy)
        self._stack.enter_context(redirect_stdout(above))
        self._stack.enter_context(redirect_stderr(above))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def look(self) -> Look:
        return look_of(self._streams.stdout, self._environ)

    async def lines(self) -> AsyncGenerator[str, None]:
        while True:
            try:
                line = await self._session.prompt_async()
            except (EOFError, KeyboardInterrupt):  # Ctrl-D, Ctrl-C
                return
            yield line

    async def write(self, text: str) -> None:
        self._proxy.write(text)

    def status(self, text: str) -> None:
        self._session.bottom_toolbar = printable_line(text) or None
        self._session.app.invalidate()


def _history(path: Path | None) -> History:
    """Lines typed before; only in memory where no file can be kept."""
    if path is None:
        return InMemoryHistory()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(path)
