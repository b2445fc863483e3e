"""Model values as JSON text and back, and checksums of what readers are shown."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeVar, get_args

from pydantic import TypeAdapter, ValidationError

from bot.errors import StorageDamaged
from bot.model.chats import Order
from bot.model.events import Event
from storage.values import scrub

T = TypeVar("T")

_ADAPTERS: dict[object, TypeAdapter[Any]] = {}

_EVENTS = {kind.__name__: kind for kind in get_args(Event)}


def dump(kind: type[T], value: T) -> str:
    """A value of the model as JSON; equal values give equal texts."""
    return json.dumps(
        _clean(_adapter(kind).dump_python(value, mode="json")), ensure_ascii=False, separators=(",", ":")
    )


def load(kind: type[T], text: str, where: str) -> T:
    """The value behind a JSON text; raises StorageDamaged naming ``where`` it stood."""
    try:
        value: T = _adapter(kind).validate_json(text)
    except ValidationError as error:
        raise StorageDamaged(f"{where} cannot be read: {error.error_count()} faults") from error
    return value


def dump_event(event: Event) -> tuple[str, str]:
    """The kind of an event and the event itself."""
    return type(event).__name__, dump(type(event), event)


def load_event(kind: str, text: str, where: str) -> Event:
    """The event behind its kind and text."""
    if kind not in _EVENTS:
        raise StorageDamaged(f"{where} is of no known kind: {kind}")
    event: Event = load(_EVENTS[kind], text, where)
    return event


@lru_cache(maxsize=4096)
def dump_order(order: Order) -> str:
    """An order as text: chats with the same order have the same text."""
    return dump(Order, order)


@lru_cache(maxsize=4096)
def load_order(text: str) -> Order:
    """The order behind its text; many chats share one."""
    return load(Order, text, "an order")


def checksum(*texts: str) -> str:
    """A fingerprint that tells whether texts are as they were written."""
    digest = blake2b(digest_size=8)
    for text in texts:
        encoded = text.encode()
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()


def verify(expected: str, where: str, *texts: str) -> None:
    """Raise StorageDamaged naming ``where`` unless the texts are as they were written."""
    if checksum(*texts) != expected:
        raise StorageDamaged(f"{where} is not as it was written")


def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - of any kind of value
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def _clean(value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    return value
