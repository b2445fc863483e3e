"""Chats on the test server live as they do on Telegram, and let the bot do what they would let it do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.clock import FakeClock
from tests.platforms.conftest import Caller
from tests.platforms.telegram import ADMIN, MEMBER, POSTER, TelegramServer


async def messages(call: Caller) -> list[dict[str, Any]]:
    """The messages and posts among what is pending, which is acknowledged."""
    updates = await call.updates()
    if updates:
        await call.updates(offset=updates[-1]["update_id"] + 1)
    kinds = ("message", "edited_message", "channel_post", "edited_channel_post")
    return [update[kind] for update in updates for kind in kinds if kind in update]


async def test_a_bot_does_not_speak_first(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    assert (
        await call.refusal("sendMessage", chat_id=77, text="a")
    ).description == "Bad Request: chat not found"
    assert ana.chat.id == ana.id
    refused = await call.refusal("sendMessage", chat_id=ana.id, text="a")
    assert refused.description == "Forbidden: bot can't initiate conversation with a user"
    ana.starts()
    await call("sendMessage", chat_id=ana.id, text="Good morning")


async def test_who_blocks_the_bot_gets_nothing(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    ana.starts()
    ana.blocks()
    refused = await call.refusal("sendMessage", chat_id=ana.id, text="a")
    assert (refused.code, refused.description) == (403, "Forbidden: bot was blocked by the user")
    with pytest.raises(AssertionError, match="blocks the bot"):
        ana.says("hello")
    ana.unblocks()
    ana.starts()
    await call("sendMessage", chat_id=ana.id, text="Welcome back")
    changes = [update["my_chat_member"] for update in await call.updates() if "my_chat_member" in update]
    assert [each["new_chat_member"]["status"] for each in changes] == ["kicked", "member"]


async def test_people_and_chats_go(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    ana.starts()
    channel = server.channel("Gazette", ana, bot=POSTER)
    ana.vanishes()
    server.life.deleted(channel, ana)
    refused = await call.refusal("sendMessage", chat_id=ana.id, text="a")
    assert refused.description == "Forbidden: user is deactivated"
    refused = await call.refusal("sendMessage", chat_id=channel.id, text="a")
    assert refused.description == "Bad Request: chat not found"
    _, gone = await call.updates()
    assert gone["my_chat_member"]["new_chat_member"]["status"] == "left"


async def test_a_bot_that_is_put_out_is_told_so(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    group = server.supergroup("Desk", ana)
    server.life.bot_added(group, ana)
    await call("sendMessage", chat_id=group.id, text="Hello")
    server.life.bot_removed(group, ana)
    refused = await call.refusal("sendMessage", chat_id=group.id, text="a")
    assert refused.description == "Forbidden: bot was kicked from the supergroup chat"


async def test_a_restricted_bot_may_not_write(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    group = server.supergroup("Desk", ana, bot=MEMBER)
    server.life.bot_restricted(group, ana)
    refused = await call.refusal("sendMessage", chat_id=group.id, text="a")
    assert refused.description == "Bad Request: not enough rights to send text messages to the chat"


async def test_in_a_channel_only_administrators_post(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    channel = server.channel("Gazette", ana)
    refused = await call.refusal("sendMessage", chat_id=channel.id, text="a")
    assert refused.description == "Forbidden: bot is not a member of the channel chat"
    server.life.bot_added(channel, ana, admin=True, without=["post_messages"])
    refused = await call.refusal("sendMessage", chat_id=channel.id, text="a")
    assert refused.description == "Bad Request: need administrator rights in the channel chat"
    server.life.bot_promoted(channel, ana)
    post = await call("sendMessage", chat_id=channel.id, text="Story")
    assert "from" not in post
    assert post["sender_chat"]["title"] == "Gazette"


async def test_a_group_that_moves_has_another_id(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    group = server.group("Desk", ana, bot=MEMBER)
    new = server.life.moved(group, ana)
    refused = await call.refusal("sendMessage", chat_id=group.id, text="a")
    assert refused.description == "Bad Request: group chat was upgraded to a supergroup chat"
    assert refused.parameters == {"migrate_to_chat_id": new.id}
    await call("sendMessage", chat_id=new.id, text="a")
    before, after = await messages(call)
    assert (before["chat"]["id"], before["migrate_to_chat_id"]) == (group.id, new.id)
    assert (after["chat"]["id"], after["migrate_from_chat_id"]) == (new.id, group.id)


async def test_the_bot_joins_where_a_group_moved_and_leaves_both_at_the_end(
    server: TelegramServer, call: Caller
) -> None:
    ana = server.person("Ana")
    group = server.group("Desk", ana, bot=MEMBER)
    new = server.life.moved(group, ana)
    server.life.deleted(new, ana)
    changes = [update["my_chat_member"] for update in await call.updates() if "my_chat_member" in update]
    assert [(each["chat"]["id"], each["new_chat_member"]["status"]) for each in changes] == [
        (new.id, "member"),
        (new.id, "left"),
        (group.id, "left"),
    ]


async def test_a_message_in_a_topic_answers_its_first_one(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    forum = server.forum("Square", ana, bot=ADMIN)
    topic = server.life.topic_opened(forum, "News", ana)
    ana.says("in general", forum)
    ana.says("in the topic", topic)
    story = await call("sendMessage", chat_id=forum.id, message_thread_id=topic.id, text="Story")
    ana.replies(server.last(), "a comment")
    opened, general, inside, comment = await messages(call)
    assert opened["forum_topic_created"]["name"] == "News"
    assert not {"message_thread_id", "is_topic_message", "reply_to_message"} & general.keys()
    assert inside["reply_to_message"]["message_id"] == inside["message_thread_id"] == opened["message_id"]
    assert story["message_thread_id"] == topic.id
    assert (comment["message_thread_id"], comment["is_topic_message"]) == (topic.id, True)
    assert comment["reply_to_message"]["message_id"] == story["message_id"]


async def test_topics_are_closed_and_deleted(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    forum = server.forum("Square", ana, bot=MEMBER)
    topic = server.life.topic_opened(forum, "News", ana)
    where = {"chat_id": forum.id, "message_thread_id": topic.id}
    server.life.topic_closed(topic, ana)
    assert (await call.refusal("sendMessage", **where, text="a")).description == "Bad Request: TOPIC_CLOSED"
    server.life.topic_reopened(topic, ana)
    await call("sendMessage", **where, text="a")
    server.life.topic_deleted(topic)
    refused = await call.refusal("sendMessage", **where, text="a")
    assert refused.description == "Bad Request: message thread not found"
    assert server.seen(forum) == []


async def test_a_post_is_copied_to_its_discussion(server: TelegramServer, call: Caller) -> None:
    ana, ben = server.person("Ana"), server.person("Ben")
    talk = server.supergroup("Gazette talk", ana, bot=ADMIN)
    channel = server.channel("Gazette", ana, bot=POSTER, discussion=talk)
    markup = {"inline_keyboard": [[{"text": "Like", "callback_data": "a"}]]}
    post = await call(
        "sendMessage", chat_id=channel.id, text="<b>Story</b>", parse_mode="HTML", reply_markup=markup
    )
    first = ben.replies(server.last(), "a comment")
    ana.replies(first, "an answer")
    await call("editMessageText", chat_id=channel.id, message_id=post["message_id"], text="Corrected")
    copy, comment, answer, edited = await messages(call)
    assert (copy["is_automatic_forward"], copy["sender_chat"]["id"]) == (True, channel.id)
    assert (copy["forward_origin"]["chat"]["id"], copy["forward_origin"]["message_id"]) == (channel.id, 1)
    assert [each["type"] for each in copy["entities"]] == ["bold"]
    assert "reply_markup" not in copy
    assert comment["reply_to_message"]["message_id"] == comment["message_thread_id"] == copy["message_id"]
    assert answer["reply_to_message"]["message_id"] == first.id
    assert answer["message_thread_id"] == copy["message_id"]
    assert (edited["message_id"], edited["text"]) == (copy["message_id"], "Corrected")


async def test_the_copy_is_hidden_from_a_bot_in_privacy(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    talk = server.supergroup("Gazette talk", ana, bot=MEMBER)
    channel = server.channel("Gazette", ana, bot=POSTER, discussion=talk)
    ana.posts("Ana's own post", channel)
    assert [each["text"] for each in await messages(call)] == ["Ana's own post"]


async def test_chats_speak_in_their_own_name(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    group = server.supergroup("Desk", ana, bot=ADMIN)
    channel = server.channel("Gazette", ana)
    ana.says("anonymous", group, speaker=group)
    ana.says("a channel's", group, speaker=channel)
    hidden, foreign = await messages(call)
    assert (hidden["from"]["username"], hidden["sender_chat"]["id"]) == ("GroupAnonymousBot", group.id)
    assert (foreign["from"]["username"], foreign["sender_chat"]["id"]) == ("Channel_Bot", channel.id)


async def test_who_is_what_in_a_chat(server: TelegramServer, call: Caller) -> None:
    ana, ben, cem = (server.person(name) for name in ("Ana", "Ben", "Cem"))
    group = server.supergroup("Desk", ana, ben, bot=MEMBER)
    server.life.appointed(group, ben, ana, without=["delete_messages"])
    members = [await call("getChatMember", chat_id=group.id, user_id=each.id) for each in (ana, ben, cem)]
    assert [each["status"] for each in members] == ["creator", "administrator", "left"]
    assert (members[1]["can_delete_messages"], members[1]["can_pin_messages"]) == (False, True)
    administrators = await call("getChatAdministrators", chat_id=group.id)
    assert {each["user"]["first_name"] for each in administrators} == {"Ana", "Ben"}
    server.life.dismissed(group, ben, ana)
    assert (await call("getChatMember", chat_id=group.id, user_id=ben.id))["status"] == "member"
    refused = await call.refusal("getChatMember", chat_id=group.id, user_id=5)
    assert refused.description == "Bad Request: PARTICIPANT_ID_INVALID"


async def test_the_members_of_a_channel_are_for_administrators(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    channel = server.channel("Gazette", ana, bot=MEMBER, username="gazette_test")
    assert (await call("getChat", chat_id="@Gazette_test"))["id"] == channel.id
    refused = await call.refusal("getChatMember", chat_id=channel.id, user_id=ana.id)
    assert refused.description == "Bad Request: member list is inaccessible"


async def test_own_messages_are_edited_and_others_are_not(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    hers = ana.says("hello")
    mine = await call("sendMessage", chat_id=ana.id, text="Story")
    where = {"chat_id": ana.id, "message_id": mine["message_id"]}
    await call("editMessageText", **where, text="Corrected")
    assert (server.last().text, server.last().edits) == ("Corrected", 1)
    same = await call.refusal("editMessageText", **where, text="Corrected")
    assert same.description.startswith("Bad Request: message is not modified: ")
    other = await call.refusal("editMessageText", chat_id=ana.id, message_id=hers.id, text="a")
    assert other.description == "Bad Request: message can't be edited"
    none = await call.refusal("editMessageText", chat_id=ana.id, message_id=99, text="a")
    assert none.description == "Bad Request: message to edit not found"


async def test_a_keyboard_is_edited_alone(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    ana.starts()
    markup = {"inline_keyboard": [[{"text": "Like", "callback_data": "a"}]]}
    await call("sendMessage", chat_id=ana.id, text="<b>Story</b>", parse_mode="HTML")
    where = {"chat_id": ana.id, "message_id": server.last().id}
    await call("editMessageReplyMarkup", **where, reply_markup=markup)
    assert [each.text for each in server.last().buttons] == ["Like"]
    assert [each.type for each in server.last().entities] == ["bold"]
    await call("editMessageReplyMarkup", **where)
    assert server.last().buttons == ()


async def test_messages_can_be_deleted_for_two_days(
    server: TelegramServer, call: Caller, clock: FakeClock
) -> None:
    ana = server.person("Ana")
    ana.starts()
    for text in ("young", "old"):
        await call("sendMessage", chat_id=ana.id, text=text)
    await call("deleteMessage", chat_id=ana.id, message_id=2)
    assert [each.text for each in server.seen()] == ["old"]
    clock.advance(timedelta(hours=48, seconds=1))
    refused = await call.refusal("deleteMessage", chat_id=ana.id, message_id=3)
    assert refused.description == "Bad Request: message can't be deleted"


async def test_a_bot_reacts_once_and_with_what_is_allowed(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    group = server.supergroup("Desk", ana, bot=ADMIN)
    message = ana.says("a comment", group)
    where = {"chat_id": group.id, "message_id": message.id}
    await call("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "👀"}])
    assert message.given[server.world.bot.id] == ("👀",)
    refused = await call.refusal("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "📰"}])
    assert refused.description == "Bad Request: REACTION_INVALID"
    group.reactions = frozenset({"👍"})
    refused = await call.refusal("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "👀"}])
    assert refused.description == "Bad Request: REACTION_INVALID"


async def test_a_chat_is_shared_and_a_link_followed(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    ana.starts()
    channel = server.channel("Gazette", ana)
    wish = {"request_id": 2, "chat_is_channel": True, "request_title": True}
    keyboard = {"keyboard": [[{"text": "Choose a channel", "request_chat": wish}]]}
    await call("sendMessage", chat_id=ana.id, text="Which one?", reply_markup=keyboard)
    ana.shares_chat(server.last(), "Choose a channel", channel)
    link = '<a href="https://t.me/briefing_test_bot?start=comments_k7">No comments yet</a>'
    await call("sendMessage", chat_id=ana.id, text=link, parse_mode="HTML")
    ana.follows(server.last(), "No comments yet")
    _, shared, started = await messages(call)
    assert shared["chat_shared"] == {"request_id": 2, "chat_id": channel.id, "title": "Gazette"}
    assert started["text"] == "/start comments_k7"


async def test_menus_are_kept_per_scope_and_language(server: TelegramServer, call: Caller) -> None:
    menu = [{"command": "briefing", "description": "The briefing now"}]
    await call("setMyCommands", commands=menu)
    await call("setMyCommands", commands=[], language_code="de")
    assert await call("getMyCommands") == menu
    assert await call("getMyCommands", language_code="de") == []
    assert server.menus.of() == ["briefing"]
    await call("deleteMyCommands")
    assert (server.menus.of(), server.menus.changes) == ([], 3)
    for wrong in ("Briefing", "a-b", "x" * 33):
        refused = await call.refusal("setMyCommands", commands=[{"command": wrong, "description": "a"}])
        assert refused.description == "Bad Request: BOT_COMMAND_INVALID"
    scope = {"type": "chat", "chat_id": 77}
    assert (await call.refusal("setMyCommands", commands=menu, scope=scope)).description.endswith("not found")
