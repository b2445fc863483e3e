"""Long lists in pages: which part is shown, and the buttons that turn them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.commands.call import Call
from bot.text.markup import Button

T = TypeVar("T")

_MOST_PAGES = 100_000


@dataclass(frozen=True, slots=True)
class Page:
    """One of ``of`` pages, the first being 1, with ``size`` rows each."""

    number: int
    of: int
    size: int

    @property
    def start(self) -> int:
        """The index of its first row."""
        return (self.number - 1) * self.size

    def part(self, rows: Sequence[T]) -> Sequence[T]:
        """The rows that stand on it."""
        return rows[self.start : self.start + self.size]

    def buttons(self, command: str) -> tuple[Button, ...]:
        """``‹``, ``2/3`` and ``›``, which run ``command`` with a page, as far as there is one; none
        for a single page."""
        if self.of == 1:
            return ()
        labels = {self.number - 1: "‹", self.number: f"{self.number}/{self.of}", self.number + 1: "›"}
        return tuple(
            Button(label, f"{command} {page}") for page, label in labels.items() if 1 <= page <= self.of
        )


def page_asked(call: Call) -> int:
    """The page that was asked for, 1 if none was. Raises UserError for what is no number."""
    return call.number("page", 1, _MOST_PAGES, 1)


def page_of(number: int, count: int, size: int) -> Page:
    """Page ``number`` of so many rows, or the last there is."""
    of = max(-(-count // size), 1)
    return Page(min(number, of), of, size)
