"""Hearing what becomes of chats: we are let in or put out, they move, their topics close."""

from __future__ import annotations

import pytest

from bot.model.events import ChatChange, ChatChanged
from tests.adapters.telegram.listening import chat, event, hear
from tests.adapters.telegram.shapes import (
    ANONYMOUS,
    BASIC,
    BEN,
    CHANNEL,
    FORUM,
    GROUP,
    ME,
    PRIVATE,
    SERVICE,
    Json,
    member,
    membership,
    said,
)

LEFT, MEMBER, KICKED = (member(ME, status) for status in ("left", "member", "kicked"))
ADMINISTRATOR = member(ME, "administrator")
POSTS = member(ME, "administrator", can_post_messages=True)
MUTE = member(ME, "restricted", can_send_messages=False)
RESTRICTED = member(ME, "restricted")
OUTSIDE = member(ME, "restricted", is_member=False)
ADDED, REMOVED = ChatChange.ADDED, ChatChange.REMOVED
BARRED, ALLOWED = ChatChange.BARRED, ChatChange.ALLOWED


@pytest.mark.parametrize(
    ("room", "old", "new", "change"),
    [
        (PRIVATE, MEMBER, KICKED, REMOVED),
        (PRIVATE, KICKED, MEMBER, ADDED),
        (GROUP, LEFT, MEMBER, None),  # a service message tells who let us in
        (GROUP, KICKED, ADMINISTRATOR, None),
        (BASIC, LEFT, MEMBER, None),
        (GROUP, LEFT, MUTE, BARRED),
        (GROUP, MEMBER, LEFT, REMOVED),
        (GROUP, MEMBER, KICKED, REMOVED),
        (GROUP, MEMBER, OUTSIDE, REMOVED),
        (GROUP, MEMBER, MUTE, BARRED),
        (GROUP, MUTE, MEMBER, ALLOWED),
        (GROUP, MUTE, RESTRICTED, ALLOWED),
        (GROUP, MUTE, KICKED, REMOVED),
        (CHANNEL, LEFT, POSTS, ADDED),
        (CHANNEL, LEFT, ADMINISTRATOR, BARRED),
        (CHANNEL, POSTS, ADMINISTRATOR, BARRED),
        (CHANNEL, POSTS, MEMBER, BARRED),
        (CHANNEL, ADMINISTRATOR, POSTS, ALLOWED),
        (CHANNEL, POSTS, KICKED, REMOVED),
        (GROUP, MEMBER, ADMINISTRATOR, None),
        (GROUP, MEMBER, RESTRICTED, None),
        (GROUP, LEFT, KICKED, None),
        (CHANNEL, ADMINISTRATOR, MEMBER, None),
    ],
)
async def test_our_membership_changes_a_chat_where_it_changes_what_we_can_do(
    room: Json, old: Json, new: Json, change: ChatChange | None
) -> None:
    heard = await event(membership(room, old, new))
    if change is None:
        assert heard is None
        return
    assert isinstance(heard, ChatChanged)
    assert heard.change is change
    assert heard.origin.person.ref.id == "77"
    assert heard.one_way is (room is CHANNEL)


@pytest.mark.parametrize(
    "news",
    [{"new_chat_members": [ME]}, {"new_chat_members": [BEN, ME]}, {"group_chat_created": True}],
    ids=["alone", "with others", "with the group"],
)
@pytest.mark.parametrize("room", [BASIC, GROUP])
async def test_a_group_that_we_are_added_to_lets_us_in(room: Json, news: Json) -> None:
    heard = await event(said(room, **news))
    assert isinstance(heard, ChatChanged)
    assert (heard.change, heard.origin.person.ref.id) == (ADDED, "77")
    assert heard.origin.chat.ref == chat(str(room["id"]))


async def test_an_anonymous_administrator_lets_us_in() -> None:
    heard = await event(said(GROUP, new_chat_members=[ME], sender=ANONYMOUS, sender_chat=GROUP))
    assert isinstance(heard, ChatChanged)
    assert heard.change is ADDED
    assert heard.origin.person.anonymous


@pytest.mark.parametrize("status", ["left", "member", "administrator", "kicked", "restricted"])
async def test_another_members_change_is_no_event_but_their_rights_are_asked_anew(status: str) -> None:
    raw = membership(GROUP, member(BEN, "administrator"), member(BEN, status), "chat_member")
    heard = await hear(raw)
    assert (heard.event, heard.query) == (None, None)
    assert heard.forget == (-100500, 78)


async def test_when_our_own_rights_change_everybodys_are_asked_anew() -> None:
    heard = await hear(membership(GROUP, MEMBER, ADMINISTRATOR))
    assert heard.forget == (-100500, None)


async def test_a_group_that_became_a_supergroup_moves_whichever_of_the_two_tells_it() -> None:
    old = await event(said(BASIC, migrate_to_chat_id=GROUP["id"]))
    new = await event(said(GROUP, migrate_from_chat_id=BASIC["id"], sender=ANONYMOUS, sender_chat=GROUP))
    for heard in (old, new):
        assert isinstance(heard, ChatChanged)
        assert heard.origin.chat.ref == chat("-300")
        assert (heard.change, heard.to) == (ChatChange.MOVED, "-100500")


async def test_a_topic_that_is_opened_again_allows_us_to_write_and_one_that_is_closed_says_nothing() -> None:
    topic: Json = {"message_thread_id": 55, "is_topic_message": True}
    assert await event(said(FORUM, forum_topic_closed={}, **topic)) is None  # we may still write there
    opened = await event(said(FORUM, forum_topic_reopened={}, **topic))
    assert isinstance(opened, ChatChanged)
    assert opened.change is ALLOWED
    assert opened.origin.chat.ref == chat("-100502/55")
    assert opened.origin.person.ref.id == "77"


async def test_a_topic_opened_by_a_bot_is_open_too() -> None:
    heard = await event(
        said(FORUM, forum_topic_reopened={}, sender=ME, message_thread_id=55, is_topic_message=True)
    )
    assert isinstance(heard, ChatChanged)
    assert heard.origin.person.ref.id == "-100502"


@pytest.mark.parametrize(
    "news",
    [
        {"new_chat_title": "Consulate row"},
        {"new_chat_members": [BEN]},
        {"left_chat_member": BEN},
        {"pinned_message": {"chat": GROUP, "message_id": 5, "date": 0}},
    ],
)
async def test_other_news_of_a_chat_changes_nothing(news: Json) -> None:
    assert await event(said(GROUP, **news)) is None


async def test_telegrams_own_account_says_nothing_to_us() -> None:
    assert await event(said(GROUP, "Login code", sender=SERVICE)) is None
