"""What people see of the bot's messages: the public view for tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from tests.platforms.telegram.places import Document, Message, Place
from tests.platforms.telegram.texts import Entity


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message, or in place of the keyboard."""

    text: str
    data: str | None = None
    url: str | None = None
    wants: Mapping[str, Any] | None = None  # a chat or a place, of a reply keyboard


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as it stands now. ``pings`` are what Telegram found in the text by itself: a mention
    or a command there would reach somebody."""

    message: Message = field(repr=False)
    text: str
    entities: tuple[Entity, ...]
    pings: tuple[Entity, ...]
    rows: tuple[tuple[Button, ...], ...]
    markup: Mapping[str, Any] | None
    silent: bool
    preview: Mapping[str, Any] | None
    document: Document | None  # the text is its caption

    @property
    def id(self) -> int:
        return self.message.id

    @property
    def place(self) -> Place:
        return self.message.place

    @property
    def thread(self) -> int | None:
        """The topic or thread that it stands in."""
        return self.message.thread

    @property
    def edits(self) -> int:
        """How often it was changed."""
        return self.message.edits

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(chain.from_iterable(self.rows))

    @property
    def forces_reply(self) -> bool:
        return self.markup is not None and "force_reply" in self.markup

    @property
    def placeholder(self) -> str | None:
        """The grey text of a forced reply."""
        return None if self.markup is None else self.markup.get("input_field_placeholder")

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Linked words with their addresses."""
        return tuple((self.words(each), each.url) for each in self.entities if each.url is not None)

    def words(self, entity: Entity) -> str:
        """The stretch of the text that an entity covers."""
        raw = self.text.encode("utf-16-le")
        return raw[2 * entity.offset : 2 * entity.end].decode("utf-16-le", "replace")

    def button(self, wanted: str) -> Button:
        """The button of this label or data; a test that asks for another fails."""
        for button in self.buttons:
            if wanted in {button.text, button.data}:
                return button
        labels = [each.text for each in self.buttons]
        raise AssertionError(f"no button {wanted!r} among {labels}: {self.text!r}")


def look(message: Message) -> Seen:
    """The view of a message as it is now."""
    markup = message.markup or {}
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    return Seen(
        message,
        message.text,
        message.body.entities,
        message.body.found,
        tuple(tuple(_button(each) for each in row) for row in rows),
        message.markup,
        message.silent,
        message.preview,
        message.document,
    )


def _button(raw: Mapping[str, Any]) -> Button:
    wants = {name: value for name, value in raw.items() if name.startswith("request_")}
    return Button(raw["text"], raw.get("callback_data"), raw.get("url"), wants or None)
