"""The world of the test server: who is there, what was written where, and what the bot is told."""

from __future__ import annotations

import itertools

from bot.ports.clock import Clock
from tests.platforms.telegram import shapes
from tests.platforms.telegram.places import Kind, Member, Message, Place, Pressed, User
from tests.platforms.telegram.refusals import Refused, bad
from tests.platforms.telegram.texts import Formatted
from tests.platforms.telegram.updates import Updates

TELEGRAM = User(777_000, "Telegram")
ANONYMOUS = User(1_087_968_824, "Group", "GroupAnonymousBot", is_bot=True)
CHANNEL_BOT = User(136_817_688, "Channel", "Channel_Bot", is_bot=True)


class World:
    """Everything that Telegram would know, for one bot."""

    def __init__(self, clock: Clock, bot: User, *, privacy: bool) -> None:
        self.clock = clock
        self.bot = bot
        self.privacy = privacy
        self.private_reactions = False  # the Bot API's words say no, people have seen both
        self.updates = Updates(clock)
        self.users: dict[int, User] = {each.id: each for each in (bot, TELEGRAM, ANONYMOUS, CHANNEL_BOT)}
        self.places: dict[int, Place] = {}
        self.sent: list[Message] = []  # what the bot posted, in order
        self.presses: dict[str, Pressed] = {}
        self._ids = itertools.count(1_001)
        self._small = itertools.count(1)  # message ids: private chats and groups share one row of them

    def new_place(self, kind: Kind, title: str, username: str | None = None, *, forum: bool = False) -> Place:
        number = next(self._ids)
        ids = {Kind.PRIVATE: number, Kind.GROUP: -400_000_000 - number}
        place = Place(ids.get(kind, -1_001_000_000_000 - number), kind, title, username, forum=forum)
        self.places[place.id] = place
        return place

    def private(self, user: User) -> Place:
        """The private chat of somebody with the bot: there, though perhaps nobody spoke in it yet."""
        if user.id not in self.places:
            place = Place(user.id, Kind.PRIVATE, user.name, user.username)
            place.members[user.id] = Member()
            self.places[user.id] = place
        return self.places[user.id]

    def find(self, chat: int | str) -> Place:
        """The chat of this id or @name; raises Refused as Telegram does."""
        place = self.places.get(int(chat)) if _is_number(chat) else self._named(str(chat))
        if place is None:
            raise bad("chat not found")
        if place.moved_to is not None:
            description = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(400, description, migrate_to_chat_id=place.moved_to.id)
        return place

    def write(self, message: Message) -> Message:
        """Put a message into its chat and thread, and copy it to the discussion if it is a post."""
        place = message.place
        message.id, message.date = self._new_id(place), self.clock.now()
        self._put_in_thread(message)
        place.messages[message.id] = message
        if place.kind is Kind.CHANNEL and place.linked is not None and (message.text or message.document):
            message.copy = self.write(_copy(message, place.linked))
            self.tell(message.copy)
        return message

    def change(self, message: Message, body: Formatted) -> None:
        """Change a message to this text; a post's copy changes with it."""
        same = body == message.body
        message.body = body
        message.edited = self.clock.now()
        message.edits += 1
        if message.copy is not None and not same:
            self.change(message.copy, body)
            self.tell(message.copy, edited=True)

    def tell(self, message: Message, *, edited: bool = False) -> None:
        """Give the bot a message, if it may read it."""
        kind = "channel_post" if message.place.kind is Kind.CHANNEL else "message"
        if self.reads(message):
            shown = shapes.message(message, self.users)
            self.updates.add(f"edited_{kind}" if edited else kind, shown, message.place.id)

    def reads(self, message: Message) -> bool:
        """Whether Telegram shows the bot this message: in groups its privacy mode hides the most."""
        being = message.place.member(self.bot)
        if message.place.kind is Kind.PRIVATE:
            return being.status.inside
        if not being.status.inside or message.by_bot:
            return False
        if message.place.kind is Kind.CHANNEL or being.status.administers or not self.privacy:
            return True
        to_bot = message.reply_to is not None and message.reply_to.by_bot
        return to_bot or bool(message.service) or self._is_command(message)

    def administers(self, place: Place) -> bool:
        """Whether the bot is an administrator there."""
        return place.member(self.bot).status.administers

    def set_member(self, place: Place, user: User, being: Member, by: User) -> None:
        """Make somebody something in a chat, and tell the bot."""
        before = place.member(user)
        place.members[user.id] = being
        content = {
            "chat": shapes.chat(place),
            "from": shapes.user(by),
            "date": int(self.clock.now().timestamp()),
            "old_chat_member": shapes.member(user, before, place),
            "new_chat_member": shapes.member(user, being, place),
        }
        if user is self.bot:
            self.updates.add("my_chat_member", content, place.id)
        elif self.administers(place):
            self.updates.add("chat_member", content, place.id)

    def happen(self, message: Message) -> Message:
        """Write a message and tell the bot of it."""
        self.write(message)
        self.tell(message)
        return message

    def _put_in_thread(self, message: Message) -> None:
        if message.topic is not None and not message.topic.is_general:
            message.thread = message.topic.id
            if message.reply_to is None:  # Telegram lets it answer the topic's first message
                message.reply_to = message.place.messages.get(message.topic.id)
        elif (
            message.reply_to is not None and message.place.kind is Kind.SUPERGROUP and not message.place.forum
        ):
            message.thread = message.reply_to.first

    def _new_id(self, place: Place) -> int:
        if place.kind in {Kind.PRIVATE, Kind.GROUP}:
            return next(self._small)
        place.last_id += 1
        return place.last_id

    def _named(self, name: str) -> Place | None:
        wanted = name.removeprefix("@").lower()
        named = (each for each in self.places.values() if each.kind is not Kind.PRIVATE and each.username)
        return next((each for each in named if str(each.username).lower() == wanted), None)

    def _is_command(self, message: Message) -> bool:
        """Whether it begins with a command for any bot, or for ours."""
        if not any(each.type == "bot_command" and each.offset == 0 for each in message.body.all_entities):
            return False
        _, at, name = message.text.split()[0].partition("@")
        return not at or name.lower() == str(self.bot.username).lower()


def _copy(post: Message, group: Place) -> Message:
    """The automatic forward of a post: words and form, without the keyboard."""
    return Message(
        group,
        TELEGRAM,
        post.body,
        speaker=post.place,
        origin=post,
        preview=post.preview,
        document=post.document,
    )


def _is_number(chat: int | str) -> bool:
    return isinstance(chat, int) or chat.removeprefix("-").isdecimal()
