"""Somebody who hears updates as the bot does, with a pen of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.telegram.buttons import Pen
from adapters.telegram.hearing import Heard, Hearing, Identity
from bot.errors import StorageBusy
from bot.model.chats import ChatRef, MessageRef, Person, PersonRef
from bot.model.events import Event, Unreadable
from tests.adapters.telegram.shapes import ME
from tests.fakes.clock import FakeClock

CLOCK = FakeClock()
PEN = Pen(b"a secret of 32 bytes, or nearly.", CLOCK)
ADA_HERSELF = Person(PersonRef("telegram", "77"), "Ada North", "pt", handle="ada")


class Shelf:
    """Where long actions lie, by digest."""

    def __init__(self, actions: Mapping[str, str] | None = None, *, fails: bool = False) -> None:
        self._actions = actions or {}
        self._fails = fails

    async def recall(self, digest: str) -> str | None:
        if self._fails:
            raise StorageBusy
        return self._actions.get(digest)


async def hear(raw: Mapping[str, Any], shelf: Shelf | None = None) -> Heard:
    """What the bot hears in an update."""
    me = Identity(ME["id"], ME["username"])
    return await Hearing(me, PEN, (shelf or Shelf()).recall).hear(raw)


async def event(raw: Mapping[str, Any]) -> Event | Unreadable | None:
    """The event that an update is."""
    heard = await hear(raw)
    assert heard.query is None
    assert heard.forget is None or heard.forget[1] is None
    return heard.event


def chat(id: str) -> ChatRef:  # noqa: A002 - as the model calls it
    return ChatRef("telegram", id)


def ref(id: str, number: int) -> MessageRef:  # noqa: A002
    return MessageRef(chat(id), str(number))
