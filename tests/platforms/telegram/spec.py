"""Every call is checked here: is there such a method, has it such parameters, are they what they must be."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.platforms.telegram import table
from tests.platforms.telegram.refusals import NOT_FOUND, bad

PUBLISHED = Path(__file__).parents[4] / "shared" / "specs" / "telegram-bot-api.json"
_LIST = "Array of "
_TRUTHS = {"true": True, "false": False}
_PLAIN: Mapping[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "Boolean": (bool,),
}


class WrongType(Exception):
    """A value that is not what its field must be; the text names the field."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method, or a field of an object."""

    types: tuple[str, ...]
    required: bool


Fields = Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Spec:
    """Methods with their parameters; objects with their fields, or with the objects they may be."""

    methods: Mapping[str, Fields]
    objects: Mapping[str, Fields]
    choices: Mapping[str, Sequence[str]]

    def check(self, method: str, given: Mapping[str, object]) -> dict[str, Any]:
        """The parameters as values of their types; raises Refused. Numbers, truths and objects may
        also be written as text, as forms do."""
        fields = self.methods.get(method)
        if fields is None:
            raise NOT_FOUND
        if unknown := given.keys() - fields.keys():
            raise bad(f"unknown parameter {min(unknown)!r}")
        if missing := [name for name, field in fields.items() if field.required and name not in given]:
            raise bad(_MISSING.get(missing[0], f"parameter {missing[0]!r} is required"))
        try:
            return {name: self._read(value, fields[name].types, name) for name, value in given.items()}
        except WrongType as error:
            raise bad(str(error)) from error

    def _read(self, value: object, types: Sequence[str], name: str) -> Any:  # noqa: ANN401 - any JSON
        if isinstance(value, str) and (types != ("String",)):
            value = _unwritten(value, types, name)
        return self._fitting(value, types, name)

    def _fitting(self, value: object, types: Sequence[str], name: str) -> object:
        """The value if it is of one of the types; raises WrongType for the one it is nearest to."""
        wrong: WrongType | None = None
        for kind in types:
            try:
                self._fit(value, kind, name)
            except WrongType as error:
                wrong = error if len(types) == 1 or "unknown" in str(error) else wrong
            else:
                return value
        raise wrong or WrongType(f"can't parse {name}: a wrong type")

    def _fit(self, value: object, kind: str, name: str) -> None:
        if kind.startswith(_LIST):
            if not isinstance(value, list):
                raise WrongType(f"can't parse {name}: expected an Array")
            for each in value:
                self._fit(each, kind.removeprefix(_LIST), name)
        elif kind in _PLAIN:
            if not isinstance(value, _PLAIN[kind]) or (isinstance(value, bool) and kind != "Boolean"):
                raise WrongType(f"can't parse {name}: field must be of type {kind}")
        elif kind in self.choices:
            self._fitting(value, self.choices[kind], name)
        elif kind in self.objects:
            self._fit_object(value, kind, name)

    def _fit_object(self, value: object, kind: str, name: str) -> None:
        if not isinstance(value, dict):
            raise WrongType(f"can't parse {name} JSON object")
        fields = self.objects[kind]
        if missing := [each for each, field in fields.items() if field.required and each not in value]:
            raise WrongType(f"can't parse {name}: can't find field {missing[0]!r} of {kind}")
        if unknown := value.keys() - fields.keys():
            raise WrongType(f"can't parse {name}: unknown field {min(unknown)!r} of {kind}")
        for each, content in value.items():
            self._fitting(content, fields[each].types, f"{name}.{each}")


_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
}


@cache
def at_hand() -> Spec:
    """The published description where it is at hand (``TELEGRAM_API_SPEC`` names its file), else our own."""
    path = Path(os.environ.get("TELEGRAM_API_SPEC", PUBLISHED))
    return published(path) if path.is_file() else own()


def published(path: Path) -> Spec:
    """The description of the whole Bot API, as JSON."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    objects = raw["types"].items()
    return Spec(
        methods={name: _fields(method.get("fields", ())) for name, method in raw["methods"].items()},
        objects={name: _fields(kind["fields"]) for name, kind in objects if kind.get("fields")},
        choices={name: kind["subtypes"] for name, kind in objects if kind.get("subtypes")},
    )


def own() -> Spec:
    """Our own table."""
    objects = list(_lines(table.OBJECTS))
    return Spec(
        methods={name: _columns(words) for name, words in _lines(table.METHODS)},
        objects={name: _columns(words) for name, words in objects if words[:1] != ["="]},
        choices={name: words[1:] for name, words in objects if words[:1] == ["="]},
    )


def _fields(raw: Iterable[Mapping[str, Any]]) -> Fields:
    return {each["name"]: Field(tuple(each["types"]), each["required"]) for each in raw}


def _lines(text: str) -> Iterable[tuple[str, list[str]]]:
    for line in re.split(r"\n(?! )", text.strip()):
        name, *words = line.split()
        yield name, words


def _columns(words: Iterable[str]) -> Fields:
    pairs = (word.partition(":") for word in words)
    return {
        name: Field(tuple(_plainly(kind) for kind in kinds.rstrip("!").split("|")), kinds.endswith("!"))
        for name, _, kinds in pairs
    }


def _plainly(kind: str) -> str:
    return _LIST * kind.count("[]") + kind.replace("[]", "")


def _unwritten(text: str, types: Sequence[str], name: str) -> object:
    """What a text in a form stands for."""
    readers: Mapping[str, Callable[[str], object]] = {"Integer": int, "Float": float}
    for kind in types:
        if kind == "Boolean" and text.lower() in _TRUTHS:
            return _TRUTHS[text.lower()]
        if kind in readers and re.fullmatch(r"-?[\d.]+", text):
            return readers[kind](text)
    if "String" in types or set(types) & _PLAIN.keys():
        return text
    try:
        return json.loads(text)
    except ValueError:
        raise WrongType(f"can't parse {name} JSON object") from None
