"""What commands ask of the platforms that run, without knowing which can do what."""

from __future__ import annotations

from bot.model.chats import Chat, ChatKind, ChatRef, Person
from bot.ports.platform import CanLink, CanLookUp, CanShowMenus
from bot.press.wires import Wires


class Platforms:
    """Asks each by its name; one that does not run, or cannot, answers with nothing."""

    def __init__(self, wires: Wires) -> None:
        self._wires = wires

    async def administers(self, person: Person, chat: ChatRef, kind: ChatKind) -> bool:
        """Whether this person may decide for a chat. Raises PlatformErrors."""
        wire = self._wires.get(chat.platform)
        return wire is not None and await wire.platform.administers(person, chat, kind)

    async def look_up(self, platform: str, name: str) -> Chat | None:
        """The chat of this id or public name as it is now. Raises PlatformErrors."""
        wire = self._wires.get(platform)
        if wire is None or not isinstance(wire.platform, CanLookUp):
            return None
        return await wire.platform.look_up(name)

    def link(self, platform: str, line: str) -> str | None:
        """The address that leads into a private chat with us where this line is run."""
        wire = self._wires.get(platform)
        return wire.platform.link(line) if wire and isinstance(wire.platform, CanLink) else None

    def is_scarce(self, platform: str) -> bool:
        """Whether a group there can be told only so much a minute."""
        wire = self._wires.get(platform)
        return wire is not None and wire.platform.limits.rates.group_per_minute is not None

    def show_menus(self, newsroom: ChatRef | None) -> None:
        """Have all menus brought up to date."""
        for wire in self._wires.values():
            if isinstance(wire.platform, CanShowMenus):
                wire.platform.show_menus(newsroom)
