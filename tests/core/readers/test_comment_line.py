"""The comment line of delivered copies follows what is said, from spare rate."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import ChatGone, OutOfReach, PlatformDown, StorageDamaged, TryLater, Unknown
from bot.model.chats import ChatRef
from bot.model.comments import Counts
from bot.model.news import StoryId
from bot.readers.comment_line import MANY_CHATS, is_worth_it
from bot.text.markup import Message
from tests.core.readers.room import ANA, CLUB, RAVI, RECALL, SQUARE, Readers, buttons

K1 = StoryId("k1")


def line(said: Message) -> str:
    return next(label for label in buttons(said) if "comment" in label)


async def test_all_copies_show_a_new_comment_and_then_rest(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, here = await readers.deliver(SQUARE)
    _, there = await readers.deliver(CLUB)
    assert await readers.lines.refresh() == 0
    await readers.reply("First.", here, RAVI, SQUARE)
    assert await readers.lines.refresh() == 2
    assert {ref: line(said) for ref, said in readers.edits} == {here: "1 comment »", there: "1 comment »"}
    assert await readers.lines.refresh() == 0


async def test_what_stays_in_a_chat_changes_only_its_own_line(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, here = await readers.deliver(CLUB)
    await readers.deliver(SQUARE)
    await readers.reply("Only here.", here, ANA, CLUB)
    await readers.lines.refresh()
    assert [ref for ref, _ in readers.edits] == [here]


async def test_one_message_is_not_edited_twice_within_five_seconds(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, here = await readers.deliver(SQUARE)
    await readers.reply("First.", here, RAVI, SQUARE)
    await readers.lines.refresh()
    await readers.reply("Second.", here, RAVI, SQUARE)
    assert await readers.lines.refresh() == 0
    readers.clock.advance(timedelta(seconds=5))
    assert await readers.lines.refresh() == 1
    assert line(readers.edits[-1][1]) == "2 comments »"


async def test_copies_older_than_two_days_are_left(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, here = await readers.deliver(SQUARE)
    readers.clock.advance(timedelta(days=2, seconds=1))
    await readers.reply("Late.", here, RAVI, SQUARE)
    assert await readers.lines.refresh() == 0


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (TryLater(1), 1),
        (OutOfReach(), 1),
        (PlatformDown(), 1),
        (Unknown(), 1),
        (ChatGone(), 0),
        (StorageDamaged(), 0),
    ],
)
async def test_a_refused_edit_is_harmless_and_tried_again_where_that_helps(
    readers: Readers, error: Exception, again: int
) -> None:
    await readers.publish(RECALL)
    _, here = await readers.deliver(SQUARE)
    await readers.reply("First.", here, RAVI, SQUARE)
    readers.edit_error = error
    await readers.lines.refresh()
    readers.edit_error = None
    readers.clock.advance(timedelta(seconds=5))
    assert await readers.lines.refresh() == again


async def test_where_chats_are_many_only_thresholds_are_shown_and_none_is_skipped(readers: Readers) -> None:
    await readers.publish(RECALL)
    for number in range(MANY_CHATS):
        await readers.subscriptions.subscribe(ChatRef("discord", f"c{number}"), None)
    _, here = await readers.deliver(SQUARE)
    for number in range(1, 7):
        await readers.store.comments.like(K1, RAVI, readers.now)
        await readers.reply(f"Number {number}.", here, RAVI, SQUARE)
        readers.clock.advance(timedelta(minutes=1))
        await readers.lines.refresh()
        # Copies that are held back must not stand before older ones that are not.
        assert await readers.store.comments.stale(readers.now - timedelta(days=2), 9) == []
    assert [line(said) for _, said in readers.edits] == [
        "1 comment »",
        "2 comments »",
        "3 comments »",
        "5 comments »",
    ]


def test_a_jump_over_a_threshold_counts_as_passing_it() -> None:
    assert is_worth_it(Counts(4, 0), Counts(6, 0))
    assert not is_worth_it(Counts(6, 0), Counts(9, 0))
    assert is_worth_it(Counts(10, 0), Counts(9, 0))
    assert is_worth_it(Counts(0, 0), Counts(0, 1))
    assert is_worth_it(Counts(0, 49_999), Counts(0, 50_000))


async def test_a_copy_can_be_read_as_it_should_stand_now(readers: Readers) -> None:
    await readers.publish(RECALL)
    header, here = await readers.deliver(SQUARE)
    await readers.store.comments.like(K1, RAVI, readers.now)
    now = await readers.lines.current(here)
    assert "♡ 1" in buttons(now)
    assert await readers.lines.current(header) is None
    assert await readers.lines.refresh() == 0
