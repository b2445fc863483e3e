"""What we keep of a person: told in full, erased at a word."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.model.chats import Person, PersonRef
from bot.ports.clock import Clock
from bot.ports.readers import PeopleStore
from bot.text.markup import Block, Bold, Button, ButtonStyle, Faint, File, Message, message, paragraph, row
from bot.wording import Wording

Record = Mapping[str, object]
Records = Mapping[str, Sequence[Record]]

_MOST_SHOWN = 5  # texts in the message; the file has them all
_LONGEST_TEXT = 120
_KEYS = {"body": "text", "payload": "event", "wanted": "order", "told": "asked"}  # names for people


class People:
    """Answers what people ask about themselves."""

    def __init__(self, *, people: PeopleStore, clock: Clock) -> None:
        self._people = people
        self._clock = clock

    async def data(self, person: PersonRef) -> Records:
        """Everything stored about a person, by kind."""
        return await self._people.about(person)

    async def forget(self, person: Person, words: Wording) -> Message:
        """Erase it all now, and say what that was."""
        count = await self._people.forget(person.ref, self._clock.now())
        return message(words("forgotten", count=count), words("forgotten-others"))


def asked_for_sure(words: Wording) -> Message:
    """What is erased, before it is."""
    sure = Button(words("forget-button"), "forgetme yes", style=ButtonStyle.DANGER)
    return message(words("forget-sure")).with_buttons((sure,))


def told(records: Records, headlines: Mapping[str, str], zone: ZoneInfo, words: Wording) -> Message:
    """How much there is of each kind and what the person wrote themselves, with the whole of it in
    a JSON file. ``headlines`` are those of the stories that they wrote on."""
    if not records:
        return message(words("mydata-none"))
    blocks: list[Block] = [paragraph(Bold(words("mydata-title")))]
    blocks += [row(_counted(kind, rows, words)) for kind, rows in records.items()]
    blocks += _written(records.get("comments", ()), headlines, zone, words)
    blocks.append(paragraph(words("mydata-end")))
    return Message(tuple(blocks), files=(_file(records, words),))


def _counted(kind: str, rows: Sequence[Record], words: Wording) -> str:
    known = f"mydata-{kind}"
    sentence = known if words.knows(known) else "mydata-other"
    return words(sentence, kind=kind, count=len(rows), name=str(rows[0].get("name", "")))


def _written(
    comments: Sequence[Record], headlines: Mapping[str, str], zone: ZoneInfo, words: Wording
) -> Iterator[Block]:
    """The person's own texts: when, on which story, what."""
    texts = [comment for comment in comments if comment.get("body")]
    if texts:
        yield paragraph(words("mydata-written"))
    for comment in texts[:_MOST_SHOWN]:
        yield row(_said(comment, headlines, zone, words))
    if len(texts) > _MOST_SHOWN:
        yield row(Faint(words("mydata-more", count=len(texts) - _MOST_SHOWN)))


def _said(comment: Record, headlines: Mapping[str, str], zone: ZoneInfo, words: Wording) -> str:
    when, text = _when(comment["at"], zone, words), _short(str(comment["body"]))
    story = comment.get("story")
    if story is None:
        return words("mydata-text-held", when=when, text=text)
    return words("mydata-text", when=when, headline=headlines[str(story)], text=text)


def _when(at: object, zone: ZoneInfo, words: Wording) -> str:
    if not isinstance(at, datetime):
        raise TypeError(f"{at!r} is no instant")
    local = at.astimezone(zone)
    return words("comment-date", date=words.date(local.date()), hour=words.hour(local.time()))


def _file(records: Records, words: Wording) -> File:
    full = {
        kind: [{_KEYS.get(name, name): _plain(value) for name, value in record.items()} for record in rows]
        for kind, rows in records.items()
    }
    content = json.dumps(full, ensure_ascii=False, indent=2)
    return File(words("mydata-file"), "application/json", f"{content}\n")


def _plain(value: object) -> object:
    """Instants as ISO 8601 has them; what is kept as JSON as what it says."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:  # a text that only begins so
            return value
    return value


def _short(text: str) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT].rstrip()}…"
