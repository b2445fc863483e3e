"""What Telegram makes of a text: its own parser (TDLib), its cleaning, its lengths, its own finds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import tdjson

from tests.platforms.telegram.refusals import bad

LONGEST = 4_096  # UTF-16 units after parsing
LONGEST_CAPTION = 1_024  # the same of what stands under a file
LARGEST = 1 << 15  # bytes before parsing
MOST_ENTITIES = 100  # the rest is dropped without a word

_MODES = {
    "html": {"@type": "textParseModeHTML"},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
}
_NAMES = {
    **{
        f"textEntityType{name}": name.lower()
        for name in "Mention Hashtag Cashtag Url Bold Italic Underline Strikethrough Spoiler Code Pre".split()
    },
    "textEntityTypeBotCommand": "bot_command",
    "textEntityTypeEmailAddress": "email",
    "textEntityTypePhoneNumber": "phone_number",
    "textEntityTypePreCode": "pre",
    "textEntityTypeBlockQuote": "blockquote",
    "textEntityTypeExpandableBlockQuote": "expandable_blockquote",
    "textEntityTypeTextUrl": "text_link",
    "textEntityTypeMentionName": "text_mention",
    "textEntityTypeCustomEmoji": "custom_emoji",
    "textEntityTypeDateTime": "date_time",
}
_DETAILS = {
    "url": "url",
    "language": "language",
    "custom_emoji_id": "custom_emoji_id",
    "unix_time": "unix_time",
    "user_id": "user_id",
}
# Within these nothing is found by Telegram itself.
_WHOLE = frozenset("code pre text_link text_mention custom_emoji date_time".split())

# As TDLib's clean_input_string: controls become blanks; carriage returns, line and paragraph
# separators, bidi embeddings and three combining lines go, after parsing.
_BLANKED = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
_REMOVED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a text with a meaning; offset and length in UTF-16 units."""

    type: str
    offset: int
    length: int
    detail: tuple[tuple[str, str | int], ...] = ()

    @property
    def url(self) -> str | None:
        """Where a text link leads."""
        url = dict(self.detail).get("url")
        return url if isinstance(url, str) else None

    @property
    def end(self) -> int:
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text as Telegram keeps it: ``entities`` those that were asked for, ``found`` its own finds."""

    text: str
    entities: tuple[Entity, ...] = ()
    found: tuple[Entity, ...] = ()

    @property
    def all_entities(self) -> tuple[Entity, ...]:
        """Both, in the order of the text."""
        return tuple(sorted((*self.entities, *self.found), key=lambda each: (each.offset, -each.length)))


def units(text: str) -> int:
    """The length of a text as Telegram counts: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def read(raw: str, mode: str | None, entities: Sequence[Mapping[str, Any]] = ()) -> Formatted:
    """The text of a message that a bot sends; raises Refused in Telegram's words."""
    try:
        size = len(raw.encode())
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None
    if not raw:
        raise bad("message text is empty")
    if size > LARGEST:
        raise bad("text is too long")
    formatted = _formatted(raw, mode, entities)
    if not formatted.text:
        raise bad("text must be non-empty")
    if units(formatted.text) > LONGEST:
        raise bad("message is too long")
    return formatted


def caption(raw: str, mode: str | None, entities: Sequence[Mapping[str, Any]] = ()) -> Formatted:
    """The text under a file, which may be none; raises Refused in Telegram's words."""
    formatted = _formatted(raw, mode, entities)
    if units(formatted.text) > LONGEST_CAPTION:
        raise bad("message caption is too long")
    return formatted


def _formatted(raw: str, mode: str | None, entities: Sequence[Mapping[str, Any]]) -> Formatted:
    formatted = _cleaned(*_parsed(raw, mode.lower()) if mode else (raw, _given(entities)))
    kept = formatted.entities[:MOST_ENTITIES]
    return Formatted(formatted.text, kept, _beside(kept, found(formatted.text)))


def typed(text: str, entities: Iterable[Entity] = ()) -> Formatted:
    """A text as a person types it into their client."""
    own = tuple(entities)
    return Formatted(text, own, _beside(own, found(text)))


@lru_cache(maxsize=1_024)
def found(text: str) -> tuple[Entity, ...]:
    """What Telegram finds in a plain text by itself: mentions, commands, hashtags, addresses."""
    answer = _execute({"@type": "getTextEntities", "text": text})
    return _entities(answer["entities"])


@lru_cache(maxsize=1_024)
def _parsed(raw: str, mode: str) -> tuple[str, tuple[Entity, ...]]:
    if mode not in _MODES:
        raise bad("unsupported parse_mode")
    answer = _execute({"@type": "parseTextEntities", "text": raw, "parse_mode": _MODES[mode]})
    if answer["@type"] == "error":
        message = str(answer["message"])
        raise bad(message[:1].lower() + message[1:])
    return str(answer["text"]), _entities(answer["entities"])


def _entities(raw: Iterable[Mapping[str, Any]]) -> tuple[Entity, ...]:
    return tuple(
        Entity(
            _NAMES[each["type"]["@type"]],
            each["offset"],
            each["length"],
            tuple(
                (ours, each["type"][theirs]) for theirs, ours in _DETAILS.items() if theirs in each["type"]
            ),
        )
        for each in raw
        if each["type"]["@type"] in _NAMES
    )


def _given(raw: Iterable[Mapping[str, Any]]) -> tuple[Entity, ...]:
    return tuple(
        Entity(
            each["type"],
            each["offset"],
            each["length"],
            tuple((name, each[name]) for name in ("url", "language", "unix_time") if name in each)
            + ((("user_id", each["user"]["id"]),) if "user" in each else ()),
        )
        for each in raw
    )


def _cleaned(text: str, entities: tuple[Entity, ...]) -> Formatted:
    """Without what Telegram removes, and without white space at both ends; entities moved along."""
    text = _BLANKED.sub(" ", text)
    start, stop = len(text) - len(text.lstrip(" \n")), len(text.rstrip(" \n"))
    if start == 0 and stop == len(text) and not _REMOVED.search(text):
        return Formatted(text, entities)
    kept: list[str] = []
    places = [0]  # of each UTF-16 unit of the old text, where it stands in the new one
    for at, letter in enumerate(text):
        stays = start <= at < stop and not _REMOVED.match(letter)
        kept.append(letter if stays else "")
        for _ in range(units(letter)):
            places.append(places[-1] + stays)
    moved = (
        Entity(each.type, places[each.offset], places[each.end] - places[each.offset], each.detail)
        for each in entities
    )
    return Formatted("".join(kept), tuple(each for each in moved if each.length))


def _beside(asked: Sequence[Entity], own: Sequence[Entity]) -> tuple[Entity, ...]:
    """Telegram's own finds but those that touch a stretch which is one whole."""
    whole = [each for each in asked if each.type in _WHOLE]
    return tuple(
        each for each in own if not any(each.offset < one.end and one.offset < each.end for one in whole)
    )


def _execute(request: Mapping[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(request).encode()) or b"{}")
    return answer


_execute({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})
