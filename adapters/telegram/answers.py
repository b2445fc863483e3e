"""What an answer of the Bot API means: its JSON object, or the error that it tells of.

Only what is JSON comes from Telegram itself. Anything else was said by something on the way, such as a
proxy, and its words are never repeated: they may quote our address, and with it the token.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

_PAUSE = 5.0  # seconds, where a 429 does not say
_LONGEST_PAUSE = 86_400.0
_LONGEST_TEXT = 300  # characters of a description

_REFUSALS: Mapping[int, type[TelegramError]] = {
    HTTPStatus.BAD_REQUEST: BadRequest,
    HTTPStatus.UNAUTHORIZED: InvalidToken,
    HTTPStatus.FORBIDDEN: Forbidden,
    HTTPStatus.NOT_FOUND: InvalidToken,
    HTTPStatus.CONFLICT: Conflict,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: BadRequest,
}


class NotSent(NetworkError):
    """The request certainly did not reach Telegram."""


class TooFast(RetryAfter):
    """Too many requests. ``RetryAfter`` itself warns of its own past wherever it is made."""

    def __init__(self, seconds: float) -> None:
        TelegramError.__init__(self, f"Too many requests: wait {seconds:g} s")
        self._pause = timedelta(seconds=seconds)

    @property
    def retry_after(self) -> timedelta:
        """How long to wait."""
        return self._pause


def read_object(body: bytes) -> dict[str, Any] | None:
    """The JSON object that these bytes are; None if they are none."""
    try:
        answer = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def parsed(body: bytes) -> dict[str, Any]:
    """The object of a successful answer, which has a ``result``. Raises NetworkError for anything else:
    the request reached somebody, but what became of it cannot be told."""
    answer = read_object(body)
    if answer is None or "result" not in answer:
        raise NetworkError("The answer cannot be read")
    return answer


def refusal(status: int, body: bytes, retry_after: str | None) -> TelegramError:
    """The error that an answer with another status than 2xx tells of; ``retry_after`` is its header.

    https://core.telegram.org/bots/api#making-requests and #responseparameters
    """
    answer = read_object(body)
    if answer is None:
        return _foreign(status, retry_after)
    given = answer.get("parameters")
    parameters = given if isinstance(given, dict) else {}
    moved = parameters.get("migrate_to_chat_id")
    if type(moved) is int:
        return ChatMigrated(moved)
    if status == HTTPStatus.TOO_MANY_REQUESTS or "retry_after" in parameters:
        return TooFast(_pause(parameters.get("retry_after", retry_after)))
    text = str(answer.get("description", ""))[:_LONGEST_TEXT] or f"HTTP {status}"
    # An older Bot API server of one's own may lack a method: that says nothing about the token.
    if status == HTTPStatus.NOT_FOUND and "method not found" in text.casefold():
        return BadRequest(text)
    return _REFUSALS.get(status, NetworkError)(text)


def _foreign(status: int, retry_after: str | None) -> TelegramError:
    """What something on the way means that answered in Telegram's place."""
    text = f"HTTP {status} without an answer that can be read"
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TooFast(_pause(retry_after))
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
        return InvalidToken(text)
    if status in {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.GATEWAY_TIMEOUT}:
        return TimedOut(text)
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:  # it was turned away before it came to Telegram
        return NotSent(text)
    return NetworkError(text)


def _pause(asked: object) -> float:
    try:
        seconds = float(asked) if isinstance(asked, int | float | str) else _PAUSE
    except ValueError:  # a date, which is not worth a parser
        seconds = _PAUSE
    return min(max(seconds, 1.0), _LONGEST_PAUSE) if seconds == seconds else _PAUSE  # noqa: PLR0124 - no NaN
