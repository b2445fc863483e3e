"""What a line at the prompt may become: commands, then what the program knows of their parameters."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from adapters.console.grammar import prefixes
from adapters.console.safe import printable_line
from adapters.console.terminal import CommandHint, Help


def commands(typed: str, hints: Sequence[CommandHint]) -> Iterator[CommandHint]:
    """The commands that begin with what was typed after the slash."""
    return (hint for hint in hints if hint.name.startswith(typed.lower()))


class LineCompleter(Completer):
    """Completes command lines, also behind ``@ana`` and ``&room``; other lines are a person's own words."""

    def __init__(self, assist: Help) -> None:
        self._help = assist

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002 - the library's signature
    ) -> Iterable[Completion]:
        """The commands; what takes time is added by ``get_completions_async``."""
        typed = _command_line(document)
        if typed is None:
            return
        for hint in commands(typed, self._help.hints):
            yield Completion(
                hint.name,
                start_position=-len(typed),
                display=hint.usage,
                display_meta=hint.help,
            )

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        for completion in self.get_completions(document, complete_event):
            yield completion
        typed = _command_line(document)
        if typed is None or " " not in typed:
            return
        word = typed.rpartition(" ")[2]
        for candidate in await self._help.complete(typed):
            yield Completion(printable_line(candidate), start_position=-len(word))


def _command_line(document: Document) -> str | None:
    """What was typed of a command line, without the slash; None for any other line."""
    rest = prefixes(document.text_before_cursor)[2]
    if not rest.startswith("/"):
        return None
    # A space at the end is a word that has not begun.
    return rest[1:] + " " * document.text_before_cursor.endswith(" ")
