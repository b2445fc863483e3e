"""How well Telegram can be reached for what comes in: how long to wait after a failure, and what to say."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import datetime

from telegram.error import InvalidToken, RetryAfter, TelegramError

from adapters.telegram.errors import seconds
from bot.ports.clock import Clock
from bot.wording import Wording

_log = logging.getLogger(__name__)

_LONGEST = 60.0  # seconds between two tries
_QUICK_REFUSALS = 5  # a token was refused for a moment before when Telegram itself was in trouble
_LONGEST_REST = 3_600.0  # seconds that we rest at Telegram's word: it keeps what is written for a day only
_REFUSED = 600.0  # seconds between two tries after those
_PATIENCE = 5.0  # seconds of failure that nobody needs to hear of: a dropped long poll is nothing


def pause(tries: int, longest: float, chance: Callable[[], float] = random.random) -> float:
    """Seconds to wait after so many failures: full jitter between one second and a ceiling that doubles."""
    return 1.0 + (min(longest, 2.0 ** min(tries, 30)) - 1.0) * chance()


class Reach:
    """Keeps count of failures and answers. A failure is logged once, and so is its end."""

    def __init__(self, clock: Clock, words: Wording) -> None:
        self._clock = clock
        self._words = words
        self._since: datetime | None = None
        self._began = 0.0
        self._tries = 0
        self._refusals = 0
        self._resting = False
        self._told = False

    @property
    def trouble(self) -> str | None:
        """Why nothing comes in, in a sentence; None while it does or stopped only just now."""
        if self._refusals:
            return self._words("telegram-intake-refused")
        if self._since is None or self._patient:
            return None
        day, hour = self._words.date(self._since), self._words.hour(self._since.time())
        sentence = "telegram-intake-resting" if self._resting else "telegram-intake-unreachable"
        return self._words(sentence, day=day, hour=hour)

    @property
    def failing(self) -> bool:
        """Whether the last try failed."""
        return self._since is not None

    def answered(self) -> None:
        """Telegram gave an answer that can be used."""
        if self._told:
            _log.warning("Telegram answers again")
        self._since = None
        self._tries = self._refusals = 0
        self._told = False

    def failed(self, error: TelegramError) -> float:
        """It did not: how many seconds to wait before it is asked again."""
        if self._since is None:
            self._since = self._clock.now()
            self._began = self._clock.monotonic()
        self._resting = isinstance(error, RetryAfter)
        if isinstance(error, RetryAfter):
            return self._rest(seconds(error))
        self._tries += 1
        self._refusals = self._refusals + 1 if isinstance(error, InvalidToken) else 0
        self._tell(error)
        return _REFUSED if self._refusals > _QUICK_REFUSALS else pause(self._tries, _LONGEST)

    def _rest(self, asked: float) -> float:
        """Telegram asks for a pause of so many seconds: how long it is."""
        if not self._told and (asked > _PATIENCE or not self._patient):
            _log.warning("Telegram asks for a pause of %d s before updates are asked for again", asked)
            self._told = True
        return min(asked, _LONGEST_REST)

    @property
    def _patient(self) -> bool:
        return self._clock.monotonic() - self._began < _PATIENCE

    def _tell(self, error: TelegramError) -> None:
        if self._told:
            return
        if self._refusals:
            _log.error("Telegram refuses the token (%s)", error)
        elif not self._patient:
            _log.warning("Telegram gives no answer (%s): it is asked again until it does", error)
        else:
            return
        self._told = True
