"""Hearing: each update by itself, what cannot be read set aside, and keys that never come again."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from aiogram.types import Update as Other
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.chats import ChatKind
from bot.model.events import Command, Unreadable
from storage.codec import dump_event, load_event
from tests.adapters.telegram.listening import PEN, event, hear
from tests.adapters.telegram.shapes import (
    ADA,
    BASIC,
    CHANNEL,
    FORUM,
    GROUP,
    ME,
    NOON,
    NUMBER,
    OPEN_CHANNEL,
    OPEN_GROUP,
    PRIVATE,
    Json,
    copied,
    member,
    membership,
    message,
    ours,
    pressed,
    said,
    update,
)

STORY = ours(GROUP, 5, PEN.write("comments k7", GROUP["id"]).data)
REACTION = {
    "chat": GROUP,
    "message_id": 5,
    "user": ADA,
    "date": NOON,
    "old_reaction": [],
    "new_reaction": [{"type": "emoji", "emoji": "👍"}],
}
COUNT = {
    "chat": CHANNEL,
    "message_id": 5,
    "date": NOON,
    "reactions": [{"type": {"type": "emoji", "emoji": "👍"}, "total_count": 3}],
}
EVERY_KIND = (
    said(PRIVATE, "/start comments_k7"),
    said(GROUP, "So it begins", reply_to_message=STORY, message_thread_id=5),
    said(FORUM, "/desk", message_thread_id=55, is_topic_message=True),
    said(PRIVATE, location={"latitude": 48.858, "longitude": 2.294}),
    said(BASIC, migrate_to_chat_id=-100500),
    update("message", copied(GROUP, post=41)),
    update("edited_message", message(GROUP, "So it begins again", edit_date=NOON + 60)),
    update("channel_post", message(CHANNEL, "/subscribe", sender=None, sender_chat=CHANNEL)),
    pressed(STORY, PEN.write("like k7", GROUP["id"]).data),
    update("message_reaction", REACTION),
    update("message_reaction_count", COUNT),
    said(GROUP, new_chat_members=[ME]),
    membership(CHANNEL, member(ME, "left"), member(ME, "administrator")),
    membership(PRIVATE, member(ME, "member"), member(ME, "kicked")),
    membership(GROUP, member(ME, "member"), member(ME, "restricted", can_send_messages=False)),
)


@pytest.mark.parametrize("raw", EVERY_KIND)
async def test_the_updates_of_these_tests_are_telegrams(raw: Json) -> None:
    Other.model_validate(raw)
    heard = await hear(raw)
    assert heard.event is not None
    assert not isinstance(heard.event, Unreadable)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ({"message": message()}, "update_id"),
        ({"update_id": 9, "message": {"message_id": 10, "chat": PRIVATE}}, "KeyError"),
        ({"update_id": 9, "message": "/desk"}, "AttributeError"),
        ({"update_id": 9, "message": message(text="/desk", sender={"id": 77})}, "first_name"),
        ({"update_id": 9, "message": {**message(), "date": "yesterday"}}, "TypeError"),
        ({"update_id": 9, "message": {**message(), "message_id": "ten", "text": "/desk"}}, "ValueError"),
        ({"update_id": 9, "message": {**message(), "text": {"a": 1}}}, "TypeError"),
        (
            {"update_id": 9, "message_reaction": {k: v for k, v in REACTION.items() if k != "user"}},
            "ValueError",
        ),
    ],
)
async def test_what_cannot_be_read_is_set_aside_as_it_came(raw: Json, why: str) -> None:
    heard = await event(raw)
    assert isinstance(heard, Unreadable)
    assert (heard.platform, heard.key) == ("telegram", str(raw.get("update_id")))
    assert why in heard.why
    assert json.loads(heard.raw) == raw


async def test_why_it_cannot_be_read_quotes_nobody() -> None:
    heard = await event({"update_id": 9, "message": {**message(text="/desk"), "message_id": "my secret"}})
    assert isinstance(heard, Unreadable)
    assert "secret" in heard.raw
    assert "secret" not in heard.why


async def test_a_kind_that_we_did_not_ask_for_is_nothing() -> None:
    inline = {"id": "1", "from": ADA, "query": "Northland", "offset": ""}
    unasked = ({"update_id": 9}, {"update_id": 9, "yet_unknown": {"id": 1}}, update("inline_query", inline))
    assert [await event(raw) for raw in unasked] == [None, None, None]


async def test_fields_of_a_later_bot_api_harm_nothing() -> None:
    heard = await event(said({**GROUP, "mood": "calm"}, "/desk", yet_unknown={"id": 1}))
    assert isinstance(heard, Command)


async def test_the_same_update_has_the_same_key_and_a_number_used_again_another() -> None:
    raw = {"update_id": NUMBER, "message": message(text="/desk")}
    later = {"update_id": NUMBER, "message": message(text="/desk", date=NOON + 9 * 86_400)}
    keys = [await key(each) for each in (raw, raw, later)]
    assert keys[0] == keys[1] != keys[2]
    assert keys[0].startswith(f"{NUMBER}-")


async def test_two_presses_have_two_keys_whatever_their_numbers() -> None:
    data = PEN.write("like k7", GROUP["id"]).data
    presses = [{**pressed(STORY, data, number), "update_id": NUMBER} for number in ("9001", "9002")]
    assert len({await key(each) for each in presses}) == 2


@pytest.mark.parametrize(
    ("room", "number", "kind", "title"),
    [
        (PRIVATE, "77", ChatKind.PRIVATE, "Ada North"),
        (BASIC, "-300", ChatKind.CLOSED, "Embassy row"),
        (GROUP, "-100500", ChatKind.CLOSED, "Embassy row"),
        (OPEN_GROUP, "-100501", ChatKind.OPEN, "Embassy row"),
        (CHANNEL, "-100600/channel", ChatKind.CLOSED, "Northland daily"),
        (OPEN_CHANNEL, "-100601/channel", ChatKind.OPEN, "Northland daily"),
    ],
)
async def test_a_chat_is_known_by_who_reads_along(
    room: Json,
    number: str,
    kind: ChatKind,
    title: str,
) -> None:
    heard = await event(
        membership(room, member(ME, "administrator", can_post_messages=True), member(ME, "kicked"))
    )
    assert heard is not None
    assert not isinstance(heard, Unreadable)
    chat = heard.origin.chat
    assert (chat.ref.id, chat.kind, chat.title) == (number, kind, title)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"first_name": "Ada"}, "Ada"),
        ({"first_name": "Ada", "last_name": "North"}, "Ada North"),
        ({"first_name": "\u202eAda"}, "Ada"),
        ({"first_name": "\u3164", "username": "ada"}, "ada"),
        ({"first_name": ""}, ""),
    ],
)
async def test_a_person_has_a_name_that_can_be_shown_or_none(names: dict[str, str], expected: str) -> None:
    heard = await event(said(PRIVATE, "/desk", sender={"id": 77, "is_bot": False, **names}))
    assert isinstance(heard, Command)
    assert heard.origin.person.name == expected


@pytest.mark.parametrize(
    ("code", "expected"), [("en", "en"), ("pt-br", "pt"), ("zh-hans", "zh"), ("fil", None), (None, None)]
)
async def test_a_language_is_two_letters(code: str | None, expected: str | None) -> None:
    sender = {"id": 77, "is_bot": False, "first_name": "Ada", "language_code": code}
    heard = await event(said(PRIVATE, "/desk", sender=sender))
    assert isinstance(heard, Command)
    assert heard.origin.person.language == expected


async def key(raw: Json) -> str:
    heard = (await hear(raw)).event
    assert heard is not None
    assert not isinstance(heard, Unreadable)
    return heard.origin.key


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "type", "date"]), inner, max_size=2)
    ),
    max_leaves=4,
)


Path = tuple[str | int, ...]


def spots(value: object, path: Path = ()) -> list[Path]:
    """Every place in an update."""
    inner: dict[str | int, object] = {}
    if isinstance(value, dict):
        inner = value
    elif isinstance(value, list):
        inner = dict(enumerate(value))
    return [path, *(spot for name, each in inner.items() for spot in spots(each, (*path, name)))]


def spoilt(raw: Json, path: Path, junk: object) -> Json:
    """The same with junk in this place."""
    copy = deepcopy(raw)
    holder: Any = copy
    for name in path[:-1]:
        holder = holder[name]
    holder[path[-1]] = junk
    return copy


@pytest.mark.parametrize("emoji", ["\x00", "\ud800", "👍\x00"])
@pytest.mark.parametrize("kind", ["emoji", "custom_emoji", "\x00"])
async def test_a_reaction_that_cannot_be_kept_as_it_came_is_cleaned(kind: str, emoji: str) -> None:
    reaction = {"type": {"type": kind, "emoji": emoji, "custom_emoji_id": emoji}, "total_count": 3}
    heard = (await hear(update("message_reaction_count", {**COUNT, "reactions": [reaction]}))).event
    assert heard is not None
    assert not isinstance(heard, Unreadable)
    assert load_event(*dump_event(heard), "here") == heard


@settings(max_examples=400, deadline=None)
@given(st.data())
async def test_whatever_stands_in_an_update_becomes_an_event_that_can_be_kept_or_is_set_aside(
    data: st.DataObject,
) -> None:
    raw = data.draw(st.sampled_from(EVERY_KIND))
    path = data.draw(st.sampled_from([spot for spot in spots(raw) if len(spot) > 1]))
    heard = (await hear(spoilt(raw, path, data.draw(JUNK)))).event
    if heard is not None and not isinstance(heard, Unreadable):
        assert load_event(*dump_event(heard), "here") == heard
