"""The dead letters: what could not be delivered is listed, sent after all, or given up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.commands.call import Answer, Call, Handler
from bot.commands.desk_pages import local_hour
from bot.commands.pages import page_asked, page_of
from bot.errors import StorageDamaged, UserError
from bot.model.briefing import Briefing
from bot.model.editions import HEADER, Delivery, DeliveryId, DeliveryState
from bot.model.news import StoryId
from bot.ports.desk import Deed
from bot.ports.press import Change
from bot.ports.store import Store
from bot.press.transitions import dropped, latest, requeued
from bot.text.markup import Block, Bold, Button, Faint, Message, continued, message, paragraph, row
from bot.wording import Wording

_ROWS = 8
_MOST_LETTERS = 200
_LONGEST_NUMBER = 16


Forgive = Callable[[StoryId | None], None]
"""Forgets that a story, or an opening (None), was refused: it is tried again."""


class LetterCommands:
    """The commands for dead letters."""

    def __init__(self, *, store: Store, briefing: Briefing, forgive: Forgive) -> None:
        self._store = store
        self._briefing = briefing
        self._forgive = forgive

    def handlers(self) -> dict[str, Handler]:
        """Each command's handler."""
        return {
            "letters": self.letters,
            "letter retry": self.letter_retry,
            "letter drop": self.letter_drop,
        }

    async def letters(self, call: Call) -> Answer:
        """The dead letters: what could not be delivered, and why."""
        return Answer(await self._letters_page(call, page_asked(call)), replaces=call.pressed)

    async def letter_retry(self, call: Call) -> Answer:
        """Send a dead letter after all; an opening with the stories that failed with it."""
        letter = await self._letter(call)
        others = await self._others(letter)
        over = latest(letter)
        if (over and over <= call.now) or (others and all(_is_skipped(each) for each in others)):
            raise UserError("letter-expired", number=letter.id)
        rows = [letter, *(each for each in others if each.state is DeliveryState.FAILED)]
        for each in rows:
            self._forgive(each.story)
        return await self._settle(call, letter, [requeued(each) for each in rows], "letter-retried")

    async def letter_drop(self, call: Call) -> Answer:
        """Give a dead letter up; an opening with the stories that failed with it."""
        letter = await self._letter(call)
        rows = (letter, *await self._others(letter))
        return await self._settle(call, letter, [dropped(each) for each in rows], "letter-dropped")

    async def _letter(self, call: Call) -> Delivery:
        number = call.arguments["number"]
        is_number = number.isascii() and number.isdigit() and len(number) < _LONGEST_NUMBER
        letter = await self._store.deliveries.get(DeliveryId(int(number))) if is_number else None
        if letter is None or letter.state is not DeliveryState.FAILED:
            raise UserError("no-such-letter", number=number)
        return letter

    async def _others(self, letter: Delivery) -> Sequence[Delivery]:
        """The stories of an opening."""
        return (await self._store.deliveries.of(letter.promise))[1:] if letter.position == HEADER else ()

    async def _settle(self, call: Call, letter: Delivery, changes: Sequence[Change], sentence: str) -> Answer:
        if letter.id not in await self._store.deliveries.settle(changes):
            raise UserError("no-such-letter", number=letter.id)  # another editor was faster
        deed = Deed(
            call.now, call.person.ref, call.person.name, call.command.name, str(letter.chat), str(letter.id)
        )
        await self._store.audit.record(deed)
        if call.pressed:
            return Answer(await self._letters_page(call, 1), replaces=True)
        return Answer(message(call.words(sentence, number=letter.id)))

    async def _letters_page(self, call: Call, number: int) -> Message:
        letters = await self._store.deliveries.dead(_MOST_LETTERS)
        if not letters:
            return message(call.words("letters-none"))
        page = page_of(number, len(letters), _ROWS)
        blocks: list[Block] = [paragraph(Bold(call.words("letters-title", count=len(letters))))]
        buttons: list[tuple[Button, ...]] = []
        for letter in page.part(letters):
            blocks += await self._letter_rows(letter, call.words)
            buttons.append(_letter_buttons(letter, call.words))
        return message(*blocks).with_buttons(*buttons, page.buttons("letters"))

    async def _letter_rows(self, letter: Delivery, words: Wording) -> Sequence[Block]:
        chat = await self._store.chats.get(letter.chat)
        promise = await self._store.promises.get(letter.promise)
        what = await self._headline(letter.story, words) if letter.story else words("letter-opening")
        where = words(
            "letter-where", chat=chat.title if chat else str(letter.chat), why=_reason(letter, words)
        )
        due = local_hour(promise.due, self._briefing.zone, words) if promise else ""
        return row(f"{letter.id}  {what}"), continued(Faint(" · ".join(filter(None, (due, where)))), depth=1)

    async def _headline(self, story: StoryId, words: Wording) -> str:
        try:
            found = await self._store.editions.latest(story)
        except StorageDamaged:
            found = None
        return found.headline if found else words("letter-lost")


def _is_skipped(row: Delivery) -> bool:
    return row.state is DeliveryState.SKIPPED


_REASONS = {
    "chat-gone": "letter-chat-gone",
    "not-allowed": "letter-not-allowed",
    "refused": "letter-refused",
    "unknown": "letter-unknown-outcome",
    "tried-enough": "letter-tried-enough",
    "text-lost": "letter-text-lost",
}


def _reason(letter: Delivery, words: Wording) -> str:
    return words(_REASONS.get(letter.reason or "", "letter-other"))


def _letter_buttons(letter: Delivery, words: Wording) -> tuple[Button, ...]:
    return (
        Button(words("letter-retry-button", number=letter.id), f"letter retry {letter.id}"),
        Button(words("letter-drop-button", number=letter.id), f"letter drop {letter.id}"),
    )
