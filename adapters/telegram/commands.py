"""From what somebody types on Telegram to a command line: ``/feed_add@our_bot x`` is ``feed add x``."""

from __future__ import annotations

import re

from adapters.telegram.doors import line_of
from adapters.telegram.safe import JOINER
from bot.commands.table import BY_NAME, GROUPS

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
_COMMENT = re.compile(r'comment\s+(?:["“][^"”]+["”]|\S+)\s+(.+)', re.DOTALL)
_START = "start"


def is_command(text: str) -> bool:
    """Whether Telegram would send this text as a command, to whichever bot; also one that was copied
    from a message of ours, with the joiner that keeps foreign text from being one."""
    return _COMMAND.fullmatch(text.replace(JOINER, "")) is not None


def line(text: str, username: str, *, alone: bool) -> str | None:
    """The command line that a command's text means to us; None if it is not for us.

    ``alone``: nobody else is there whom it could be for. Among others a command that names no bot
    is ours if our table knows it: else it is another bot's, and not ours to answer.
    """
    found = _COMMAND.fullmatch(text.replace(JOINER, ""))
    if found is None:
        return None
    name, bot, rest = _name(found[1].lower()), found[2], (found[3] or "").strip()
    if bot is not None and bot.lower() != username.lower():
        return None
    if bot is None and not alone and name not in BY_NAME and name not in GROUPS:
        return None
    if name == _START:
        # What a deep link carries; one that is none of ours only says hello.
        return line_of(rest) or _START
    return f"{name} {rest}".rstrip()


def said_of_a_story(line: str) -> str | None:
    """The words that the line ``comment <story> <words>`` says of a story, whose name may be quoted;
    None for any other line."""
    found = _COMMENT.fullmatch(line)
    return found[1].strip() if found else None


def _name(typed: str) -> str:
    """A command of a group is written with an underscore, for Telegram's menus know no spaces."""
    spaced = typed.replace("_", " ", 1)
    return spaced if spaced in BY_NAME else typed
