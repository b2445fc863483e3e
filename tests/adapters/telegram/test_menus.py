"""The command menus: who is shown what, within Telegram's limits, set when they change."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from telegram.error import TelegramError

from adapters.telegram.address import Address
from adapters.telegram.api import Api
from adapters.telegram.commands import line
from adapters.telegram.menus import Menus, menu, menu_name
from bot.commands.table import COMMANDS, Command, Room
from bot.model.chats import ChatRef, Right
from bot.wording import Wording
from storage.store import SqlStore
from tests.adapters.telegram.scripted import HARBOUR, ME, NORTH, Lost, Refused, Script, me
from tests.platforms.telegram import MEMBER, TelegramServer

ANYONE = frozenset({Right.ANYONE})
DECIDING = ANYONE | {Right.ADMINISTRATOR}
EVERYBODY = frozenset(Right)
NEWSROOM = Address(NORTH).ref

BY_MENU_NAME = {menu_name(command.name): command for command in COMMANDS}


class French(Wording):
    """A wording in a language that there is none for yet."""

    def __call__(self, sentence: str, **details: str | float) -> str:
        return f"[fr] {super().__call__(sentence, **details)}"


def speaking(language: str | None) -> Wording:
    return French() if language == "fr" else Wording(language)


class House:
    """A Telegram that takes menus, and what they are there now."""

    def __init__(self, script: Script, store: SqlStore) -> None:
        self.script = script
        self.store = store
        self.shown: dict[tuple[str, int | None, str | None], list[str]] = {}
        script.says("getMe", me())
        script.answers["setMyCommands"] = self._set
        script.answers["deleteMyCommands"] = self._delete

    def menus(self, *languages: str) -> Menus:
        return Menus(self.script.api, self.store.memory, languages or ("en",), speaking)

    def _set(self, asked: dict[str, Any]) -> bool:
        self.shown[self._place(asked)] = [command["command"] for command in asked["commands"]]
        return True

    def _delete(self, asked: dict[str, Any]) -> bool:
        del self.shown[self._place(asked)]
        return True

    def _place(self, asked: dict[str, Any]) -> tuple[str, int | None, str | None]:
        return asked["scope"]["type"], asked["scope"].get("chat_id"), asked.get("language_code")

    @property
    def sets(self) -> int:
        return len(self.script.named("setMyCommands"))


@pytest.fixture
def house(script: Script, store: SqlStore) -> House:
    return House(script, store)


@pytest.mark.parametrize("rights", [ANYONE, DECIDING, EVERYBODY])
def test_a_menu_shows_all_that_its_people_may_run_and_nothing_else(rights: frozenset[Right]) -> None:
    shown = [command.command for command in menu(rights, Wording())]
    may = {name for name, command in BY_MENU_NAME.items() if command.listed and command.who in rights}
    assert set(shown) == may
    assert len(shown) == len(may)


def test_the_tables_names_and_descriptions_are_such_as_telegram_takes() -> None:
    for shown in menu(EVERYBODY, Wording()):
        assert re.fullmatch(r"[a-z0-9_]{1,32}", shown.command)
        assert 1 <= len(shown.description) <= 256
        assert "…" not in shown.description


def test_what_is_chosen_from_a_menu_is_the_command_that_was_meant() -> None:
    for shown in menu(EVERYBODY, Wording()):
        assert line(f"/{shown.command}", "a_bot", alone=False) == BY_MENU_NAME[shown.command].name


def test_what_people_need_first_is_on_top_and_in_a_newsroom_the_desk() -> None:
    assert [shown.command for shown in menu(ANYONE, Wording())][:2] == ["today", "help"]
    first_of_all = ["today", "subscribe", "settings", "help"]
    assert [shown.command for shown in menu(DECIDING, Wording())][:4] == first_of_all
    desk = [BY_MENU_NAME[shown.command].room for shown in menu(EVERYBODY, Wording())]
    first = desk.index(next(room for room in desk if room is not Room.DESK))
    assert Room.DESK not in desk[first:]
    assert next(shown.command for shown in menu(EVERYBODY, Wording())) == "desk"


class Said(Wording):
    """Describes every command with the same words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def __call__(self, sentence: str, **details: str | float) -> str:
        return self._text


_NAMES = some.from_regex(r"[a-z0-9]{1,15}( [a-z0-9]{1,15})?", fullmatch=True)
_COMMANDS = some.builds(
    Command, _NAMES, some.sampled_from(Right), some.sampled_from(Room), listed=some.booleans()
)


@given(
    commands=some.lists(_COMMANDS, max_size=40, unique_by=lambda command: command.name),
    rights=some.sampled_from([ANYONE, DECIDING, EVERYBODY]),
    text=some.text(some.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=600).filter(
        lambda text: text.strip()
    ),
)
def test_any_table_makes_a_menu_within_the_limits(
    commands: list[Command], rights: frozenset[Right], text: str
) -> None:
    made = menu(rights, Said(text), commands)
    known = {menu_name(command.name): command for command in commands}
    fitting = [command for command in commands if command.listed and command.who in rights]
    assert len(made) == len(fitting)
    assert len({shown.command for shown in made}) == len(made)
    for shown in made:
        assert known[shown.command].listed
        assert known[shown.command].who in rights
        assert len(shown.command) <= 32
        assert 1 <= len(shown.description) <= 256


def test_of_more_than_a_hundred_commands_the_first_hundred_are_shown() -> None:
    many = [Command(f"command{number}", Right.ANYONE, Room.READ) for number in range(130)]
    shown = [one.command for one in menu(ANYONE, Said("Read"), many)]
    assert shown == [command.name for command in many[:100]]


def test_a_long_description_ends_at_a_word() -> None:
    words = [f"word{number}" for number in range(100)]
    (shown, *_) = menu(ANYONE, Said(" ".join(words)))
    kept = shown.description.removesuffix("…").split()
    assert kept == words[: len(kept)]
    assert shown.description.endswith("…")
    assert 240 < len(shown.description) <= 256


async def test_each_scope_has_its_menu(house: House) -> None:
    await house.menus().bring(NEWSROOM)
    expected = {
        ("default", None, None): ANYONE,
        ("all_private_chats", None, None): DECIDING,
        ("all_group_chats", None, None): ANYONE,
        ("all_chat_administrators", None, None): DECIDING,
        ("chat", NORTH, None): EVERYBODY,
    }
    assert house.shown == {
        place: [shown.command for shown in menu(rights, Wording())] for place, rights in expected.items()
    }


async def test_the_briefings_language_is_for_all_who_have_no_other_and_others_have_their_own(
    house: House,
) -> None:
    await house.menus("fr", "en").bring(None)
    said = {
        house._place(call): call["commands"][0]["description"] for call in house.script.named("setMyCommands")
    }
    assert {language for _, _, language in said} == {None, "en"}
    assert len(said) == 8
    for (_, _, language), description in said.items():
        assert description.startswith("[fr]") is (language is None)


@pytest.mark.parametrize(
    "newsroom",
    [
        None,
        ChatRef("console", "main"),
        Address(HARBOUR, channel=True).ref,  # a channel, where nobody types
    ],
)
async def test_a_newsroom_that_can_have_no_menu_has_none(house: House, newsroom: ChatRef | None) -> None:
    await house.menus().bring(newsroom)
    assert {scope for scope, _, _ in house.shown} == {
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
    }


@pytest.mark.parametrize(("address", "number"), [(Address(NORTH, 55), NORTH), (Address(7), 7)])
async def test_a_newsroom_in_a_topic_or_a_private_chat_has_the_chats_menu(
    house: House, address: Address, number: int
) -> None:
    await house.menus().bring(address.ref)
    assert ("chat", number, None) in house.shown


async def test_menus_are_set_only_when_they_changed_also_after_a_restart(house: House) -> None:
    await house.menus().bring(NEWSROOM)
    assert house.sets == 5
    await house.menus().bring(NEWSROOM)
    assert house.sets == 5
    await house.menus("en", "fr").bring(NEWSROOM)
    assert house.sets == 10
    await house.menus("fr").bring(NEWSROOM)  # now in French for all: set anew, and the others taken away
    assert house.sets == 15
    assert {language for _, _, language in house.shown} == {None}


async def test_a_former_newsrooms_menu_is_taken_away(house: House) -> None:
    await house.menus().bring(NEWSROOM)
    await house.menus().bring(Address(-7).ref)
    assert {chat for _, chat, _ in house.shown if chat} == {-7}
    assert house.sets == 6
    await house.menus().bring(None)
    assert {chat for _, chat, _ in house.shown if chat} == set()


@pytest.mark.parametrize(
    "error", [Refused(400, "Bad Request: chat not found"), Refused(403, "Forbidden: kicked")], ids=str
)
async def test_a_former_newsroom_that_put_us_out_is_forgotten(house: House, error: Exception) -> None:
    await house.menus().bring(NEWSROOM)
    house.script.says("deleteMyCommands", error)
    await house.menus().bring(None)
    await house.menus().bring(None)
    assert len(house.script.named("deleteMyCommands")) == 1


@pytest.mark.parametrize(
    "error",
    [
        Refused(400, "Bad Request: chat not found"),
        Refused(403, "Forbidden: bot was kicked"),
        Refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100_501),
    ],
    ids=str,
)
async def test_a_menu_that_is_refused_leaves_the_others_and_is_tried_again(
    house: House, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def refusing(asked: dict[str, Any]) -> bool:
        if asked["scope"]["type"] == "chat":
            raise error
        return house._set(asked)

    house.script.answers["setMyCommands"] = refusing
    await house.menus().bring(NEWSROOM)
    assert len(house.shown) == 4
    assert str(NORTH) in caplog.text
    house.script.answers["setMyCommands"] = house._set
    await house.menus().bring(NEWSROOM)
    assert len(house.shown) == 5
    assert house.sets == 6


@pytest.mark.parametrize("method", ["getMe", "setMyCommands", "deleteMyCommands"])
@pytest.mark.parametrize(
    "error", [Lost(), Refused(429, "Too Many Requests", retry_after=3), Refused(500, "Internal")], ids=repr
)
async def test_a_telegram_that_cannot_be_asked_is_the_callers_to_wait_for(
    house: House, method: str, error: Exception
) -> None:
    await house.menus("en").bring(Address(-7).ref)
    good = house.script.answers[method]
    house.script.says(method, error)
    with pytest.raises(TelegramError):
        await house.menus("fr").bring(NEWSROOM)
    house.script.answers[method] = good
    await house.menus("fr").bring(NEWSROOM)
    assert {chat for _, chat, _ in house.shown if chat} == {NORTH}
    assert len(house.shown) == 5


async def test_what_was_set_before_telegram_went_is_not_set_again(house: House) -> None:
    def twice(asked: dict[str, Any]) -> bool:
        if len(house.shown) == 2:
            raise Lost
        return house._set(asked)

    house.script.answers["setMyCommands"] = twice
    with pytest.raises(TelegramError):
        await house.menus().bring(NEWSROOM)
    house.script.answers["setMyCommands"] = house._set
    await house.menus().bring(NEWSROOM)
    assert house.sets == 2 + 1 + 3
    assert len(house.shown) == 5


async def test_a_newsrooms_menu_whose_setting_was_cut_short_is_still_taken_away(house: House) -> None:
    def applied_and_lost(asked: dict[str, Any]) -> bool:
        house._set(asked)
        if asked["scope"]["type"] == "chat":
            raise Lost
        return True

    house.script.answers["setMyCommands"] = applied_and_lost
    with pytest.raises(TelegramError):
        await house.menus().bring(NEWSROOM)
    assert ("chat", NORTH, None) in house.shown
    await house.menus().bring(None)
    assert ("chat", NORTH, None) not in house.shown


async def test_another_bot_gets_its_menus_though_this_ones_are_known(house: House) -> None:
    await house.menus().bring(NEWSROOM)
    house.script.says("getMe", {**me(), "id": ME + 1})
    await house.menus().bring(NEWSROOM)
    assert house.sets == 10


async def test_telegram_takes_the_menus_and_is_not_told_twice(
    server: TelegramServer, api: Api, store: SqlStore
) -> None:
    newsroom = server.supergroup("North Desk", server.person("Ana"), bot=MEMBER)
    for _ in range(2):
        await Menus(api, store.memory, ("fr", "en"), speaking).bring(Address(newsroom.id).ref)
    everybody = [shown.command for shown in menu(EVERYBODY, Wording())]
    for language in ("", "en"):
        assert server.menus.of({"type": "chat", "chat_id": newsroom.id}, language) == everybody
        assert server.menus.of({"type": "all_group_chats"}, language)[0] == "today"
    assert server.menus.changes == 10
