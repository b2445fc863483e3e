"""What a button of ours carries: its action, signed, so that nobody can press what we never drew."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from bot.ports.clock import Clock

LIMIT = 64
"""Bytes that a button may carry."""

_MAC_BYTES = 6  # 48 bit: who guesses presses one button a time, at Telegram's pace
_MAC = 8  # the same in characters
_MINUTES = 5  # characters of the minute: enough for two thousand years
_HEAD = _MAC + _MINUTES
_SHELF = "#"  # no command begins so
_DIGEST_BYTES = 12  # 16 characters

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUES = {letter: value for value, letter in enumerate(_LETTERS)}
_BASE = len(_LETTERS)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Written:
    """What the button carries. ``shelved``, if any, are a digest and the action that must be kept under
    it before the button is shown: the action is too long to be carried."""

    data: str
    shelved: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button of ours says: its action, or else the digest under which that is kept."""

    action: str | None
    digest: str | None
    made: datetime  # to the minute


class Pen:
    """Writes what buttons carry and reads it back.

    Written are a MAC (keyed BLAKE2b over chat, minute and action, RFC 7693, of 48 bit), the minute, and the
    action: a button copied to another chat, or aged by hand, is not ours.
    """

    def __init__(self, secret: bytes, clock: Clock) -> None:
        self._secret = secret
        self._clock = clock

    def write(self, action: str, chat: int) -> Written:
        """The data of a button in this chat."""
        minute = _letters((self._clock.now() - _EPOCH) // timedelta(minutes=1))
        if action.startswith(_SHELF) or len(_bytes(action)) > LIMIT - _HEAD:
            digest = _digest(action)
            return Written(self._signed(f"{minute}{_SHELF}{digest}", chat), (digest, action))
        return Written(self._signed(f"{minute}{action}", chat))

    def read(self, data: str, chat: int) -> Pressed | None:
        """What the data says; None if it was not written by us for this chat."""
        mac, rest = data[:_MAC], data[_MAC:]
        if len(data) < _HEAD or not hmac.compare_digest(_bytes(mac), self._mac(rest, chat)):
            return None
        made = _EPOCH + timedelta(minutes=_number(rest[:_MINUTES]))
        action = rest[_MINUTES:]
        if action.startswith(_SHELF):
            return Pressed(None, action.removeprefix(_SHELF), made)
        return Pressed(action, None, made)

    def _signed(self, rest: str, chat: int) -> str:
        return self._mac(rest, chat).decode() + rest

    def _mac(self, rest: str, chat: int) -> bytes:
        signed = hashlib.blake2b(_bytes(f"{chat}:{rest}"), key=self._secret, digest_size=_MAC_BYTES)
        return urlsafe_b64encode(signed.digest())


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # what comes in may be anything


def _digest(action: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(_bytes(action)).digest()[:_DIGEST_BYTES]).decode()


@lru_cache(maxsize=4)
def _letters(number: int) -> str:
    letters = ""
    for _ in range(_MINUTES):
        number, value = divmod(number, _BASE)
        letters = _LETTERS[value] + letters
    return letters


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * _BASE + _VALUES[letter]
    return number
