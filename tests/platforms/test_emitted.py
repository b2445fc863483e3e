"""What the test server says is read by two libraries that never met: aiogram and python-telegram-bot."""

from __future__ import annotations

from typing import Any

import aiogram.types as aio
import pytest
import telegram
from pydantic import TypeAdapter

from tests.platforms.conftest import Caller
from tests.platforms.telegram import ADMIN, MEMBER, POSTER, Entity, Person, TelegramServer

EVERYTHING = (
    "message edited_message channel_post edited_channel_post callback_query my_chat_member chat_member "
    "message_reaction message_reaction_count".split()
)
YOUNGER = {"can_send_welcome_messages"}  # than python-telegram-bot; aiogram asks for it
SERVICE = (
    "new_chat_members left_chat_member new_chat_title migrate_to_chat_id migrate_from_chat_id "
    "forum_topic_created forum_topic_closed forum_topic_reopened chat_shared location".split()
)


async def talk(server: TelegramServer, call: Caller, ana: Person) -> None:
    """Things happen in private."""
    name = Entity("text_mention", 0, 3, (("user_id", ana.id),))
    ana.edits(ana.says("Ana and @northland, #peace", entities=[name]), "/start")
    wish = {"keyboard": [[{"text": "Choose", "request_chat": {"request_id": 1, "chat_is_channel": False}}]]}
    await call("sendMessage", chat_id=ana.id, text="Where?", reply_markup=wish)
    ana.shares_chat(server.last(), "Choose", server.group("Desk", ana))
    ana.shares_location(41.9, 12.5)
    inline = {"inline_keyboard": [[{"text": "Like", "callback_data": "like"}]]}
    await call("sendMessage", chat_id=ana.id, text="Story", reply_markup=inline)
    ana.presses(server.last(), "Like")
    ana.reacts(server.last(), "👍")
    ana.reacts(server.last())
    shown = server.last()
    ana.deletes(shown.message)
    ana.presses(shown, "Like")
    ana.blocks()
    ana.unblocks()


async def gather(server: TelegramServer, call: Caller, ana: Person) -> None:
    """Things happen in groups and channels."""
    ben = server.person("Ben", language="de")
    group = server.group("Desk", ana)
    server.life.bot_added(group, ana)
    ben.joins(group)
    ben.leaves(group)
    moved = server.life.moved(group, ana)
    server.life.renamed(moved, "The desk", ana)
    server.life.bot_restricted(moved, ana)
    server.life.bot_removed(moved, ana)
    forum = server.forum("Square", ana, ben, bot=ADMIN)
    topic = server.life.topic_opened(forum, "News", ana)
    server.life.topic_closed(topic, ana)
    server.life.topic_reopened(topic, ana)
    ben.reacts(ben.says("hello", topic), "👍")
    ana.reacts(ana.says("hello", forum, speaker=forum), "👍", speaker=forum)
    server.life.appointed(forum, ben, ana, anonymous=True)
    talk = server.supergroup("Gazette talk", ana, bot=ADMIN)
    channel = server.channel("Gazette", ana, bot=POSTER, username="gazette", discussion=talk)
    own = ana.posts("Ana's story", channel)
    ana.edits(own, "Corrected")
    await call("sendMessage", chat_id=channel.id, text="Story")
    ben.replies(ben.replies(server.last(), "a comment"), "deeper")
    ben.reacts(server.last(), "🔥")
    server.life.renamed(channel, "The Gazette", ana)


@pytest.fixture
async def emitted(server: TelegramServer, call: Caller) -> list[dict[str, Any]]:
    """An update of every kind."""
    ana = server.person("Ana", language="en", username="ana_test")
    server.world.private_reactions = True
    await call.updates(allowed_updates=EVERYTHING)
    await talk(server, call, ana)
    await gather(server, call, ana)
    return await call.updates()


async def test_every_kind_of_update_is_among_them(emitted: list[dict[str, Any]]) -> None:
    assert {kind for update in emitted for kind in update} - {"update_id"} == set(EVERYTHING)
    told = {name for update in emitted for name in update.get("message", {})}
    assert set(SERVICE) <= told


async def test_aiogram_reads_every_update(emitted: list[dict[str, Any]]) -> None:
    for update in emitted:
        read = aio.Update.model_validate(update)
        assert read.event_type in update
        assert not extra(read), update


async def test_python_telegram_bot_reads_every_update(emitted: list[dict[str, Any]]) -> None:
    for update in emitted:
        read = telegram.Update.de_json(update)
        assert read.effective_chat is not None
        assert set(left_over(read)) <= YOUNGER, update


def extra(read: aio.TelegramObject) -> list[str]:
    """Fields that aiogram does not know, at any depth."""
    found = sorted(read.model_extra or ())
    for _, value in read:
        values = value if isinstance(value, list) else [value]
        found += [name for each in values if isinstance(each, aio.TelegramObject) for name in extra(each)]
    return found


def left_over(read: telegram.TelegramObject) -> list[str]:
    """Fields that python-telegram-bot does not know, at any depth."""
    found = sorted(read.api_kwargs)
    for name in read.to_dict(recursive=False):
        value = getattr(read, name, None)
        values = value if isinstance(value, (tuple, list)) else [value]
        found += [
            each for one in values if isinstance(one, telegram.TelegramObject) for each in left_over(one)
        ]
    return found


async def test_aiogram_reads_every_answer(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    talk = server.forum("Talk", ana, bot=ADMIN)
    server.life.bot_restricted(server.group("Desk", ana, bot=MEMBER), ana)
    channel = server.channel("Gazette", ana, bot=POSTER, username="gazette", discussion=talk)
    where: dict[str, object] = {"chat_id": channel.id}
    message = aio.Message.model_validate(await call("sendMessage", **where, text="Story"))
    asked: list[tuple[object, str, dict[str, object]]] = [
        (aio.User, "getMe", {}),
        (aio.ChatFullInfo, "getChat", where),
        (aio.ChatFullInfo, "getChat", {"chat_id": talk.id}),
        (aio.ChatMemberOwner, "getChatMember", {**where, "user_id": ana.id}),
        (list[aio.ChatMemberOwner | aio.ChatMemberAdministrator], "getChatAdministrators", where),
        (int, "getChatMemberCount", where),
        (aio.WebhookInfo, "getWebhookInfo", {}),
        (aio.Message, "editMessageText", {**where, "message_id": message.message_id, "text": "Corrected"}),
        (bool, "sendChatAction", {**where, "action": "typing"}),
        (bool, "leaveChat", where),
    ]
    for kind, method, params in asked:
        TypeAdapter(kind).validate_python(await call(method, **params))
