"""Hearing replies: which message somebody answers, in which thread, and what that says of its story."""

from __future__ import annotations

import pytest

from bot.model.chats import Person, PersonRef
from bot.model.events import Copied, Edited, Reply
from tests.adapters.telegram.listening import ADA_HERSELF, PEN, chat, event, ref
from tests.adapters.telegram.shapes import (
    ANONYMOUS,
    BEN,
    CHANNEL,
    FORUM,
    GROUP,
    ME,
    NOON,
    OTHER_BOT,
    PRIVATE,
    Json,
    copied,
    message,
    ours,
    said,
    update,
)

PHOTO = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
STICKER = {
    "file_id": "s",
    "file_unique_id": "s",
    "type": "regular",
    "width": 1,
    "height": 1,
    "is_animated": False,
    "is_video": False,
}
LINK = "https://t.me/briefing_bot?start=comments_k7"


async def reply(raw: Json) -> Reply:
    heard = await event(raw)
    assert isinstance(heard, Reply)
    return heard


def marked(data: str = "comments k7", at: int = GROUP["id"]) -> Json:
    """A story of ours in a group, with the button that says which."""
    return ours({**GROUP, "id": at}, 5, PEN.write(data, at).data)


def comment(text: str = "So it begins", number: int = 7, **more: object) -> Json:
    """What Ben said."""
    return message(GROUP, text, message_id=number, sender=BEN, **more)


async def test_an_answer_to_a_story_of_ours_bears_its_mark() -> None:
    heard = await reply(said(GROUP, "So it begins", reply_to_message=marked()))
    assert (heard.text, heard.mark, heard.to_us) == ("So it begins", "k7", True)
    assert heard.message == ref("-100500", 10)
    assert heard.to == ref("-100500", 5)
    assert heard.origin.person == ADA_HERSELF


async def test_buttons_that_are_not_ours_mark_nothing() -> None:
    forged = ours(GROUP, 5, "AAAAAAAAAAAAAcomments k7")
    assert (await reply(said(GROUP, "So it begins", reply_to_message=forged))).mark is None
    foreign = {**marked(), "from": OTHER_BOT}
    assert (
        await reply(said(GROUP, "So it begins", reply_to_message=foreign, message_thread_id=2))
    ).mark is None


async def test_an_answer_to_a_message_of_ours_without_a_story_is_to_us_all_the_same() -> None:
    heard = await reply(said(GROUP, "Thanks", reply_to_message=ours(GROUP)))
    assert (heard.mark, heard.to_us) == (None, True)


async def test_an_answer_to_another_comment_is_heard_with_its_thread() -> None:
    heard = await reply(said(GROUP, "Indeed", reply_to_message=comment(), message_thread_id=5))
    assert (heard.to, heard.thread) == (ref("-100500", 7), ref("-100500", 5))
    assert (heard.mark, heard.to_us) == (None, False)


async def test_where_what_was_answered_is_gone_the_thread_is_answered() -> None:
    heard = await reply(said(GROUP, "Indeed", message_thread_id=5))
    assert (heard.to, heard.thread, heard.to_us) == (ref("-100500", 5), ref("-100500", 5), False)


async def test_an_answer_to_another_bot_is_none_of_ours_unless_a_story_began_the_thread() -> None:
    forecast = message(GROUP, "Rain", message_id=8, sender=OTHER_BOT)
    assert await event(said(GROUP, "Again?", reply_to_message=forecast)) is None
    assert await event(said(GROUP, "Again?", reply_to_message=forecast, message_thread_id=8)) is None
    heard = await reply(said(GROUP, "Again?", reply_to_message=forecast, message_thread_id=5))
    assert heard.thread == ref("-100500", 5)


@pytest.mark.parametrize("speaker", [GROUP, CHANNEL], ids=["anonymous administrator", "channel"])
async def test_an_answer_to_an_identity_is_heard(speaker: Json) -> None:
    answered = message(GROUP, "So it begins", message_id=8, sender=ANONYMOUS, sender_chat=speaker)
    assert (await reply(said(GROUP, "Indeed", reply_to_message=answered))).to == ref("-100500", 8)


async def test_a_channel_that_answers_is_shown_as_what_it_is() -> None:
    heard = await reply(
        said(GROUP, "Indeed", sender=ANONYMOUS, sender_chat=CHANNEL, reply_to_message=marked())
    )
    assert heard.origin.person == Person(PersonRef("telegram", "-100600"), "Northland daily", anonymous=True)


async def test_talk_that_answers_nothing_is_none_of_ours_in_a_group() -> None:
    assert await event(said(GROUP, "So it begins")) is None


@pytest.mark.parametrize(
    "opened",
    [
        message(FORUM, message_id=54, forum_topic_created={"name": "News", "icon_color": 7322096}),
        message(FORUM, "The topic's first", message_id=55),
    ],
    ids=["as created", "by number"],
)
async def test_the_answer_that_each_message_in_a_topic_is_means_nothing(opened: Json) -> None:
    raw = said(FORUM, "So?", message_thread_id=55, is_topic_message=True, reply_to_message=opened)
    assert await event(raw) is None


async def test_an_answer_in_a_topic_is_in_the_topic_and_no_thread() -> None:
    story = {**marked(at=FORUM["id"]), "chat": FORUM, "message_thread_id": 55, "is_topic_message": True}
    raw = said(FORUM, "So it begins", message_thread_id=55, is_topic_message=True, reply_to_message=story)
    heard = await reply(raw)
    assert heard.origin.chat.ref == chat("-100502/55")
    assert (heard.to, heard.message) == (ref("-100502/55", 5), ref("-100502/55", 10))
    assert (heard.thread, heard.mark) == (None, "k7")


@pytest.mark.parametrize("kind", ["photo", "document", "video"])
async def test_a_caption_counts_as_the_text(kind: str) -> None:
    files: Json = {
        "photo": PHOTO,
        "document": {"file_id": "d", "file_unique_id": "d"},
        "video": {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 1},
    }
    raw = said(GROUP, reply_to_message=marked(), caption="Seen today", **{kind: files[kind]})
    assert (await reply(raw)).text == "Seen today"


async def test_a_sticker_is_told_of_only_where_it_answers_us() -> None:
    assert (await reply(said(GROUP, sticker=STICKER, reply_to_message=marked()))).text == ""
    assert await event(said(GROUP, sticker=STICKER, reply_to_message=comment(), message_thread_id=5)) is None


async def test_an_album_gets_one_answer() -> None:
    more: Json = {"photo": PHOTO, "media_group_id": "a1", "reply_to_message": marked()}
    assert (await reply(said(GROUP, caption="Seen today", **more))).text == "Seen today"
    assert await event(said(GROUP, **more)) is None
    assert await event(said(PRIVATE, photo=PHOTO, media_group_id="a2")) is None


async def test_an_answer_to_what_stands_in_another_chat_is_none() -> None:
    origin = {"type": "hidden_user", "date": NOON, "sender_user_name": "Ben"}
    more: Json = {"external_reply": {"origin": origin}, "quote": {"text": "So", "position": 0}}
    assert await event(said(GROUP, "Indeed", **more)) is None
    assert await event(said(GROUP, "Indeed", message_thread_id=5, **more)) is None


async def test_all_that_is_said_in_a_private_chat_is_said_to_us() -> None:
    heard = await reply(said(PRIVATE, "Hello there"))
    assert (heard.to, heard.message, heard.to_us) == (ref("77", 10), ref("77", 10), True)
    assert (await reply(said(PRIVATE, sticker=STICKER))).text == ""


async def test_topics_of_a_private_chat_are_one_chat_to_us() -> None:
    heard = await reply(said(PRIVATE, "Hello there", message_thread_id=3, is_topic_message=True))
    assert heard.origin.chat.ref == chat("77")
    assert heard.thread is None


async def test_a_service_message_is_not_speech() -> None:
    pinned = said(PRIVATE, pinned_message=ours(PRIVATE))
    shared = said(PRIVATE, users_shared={"request_id": 3, "users": [{"user_id": 78}]})
    assert [await event(raw) for raw in (pinned, shared)] == [None, None]


async def test_an_answer_in_a_private_chat_says_what_it_answers() -> None:
    heard = await reply(said(PRIVATE, "So it begins", reply_to_message=ours(PRIVATE, 6)))
    assert (heard.to, heard.to_us) == (ref("77", 6), True)


@pytest.mark.parametrize(
    "more", [{"sender": OTHER_BOT}, {"sender": ME}, {"via_bot": OTHER_BOT}], ids=["bot", "us", "inline"]
)
async def test_bots_do_not_comment(more: Json) -> None:
    assert await event(said(GROUP, "Beep", reply_to_message=marked(), **more)) is None


async def test_a_copy_in_the_discussion_names_the_post_and_its_story() -> None:
    shown: Json = {"entities": [{"type": "text_link", "offset": 0, "length": 9, "url": LINK}]}
    heard = await event(update("message", copied(GROUP, post=41, **shown)))
    assert isinstance(heard, Copied)
    assert (heard.message, heard.of) == (ref("-100500", 5), ref("-100600/channel", 41))
    assert heard.mark == "k7"
    assert heard.origin.chat.ref == chat("-100500")
    assert heard.origin.person.ref.id == "-100600"


async def test_a_copy_of_no_channels_post_is_nothing() -> None:
    hidden = {"type": "hidden_user", "date": NOON, "sender_user_name": "Ben"}
    assert await event(update("message", copied(GROUP, post=41) | {"forward_origin": hidden})) is None


async def test_a_copy_does_not_run_what_the_post_said() -> None:
    assert isinstance(await event(update("message", copied(GROUP, post=41, text="/subscribe"))), Copied)


async def test_an_answer_to_a_copy_is_to_us_only_if_the_copy_is_of_a_story() -> None:
    link: Json = {"entities": [{"type": "text_link", "offset": 0, "length": 9, "url": LINK}]}
    story, other = copied(GROUP, post=41, **link), copied(GROUP, post=42, number=6)
    heard = await reply(said(GROUP, "So it begins", reply_to_message=story, message_thread_id=5))
    assert (heard.to, heard.thread, heard.mark, heard.to_us) == (
        ref("-100500", 5),
        ref("-100500", 5),
        "k7",
        True,
    )
    heard = await reply(said(GROUP, "Nice", reply_to_message=other, message_thread_id=6))
    assert (heard.mark, heard.to_us) == (None, False)


async def test_an_edit_has_the_new_words() -> None:
    raw = update("edited_message", message(GROUP, "So it begins again", edit_date=NOON + 60))
    heard = await event(raw)
    assert isinstance(heard, Edited)
    assert (heard.message, heard.text) == (ref("-100500", 10), "So it begins again")
    photo = message(GROUP, caption="Seen", photo=PHOTO, edit_date=NOON + 60)
    heard = await event(update("edited_message", photo))
    assert isinstance(heard, Edited)
    assert heard.text == "Seen"


@pytest.mark.parametrize(
    ("typed", "said_now"),
    [
        ("/comment f0 Better words", "Better words"),
        ("/comment@briefing_bot f0\nBetter words,\nand more", "Better words,\nand more"),
        ('/comment "Northland recalls" Better words', "Better words"),
    ],
)
async def test_of_an_edited_comment_command_only_the_words_are_the_comment(typed: str, said_now: str) -> None:
    heard = await event(update("edited_message", message(PRIVATE, typed, edit_date=NOON + 60)))
    assert isinstance(heard, Edited)
    assert heard.text == said_now


@pytest.mark.parametrize(
    "typed", ["/send yes", "/comment", "/comment f0", "/comments f0 2", "/comment@weather_bot f0 Rain"]
)
async def test_any_other_edited_command_is_nothing(typed: str) -> None:
    assert await event(update("edited_message", message(PRIVATE, typed, edit_date=NOON + 60))) is None


async def test_an_edit_without_words_or_of_a_bot_is_nothing() -> None:
    moving = message(PRIVATE, location={"latitude": 1.0, "longitude": 2.0}, edit_date=NOON + 60)
    assert await event(update("edited_message", moving)) is None
    assert await event(update("edited_message", message(GROUP, "Beep", sender=OTHER_BOT))) is None
    assert await event(update("edited_message", copied(GROUP, post=41, edit_date=NOON))) is None
    post = message(CHANNEL, "/desk", sender=None, sender_chat=CHANNEL, edit_date=NOON + 60)
    assert await event(update("edited_channel_post", post)) is None
