"""The presses that wait for a word: Telegram shows a button as busy until its query is answered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self

from telegram.error import TelegramError

from bot.model.chats import ChatRef, MessageRef, PersonRef
from bot.ports.clock import Clock
from bot.wording import Wording

_log = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds that a button may be busy, once its press is kept
LONGEST_BUSY = 20.0  # the same, while it cannot be
LONGEST_ALERT = 200  # UTF-16 units
_REMEMBERED = 1_000  # presses that would be known if they came again


class Caller(Protocol):
    """What is needed of the Bot API."""

    async def call(self, method: str, payload: Mapping[str, object]) -> Any:  # noqa: ANN401 - JSON
        """The method's result; raises TelegramError."""
        ...


@dataclass(frozen=True, slots=True)
class Query:
    """A press that waits. ``stale``: nobody knows any more what its button does."""

    id: str
    chat: ChatRef
    person: PersonRef
    message: MessageRef  # that bears the button
    stale: bool = False


class Queries:
    """Answers every query once: with an alert that only its person sees, or with nothing, when its
    message was changed or soon. Use it as ``async with``; leaving ends the waiting."""

    def __init__(self, api: Caller, clock: Clock, words: Wording) -> None:
        self._api = api
        self._clock = clock
        self._words = words
        self._open: dict[str, Query] = {}  # by id, the oldest first
        self._had: dict[str, None] = {}  # the ids of the last that were opened, the oldest first
        self._tasks: set[asyncio.Task[object]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def opened(self, query: Query) -> None:
        """Somebody pressed a button: call this before the press is kept. What comes again, as after it
        could not be, is the same."""
        if query.id in self._had:
            return
        self._had[query.id] = None
        if len(self._had) > _REMEMBERED:
            del self._had[next(iter(self._had))]
        if query.stale:
            self._spawn(self._answer(query, self._words("telegram-button-stale")))
            return
        self._open[query.id] = query
        self._spawn(self._wait(query, LONGEST_BUSY))

    def kept(self, query: Query) -> None:
        """The press is kept: what is to be said to it comes soon, or not at all."""
        if query.id in self._open:
            self._spawn(self._wait(query, PATIENCE))

    def edited(self, message: MessageRef) -> None:
        """A message was changed: who pressed a button of it sees the answer there."""
        for query in [query for query in self._open.values() if query.message == message]:
            del self._open[query.id]
            self._spawn(self._answer(query))

    async def alert(self, chat: ChatRef, person: PersonRef, text: str) -> bool:
        """Show the text to the person alone, as the answer to their oldest open press in this chat.
        False if there is none, the text is too long for an alert, or Telegram did not take it."""
        if len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_ALERT:
            return False
        theirs = (each for each in self._open.values() if (each.chat, each.person) == (chat, person))
        query = next(theirs, None)
        if query is None:
            return False
        del self._open[query.id]
        return await self._answer(query, text)

    async def _wait(self, query: Query, seconds: float) -> None:
        await self._clock.sleep(seconds)
        if self._open.pop(query.id, None) is not None:
            await self._answer(query)

    async def _answer(self, query: Query, text: str | None = None) -> bool:
        payload: dict[str, object] = {"callback_query_id": query.id}
        if text is not None:
            payload |= {"text": text, "show_alert": True}
        try:
            await self._api.call("answerCallbackQuery", payload)
        except TelegramError as error:
            # Nobody waits any more, or nobody can be reached: the button frees itself.
            _log.debug("a press stays unanswered: %s", error)
            return False
        return True

    def _spawn(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
