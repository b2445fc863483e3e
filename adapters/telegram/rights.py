"""Who may decide for a chat: asked of Telegram, remembered for a minute at most."""

from __future__ import annotations

from dataclasses import dataclass

from telegram.error import BadRequest, Forbidden, TelegramError

from adapters.telegram.address import NAME, Address
from adapters.telegram.api import Api
from adapters.telegram.members import rules
from bot.errors import UserError
from bot.model.chats import ChatKind, ChatRef, Person
from bot.ports.clock import Clock

_FRESH = 60.0  # seconds: so long may an administrator who was removed still decide
_MOST = 10_000  # answers remembered


@dataclass(frozen=True, slots=True)
class _Answer:
    administers: bool
    asked: float  # monotonic seconds, before the question was sent


class Rights:
    """Knows who administers which chat, and forgets it in time."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._answers: dict[tuple[int, int], _Answer] = {}  # by chat and person, the oldest first
        self._changes = 0

    async def administers(self, person: Person, chat: ChatRef, kind: ChatKind) -> bool:
        """Whether this person may decide for the chat, at most a minute old. A channel's people are
        its administrators whatever they may do there. What Telegram refuses to tell is no.

        Raises UserError when Telegram cannot be asked.
        """
        address = Address.of(chat)
        if person.ref.platform != NAME:
            return False
        if person.anonymous or address.is_private or kind is ChatKind.PRIVATE:
            # Only administrators may speak as the chat itself; another channel, the linked one too,
            # is a guest. A private chat has its person's number.
            return person.ref.id == str(address.chat)
        return await self._decide(address.chat, int(person.ref.id))

    def forget(self, chat: int, user: int | None) -> None:
        """Ask anew for this person in the chat, or for all of them: their rights changed."""
        self._changes += 1
        known = [key for key in self._answers if key[0] == chat] if user is None else [(chat, user)]
        for key in known:
            self._answers.pop(key, None)

    async def _decide(self, chat: int, user: int) -> bool:
        now = self._clock.monotonic()
        known = self._answers.get((chat, user))
        if known is not None and now - known.asked < _FRESH:
            return known.administers
        changes = self._changes
        told = await self._ask(chat, user)
        if told is None:  # not kept: who makes us an administrator so that we see it need not wait
            return False
        if changes == self._changes:  # else the answer may be of before the change
            self._remember((chat, user), _Answer(told, now))
        return told

    async def _ask(self, chat: int, user: int) -> bool | None:
        """Whether they administer the chat; None where Telegram refuses to tell."""
        try:
            member = await self._api.bot.get_chat_member(chat, user)
        except (BadRequest, Forbidden):
            # No such person or chat, we are not in it, or its member list is closed to us.
            return None
        except TelegramError as error:
            raise UserError("telegram-rights-unknown") from error
        return rules(member)

    def _remember(self, key: tuple[int, int], answer: _Answer) -> None:
        self._answers.pop(key, None)
        self._answers[key] = answer
        if len(self._answers) > _MOST:
            del self._answers[next(iter(self._answers))]
