"""The mark of a message of ours: the story that it bears in its buttons or in its links."""

from __future__ import annotations

import re
from collections.abc import Iterator

import telegram

from adapters.telegram.buttons import Pen
from adapters.telegram.doors import line_behind

_ABOUT = re.compile(r"(?:comments|reply|like|story) ([a-z][0-9]+)(?: [0-9]+)?", re.ASCII)


def mark(message: telegram.Message, pen: Pen, username: str) -> str | None:
    """The id of the story that the message bears; None for one that bears none, or several as a digest
    does. ``username`` is ours.

    The buttons' own signature tells whether they are ours. A link tells nothing: ask only for messages
    that are known to be ours, or copies of ours.
    """
    lines = (line for line in _lines(message, pen, username) if line)
    stories = {found[1] for line in lines if (found := _ABOUT.fullmatch(line))}
    return stories.pop() if len(stories) == 1 else None


def _lines(message: telegram.Message, pen: Pen, username: str) -> Iterator[str | None]:
    """What its buttons run, and what is run behind its links."""
    keyboard = message.reply_markup.inline_keyboard if message.reply_markup else ()
    for button in (button for row in keyboard for button in row):
        if isinstance(button.callback_data, str):
            pressed = pen.read(button.callback_data, message.chat.id)
            yield pressed.action if pressed else None
        yield line_behind(button.url or "", username)
    for entity in (*message.entities, *message.caption_entities):
        yield line_behind(entity.url or "", username)
