"""People in tests: what they type, press, share and change; the bot is told as Telegram would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.platforms.telegram import shapes, texts
from tests.platforms.telegram.places import (
    GENERAL,
    NOTHING,
    Kind,
    Member,
    Message,
    Place,
    Pressed,
    Status,
    Topic,
    User,
)
from tests.platforms.telegram.seen import Seen, look
from tests.platforms.telegram.world import ANONYMOUS, CHANNEL_BOT, World

Shown = Message | Seen


@dataclass(eq=False, slots=True)
class Person(User):
    """Somebody with a Telegram client."""

    world: World = field(kw_only=True, repr=False)

    @property
    def chat(self) -> Place:
        """Their private chat with the bot."""
        return self.world.private(self)

    def says(
        self,
        text: str,
        where: Place | Topic | None = None,
        *,
        to: Shown | None = None,
        speaker: Place | None = None,
        entities: Sequence[texts.Entity] = (),
    ) -> Message:
        """Type a message, in the private chat unless told otherwise. ``speaker`` is the chat in whose
        name they do: that group itself for an anonymous administrator, or a channel."""
        return self._write(where, to, texts.typed(text, entities), speaker)

    def replies(self, to: Shown, text: str, *, speaker: Place | None = None) -> Message:
        """Answer a message where it stands; a channel's post: as a comment in its discussion."""
        message = _message(to)
        if message.place.kind is Kind.CHANNEL:
            assert message.copy is not None, "this post has no discussion"
            message = message.copy
        return self.says(text, message.topic or message.place, to=message, speaker=speaker)

    def starts(self, payload: str = "") -> Message:
        """Open the private chat, as by a deep link with this payload."""
        return self.says(f"/start {payload}".rstrip())

    def posts(self, text: str, channel: Place) -> Message:
        """Write into a channel, in its name."""
        return self.world.happen(Message(channel, None, texts.typed(text), speaker=channel))

    def edits(self, message: Message, text: str) -> None:
        """Change a message of theirs."""
        self.world.change(message, texts.typed(text))
        self.world.tell(message, edited=True)

    def deletes(self, message: Message) -> None:
        """Take a message back: the bot is told nothing."""
        del message.place.messages[message.id]

    def presses(self, shown: Shown, button: str) -> Pressed:
        """Press the button of this label or data; fails if the message has no such button now."""
        found = look(_message(shown)).button(button)
        if found.data is None:
            assert found.url is None, f"{button!r} is a link: follow it"
            return self._taps(_message(shown), found.text)
        return self.forges(shown, found.data)

    def forges(self, shown: Shown, data: str) -> Pressed:
        """Press what no button says: a modified client, or one that shows an old keyboard."""
        message = _message(shown)
        pressed = Pressed(str(4_000_000_000_000 + len(self.world.presses)), self.world.clock.now())
        self.world.presses[pressed.id] = pressed
        content = {
            "id": pressed.id,
            "from": shapes.user(self),
            "message": self._still(message),
            "chat_instance": str(-message.place.id * 31),
            "data": data,
        }
        self.world.updates.add("callback_query", content, message.place.id)
        return pressed

    def follows(self, shown: Shown, label: str) -> Message:
        """Open the deep link of a button or of linked words: the bot starts with its payload."""
        seen = look(_message(shown))
        linked = dict(seen.links) | {each.text: each.url for each in seen.buttons if each.url}
        assert label in linked, f"no link {label!r} among {sorted(linked)}"
        address = urlsplit(linked[label] or "")
        assert address.path.strip("/").lower() == str(self.world.bot.username).lower(), address
        return self.starts(parse_qs(address.query).get("start", [""])[0])

    def reacts(self, shown: Shown, *emoji: str, speaker: Place | None = None) -> None:
        """Put these reactions under a message, instead of those before; none: take them away."""
        message = _message(shown)
        before, message.given[self.id] = message.given.get(self.id, ()), emoji
        content: dict[str, Any] = {
            "chat": shapes.chat(message.place),
            "message_id": message.id,
            "date": int(self.world.clock.now().timestamp()),
        }
        place = message.place
        told = self.world.private_reactions if place.kind is Kind.PRIVATE else self.world.administers(place)
        if not told:
            return
        if place.kind is Kind.CHANNEL or message.origin is not None:  # nobody is named there
            self.world.updates.add("message_reaction_count", content | _counted(message), place.id)
            return
        actor = {"actor_chat": shapes.chat(speaker)} if speaker else {"user": shapes.user(self)}
        changed = {
            "old_reaction": [shapes.emoji(each) for each in before],
            "new_reaction": [shapes.emoji(each) for each in emoji],
        }
        self.world.updates.add("message_reaction", content | actor | changed, place.id)

    def shares_location(
        self,
        latitude: float,
        longitude: float,
        where: Place | Topic | None = None,
        *,
        to: Shown | None = None,
    ) -> Message:
        """Send a place on the map."""
        location = {"latitude": latitude, "longitude": longitude}
        return self._write(where, to, service={"location": location})

    def shares_chat(self, shown: Shown, button: str, chosen: Place) -> Message:
        """Press a button that asks for a chat, and choose this one."""
        wants = look(_message(shown)).button(button).wants or {}
        request = wants.get("request_chat")
        assert request is not None, f"{button!r} asks for no chat"
        assert request["chat_is_channel"] == (chosen.kind is Kind.CHANNEL), "that chat is not offered"
        if "user_administrator_rights" in request:
            assert chosen.member(self).status.administers, "only chats that they administer are offered"
        if request.get("bot_is_member") or "bot_administrator_rights" in request:
            assert chosen.member(self.world.bot).status.inside, "only chats with the bot in them are offered"
        shared: dict[str, Any] = {"request_id": request["request_id"], "chat_id": chosen.id}
        if request.get("request_title"):
            shared["title"] = chosen.title
        if request.get("request_username") and chosen.username:
            shared["username"] = chosen.username
        return self._write(_message(shown).place, None, service={"chat_shared": shared})

    def blocks(self) -> None:
        """Block the bot."""
        self.world.set_member(self.chat, self.world.bot, Member(Status.KICKED), self)

    def unblocks(self) -> None:
        """Let the bot in again."""
        self.world.set_member(self.chat, self.world.bot, Member(), self)

    def vanishes(self) -> None:
        """Delete their account: the bot is told nothing."""
        self.chat.members.pop(self.id)

    def joins(self, group: Place) -> None:
        """Come into a group."""
        self.world.set_member(group, self, Member(), self)
        self.world.happen(Message(group, self, service={"new_chat_members": [shapes.user(self)]}))

    def leaves(self, group: Place) -> None:
        """Go out of a group."""
        self.world.set_member(group, self, Member(Status.LEFT), self)
        self.world.happen(Message(group, self, service={"left_chat_member": shapes.user(self)}))

    def _write(
        self,
        where: Place | Topic | None,
        to: Shown | None,
        body: texts.Formatted = NOTHING,
        speaker: Place | None = None,
        service: Mapping[str, Any] = MappingProxyType({}),
    ) -> Message:
        answered = _message(to) if to else None
        if where is None and answered is not None:
            where = answered.topic or answered.place
        if isinstance(where, Place) and where.forum:
            where = where.topics[GENERAL]
        place, topic = (where.place, where) if isinstance(where, Topic) else (where or self.chat, None)
        if place.kind is Kind.PRIVATE:
            self._opens(place)
        sender: User = self
        if speaker is not None:
            sender = ANONYMOUS if speaker is place else CHANNEL_BOT
        return self.world.happen(
            Message(place, sender, body, speaker=speaker, reply_to=answered, topic=topic, service=service)
        )

    def _still(self, message: Message) -> dict[str, Any]:
        """A message that a button was pressed on; of one that is deleted only its place is told."""
        if message.place.messages.get(message.id) is message:
            return shapes.message(message, self.world.users)
        return {"chat": shapes.chat(message.place), "message_id": message.id, "date": 0}

    def _opens(self, place: Place) -> None:
        status = place.member(self.world.bot).status
        assert status is not Status.KICKED, f"{self.name} blocks the bot"
        if status is Status.LEFT:
            place.members[self.world.bot.id] = Member()

    def _taps(self, message: Message, label: str) -> Pressed:
        """A plain button of a reply keyboard says its label."""
        self.says(label, message.topic or message.place)
        return Pressed("", self.world.clock.now(), answered=True)


def _message(shown: Shown) -> Message:
    return shown.message if isinstance(shown, Seen) else shown


def _counted(message: Message) -> dict[str, Any]:
    given = [each for chosen in message.given.values() for each in chosen]
    counts = {each: given.count(each) for each in given}
    return {
        "reactions": [{"type": shapes.emoji(each), "total_count": count} for each, count in counts.items()]
    }
