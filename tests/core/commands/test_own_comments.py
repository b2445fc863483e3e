"""A comment is taken back by its author, and by nobody else."""

from __future__ import annotations

import pytest

from bot.model.chats import Chat, ChatKind, ChatRef, MessageRef
from bot.model.news import StoryId
from bot.text.markup import plain_text
from storage.store import SqlStore
from tests.core.readers.room import ANA, HOME, LIA, RAVI, RECALL, SQUARE, VISAS, Readers, buttons, text
from tests.fakes.clock import FakeClock

K1 = StoryId("k1")
RAVIS = Chat(ChatRef("discord", "2"), ChatKind.PRIVATE, "Ravi")


@pytest.fixture
def readers(store: SqlStore, clock: FakeClock) -> Readers:
    return Readers(store, clock)


async def texts(readers: Readers) -> list[str]:
    return [comment.text for comment in await readers.store.comments.page(K1, SQUARE.ref, 0, 9)]


async def two_comments(readers: Readers) -> tuple[MessageRef, MessageRef]:
    await readers.publish(RECALL, VISAS)
    _, recall, visas = await readers.deliver(SQUARE)
    _, first = await readers.reply("Watch who chairs them.", recall, RAVI, SQUARE)
    _, second = await readers.reply("At last.", visas, RAVI, SQUARE)
    return first, second


async def test_an_answer_to_ones_own_comment_takes_it_back(readers: Readers) -> None:
    first, _ = await two_comments(readers)
    answer = await readers.answer("delete", RAVI, SQUARE, to=first)
    assert text(answer) == "Your comment is deleted."
    assert await texts(readers) == []
    assert text(await readers.answer("delete", RAVI, SQUARE, to=first)) == "Your comment is deleted."


async def test_nobody_deletes_what_somebody_else_said(readers: Readers) -> None:
    first, _ = await two_comments(readers)
    said = "That is somebody else’s comment. You can only delete your own."
    assert text(await readers.answer("delete", LIA, SQUARE, to=first)) == said
    assert text(await readers.press("delete 1", LIA, SQUARE)) == said
    assert await texts(readers) == ["Watch who chairs them."]


@pytest.mark.parametrize("line", ["delete 404", "delete x", "delete 9999999999999999999"])
async def test_what_is_no_comment_is_told_with_the_way_to_one(readers: Readers, line: str) -> None:
    said = "That is no comment. Answer one of yours with /delete, or send /delete in private to choose one."
    assert await readers.say(line) == said
    assert text(await readers.answer("delete", to=MessageRef(HOME.ref, "a story"))) == said


async def test_the_last_comments_are_listed_and_deleted_in_place(readers: Readers) -> None:
    await two_comments(readers)
    answer = await readers.answer("delete", RAVI, RAVIS)
    assert text(answer) == (
        "Your last comments\n\n"
        f"1  At last.\nSunday 4 January, 03:00 · {VISAS}\n"
        f"2  Watch who chairs them.\nSunday 4 January, 03:00 · {RECALL}"
    )
    assert buttons(answer.message) == {"Delete 1": "delete 2", "Delete 2": "delete 1"}
    assert not answer.replaces
    shorter = await readers.press("delete 1", RAVI, RAVIS)
    assert shorter.replaces
    assert buttons(shorter.message) == {"Delete 1": "delete 2"}
    assert await texts(readers) == []
    assert text(await readers.press("delete 1", RAVI, RAVIS)) == text(shorter)
    none = await readers.press("delete 2", RAVI, RAVIS)
    assert text(none) == "You have no comments. Reply to a story to write one."


async def test_what_is_a_persons_own_is_never_said_aloud(readers: Readers) -> None:
    await two_comments(readers)
    for line in ("delete", "mydata"):
        answer = await readers.answer(line, RAVI, SQUARE)
        assert "Watch who chairs them." in text(answer)
        assert answer.private
        assert answer.aloud
        assert plain_text(answer.aloud) == (
            f"That is for you alone. Send me /{line} in private, and I show it there."
        )


async def test_in_private_ones_own_comments_are_a_button_away(readers: Readers) -> None:
    await two_comments(readers)
    assert buttons((await readers.answer("comments k1", RAVI, RAVIS)).message) == {
        "Leave a reply": "reply k1",
        "My comments": "delete",
    }
    assert "My comments" not in buttons((await readers.answer("comments k1", RAVI, SQUARE)).message)
    assert "My comments" not in buttons((await readers.answer("comments k1", ANA, HOME)).message)
