"""Hearing the test server: what people do there, in all kinds of chat, comes as what they meant."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from pydantic import SecretStr

from adapters.telegram.api import Api
from adapters.telegram.doors import door
from adapters.telegram.hearing import Hearing, Identity
from bot.model.chats import ChatRef, MessageRef
from bot.model.events import (
    ChatChange,
    ChatChanged,
    Command,
    Copied,
    Edited,
    Event,
    Press,
    Reacted,
    Reply,
    Tallied,
    Unreadable,
)
from tests.adapters.telegram.listening import PEN, Shelf
from tests.platforms.telegram.life import administrator
from tests.platforms.telegram.people import Person
from tests.platforms.telegram.places import Kind, Member, Message, Place, Topic
from tests.platforms.telegram.server import TelegramServer
from tests.platforms.telegram.updates import ASKED_FOR

KINDS = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member", *ASKED_FOR)


@dataclass
class Ear:
    """The bot's ear on a server, and its mouth."""

    server: TelegramServer
    api: Api
    taken: set[int] = field(default_factory=set)

    async def events(self) -> list[Event]:
        """What was heard since the last time."""
        bot = self.server.world.bot
        hearing = Hearing(Identity(bot.id, bot.username or ""), PEN, Shelf().recall)
        new = [update for update in self.server.updates.pending if update.id not in self.taken]
        self.taken |= {update.id for update in new}
        events: list[Event] = []
        for update in new:
            event = (await hearing.hear(update.body)).event
            assert not isinstance(event, Unreadable)
            events += [event] if event is not None else []
        return events

    async def tells(self, place: Place, topic: Topic | None = None) -> Message:
        """A story is posted, with its button; in a channel with a link instead."""
        call: dict[str, object] = {"chat_id": place.id, "text": "Northland recalls its ambassador"}
        if topic is not None:
            call["message_thread_id"] = topic.id
        if place.kind is Kind.CHANNEL:
            link = door(self.server.world.bot.username or "", "comments k7")
            call |= {
                "text": f'Northland recalls. <a href="{link}">No comments yet »</a>',
                "parse_mode": "HTML",
            }
        else:
            data = PEN.write("comments k7", place.id).data
            call["reply_markup"] = {
                "inline_keyboard": [[{"text": "No comments yet »", "callback_data": data}]]
            }
        posted = await self.api.call("sendMessage", call)
        return place.messages[posted["message_id"]]


@pytest_asyncio.fixture
async def ear() -> AsyncIterator[Ear]:
    async with TelegramServer(privacy=False) as server, Api(SecretStr(server.token), server.url) as api:
        server.updates.allowed = KINDS
        yield Ear(server, api)


@pytest.fixture
def ada(ear: Ear) -> Person:
    return ear.server.person("Ada North", language="pt-br")


@pytest.fixture
def ben(ear: Ear) -> Person:
    return ear.server.person("Ben")


def at(message: Message, part: object = None) -> MessageRef:
    """How the core refers to it."""
    place = message.place.id if part is None else f"{message.place.id}/{part}"
    return MessageRef(ChatRef("telegram", str(place)), str(message.id))


async def test_in_a_group_answers_are_about_the_story_and_about_each_other(
    ear: Ear, ada: Person, ben: Person
) -> None:
    group = ear.server.supergroup("Embassy row", ada, ben, bot=Member())
    story = await ear.tells(group)
    first = ada.replies(story, "So it begins")
    ben.replies(first, "Indeed")
    ben.says("Lunch?", group)
    ada.edits(first, "So it begins again")
    ada.reacts(story, "👍")  # which the bot does not see: it is no administrator
    reply, answer, edited = await ear.events()
    assert isinstance(reply, Reply)
    assert isinstance(answer, Reply)
    assert isinstance(edited, Edited)
    assert (reply.to, reply.mark, reply.to_us, reply.text) == (at(story), "k7", True, "So it begins")
    assert (answer.to, answer.mark, answer.to_us) == (at(first), None, False)
    assert answer.thread == at(story)
    assert (edited.message, edited.text) == (at(first), "So it begins again")


async def test_under_a_channels_post_all_that_is_said_finds_the_post(
    ear: Ear, ada: Person, ben: Person
) -> None:
    ruling = administrator(Kind.SUPERGROUP)
    group = ear.server.supergroup("Northland talk", ada, ben, bot=ruling)
    channel = ear.server.channel("Northland daily", ada, bot=administrator(Kind.CHANNEL), discussion=group)
    post = await ear.tells(channel)
    first = ben.replies(post, "So it begins")
    ada.replies(first, "Indeed")
    ben.reacts(post, "👍")
    copied, reply, deeper, tallied = await ear.events()
    assert isinstance(copied, Copied)
    assert isinstance(reply, Reply)
    assert isinstance(deeper, Reply)
    assert isinstance(tallied, Tallied)
    assert (copied.of, copied.mark) == (at(post, "channel"), "k7")
    assert (reply.to, reply.thread, reply.mark, reply.to_us) == (copied.message, copied.message, "k7", True)
    assert (deeper.to, deeper.thread, deeper.mark) == (at(first), copied.message, None)
    assert (tallied.message, tallied.reactions) == (at(post, "channel"), (("👍", 1),))


async def test_in_a_topic_only_answers_that_were_meant_are_heard(ear: Ear, ada: Person) -> None:
    forum = ear.server.forum("Embassy row", ada, bot=administrator(Kind.SUPERGROUP))
    topic = ear.server.life.topic_opened(forum, "News", ada)
    story = await ear.tells(forum, topic)
    ada.says("Hello all", topic)
    ada.says("/desk", topic)
    ada.replies(story, "So it begins")
    ear.server.life.topic_closed(topic, ada)
    ear.server.life.topic_reopened(topic, ada)
    command, reply, reopened = await ear.events()
    assert isinstance(command, Command)
    assert isinstance(reply, Reply)
    assert (command.line, command.to) == ("desk", None)
    assert (reply.to, reply.mark, reply.thread) == (at(story, topic.id), "k7", None)
    assert isinstance(reopened, ChatChanged)
    assert (reopened.change, reopened.origin.chat.ref) == (ChatChange.ALLOWED, reply.origin.chat.ref)


async def test_in_a_private_chat_people_start_press_and_share(ear: Ear, ada: Person) -> None:
    ada.starts("comments_k7")
    story = await ear.tells(ada.chat)
    ada.presses(story, "No comments yet »")
    ada.shares_location(48.858, 2.294)
    ada.blocks()
    started, pressed, shared, blocked = await ear.events()
    assert isinstance(started, Command)
    assert isinstance(pressed, Press)
    assert isinstance(shared, Command)
    assert isinstance(blocked, ChatChanged)
    assert (started.line, started.origin.person.language) == ("comments k7", "pt")
    assert (pressed.action, pressed.message) == ("comments k7", at(story))
    assert shared.line == "timezone 48.86,2.29"
    assert blocked.change is ChatChange.REMOVED


async def test_a_group_lets_the_bot_in_and_moves(ear: Ear, ada: Person) -> None:
    group = ear.server.group("Embassy row", ada)
    ear.server.life.bot_added(group, ada, admin=True)
    story = await ear.tells(group)
    ada.reacts(story, "👍")
    new = ear.server.life.moved(group, ada)
    added, reacted, *moves = await ear.events()
    assert isinstance(added, ChatChanged)
    assert isinstance(reacted, Reacted)
    assert added.change is ChatChange.ADDED
    assert (reacted.message, reacted.reactions) == (at(story), ("👍",))
    assert len(moves) == 2
    for moved in moves:
        assert isinstance(moved, ChatChanged)
        assert moved.origin.chat.ref == added.origin.chat.ref
        assert (moved.change, moved.to) == (ChatChange.MOVED, str(new.id))


async def test_an_anonymous_administrator_speaks_as_the_group(ear: Ear, ada: Person) -> None:
    group = ear.server.supergroup("Embassy row", ada, bot=Member())
    ada.says("/settings", group, speaker=group)
    (event,) = await ear.events()
    assert isinstance(event, Command)
    assert (event.origin.person.ref.id, event.origin.person.anonymous) == (str(group.id), True)
    assert event.origin.person.name == "Embassy row"
