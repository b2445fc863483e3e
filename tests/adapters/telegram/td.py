"""Telegram's own reading of a text, offline: TDLib's parser as it stands in the clients and the Bot API."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import tdjson

_TYPE = "textEntityType"
# What TDLib's markdown would take for markup; none of it is a letter or is deleted.
_NO_MARKDOWN = str.maketrans(dict.fromkeys("*~|`[]()", "-") | {"_": "a"})


class RefusedError(Exception):
    """Telegram would answer 400 to this text."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text that means something. ``kind`` is TDLib's: Bold, TextUrl, DateTime, Mention."""

    kind: str
    offset: int  # UTF-16 units
    length: int
    argument: str = ""  # the address of a TextUrl, the instant of a DateTime

    def of(self, text: str) -> str:
        """The stretch itself."""
        units = text.encode("utf-16-le")
        return units[2 * self.offset : 2 * (self.offset + self.length)].decode("utf-16-le")

    def meets(self, other: Entity) -> bool:
        """Whether the two have a character in common."""
        return self.offset < other.offset + other.length and other.offset < self.offset + self.length


def parse(html: str) -> tuple[str, list[Entity]]:
    """What ``parse_mode=HTML`` makes of it; raises RefusedError as Telegram refuses it."""
    mode = {"@type": "textParseModeHTML"}
    answer = _execute({"@type": "parseTextEntities", "text": html, "parse_mode": mode})
    return answer["text"], _entities(answer)


def detected(text: str) -> list[Entity]:
    """What is found in the text without being marked: mentions, commands, addresses, tags."""
    return _entities(_execute({"@type": "getTextEntities", "text": text}))


def kept(text: str) -> tuple[str, str]:
    """The text as it was sent and as it is stored, both with the signs of TDLib's markdown replaced: what
    differs is what Telegram deletes or replaces. Raises RefusedError."""
    sent = text.translate(_NO_MARKDOWN)
    formatted = {"@type": "formattedText", "text": sent, "entities": []}
    return sent, _execute({"@type": "parseMarkdown", "text": formatted})["text"]


def units(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _execute(request: dict[str, object]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(request).encode()) or b"{}")
    if answer["@type"] == "error":
        raise RefusedError(answer["message"])
    return answer


def _entities(answer: dict[str, Any]) -> list[Entity]:
    found: Sequence[dict[str, Any]] = answer["entities"]
    return [
        Entity(
            each["type"]["@type"].removeprefix(_TYPE),
            each["offset"],
            each["length"],
            str(each["type"].get("url") or each["type"].get("unix_time") or ""),
        )
        for each in found
    ]


_execute({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})
