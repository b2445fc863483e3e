"""Logging: one line an event, quiet by default, and no secret in it at any level."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TextIO

from bot.settings import LogForm, LogLevel, Settings

_HIDDEN = "***"
_TOKENS = re.compile(
    r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}|\b[A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,}"
)
"""What looks like a token of Telegram or Discord, whether it is ours or was pasted by somebody."""

_CREDENTIALS = re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")

_CHATTY = (
    "aiosqlite",
    "apscheduler",
    "asyncio",
    "discord",
    "httpcore",
    "httpx",
    "telegram",
    "trafilatura",
    "urllib3",
)
"""Libraries that log what people wrote or the addresses they call, which hold the token."""


class Redacting(logging.Formatter):
    """Formats a record whole, with its traceback, and only then takes the secrets out."""

    def __init__(self, secrets: Iterable[str], form: LogForm) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z")
        self._secrets = sorted((secret for secret in secrets if secret), key=len, reverse=True)
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        """The line, or lines, to write."""
        if self._form is LogForm.TEXT:
            return self._redacted(super().format(record))
        fields = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._redacted(record.getMessage()),
        }
        if record.exc_info:
            fields["exception"] = self._redacted(self.formatException(record.exc_info))
        return json.dumps(fields, ensure_ascii=False)

    def _redacted(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return _CREDENTIALS.sub(_HIDDEN, _TOKENS.sub(_HIDDEN, text))


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to what standard error is at that moment: a prompt puts itself in its place."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def set_up(settings: Settings, *, at_prompt: bool) -> None:
    """Log to standard error as the settings say; libraries only from WARNING on.

    At a prompt only what needs somebody is shown, unless a level was asked for.
    """
    handler = _StandardError()
    secrets = [token.get_secret_value() for token in settings.tokens.values() if token]
    handler.setFormatter(Redacting(secrets, settings.log_form))
    quiet = at_prompt and "log_level" not in settings.model_fields_set
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel((LogLevel.WARNING if quiet else settings.log_level).value.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
