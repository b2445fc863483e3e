"""What we keep of a person: told in full, erased at a word."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from bot.model.chats import Person
from bot.ports.clock import Clock
from bot.ports.readers import PeopleStore
from bot.text.markup import Block, Bold, Button, ButtonStyle, Faint, File, Message, message, paragraph, row
from bot.wording import Wording

Records = Mapping[str, Sequence[Mapping[str, object]]]

_MOST_SHOWN = 5  # of a kind, in the message; the file has them all
_LONGEST_VALUE = 120


class People:
    """Answers what people ask about themselves."""

    def __init__(self, *, people: PeopleStore, clock: Clock) -> None:
        self._people = people
        self._clock = clock

    async def data(self, person: Person, words: Wording) -> Message:
        """Everything stored about a person: to be read, and as a file."""
        return told(await self._people.about(person.ref), words)

    async def forget(self, person: Person, words: Wording) -> Message:
        """Erase it all now, and say what that was."""
        count = await self._people.forget(person.ref, self._clock.now())
        return message(words("forgotten", count=count), words("forgotten-others"))


def asked_for_sure(words: Wording) -> Message:
    """What is erased, before it is."""
    sure = Button(words("forget-button"), "forgetme yes", style=ButtonStyle.DANGER)
    return message(words("forget-sure")).with_buttons((sure,))


def told(records: Records, words: Wording) -> Message:
    """The records as a message with the whole of them in a JSON file."""
    full = {kind: rows for kind, rows in records.items() if rows}
    if not full:
        return message(words("mydata-none"))
    content = json.dumps(full, ensure_ascii=False, indent=2, default=str)
    file = File(words("mydata-file"), "application/json", f"{content}\n")
    blocks = [block for kind, rows in full.items() for block in _kind(kind, rows, words)]
    said = message(paragraph(Bold(words("mydata-title"))), *blocks, words("mydata-end"))
    return Message(said.blocks, files=(file,))


def _kind(kind: str, rows: Sequence[Mapping[str, object]], words: Wording) -> Iterator[Block]:
    known = f"mydata-{kind}"
    sentence = known if words.knows(known) else "mydata-other"
    yield paragraph(words(sentence, kind=kind, count=len(rows)))
    for record in rows[:_MOST_SHOWN]:
        yield row(Faint(_record(record)), depth=1)
    if len(rows) > _MOST_SHOWN:
        yield row(Faint(words("mydata-more", count=len(rows) - _MOST_SHOWN)), depth=1)


def _record(record: Mapping[str, object]) -> str:
    pairs = (f"{name}: {_short(value)}" for name, value in record.items() if value not in (None, ""))
    return " · ".join(pairs)


def _short(value: object) -> str:
    text = str(value).replace("\n", " ")
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE].rstrip()}…"
