"""Reading a typed line: which command it names and what stands for each parameter.

Pure: nothing is looked up here; whether a story or a zone exists is its handler's to say.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.commands.table import BY_NAME, GROUPS, Command, Kind, Parameter
from bot.errors import UserError
from bot.text.said import Said
from bot.text.said import command as typed
from bot.wording import Wording

_REST = {
    Kind.TEXT,
    Kind.STORIES,
    Kind.HOURS,
    Kind.DAYS,
    Kind.ZONE,
    Kind.DATE,
    Kind.TOPICS,
    Kind.FEED,
    Kind.PERSON,
}
"""Kinds that take all words that follow, unless another parameter comes after them."""

_MEANT = {"stop": "unsubscribe"}
"""Names that are typed out of habit, with the commands that are meant: none is spelt alike."""


@dataclass(frozen=True, slots=True)
class Line:
    """A command and its raw arguments, by the parameters' names; what was left out is absent."""

    command: Command
    arguments: Mapping[str, str]


def usage(command: Command, words: Wording) -> Said:
    """``/pick <stories>``: what to type, optional parameters in brackets."""
    shown = (_shown(parameter, words) for parameter in command.parameters)
    return typed(" ".join((command.name, *shown)))


def read(line: str, words: Wording) -> Line:
    """The command that the line names and its arguments.

    Raises UserError with a sentence that says what is unknown, missing or too much.
    """
    command, rest = named(line)
    arguments: dict[str, str] = {}
    for number, parameter in enumerate(command.parameters):
        last = number == len(command.parameters) - 1
        taken, rest = _take(parameter, rest, last=last)
        if taken:
            arguments[parameter.name] = taken
        elif not parameter.optional:
            what = words(f"parameter-{parameter.name}")
            how = _how(command, words)
            raise UserError("missing-argument", command=typed(command.name), what=what, how=how)
    if rest:
        raise UserError("too-many-arguments", command=typed(command.name), usage=usage(command, words))
    return Line(command, _checked(command, arguments, words))


def named(line: str) -> tuple[Command, str]:
    """The command that the line begins with, and what follows; raises UserError for none."""
    name, rest = _split(line.strip().removeprefix("/"))
    # A phone's keyboard writes a capital first, a group chat adds the bot's name: /Desk@a_bot
    name = name.partition("@")[0].lower()
    if name in GROUPS:
        second, behind = _split(rest)
        if command := BY_NAME.get(f"{name} {second.lower()}"):
            return command, behind
    if command := BY_NAME.get(name):
        return command, rest
    if name in GROUPS:
        raise _half(name, _split(rest)[0].lower())
    if near := _MEANT.get(name) or _near(name, BY_NAME):
        raise UserError("unknown-command-near", name=name, near=typed(near))
    raise UserError("unknown-command", name=name)


def group(name: str) -> Sequence[Command]:
    """The commands that begin with this word and have another behind it: ``feed``."""
    return [command for command in BY_NAME.values() if command.name.startswith(f"{name} ")]


def example(command: Command, words: Wording) -> str | None:
    """What the command looks like in use, where there is an example."""
    sentence = f"example-{command.name.replace(' ', '-')}"
    return words(sentence) if words.knows(sentence) else None


def _half(name: str, second: str) -> UserError:
    """What to say of the first word of a group with none of its second words behind it."""
    known = [command.name for command in group(name)]
    if second and (near := _near(f"{name} {second}", known)):
        return UserError("unknown-command-near", name=f"{name} {second}", near=typed(near))
    return UserError("half-command", name=name, names=typed(*known))


def _near(name: str, known: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.6)), None)


def _how(command: Command, words: Wording) -> str:
    """How to send it: an example says more than a usage line."""
    return example(command, words) or words("send-like-this", usage=usage(command, words))


def _take(parameter: Parameter, text: str, *, last: bool) -> tuple[str, str]:
    """What stands for this parameter, and what is left."""
    if last and parameter.kind in _REST:
        return text.strip(), ""
    quoted = re.match(r'\s*["“]([^"”]+)["”]\s*(.*)', text, re.DOTALL)
    if quoted:
        return quoted[1], quoted[2]
    return _split(text)


def _checked(command: Command, arguments: dict[str, str], words: Wording) -> dict[str, str]:
    for parameter in command.parameters:
        given = arguments.get(parameter.name)
        if given is None or not parameter.choices:
            continue
        if given.lower() not in parameter.choices:
            if len(parameter.choices) == 1:
                raise UserError("to-be-sure", line=typed(f"{command.name} {parameter.choices[0]}"))
            choices = words.names(parameter.choices)
            raise UserError("not-a-choice", text=given, choices=choices, usage=usage(command, words))
        arguments[parameter.name] = given.lower()
    return arguments


def _split(text: str) -> tuple[str, str]:
    first, _, rest = text.strip().partition(" ")
    # A line feed parts words as well as a space does: people paste.
    head, feed, tail = first.partition("\n")
    return (head, f"{tail} {rest}".strip()) if feed else (first, rest.strip())


def _shown(parameter: Parameter, words: Wording) -> str:
    name = "|".join(parameter.choices) or words(f"parameter-{parameter.name}")
    return f"[{name}]" if parameter.optional else f"<{name}>"
