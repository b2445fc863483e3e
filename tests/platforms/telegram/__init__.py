"""Telegram's Bot API on loopback, as strict as Telegram: see ``server.TelegramServer``."""

from __future__ import annotations

from tests.platforms.telegram.faults import LOST, RESET, Fault, broken, flood, stall
from tests.platforms.telegram.life import MEMBER, OWNER, administrator
from tests.platforms.telegram.people import Person
from tests.platforms.telegram.places import Kind, Member, Message, Place, Status, Topic
from tests.platforms.telegram.rates import Limits
from tests.platforms.telegram.seen import Button, Seen, look
from tests.platforms.telegram.server import TOKEN, TelegramServer
from tests.platforms.telegram.texts import Entity

ADMIN = administrator(Kind.SUPERGROUP)
"""An administrator of a group, with every right."""

POSTER = administrator(Kind.CHANNEL)
"""An administrator of a channel, with every right."""

__all__ = [
    "ADMIN",
    "LOST",
    "MEMBER",
    "OWNER",
    "POSTER",
    "RESET",
    "TOKEN",
    "Button",
    "Entity",
    "Fault",
    "Kind",
    "Limits",
    "Member",
    "Message",
    "Person",
    "Place",
    "Seen",
    "Status",
    "TelegramServer",
    "Topic",
    "administrator",
    "broken",
    "flood",
    "look",
    "stall",
]
