"""The laws of ``InboxStore`` and ``Memory``."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from bot.errors import StorageError
from bot.model.chats import MessageRef
from bot.model.events import (
    Arrival,
    ChatChange,
    ChatChanged,
    Command,
    Copied,
    Deleted,
    Edited,
    Event,
    Press,
    Reacted,
    Reply,
    Tallied,
    Unreadable,
)
from bot.ports.store import AsideEvent
from storage.session import Session
from storage.store import SqlStore
from tests.laws.makers import ANA, CHAT, NOW, chat, command

ORIGIN = Arrival("e1", chat(), ANA)
MESSAGE = MessageRef(CHAT, "7")
ODD = Unreadable("telegram", "e9", "no chat", '{"update_id": 9, "new": "ü"}')

EVENTS: list[Event] = [
    Command(ORIGIN, "pick 1", MESSAGE),
    Press(ORIGIN, "like k1", MESSAGE),
    Reply(ORIGIN, MESSAGE, MessageRef(CHAT, "6"), "Agreed.\n\nÜ"),
    Edited(ORIGIN, MESSAGE, "Agreed!"),
    Deleted(ORIGIN, MESSAGE),
    Reacted(ORIGIN, MESSAGE, ("👍", "❤")),
    Tallied(ORIGIN, MESSAGE, (("👍", 3), ("❤", 1))),
    Copied(ORIGIN, MESSAGE, MessageRef(CHAT, "5"), "k7"),
    ChatChanged(ORIGIN, ChatChange.MOVED, "42"),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
async def test_every_event_comes_back_as_it_came(store: SqlStore, event: Event) -> None:
    assert await store.inbox.put([event], NOW) == [True]
    assert await store.inbox.open() == [event]


async def test_the_same_key_again_is_the_same_event(store: SqlStore) -> None:
    assert await store.inbox.put([command("e1")], NOW) == [True]
    assert await store.inbox.put([command("e1", line="drop 1")], NOW) == [False]
    assert await store.inbox.open() == [command("e1")]


async def test_events_of_one_batch_are_kept_in_their_order_each_once(store: SqlStore) -> None:
    await store.inbox.put([command("b")], NOW)
    batch = [command("c"), command("b"), command("a"), command("c", line="drop 1")]
    assert await store.inbox.put(batch, NOW) == [True, False, True, False]
    assert await store.inbox.open() == [command("b"), command("c"), command("a")]
    assert await store.inbox.put([], NOW) == []


async def test_a_batch_is_kept_whole_or_not_at_all(store: SqlStore) -> None:
    with pytest.raises(StorageError):
        await store.inbox.put([command("a"), replace(ODD, raw=cast("str", object()))], NOW)
    assert await store.inbox.put([command("a")], NOW) == [True]


async def test_what_is_unreadable_is_set_aside_as_it_came(store: SqlStore) -> None:
    assert await store.inbox.put([command("a"), ODD], NOW) == [True, True]
    assert await store.inbox.put([ODD, command("b")], NOW) == [False, True]
    assert await store.inbox.open() == [command("a"), command("b")]
    assert await store.inbox.aside(9) == [AsideEvent("telegram", "e9", NOW, "no chat")]

    async def raw(session: Session) -> str:
        row = await session.row("SELECT payload FROM inbox WHERE key = 'e9'")
        assert row is not None
        return str(row["payload"])

    assert await store.inbox.database.read(raw) == ODD.raw


async def test_events_are_open_in_their_order_until_they_are_done(store: SqlStore) -> None:
    for key in ("b", "a", "c"):
        await store.inbox.put([command(key)], NOW)
    await store.inbox.done("console", "a")
    assert await store.inbox.open() == [command("b"), command("c")]


async def test_what_is_done_or_set_aside_does_not_come_again(store: SqlStore) -> None:
    for key in ("a", "b"):
        await store.inbox.put([command(key)], NOW)
    await store.inbox.done("console", "a")
    await store.inbox.set_aside("console", "b", "it cannot be read")
    assert await store.inbox.open() == []
    assert await store.inbox.put([command("a")], NOW) == [False]
    assert await store.inbox.put([command("b")], NOW) == [False]


@pytest.mark.parametrize(
    "damage",
    ["kind = 'Telegram'", "payload = '{\"line\":'", "payload = NULL", "payload = CAST(X'7BFF7D' AS TEXT)"],
)
async def test_one_that_cannot_be_read_is_set_aside_and_the_others_stay_open(
    store: SqlStore, damage: str
) -> None:
    for key in ("a", "b", "c"):
        await store.inbox.put([command(key)], NOW)

    async def harm(session: Session) -> None:
        await session.run(f"UPDATE inbox SET {damage} WHERE key = 'b'")

    await store.inbox.database.write(harm, "harm")
    for _ in range(2):
        assert await store.inbox.open() == [command("a"), command("c")]
    (aside,) = await store.inbox.aside(10)
    assert (aside.platform, aside.key, aside.at) == ("console", "b", NOW)
    assert aside.why.startswith("inbox 2 ")


async def test_what_was_set_aside_is_listed_with_its_reason_the_newest_first(store: SqlStore) -> None:
    for key in ("a", "b", "c"):
        await store.inbox.put([command(key)], NOW)
    for key in ("a", "b"):
        await store.inbox.set_aside("console", key, f"{key} is odd")
    assert await store.inbox.aside(10) == [
        AsideEvent("console", "b", NOW, "b is odd"),
        AsideEvent("console", "a", NOW, "a is odd"),
    ]
    assert len(await store.inbox.aside(1)) == 1


async def test_of_an_event_that_is_done_only_its_key_stays(store: SqlStore) -> None:
    await store.inbox.put([command("a")], NOW)
    assert "inbox" in await store.people.about(ANA.ref)
    await store.inbox.done("console", "a")
    assert "inbox" not in await store.people.about(ANA.ref)


async def test_a_lone_surrogate_in_an_event_becomes_a_replacement_character(store: SqlStore) -> None:
    await store.inbox.put([command("e1", line="pick \ud800\0")], NOW)
    assert await store.inbox.open() == [command("e1", line="pick \ufffd\ufffd")]


async def test_small_things_are_remembered_by_platform_and_name(store: SqlStore) -> None:
    assert await store.memory.recall("telegram", "offset") is None
    await store.memory.keep("telegram", "offset", "1")
    await store.memory.keep("telegram", "offset", "2")
    assert await store.memory.recall("telegram", "offset") == "2"
    assert await store.memory.recall("discord", "offset") is None
    await store.memory.drop("telegram", "offset")
    assert await store.memory.recall("telegram", "offset") is None
