"""Values at the database's border: instants, clean text, lists."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bot.model.chats import ChatRef, PersonRef

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD) | {0: 0xFFFD}


def to_ms(at: datetime) -> int:
    """An aware instant as Unix milliseconds, rounded down: the precision in which they are kept."""
    return (at - _EPOCH) // _MILLISECOND


def maybe_ms(at: datetime | None) -> int | None:
    """The same for an instant that may be missing."""
    return None if at is None else to_ms(at)


def to_instant(ms: int) -> datetime:
    """Unix milliseconds as an aware UTC instant."""
    return _EPOCH + timedelta(milliseconds=ms)


def maybe_instant(ms: int | None) -> datetime | None:
    """The same for an instant that may be missing."""
    return None if ms is None else to_instant(ms)


def scrub(text: str) -> str:
    """The text with U+FFFD for NUL and lone surrogates, which no database takes."""
    if "\0" not in text:
        if text.isascii():
            return text
        try:
            text.encode()
        except UnicodeEncodeError:
            pass
        else:
            return text
    return text.translate(_SURROGATES)


def listed(values: Iterable[object]) -> str:
    """Values as the one parameter that ``json_each(:list)`` takes apart."""
    return json.dumps([scrub(value) if isinstance(value, str) else value for value in values])


def at_chat(chat: ChatRef) -> dict[str, object]:
    """The parameters that name a chat."""
    return {"platform": chat.platform, "chat": chat.id}


def at_person(person: PersonRef) -> dict[str, object]:
    """The parameters that name a person."""
    return {"platform": person.platform, "person": person.id}
