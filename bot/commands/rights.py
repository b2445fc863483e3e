"""Who may run a command: checked when it is run, whatever a menu showed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.errors import UserError
from bot.model.chats import Chat, ChatKind, ChatRef, Person, PersonRef, Right

if TYPE_CHECKING:
    from bot.ports.readers import ChatStore

Administers = Callable[[Person, ChatRef, ChatKind], Awaitable[bool]]
"""Whether a person may decide for a chat: the platform's to say."""


class Rights:
    """Knows owners, editors and chats' administrators."""

    def __init__(self, *, chats: ChatStore, owners: frozenset[PersonRef], administers: Administers) -> None:
        self._chats = chats
        self._owners = owners
        self._administers = administers

    async def demand(self, right: Right, person: Person, chat: Chat) -> None:
        """Raises UserError unless this person may use this right in this chat."""
        if right is Right.ANYONE:
            return
        if right is Right.ADMINISTRATOR:
            if not await self._administers(person, chat.ref, chat.kind):
                raise UserError("only-administrators")
            return
        if person.anonymous:
            raise UserError("only-named-people")
        if right is Right.OWNER:
            if person.ref not in self._owners:
                raise UserError("only-owner")
        elif not await self._is_editor(person):
            raise UserError("only-editors")
        elif not await self._belongs(person, chat):
            raise UserError("only-editors-here")

    async def _is_editor(self, person: Person) -> bool:
        """Whether this person curates; owners do."""
        editors = await self._chats.editors()
        return person.ref in self._owners or any(editor.ref == person.ref for editor in editors)

    async def _belongs(self, person: Person, chat: Chat) -> bool:
        """The desk is for the newsroom and for private chats, so that no group reads along; an
        owner shows it where they like."""
        if chat.kind is ChatKind.PRIVATE or person.ref in self._owners:
            return True
        return await self._chats.newsroom() in (None, chat.ref)
