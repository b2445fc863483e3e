"""Under which name, and whether elsewhere, a comment is shown: fair to the one who said it."""

from __future__ import annotations

from collections.abc import Iterator
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
    Who speaks as a chat is not asked: their answer would come from them as a person.
    """
    public = chat.kind is ChatKind.OPEN
    shared = known.shares if known.shares is not None else public
    undecided = known.shares is None and known.told is None and not person.anonymous
    asks = chat.shares and not public and undecided
    return Showing(known.shown or shown_name(person), shared, asks)


def shown_name(person: Person) -> str:
    """The name that the platform gives, fit to be shown."""
    return clean(person.name, _LONGEST_NAME).replace("\n", " ").strip() or person.ref.id


def asking(person: Person, chat: Chat, words: Wording) -> Message:
    """What a person is asked once, before anything of theirs leaves a private or closed chat. A
    group is asked all at once: each of its people presses for themselves."""
    asked = words("showing-ask" if chat.kind is ChatKind.PRIVATE else "showing-ask-group")
    return message(asked).with_buttons(*_choices(person, chat, words))


def shown_now(person: Person, chat: Chat, known: Acquaintance, words: Wording) -> Message:
    """How a person's comments are shown, and the choice."""
    if known.shares is None:
        now = words("shown-unchosen")
    elif known.shares:
        now = words("shown-now", name=known.shown or shown_name(person))
    else:
        now = words("shown-here")
    return message(now, words("shown-how")).with_buttons(*_choices(person, chat, words))


def _choices(person: Person, chat: Chat, words: Wording) -> Iterator[tuple[Button]]:
    """Among others nobody is called by name: each presses for themselves."""
    alone = chat.kind is ChatKind.PRIVATE
    named = words("showing-named", name=shown_name(person)) if alone else words("showing-named-each")
    yield (Button(named, "shown named"),)
    yield (Button(words("showing-unnamed"), "shown unnamed"),)
    yield (Button(words("showing-here"), "shown here"),)
