"""Hearing commands: what is typed, chosen or linked becomes a command line, if it is for us."""

from __future__ import annotations

import pytest

from adapters.telegram import commands
from adapters.telegram.keyboards import CHAT_REQUESTS
from bot.model.chats import ChatKind, Person, PersonRef
from bot.model.events import Command, Reply
from bot.text.markup import Takes
from tests.adapters.telegram.listening import ADA_HERSELF, chat, event, ref
from tests.adapters.telegram.shapes import (
    ADA,
    ANONYMOUS,
    CHANNEL,
    FORUM,
    GROUP,
    ME,
    NOON,
    OPEN_GROUP,
    OTHER_BOT,
    PRIVATE,
    Json,
    message,
    ours,
    said,
    update,
)


async def line(raw: Json) -> str | None:
    heard = await event(raw)
    assert heard is None or isinstance(heard, Command)
    return None if heard is None else heard.line


async def test_a_command_says_who_typed_it_where() -> None:
    heard = await event(said(OPEN_GROUP, "/pick k7"))
    assert isinstance(heard, Command)
    assert heard.line == "pick k7"
    assert heard.origin.person == ADA_HERSELF
    assert heard.origin.chat.ref == chat("-100501")
    assert (heard.origin.chat.kind, heard.origin.chat.title) == (ChatKind.OPEN, "Embassy row")
    assert heard.message == ref("-100501", 10)
    assert heard.to is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/pick k7", "pick k7"),
        ("/\u2060time 08:00", "time 08:00"),  # copied from a message of ours
        ("/Desk", "desk"),
        ("/desk@briefing_bot", "desk"),
        ("/desk@Briefing_Bot 2", "desk 2"),
        ("/feed_add https://example.net/rss", "feed add https://example.net/rss"),
        ("/feed add https://example.net/rss", "feed add https://example.net/rss"),
        ("/newsroom_here", "newsroom here"),
        ("/feed", "feed"),
        ("/comment k7  So it\nbegins. ", "comment k7  So it\nbegins."),
        ("/order\nk7 k8", "order k7 k8"),
        ("/start", "start"),
        ("/start comments_k7", "comments k7"),
        ("/start an-affiliate", "start"),
        ("/start send_yes", "start"),
    ],
)
@pytest.mark.parametrize("room", [PRIVATE, GROUP], ids=["private", "group"])
async def test_typed_text_becomes_a_command_line(room: Json, text: str, expected: str) -> None:
    assert await line(said(room, text)) == expected


@pytest.mark.parametrize(
    "text", ["/weather", "/desk@weather_bot", "/weather@weather_bot Lisbon", "/feed_ad x"]
)
async def test_another_bots_command_in_a_group_is_not_answered(text: str) -> None:
    assert await event(said(GROUP, text)) is None
    assert await event(said(GROUP, text, reply_to_message=ours(GROUP))) is None


async def test_an_unknown_command_is_heard_where_it_can_only_be_for_us() -> None:
    assert await line(said(PRIVATE, "/weather Lisbon")) == "weather Lisbon"
    assert await line(said(GROUP, "/weather@briefing_bot")) == "weather"


async def test_a_command_for_another_bot_is_not_for_us_in_a_private_chat_either() -> None:
    assert await event(said(PRIVATE, "/desk@weather_bot")) is None


def test_words_are_no_command_line() -> None:
    assert commands.line("desk", "briefing_bot", alone=True) is None


@pytest.mark.parametrize("text", ["/", "/ desk", "/usr/bin", "//desk", "see /desk", "/später"])
async def test_a_slash_alone_makes_no_command(text: str) -> None:
    assert await event(said(GROUP, text)) is None


async def test_a_caption_is_no_command() -> None:
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    assert await event(said(GROUP, caption="/pick k7", photo=photo)) is None


async def test_what_is_passed_on_is_not_run() -> None:
    origin = {"type": "user", "date": NOON, "sender_user": ADA}
    assert await event(said(GROUP, "/send yes", forward_origin=origin)) is None
    assert isinstance(await event(said(PRIVATE, "/send yes", forward_origin=origin)), Reply)


async def test_a_command_that_answers_a_message_names_it() -> None:
    heard = await event(said(GROUP, "/delete", reply_to_message=message(GROUP, "So it begins", message_id=4)))
    assert isinstance(heard, Command)
    assert heard.to == ref("-100500", 4)


async def test_a_command_in_a_topic_stays_there_and_answers_nothing() -> None:
    opened = message(FORUM, message_id=55, forum_topic_created={"name": "News", "icon_color": 7322096})
    raw = said(FORUM, "/desk", message_thread_id=55, is_topic_message=True, reply_to_message=opened)
    heard = await event(raw)
    assert isinstance(heard, Command)
    assert heard.origin.chat.ref == chat("-100502/55")
    assert heard.message == ref("-100502/55", 10)
    assert heard.to is None


async def test_a_channel_commands_by_its_posts() -> None:
    post = message(CHANNEL, "/subscribe", sender=None, sender_chat=CHANNEL)
    heard = await event(update("channel_post", post))
    assert isinstance(heard, Command)
    assert heard.line == "subscribe"
    assert heard.origin.chat.ref == chat("-100600/channel")
    assert heard.origin.person == Person(PersonRef("telegram", "-100600"), "Northland daily", anonymous=True)


@pytest.mark.parametrize("text", ["Northland recalls its ambassador", "/weather", "/desk@weather_bot"])
async def test_a_channels_other_posts_are_none_of_ours(text: str) -> None:
    assert (
        await event(update("channel_post", message(CHANNEL, text, sender=None, sender_chat=CHANNEL))) is None
    )


async def test_an_anonymous_administrator_is_the_group() -> None:
    heard = await event(said(GROUP, "/desk", sender=ANONYMOUS, sender_chat=GROUP))
    assert isinstance(heard, Command)
    assert heard.origin.person == Person(PersonRef("telegram", "-100500"), "Embassy row", anonymous=True)


@pytest.mark.parametrize(
    "more",
    [{"sender": OTHER_BOT}, {"sender": ME}, {"via_bot": OTHER_BOT}, {"sender": None}],
    ids=["a bot", "ourselves", "inline", "nobody"],
)
async def test_only_people_command(more: Json) -> None:
    assert await event(said(GROUP, "/desk", **more)) is None


async def test_a_channels_inbox_is_no_chat_of_ours() -> None:
    assert await event(said({**GROUP, "is_direct_messages": True}, "/desk")) is None


async def test_a_place_that_is_shared_is_a_time_zone() -> None:
    place = {"latitude": 48.858_37, "longitude": 2.294_48}
    assert await line(said(PRIVATE, location=place)) == "timezone 48.86,2.29"
    assert await event(said(GROUP, location=place)) is None
    question = ours(PRIVATE, text="Where are you?")
    assert await line(said(PRIVATE, location=place, reply_to_message=question)) == "timezone 48.86,2.29"


@pytest.mark.parametrize(
    "more",
    [
        {"venue": {"location": {"latitude": 1.0, "longitude": 2.0}, "title": "Café", "address": "Quay 1"}},
        {"location": {"latitude": 1.0, "longitude": 2.0, "live_period": 600}},
        {"forward_origin": {"type": "hidden_user", "date": NOON, "sender_user_name": "Ben"}},
        {"reply_to_message": message(PRIVATE, "Look where I was", message_id=4)},
        {"reply_to_message": ours(PRIVATE, 5, "comments k7")},
    ],
    ids=["a café", "a walk", "passed on", "to themselves", "to a story"],
)
async def test_any_other_place_is_said_and_moves_nobody(more: Json) -> None:
    heard = await event(said(PRIVATE, **{"location": {"latitude": 1.0, "longitude": 2.0}, **more}))
    assert isinstance(heard, Reply)
    assert heard.text == ""


async def test_a_chat_that_is_shared_is_managed() -> None:
    group = {"request_id": CHAT_REQUESTS[Takes.GROUP], "chat_id": -100500}
    channel = {"request_id": CHAT_REQUESTS[Takes.CHANNEL], "chat_id": -100600}
    assert await line(said(PRIVATE, chat_shared=group)) == "manage -100500"
    assert await line(said(PRIVATE, chat_shared=channel)) == "manage -100600/channel"
