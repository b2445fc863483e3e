"""What people say on Telegram: a message is a command, a choice that they made, a reply, or not for us."""

from __future__ import annotations

import telegram
from telegram.constants import ChatType

from adapters.telegram import changes, commands
from adapters.telegram.address import Address
from adapters.telegram.buttons import Pen
from adapters.telegram.keyboards import CHAT_REQUESTS
from adapters.telegram.marks import mark
from adapters.telegram.people import Identity, identity, speaker
from adapters.telegram.places import place, reference, where
from adapters.telegram.replies import answered, is_from, reply, words
from bot.model.events import Arrival, Command, Copied, Edited, Event
from bot.text.markup import Takes


class Speech:
    """Makes events of messages."""

    def __init__(self, me: Identity, pen: Pen) -> None:
        self._me = me
        self._pen = pen

    def said(self, message: telegram.Message, key: str) -> Event | None:
        """What a message in a private chat or a group is to us."""
        if change := changes.told(message, key, self._me.id):
            return change
        if message.is_automatic_forward:
            return self._copied(message, key)
        if _is_foreign(message) or (who := speaker(message)) is None:
            return None
        origin = Arrival(key, where(message), who, message.date)
        if (line := _choice(message, self._me)) is not None:
            return Command(origin, line, reference(origin.chat, message.message_id))
        if _is_command(message):
            return self._command(message, origin)
        return reply(message, origin, self._me, self._pen)

    def posted(self, post: telegram.Message, key: str) -> Command | None:
        """A channel's post is for us only if it is a command; the channel gives it."""
        origin = Arrival(key, where(post), identity(post.chat))
        return None if _is_foreign(post) or not _is_command(post) else self._command(post, origin)

    def edited(self, message: telegram.Message, key: str) -> Edited | None:
        """New words of a message. A command does not run again; of ``/comment`` the words are new."""
        text = self._reworded(message)
        if not text or message.is_automatic_forward or _is_foreign(message):
            return None
        if (who := speaker(message)) is None:
            return None
        chat = where(message)
        return Edited(Arrival(key, chat, who), reference(chat, message.message_id), text)

    def _reworded(self, message: telegram.Message) -> str | None:
        """What a changed message says now; None for a command that says nothing of a story."""
        if not _is_command(message):
            return words(message)
        line = self._line(message)
        return None if line is None else commands.said_of_a_story(line)

    def _line(self, message: telegram.Message) -> str | None:
        """The command line that a command is, if it is for us."""
        alone = message.chat.type == ChatType.PRIVATE
        return commands.line(words(message), self._me.username, alone=alone)

    def _command(self, message: telegram.Message, origin: Arrival) -> Command | None:
        line = self._line(message)
        if line is None:
            return None
        to = answered(message)
        return Command(
            origin,
            line,
            reference(origin.chat, message.message_id),
            None if to is None else reference(origin.chat, to.message_id),
        )

    def _copied(self, message: telegram.Message, key: str) -> Copied | None:
        """A channel's post, as Telegram puts it into the group where it is discussed."""
        origin = message.forward_origin
        if not isinstance(origin, telegram.MessageOriginChannel):
            return None
        chat = where(message)
        return Copied(
            Arrival(key, chat, identity(origin.chat)),
            reference(chat, message.message_id),
            reference(place(origin.chat), origin.message_id),
            mark(message, self._pen, self._me.username),
        )


def _is_command(message: telegram.Message) -> bool:
    """Whether its author meant to run something: what is passed on is somebody else's word."""
    return bool(message.text) and message.forward_origin is None and commands.is_command(words(message))


def _is_foreign(message: telegram.Message) -> bool:
    """Whether another bot made it, or it stands where a channel's readers write to its owners."""
    return message.via_bot is not None or bool(message.chat.is_direct_messages)


def _choice(message: telegram.Message, me: Identity) -> str | None:
    """The command line that a choice stands for which Telegram let a person make in a private chat."""
    if message.chat.type != ChatType.PRIVATE:
        return None
    if (point := message.location) is not None and _is_own_place(message, me):
        # A kilometre is near enough for a time zone, and nobody need know more.
        return f"timezone {point.latitude:.2f},{point.longitude:.2f}"
    if (shared := message.chat_shared) is not None:
        channel = shared.request_id == CHAT_REQUESTS[Takes.CHANNEL]
        return f"manage {Address(int(shared.chat_id), channel=channel).ref.id}"
    return None


def _is_own_place(message: telegram.Message, me: Identity) -> bool:
    """Whether the location that it shows was sent to tell where its author is: not a café, not a walk to
    follow, nothing passed on, and no answer but to the question for it. That one alone of what we write
    in a private chat shows its keyboard in place of the person's, and none under itself."""
    # Asked for by itself, the field warns that its type will change.
    walking = message.location is not None and "live_period" in message.location.to_dict()
    if walking or message.venue or message.forward_origin:
        return False
    to = answered(message)
    return to is None or (is_from(to, me) and to.reply_markup is None)
