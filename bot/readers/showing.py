"""Under which name, and whether elsewhere, a comment is shown: fair to the one who said it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.chats import Chat, ChatKind, Person
from bot.model.comments import Acquaintance
from bot.text.clean import clean
from bot.text.markup import Button, Message, message
from bot.wording import Wording

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Showing:
    """``asks``: the person has not been asked yet; until they choose it stays in its chat."""

    name: str
    shared: bool
    asks: bool


def showing(person: Person, chat: Chat, known: Acquaintance) -> Showing:
    """How what this person says in this chat is shown.

    What is said in an open chat is public already; from a private chat or a closed group nothing
    is shown elsewhere before its author was told and chose. A chat that shares nothing never does.
    """
    public = chat.kind is ChatKind.OPEN
    shared = known.shares if known.shares is not None else public
    asks = chat.shares and not public and known.shares is None and known.told is None
    return Showing(known.shown or shown_name(person), shared, asks)


def shown_name(person: Person) -> str:
    """The name that the platform gives, fit to be shown."""
    return clean(person.name, _LONGEST_NAME).replace("\n", " ").strip() or person.ref.id


def asking(person: Person, words: Wording) -> Message:
    """What a person is asked once, before anything of theirs leaves a private or closed chat."""
    name = shown_name(person)
    return message(words("showing-ask")).with_buttons(
        (Button(words("showing-named", name=name), "shown named"),),
        (Button(words("showing-unnamed"), "shown unnamed"),),
        (Button(words("showing-here"), "shown here"),),
    )
