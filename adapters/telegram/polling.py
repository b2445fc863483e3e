"""Updates by long polling: what is stored is acknowledged, and nothing else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from telegram.error import BadRequest, Conflict, NetworkError, TelegramError

from adapters.telegram.api import Api
from adapters.telegram.reach import Reach, pause
from bot.errors import StorageError
from bot.ports.clock import Clock
from bot.wording import Wording

_log = logging.getLogger(__name__)

Take = Callable[[Sequence[Mapping[str, Any]]], Awaitable[None]]
"""Commits updates as they came, each with an integer ``update_id``; StorageError: none is kept."""

# A health check sees within half a minute that Telegram is silent: these, with what ``Reach`` lets pass.
_LONG = 15  # seconds that Telegram holds a poll while there is nothing
_PATIENCE = 20.0  # seconds until a poll is given up: beyond the above
_SHORT = 5.0  # the same for one that is not held
_BATCH = 100  # updates, Telegram's most
_GOODBYE = 2.0  # seconds for the last acknowledgement
_LONGEST_STORAGE_PAUSE = 20.0
_STEPPED_ASIDE = 900.0  # seconds
_HOOKED = "webhook is active"


class Polling:
    """Asks for updates for ever: ``getUpdates`` of https://core.telegram.org/bots/api.

    Telegram forgets an update once it is asked for those behind it. So the next question names that
    place only after ``take`` returned, and names it until an answer shows that Telegram heard it. It
    is not named for longer: after a quiet week Telegram starts its numbers anew.
    """

    def __init__(self, api: Api, take: Take, clock: Clock, words: Wording, allowed: Sequence[str]) -> None:
        """``allowed``: the kinds of update to ask for."""
        self._api = api
        self._take = take
        self._clock = clock
        self._words = words
        self._allowed = list(allowed)
        self._reach = Reach(clock, words)
        self._hooked = True  # an earlier webhook may have been left, and bars polling
        self._offset: int | None = None  # to be acknowledged
        self._unkept = 0
        self._ousted: str | None = None

    @property
    def trouble(self) -> str | None:
        """Why nothing comes in, in a sentence; None while it does."""
        return self._ousted or self._reach.trouble

    async def run(self) -> None:
        """Take updates in until cancelled."""
        try:
            while True:
                await self._turn()
        finally:
            await self._acknowledge()

    async def _turn(self) -> None:
        try:
            updates = await self._ask()
        except Conflict as error:
            await self._conflicting(error)
        except TelegramError as error:
            if isinstance(error, BadRequest):
                self._offset = None  # should it be the number: what comes twice is known by its own
            await self._clock.sleep(self._reach.failed(error))
        else:
            await self._hand_over(updates)

    async def _ask(self) -> list[Mapping[str, Any]]:
        """The next updates. One that has no number could not be acknowledged and is left out."""
        if self._hooked:
            await self._api.call("deleteWebhook", {"drop_pending_updates": False})
            self._hooked = False
        place = {} if self._offset is None else {"offset": self._offset}
        # After a failure a poll is not held, so that its end shows at once.
        held, wait = (0, _SHORT) if self._reach.failing else (_LONG, _PATIENCE)
        question = {"timeout": held, "limit": _BATCH, "allowed_updates": self._allowed, **place}
        answer = await self._api.call("getUpdates", question, timeout=wait)
        updates = [entry for entry in answer if is_update(entry)] if isinstance(answer, list) else []
        if not updates and answer != []:
            raise NetworkError("The answer holds no updates")
        self._offset = None
        self._ousted = None
        self._reach.answered()
        return updates

    async def _hand_over(self, updates: Sequence[Mapping[str, Any]]) -> None:
        if not updates:
            return
        try:
            await self._take(updates)
        except StorageError as error:
            if not self._unkept:
                _log.error("updates cannot be kept (%s): Telegram is asked for them again", error)
            self._unkept += 1
            await self._clock.sleep(pause(self._unkept, _LONGEST_STORAGE_PAUSE))
        else:
            self._unkept = 0
            self._offset = updates[-1]["update_id"] + 1

    async def _conflicting(self, error: Conflict) -> None:
        """Somebody set a webhook before us: it goes. Somebody polls beside us: the two would take the
        updates from each other for ever, so this one stops. It looks again after a while, for it may
        have been a single question by hand."""
        if _HOOKED in error.message.casefold():
            _log.warning("a webhook was set: it is removed, for updates are polled here")
            self._hooked = True
            await self._clock.sleep(1.0)
            return
        _log.error("another program takes this bot's updates (%s): no more are taken here", error)
        self._ousted = self._words("telegram-intake-ousted")
        self._offset = None
        await self._clock.sleep(_STEPPED_ASIDE)

    async def _acknowledge(self) -> None:
        """On the way out: what is kept need not come again."""
        if self._offset is None:
            return
        with suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(_GOODBYE):
                await self._api.call("getUpdates", {"offset": self._offset, "limit": 1, "timeout": 0})


def is_update(entry: object) -> bool:
    """Whether this is an object with an update's number."""
    number = entry.get("update_id") if isinstance(entry, dict) else None
    return type(number) is int and number > 0
