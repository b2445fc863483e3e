"""Who may run what, and where: checked when it is run."""

from __future__ import annotations

from dataclasses import replace

import pytest
import pytest_asyncio

from bot.commands.rights import Rights
from bot.errors import UserError
from bot.model.chats import Chat, ChatKind, ChatRef, Person, PersonRef, Right
from storage.store import SqlStore
from tests.fakes.clock import START

OWNER = Person(PersonRef("fake", "olga"), "Olga")
EDITOR = Person(PersonRef("fake", "ed"), "Ed")
RUNNER = Person(PersonRef("fake", "ruth"), "Ruth")
PRIVATE = Chat(ChatRef("fake", "p"), ChatKind.PRIVATE, "")
NEWSROOM = Chat(ChatRef("fake", "n"), ChatKind.CLOSED, "Newsroom")
SQUARE = Chat(ChatRef("fake", "s"), ChatKind.OPEN, "Square")


async def _administers(person: Person, chat: ChatRef, kind: ChatKind) -> bool:
    return person == RUNNER or kind is ChatKind.PRIVATE


@pytest_asyncio.fixture
async def rights(store: SqlStore) -> Rights:
    await store.chats.see(NEWSROOM)
    await store.chats.make_newsroom(NEWSROOM.ref)
    await store.chats.add_editor(EDITOR, OWNER.ref, START)
    return Rights(chats=store.chats, owners=frozenset({OWNER.ref}), administers=_administers)


@pytest.mark.parametrize(
    ("right", "person", "chat"),
    [
        (Right.ANYONE, EDITOR, SQUARE),
        (Right.ADMINISTRATOR, RUNNER, SQUARE),
        (Right.ADMINISTRATOR, EDITOR, PRIVATE),
        (Right.EDITOR, EDITOR, NEWSROOM),
        (Right.EDITOR, EDITOR, PRIVATE),
        (Right.EDITOR, OWNER, SQUARE),
        (Right.OWNER, OWNER, SQUARE),
    ],
)
async def test_who_may(rights: Rights, right: Right, person: Person, chat: Chat) -> None:
    await rights.demand(right, person, chat)  # raises for who may not: see below


@pytest.mark.parametrize(
    ("right", "person", "chat", "sentence"),
    [
        (Right.ADMINISTRATOR, EDITOR, SQUARE, "only-administrators"),
        (Right.EDITOR, RUNNER, PRIVATE, "only-editors"),
        (Right.EDITOR, EDITOR, SQUARE, "only-editors-here"),
        (Right.OWNER, EDITOR, NEWSROOM, "only-owner"),
        (Right.EDITOR, replace(EDITOR, anonymous=True), NEWSROOM, "only-named-people"),
        (Right.OWNER, replace(OWNER, anonymous=True), NEWSROOM, "only-named-people"),
    ],
)
async def test_who_may_not_is_told_why(
    rights: Rights, right: Right, person: Person, chat: Chat, sentence: str
) -> None:
    with pytest.raises(UserError) as caught:
        await rights.demand(right, person, chat)
    assert caught.value.sentence == sentence


async def test_an_editor_who_was_removed_may_no_more(rights: Rights, store: SqlStore) -> None:
    await store.chats.remove_editor(EDITOR.ref)
    with pytest.raises(UserError):
        await rights.demand(Right.EDITOR, EDITOR, NEWSROOM)
