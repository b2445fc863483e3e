"""Every error that crosses a border of the core, in one tree.

::

    BriefingError
    ├── UserError            a person asked for something that cannot be; carries a sentence's id
    ├── SettingsError        a setting is wrong: which, why, and what would be right
    ├── StorageError         the database could not do what was asked
    │   ├── StorageBusy      another process holds it
    │   └── StorageDamaged   what was read is not what was written
    └── PlatformError        a platform did not do what was asked
        ├── ChatGone         blocked, kicked, deleted: the subscription sleeps
        ├── NotAllowed       rights are missing: pause, tell once
        ├── ChatMoved        the chat has another id now
        ├── TryLater         certainly not delivered: too fast; wait
        ├── OutOfReach       certainly not delivered: the platform does not answer; all of it waits
        ├── MessageRefused   our message is bad: a bug of ours
        ├── PlatformDown     the token is revoked or the bot is banned: the breaker opens
        └── Unknown          may or may not have been delivered
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.model.chats import ChatRef


class BriefingError(Exception):
    """Anything that the program itself raises on purpose."""


class UserError(BriefingError):
    """A person asked for something that cannot be.

    ``sentence`` is an id of the wording catalogue and ``details`` its variables: what happened and
    what to do instead.
    """

    def __init__(self, sentence: str, **details: str | int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = details


class SettingsError(BriefingError):
    """A setting is wrong; the text is meant for the person who runs the program."""


class StorageError(BriefingError):
    """The database could not do what was asked; nothing of the attempt was kept."""


class StorageBusy(StorageError):
    """Another process holds the database."""


class StorageDamaged(StorageError):
    """What was read is not what was written."""


class PlatformError(BriefingError):
    """A platform did not do what was asked."""


class ChatGone(PlatformError):
    """Blocked, kicked or deleted: the chat's subscription sleeps until it speaks again."""


class NotAllowed(PlatformError):
    """The bot lacks a right in this chat: pause it, tell its administrators once."""


class ChatMoved(PlatformError):
    """The chat goes on under another id."""

    def __init__(self, to: ChatRef) -> None:
        super().__init__(f"moved to {to}")
        self.to = to


class TryLater(PlatformError):
    """Certainly not delivered, and it is this message's or chat's turn to wait: too fast, or our own
    memory failed. Try again in ``after`` seconds."""

    def __init__(self, after: float) -> None:
        super().__init__(f"try again in {after:g} s")
        self.after = after


class OutOfReach(PlatformError):
    """Certainly not delivered, for the platform cannot be reached: no fault of any message or chat, so
    nothing is counted against one. The breaker opens until it can."""


class MessageRefused(PlatformError):
    """The platform refused the message itself: a bug of ours."""


class PlatformDown(PlatformError):
    """The token is revoked or the bot is banned: stop calling until somebody acts."""


class Unknown(PlatformError):
    """The outcome is not known: it may have been delivered."""
