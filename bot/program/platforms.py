"""The platforms that the settings turn on, made ready."""

from __future__ import annotations

import os
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.console import NAME as CONSOLE
from adapters.console import CommandHint, Console, Help, Pace, open_terminal
from bot.commands.completing import Completing
from bot.commands.line import usage
from bot.commands.table import COMMANDS
from bot.program.basis import Program, local_person
from storage.store import SqlStore

if TYPE_CHECKING:
    from adapters.telegram.platform import Telegram


def console(program: Program, store: SqlStore, pace: Pace) -> Console:
    """The terminal that the program was started in."""
    words = program.words
    hints = [
        CommandHint(command.name, words(f"command-{command.name.replace(' ', '-')}"), usage(command, words))
        for command in COMMANDS
        if command.listed
    ]
    completing = Completing(store=store, briefing=program.briefing, clock=program.clock, platforms=(CONSOLE,))
    assist = Help(hints, completing.complete, _state_folder() / "history")
    terminal = open_terminal(program.streams, pace, assist)
    return Console(words, store.memory, terminal, local_person().name)


def telegram(program: Program, store: SqlStore) -> Telegram | None:
    """Telegram, if there is a token; its library is imported only then."""
    settings = program.settings
    if settings.telegram_token is None:
        return None
    # A second that nobody else waits.
    from adapters.telegram.platform import Account, Telegram  # noqa: PLC0415
    from adapters.telegram.webhook import Hook  # noqa: PLC0415

    hook = None
    if settings.telegram_webhook_url:
        hook = Hook(settings.telegram_webhook_url, *settings.telegram_webhook_listen)
    account = Account(
        settings.telegram_token, settings.telegram_api_url, hook, settings.telegram_paid_per_second
    )
    return Telegram(account, memory=store.memory, words=program.words, clock=program.clock)


async def networks(program: Program, store: SqlStore, stack: AsyncExitStack) -> tuple[Telegram, ...]:
    """The networks that there are tokens for, entered."""
    made = telegram(program, store)
    return () if made is None else (await stack.enter_async_context(made),)


def _state_folder() -> Path:
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "diplomatic-briefing"
