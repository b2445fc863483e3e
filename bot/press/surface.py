"""What a message to a chat may be made of: so much text, buttons or none, addresses that lead to us."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeGuard

from bot.model.chats import Chat
from bot.ports.platform import CanLink, Limits, Platform

AddressOf = Callable[[str], str | None]
"""The address at which a command line is run; None where it has none."""


@dataclass(frozen=True, slots=True)
class Surface:
    """What one chat on its platform takes."""

    limits: Limits
    buttons: bool
    address: AddressOf


def surface(platform: Platform, chat: Chat | None) -> Surface:
    """The surface of a chat; of one that is not known, what its platform takes. What is discussed in
    another chat bears no buttons: they would hide the platform's own way to the discussion."""
    limits = platform.limits
    discussed = chat is not None and chat.discussion is not None
    buttons = limits.rows > 0 and limits.buttons_per_row > 0 and not discussed
    return Surface(limits, buttons, platform.link if _links(platform) else nowhere)


def nowhere(_line: str) -> None:
    """Of a platform that has no addresses."""


def _links(platform: Platform) -> TypeGuard[CanLink]:
    return _kind_links(type(platform))


@cache
def _kind_links(kind: type[Platform]) -> bool:
    return issubclass(kind, CanLink)  # dearer than all else about a message, if asked for each
