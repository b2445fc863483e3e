"""The environment and ``.env``, read once and passed on as values."""

from __future__ import annotations

import difflib
import ipaddress
import re
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError
from bot.model.chats import PersonRef
from bot.readers.zones import nearest
from bot.wording import languages

_PORTS = 1 << 16

Listen = tuple[str, int]
"""Where a server of ours listens: an address of this machine, and a port."""

_PLATFORMS = ("telegram", "discord", "console")

_NUMBER = re.compile(r"[0-9]+")
_WHENCE = {
    "telegram": "write to @userinfobot on Telegram, and it tells yours",
    "discord": "with Discord's developer mode on, a right click on yourself copies yours",
}
"""Where people find their number, on the platforms that know people by one."""


class LogForm(StrEnum):
    """How log lines are written."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """From which level on log lines are written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Settings(BaseSettings):
    """Every setting. Its name in the environment is the field's in capitals; ``.env.example``
    has each with its default."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: SecretStr = Field(
        default=SecretStr("sqlite:///data/briefing.db"),
        description="an address such as sqlite:///data/briefing.db",
    )
    telegram_token: SecretStr | None = Field(default=None, description="the token that @BotFather gave")
    telegram_api_url: str = Field(default="https://api.telegram.org", description="a web address")
    telegram_webhook_url: str | None = Field(
        default=None, description="a web address that begins with https://"
    )
    telegram_webhook_listen: Annotated[Listen, NoDecode] = Field(
        default=("127.0.0.1", 8443), description="an address with a port such as 127.0.0.1:8443"
    )
    telegram_paid_per_second: int = Field(default=0, ge=0, le=1000, description="a number from 0 to 1000")
    discord_token: SecretStr | None = Field(default=None, description="the token of the bot's page")
    discord_api_url: str = Field(default="https://discord.com/api/v10", description="a web address")
    discord_gateway_url: str = Field(default="wss://gateway.discord.gg", description="a web socket's address")
    owners: Annotated[tuple[PersonRef, ...], NoDecode] = Field(
        default=(), description="a list such as telegram:123456,discord:789"
    )
    title: str = Field(default="Diplomatic Briefing", max_length=100, description="at most 100 characters")
    tagline: str = Field(
        default="Your exclusive news aggregator handpicked daily!",
        max_length=200,
        description="at most 200 characters",
    )
    label: str = Field(default="Newsline", max_length=40, description="at most 40 characters")
    profile: Path | None = Field(default=None, description="the path of a TOML file")
    feeds: str | None = Field(default=None, description="the path or the web address of an OPML file")
    feed_allow: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="a list such as 127.0.0.1,10.0.0.0/8"
    )
    previews: bool = Field(default=False, description="on or off")
    articles: bool = Field(default=True, description="on or off")
    zone: str = Field(default="UTC", description="a time zone such as Europe/Berlin")
    hour: time = Field(default=time(7), description="a time of day such as 07:00")
    size: int = Field(default=7, ge=1, le=20, description="a number from 1 to 20")
    fill: bool = Field(default=True, description="on or off")
    language: str = Field(default="en", description="a language that there is a wording for, such as en")
    retention_days: int = Field(default=90, ge=7, le=3650, description="a number from 7 to 3650")
    health_listen: Annotated[Listen | None, NoDecode] = Field(
        default=None, description="an address with a port such as 127.0.0.1:8080"
    )
    log_level: LogLevel = Field(default=LogLevel.INFO, description="debug, info, warning or error")
    log_form: LogForm = Field(default=LogForm.TEXT, description="text or json")

    @property
    def tokens(self) -> dict[str, SecretStr | None]:
        """The platforms' tokens, by the setting's name."""
        return {"TELEGRAM_TOKEN": self.telegram_token, "DISCORD_TOKEN": self.discord_token}

    @field_validator("owners", mode="before")
    @classmethod
    def _owners(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        people = [part.strip() for part in value.split(",") if part.strip()]
        if wrong := [part for part in people if not re.fullmatch(r"[a-z]+:\S+", part)]:
            raise ValueError(f"{wrong[0]!r} is not of the form platform:id, such as telegram:123456")
        owners = tuple(PersonRef(*part.split(":", 1)) for part in people)
        if strange := [owner.platform for owner in owners if owner.platform not in _PLATFORMS]:
            raise ValueError(f"{strange[0]!r} is none of {', '.join(_PLATFORMS)}")
        numbered = [owner for owner in owners if owner.platform in _WHENCE]
        if named := [owner for owner in numbered if not _NUMBER.fullmatch(owner.id)]:
            whence = _WHENCE[named[0].platform]
            raise ValueError(f"{str(named[0])!r} has a name where a number is needed; {whence}")
        return owners

    @field_validator("feed_allow", mode="before")
    @classmethod
    def _feed_allow(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        networks = tuple(part.strip() for part in value.split(",") if part.strip())
        for network in networks:
            try:
                ipaddress.ip_network(network, strict=False)
            except ValueError:
                raise ValueError(
                    f"{network!r} is not an address or network, such as 127.0.0.1 or 10.0.0.0/8"
                ) from None
        return networks

    @field_validator("zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value not in available_timezones():
            near = nearest(value)
            if near in available_timezones():
                raise ValueError(f"there is no such zone; did you mean {near}?")
            raise ValueError("there is no such zone; name one such as Europe/Berlin")
        return ZoneInfo(value).key

    @field_validator("hour", mode="before")
    @classmethod
    def _hour(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if not (found := re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", value.strip())):
            raise ValueError("a time of day such as 07:00 is needed")
        return time(int(found[1]), int(found[2]))

    @field_validator("log_level", "log_form", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: SecretStr) -> SecretStr:
        if not re.match(r"sqlite://(/.+)?$", value.get_secret_value()):
            raise ValueError("an address such as sqlite:///data/briefing.db is needed")
        return value

    @field_validator("language")
    @classmethod
    def _language(cls, value: str) -> str:
        if value not in languages():
            raise ValueError(f"there is a wording for {', '.join(languages())}")
        return value

    @field_validator("telegram_token")
    @classmethod
    def _telegram_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"\d+:[\w-]+", value.get_secret_value()):
            raise ValueError("a token looks like 123456:ABC-def; copy it whole from @BotFather")
        return value

    @field_validator("telegram_webhook_listen", "health_listen", mode="before")
    @classmethod
    def _listen(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        host, colon, port = value.strip().rpartition(":")
        if not (colon and host and port.isdecimal() and 0 < int(port) < _PORTS):
            raise ValueError("an address with a port such as 127.0.0.1:8080 is needed")
        return host.strip("[]"), int(port)

    @field_validator("telegram_webhook_url")
    @classmethod
    def _webhook(cls, value: str | None) -> str | None:
        if value is not None and not (value.startswith("https://") and urlsplit(value).hostname):
            raise ValueError("Telegram calls only addresses that begin with https://")
        return value

    @field_validator("telegram_api_url", "discord_api_url", "discord_gateway_url")
    @classmethod
    def _address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https", "ws", "wss"} or not parts.netloc:
            raise ValueError("a web address is needed")
        return value.rstrip("/")

    @field_validator("profile")
    @classmethod
    def _profile(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError(f"there is no file {value}")
        return value


def read_settings() -> Settings:
    """The settings as they are in the environment and in ``.env``.

    Raises SettingsError with a line for each setting that is wrong: which, why, what would be
    right. The wrong value itself is not repeated, for it may be a secret.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("\n".join(_sentence(wrong) for wrong in error.errors())) from None


def _sentence(wrong: ErrorDetails) -> str:
    field = str(wrong["loc"][0]).lower()
    if wrong["type"] == "extra_forbidden":
        near = difflib.get_close_matches(field, Settings.model_fields, n=1)
        hint = f"Did you mean {near[0].upper()}?" if near else "See .env.example for those there are."
        return f"{field.upper()} in .env is not a setting. {hint}"
    if wrong["type"] == "value_error":
        why = wrong["msg"].removeprefix("Value error, ")
    else:
        why = f"{Settings.model_fields[field].description} is needed"
    return f"{field.upper()} is wrong: {why}{'' if why.endswith('?') else '.'}"
