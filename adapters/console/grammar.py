"""What a typed line means: whom it is for, where, and what is to be done. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import UserError


@dataclass(frozen=True, slots=True)
class Run:
    """``/desk``: run a command."""

    line: str


@dataclass(frozen=True, slots=True)
class Answer:
    """``>7 text``: reply to a message."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Push:
    """``#7 2``: press a message's second button, counted over all its rows."""

    number: int
    button: int


@dataclass(frozen=True, slots=True)
class React:
    """``!7 👍``: one's reactions to a message are now these; ``!7``: none any more."""

    number: int
    reactions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """``~12 new text``: change a line of one's own."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class TakeBack:
    """``-12``: delete a line of one's own."""

    number: int


Deed = Run | Answer | Push | React | Change | TakeBack


@dataclass(frozen=True, slots=True)
class Typed:
    """A line: a deed, by somebody else than the local user (``@ana``), in another chat than the main
    one (``&room``)."""

    deed: Deed
    person: str | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True)
class _Form:
    """How a kind of line is written; ``hint`` is the sentence that says so."""

    pattern: re.Pattern[str]
    deed: Callable[[re.Match[str]], Deed]
    hint: str


_NUMBER = "\\s*([0-9]{1,9})"
_TEXT = "\\s+(\\S.*)"

_FORMS = {
    "/": _Form(
        re.compile("/(\\S.*)"),
        lambda found: Run(found[1]),
        "console-hint-command",
    ),
    ">": _Form(
        re.compile(f">{_NUMBER}{_TEXT}"),
        lambda found: Answer(int(found[1]), found[2]),
        "console-hint-reply",
    ),
    "#": _Form(
        re.compile(f"#{_NUMBER}\\s+([0-9]{{1,4}})"),
        lambda found: Push(int(found[1]), int(found[2])),
        "console-hint-press",
    ),
    "!": _Form(
        re.compile(f"!{_NUMBER}(?:{_TEXT})?"),
        lambda found: React(int(found[1]), tuple((found[2] or "").split())),
        "console-hint-react",
    ),
    "~": _Form(
        re.compile(f"~{_NUMBER}{_TEXT}"),
        lambda found: Change(int(found[1]), found[2]),
        "console-hint-edit",
    ),
    "-": _Form(
        re.compile(f"-{_NUMBER}"),
        lambda found: TakeBack(int(found[1])),
        "console-hint-delete",
    ),
}

_PREFIX = re.compile("(?:@(?P<person>\\w[\\w.-]{0,31})|&(?P<room>\\w[\\w.-]{0,31}))(?:\\s+|$)")
_PREFIX_HINTS = {"@": "console-hint-name", "&": "console-hint-room"}


def read(line: str) -> Typed | None:
    """What the line means; None if it is blank. Raises UserError with how to write it."""
    person, room, rest = prefixes(line)
    if not rest:
        if person is None and room is None:
            return None
        raise UserError("console-hint-room" if person is None else "console-hint-name")
    if rest[0] in _PREFIX_HINTS:
        raise UserError(_PREFIX_HINTS[rest[0]])
    form = _FORMS.get(rest[0])
    if form is None:
        raise UserError("console-hint-plain")
    found = form.pattern.fullmatch(rest)
    if found is None:
        raise UserError(form.hint)
    return Typed(form.deed(found), person, room)


def prefixes(line: str) -> tuple[str | None, str | None, str]:
    """Person and room that the line begins with, in either order, and what follows them."""
    given: dict[str, str] = {}
    rest = line.strip()
    while (found := _PREFIX.match(rest)) and not given.keys() & _named(found):
        given |= _named(found)
        rest = rest[found.end() :]
    return given.get("person"), given.get("room"), rest


def _named(found: re.Match[str]) -> dict[str, str]:
    return {kind: name for kind, name in found.groupdict().items() if name is not None}
