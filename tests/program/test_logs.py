"""Logs: no secret in them, at any level, in either form."""

from __future__ import annotations

import json
import logging

import pytest

from bot.logs import Redacting
from bot.settings import LogForm

SECRET = "planted-secret-of-ours"
TELEGRAM = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456"
DISCORD = "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789"


def _record(text: str, *arguments: object, error: BaseException | None = None) -> logging.LogRecord:
    trouble = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("adapters.example", logging.DEBUG, __file__, 1, text, arguments, trouble)


def _fail() -> None:
    raise RuntimeError(f"no answer from https://example.org/bot{TELEGRAM}/getMe for {SECRET}")


@pytest.mark.parametrize("form", list(LogForm))
@pytest.mark.parametrize("secret", [SECRET, TELEGRAM, DISCORD])
def test_a_secret_is_taken_out_of_messages_and_arguments(form: LogForm, secret: str) -> None:
    line = Redacting([SECRET], form).format(_record(f"calling {secret} with %s", {"token": secret}))
    assert secret not in line
    assert "calling ***" in line


@pytest.mark.parametrize("form", list(LogForm))
def test_a_secret_is_taken_out_of_tracebacks(form: LogForm) -> None:
    with pytest.raises(RuntimeError) as caught:
        _fail()
    line = Redacting([SECRET], form).format(_record("failed", error=caught.value))
    assert "RuntimeError" in line
    assert SECRET not in line
    assert TELEGRAM not in line


def test_credentials_in_an_address_are_taken_out() -> None:
    line = Redacting([], LogForm.TEXT).format(_record("reading %s", "https://ana:word@example.org/feed"))
    assert "word@" not in line
    assert "https://***@example.org/feed" in line


def test_the_json_form_is_one_object_a_line() -> None:
    line = Redacting([], LogForm.JSON).format(_record("two\nlines"))
    assert "\n" not in line
    assert json.loads(line)["message"] == "two\nlines"
