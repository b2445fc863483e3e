"""Settings: read from the environment and .env, and clear about what is wrong."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.model.chats import PersonRef
from bot.settings import LogLevel, Settings, read_settings


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_an_environment_the_defaults_hold() -> None:
    settings = read_settings()
    assert (settings.title, settings.size, settings.hour, settings.articles) == (
        "Diplomatic Briefing",
        7,
        time(7),
        True,
    )


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("TITLE=From the file\nSIZE=5\n", encoding="utf-8")
    monkeypatch.setenv("TITLE", "From the environment")
    settings = read_settings()
    assert (settings.title, settings.size) == ("From the environment", 5)


def test_lists_switches_and_hours_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "OWNERS": "telegram:1, discord:22",
        "FEED_ALLOW": "127.0.0.1,10.0.0.0/8",
        "ARTICLES": "off",
        "HOUR": "6:30",
        "LOG_LEVEL": "DEBUG",
    }.items():
        monkeypatch.setenv(name, value)
    settings = read_settings()
    assert settings.owners == (PersonRef("telegram", "1"), PersonRef("discord", "22"))
    assert settings.feed_allow == ("127.0.0.1", "10.0.0.0/8")
    assert (settings.articles, settings.hour, settings.log_level) == (False, time(6, 30), LogLevel.DEBUG)


def test_an_empty_value_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "")
    assert read_settings().telegram_token is None


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("HOUR", "25:00", "HOUR is wrong: a time of day such as 07:00 is needed."),
        ("SIZE", "99", "SIZE is wrong: a number from 1 to 20 is needed."),
        ("SIZE", "many", "SIZE is wrong: a number from 1 to 20 is needed."),
        ("ZONE", "Europe/Berln", "ZONE is wrong: there is no such zone; did you mean Europe/Berlin?"),
        ("ZONE", "Tokio", "ZONE is wrong: there is no such zone; did you mean Asia/Tokyo?"),
        ("ZONE", "Tokyo", "ZONE is wrong: there is no such zone; did you mean Asia/Tokyo?"),
        ("ZONE", "San Jose", "ZONE is wrong: there is no such zone; name one such as Europe/Berlin."),
        ("ZONE", "Nowhereville", "ZONE is wrong: there is no such zone; name one such as Europe/Berlin."),
        ("OWNERS", "telegrm:1", "OWNERS is wrong: 'telegrm' is none of telegram, discord, console."),
        (
            "OWNERS",
            "telegram:@ana",
            (
                "OWNERS is wrong: 'telegram:@ana' has a name where a number is needed; "
                "write to @userinfobot on Telegram, and it tells yours."
            ),
        ),
        (
            "OWNERS",
            "telegram:1,discord:ana",
            (
                "OWNERS is wrong: 'discord:ana' has a name where a number is needed; "
                "with Discord's developer mode on, a right click on yourself copies yours."
            ),
        ),
        ("ARTICLES", "maybe", "ARTICLES is wrong: on or off is needed."),
        ("LOG_FORM", "xml", "LOG_FORM is wrong: text or json is needed."),
        ("LANGUAGE", "xx", "LANGUAGE is wrong: there is a wording for en."),
        ("TELEGRAM_API_URL", "nowhere", "TELEGRAM_API_URL is wrong: a web address is needed."),
        ("PROFILE", "missing.toml", "PROFILE is wrong: there is no file missing.toml."),
        (
            "DATABASE_URL",
            "mysql://x",
            "DATABASE_URL is wrong: an address such as sqlite:///data/briefing.db is needed.",
        ),
        (
            "OWNERS",
            "ana",
            "OWNERS is wrong: 'ana' is not of the form platform:id, such as telegram:123456.",
        ),
        (
            "FEED_ALLOW",
            "everything",
            (
                "FEED_ALLOW is wrong: 'everything' is not an address or network, "
                "such as 127.0.0.1 or 10.0.0.0/8."
            ),
        ),
    ],
)
def test_a_wrong_value_says_which_why_and_what_is_right(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert str(caught.value) == sentence


def test_all_wrong_values_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOUR", "x")
    monkeypatch.setenv("SIZE", "0")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert len(str(caught.value).splitlines()) == 2


def test_a_misspelt_name_in_the_file_is_told_with_the_right_one() -> None:
    Path(".env").write_text("TELEGRAM_TOKE=1\n", encoding="utf-8")
    with pytest.raises(
        SettingsError, match=r"TELEGRAM_TOKE in .env is not a setting. Did you mean TELEGRAM_TOKEN\?"
    ):
        read_settings()


def test_no_secret_is_in_a_repr_or_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "123456789:planted-secret")
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:planted-secret@host/db")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert "planted-secret" not in str(caught.value)
    monkeypatch.delenv("DATABASE_URL")
    assert "planted-secret" not in repr(read_settings())
