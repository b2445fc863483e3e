"""What every task of the program is given."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from pathlib import Path

from adapters.clock import ReplayClock, SystemClock, parse_clock
from adapters.console import NAME as CONSOLE
from adapters.console import Streams
from bot import logs
from bot.cli import Options
from bot.founding import found
from bot.model.briefing import Briefing
from bot.model.chats import Person, PersonRef
from bot.ports.clock import Clock
from bot.settings import Settings
from bot.wording import Wording
from storage.backup import backup

LOCAL = PersonRef(CONSOLE, "local")
"""Whoever sits at the terminal: an owner, for they could read the database all the same."""


@dataclass(frozen=True, slots=True)
class Program:
    """The options, the settings, and what was made of them."""

    options: Options
    settings: Settings
    briefing: Briefing
    clock: Clock
    words: Wording
    streams: Streams

    @property
    def database(self) -> str:
        """The address of the database."""
        return self.settings.database_url.get_secret_value()

    def say(self, text: str) -> None:
        """Print a line to whoever started the program."""
        self.streams.stdout.write(f"{text}\n")


def prepare(options: Options, settings: Settings, streams: Streams | None = None) -> Program:
    """The program for these options and settings. Raises SettingsError."""
    streams = streams or Streams()
    logs.set_up(settings, at_prompt=streams.stdin.isatty())
    clock: Clock = ReplayClock(*parse_clock(options.clock)) if options.clock else SystemClock()
    return Program(options, settings, found(settings), clock, Wording(settings.language), streams)


def local_person() -> Person:
    """Whoever sits at the terminal, by the name that the machine knows."""
    return Person(LOCAL, getpass.getuser())


async def back_up(program: Program, target: Path | None) -> Path:
    """Copy the database to the target, or beside itself under the time; where to."""
    if target is None:
        place = Path(program.database.removeprefix("sqlite:///"))
        target = place.with_name(f"{place.stem}-{program.clock.now():%Y%m%d-%H%M%S}.db")
    await backup(program.database, target)
    return target
