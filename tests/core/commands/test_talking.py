"""The conversation by command: pages of comments, comments, likes, and what is kept of a person."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.model.chats import Chat, ChatKind, ChatRef, Layout, MessageRef, Person, PersonRef
from bot.model.editions import PostKind
from bot.model.news import StoryId
from bot.text.markup import Time, plain_text
from storage.store import SqlStore
from tests.core.readers.room import (
    ANA,
    CLUB,
    HOME,
    LIA,
    RAVI,
    RECALL,
    SQUARE,
    VISAS,
    Readers,
    button,
    buttons,
    text,
)
from tests.fakes.clock import FakeClock

K1 = StoryId("k1")


@pytest.fixture
def readers(store: SqlStore, clock: FakeClock) -> Readers:
    return Readers(store, clock)


async def test_comments_stand_in_threads_with_who_said_them_where_and_when(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, story = await readers.deliver(SQUARE)
    await readers.press("shown named", ANA, HOME)
    await readers.say("comment k1 The talks next month are the real test.", ANA, HOME)
    readers.clock.advance(timedelta(minutes=8))
    _, first = await readers.reply("Watch who chairs them.", story, LIA, SQUARE)
    _, second = await readers.reply("Agred.", first, RAVI, SQUARE)
    await readers.reply("Two embassies in eleven years.", story, RAVI, SQUARE)
    await readers.edit(second, "Agreed.", RAVI, SQUARE)
    answer = await readers.answer("comments k1", chat=SQUARE)
    assert text(answer) == (
        "4 comments\n"
        f"{RECALL}\n\n"
        "Ana · Telegram · 03:00\nThe talks next month are the real test.\n\n"
        "Lia · Discord · 03:08\nWatch who chairs them.\n\n"
        "↳ Ravi · Discord · 03:08 · edited\nAgreed.\n\n"
        "Ravi · Discord · 03:08\nTwo embassies in eleven years."
    )
    assert [block.depth for block in answer.message.blocks] == [0, 0, 0, 0, 0, 1, 1, 0, 0]
    assert any(isinstance(span, Time) for block in answer.message.blocks for span in block.spans)
    assert buttons(answer.message) == {"Leave a reply": "reply k1"}
    assert (answer.kind, answer.story) == (PostKind.COMMENTS, "k1")


async def test_a_comment_of_another_day_has_its_date(readers: Readers) -> None:
    await readers.publish(RECALL)
    await readers.say("comment k1 Early.")
    readers.clock.advance(timedelta(days=2))
    assert "Ana · Telegram · Sunday 4 January, 03:00\nEarly." in await readers.say("comments k1")


async def test_pages_turn_in_place_and_a_storys_own_button_leaves_the_story(readers: Readers) -> None:
    await readers.publish(RECALL)
    for number in range(1, 18):
        who = Person(PersonRef("discord", f"p{number}"), f"P{number}")
        await readers.say(f"comment k1 Number {number}.", who, SQUARE)
    first = await readers.answer("comments k1", chat=SQUARE, pressed=True)
    assert not first.replaces
    assert buttons(first.message) == {
        "1/3": "comments k1 1",
        "›": "comments k1 2",
        "Leave a reply": "reply k1",
    }
    second = await readers.answer(button(first.message, "›").action, chat=SQUARE, pressed=True)
    assert second.replaces
    assert list(buttons(second.message)) == ["‹", "2/3", "›", "Leave a reply"]
    assert "Number 9." in text(second)
    assert "Number 8." not in text(second)
    last = await readers.answer("comments k1 99", chat=SQUARE)
    assert list(buttons(last.message)) == ["‹", "3/3", "Leave a reply"]
    assert "from 1 to 10000" in (await readers.say("comments k1 x")).replace(",", "")


async def test_a_story_without_comments_says_so(readers: Readers) -> None:
    await readers.publish(RECALL)
    assert await readers.say("comments k1") == f"No comments yet\n{RECALL}"


async def test_of_comments_that_a_chat_may_not_see_it_learns_only_how_many_there_are(
    readers: Readers,
) -> None:
    await readers.publish(RECALL)
    for who in (ANA, Person(PersonRef("telegram", "8"), "Kim")):
        alone = Chat(ChatRef("telegram", who.ref.id), ChatKind.PRIVATE, who.name)
        await readers.say(f"comment k1 Between {who.name} and you.", who, alone)
    assert await readers.say("comments k1", RAVI, SQUARE) == (
        f"No comments to be seen here\n{RECALL}\n\n2 more are shown only where they were made."
    )
    await readers.say("comment k1 Everybody may read this.", RAVI, SQUARE)
    seen = await readers.say("comments k1", ANA, HOME)
    assert seen.startswith("2 comments\n")
    assert seen.endswith("\n\n1 more is shown only where it was made.")
    assert "Kim" not in seen
    await readers.press("shown unnamed", Person(PersonRef("telegram", "8"), "Kim"), HOME)
    assert "only where" not in await readers.say("comments k1", ANA, HOME)


async def test_a_comment_by_command_is_kept_once_for_its_message(readers: Readers) -> None:
    await readers.publish(RECALL)
    own = MessageRef(SQUARE.ref, "m1")
    for _ in range(2):
        answer = await readers.answer("comment k1 I read this.", RAVI, SQUARE, on=own)
        assert text(answer) == f"Your comment stands under “{RECALL}”."
    assert [one.text for one in await readers.store.comments.page(K1, SQUARE.ref, 0, 9)] == ["I read this."]
    assert "Shorten it" in await readers.say(f"comment k1 {'x' * 2001}", RAVI, SQUARE)


async def test_a_comment_by_command_from_a_private_chat_asks_how_it_may_be_shown(readers: Readers) -> None:
    await readers.publish(RECALL)
    answer = await readers.answer("comment k1 I read this.")
    assert "shown named" in buttons(answer.message).values()


async def test_the_reply_button_asks_for_a_comment_on_its_story(readers: Readers) -> None:
    await readers.publish(RECALL)
    answer = await readers.press("reply k1")
    assert text(answer) == f"Your comment on “{RECALL}”: reply to this message with it."
    assert (answer.asks, answer.kind, answer.story) == (True, PostKind.PROMPT, "k1")


async def test_a_pressed_like_shows_the_new_count_at_once_and_again_takes_it_back(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, copy = await readers.deliver(SQUARE)
    liked = await readers.answer("like k1", RAVI, SQUARE, pressed=True, on=copy)
    assert liked.replaces
    assert "♡ 1" in buttons(liked.message)
    assert await readers.lines.refresh() == 0
    unliked = await readers.answer("like k1", RAVI, SQUARE, pressed=True, on=copy)
    assert "♡" in buttons(unliked.message)


async def test_a_like_on_a_story_that_was_only_shown_keeps_it(readers: Readers) -> None:
    await readers.publish(RECALL)
    shown = MessageRef(SQUARE.ref, "shown")
    liked = await readers.answer("like k1", RAVI, SQUARE, pressed=True, on=shown)
    assert text(liked).startswith(f"Newsline: {RECALL}")
    assert "♡ 1" in buttons(liked.message)
    assert await readers.say("like k1", RAVI, SQUARE) == f"You no longer like “{RECALL}”."
    assert await readers.say("like k1", RAVI, SQUARE) == f"You like “{RECALL}”."


async def test_how_one_is_shown_can_be_changed_at_any_time(readers: Readers) -> None:
    assert await readers.say("shown here") == (
        "Your comments are shown only in the chats where you write them."
    )
    assert await readers.say("shown named") == "Your comments are shown in all chats, under your name."
    assert "is not one of named, unnamed, here" in await readers.say("shown elsewhere")


async def test_how_one_is_shown_now_is_told_with_the_choice(readers: Readers) -> None:
    asked = await readers.answer("shown")
    assert text(asked) == (
        "What you write in an open chat is shown in all chats, under your name; "
        "what you write anywhere else stays there.\n\n"
        "How may your comments be shown in other chats?"
    )
    choices = {"As Ana": "shown named", "Without my name": "shown unnamed", "Only in this chat": "shown here"}
    assert buttons(asked.message) == choices
    await readers.press("shown unnamed")
    assert (await readers.say("shown")).startswith(
        "Your comments are shown in all chats, as those of “A reader”."
    )
    await readers.press("shown named")
    assert (await readers.say("shown")).startswith("Your comments are shown in all chats, as those of “Ana”.")
    await readers.press("shown here")
    assert (await readers.say("shown")).startswith("Your comments are shown only in the chats where")
    assert "With my name" in buttons((await readers.answer("shown", ANA, CLUB)).message)


async def test_a_comment_that_was_put_on_its_story_asks_how_it_may_be_shown(readers: Readers) -> None:
    await readers.publish(RECALL, VISAS)
    (digest,) = await readers.deliver(HOME, layout=Layout.DIGEST)
    question, _ = await readers.reply("At last.", digest, ANA, HOME)
    placed = await readers.press(buttons(question.message)["2"])
    assert placed.replaces
    assert text(placed).startswith(
        f"Your comment stands under “{VISAS}”.\n\nYour comment stands in this chat."
    )
    assert buttons(placed.message)["As Ana"] == "shown named"
    question, _ = await readers.reply("And now?", digest, ANA, HOME)
    again = await readers.press(buttons(question.message)["1"])
    assert text(again) == f"Your comment stands under “{RECALL}”."


async def test_mydata_tells_everything_to_be_read_and_as_a_file(readers: Readers) -> None:
    await readers.publish(RECALL, VISAS)
    await readers.say("comment k1 The fence was there before.")
    await readers.say("like k2")
    await readers.say("subscribe")
    answer = await readers.answer("mydata")
    said = text(answer)
    assert said == (
        "What is kept of you\n\nYour name: Ana\n1 comment\n1 like\nOur private chat\nIts subscription\n\n"
        "What you wrote\n\n"
        f"Saturday 3 January, 19:00, on “{RECALL}”: The fence was there before.\n\n"
        "The file has all of it, in full. /forgetme erases it."
    )
    (file,) = answer.message.files
    assert (file.name, file.media_type) == ("my-data.json", "application/json")
    (comment,) = json.loads(file.content)["comments"]
    assert comment["text"] == "The fence was there before."
    assert comment["at"] == "2026-01-03T18:00:00+00:00"
    assert json.loads(file.content)["subscriptions"][0]["order"]["size"] == 7


async def test_mydata_tells_of_a_comment_that_waits_for_its_story(readers: Readers) -> None:
    await readers.publish(RECALL, VISAS)
    (digest,) = await readers.deliver(SQUARE, layout=Layout.DIGEST)
    await readers.reply("At last.", digest, RAVI, SQUARE)
    assert "on a story that you have not named yet: At last." in await readers.say("mydata", RAVI, SQUARE)


async def test_mydata_names_a_story_that_is_gone_by_its_id(readers: Readers) -> None:
    await readers.publish(RECALL)
    await readers.say("comment k1 Early.", RAVI, SQUARE)
    await readers.store.feeds.database.write(lambda session: session.run("DELETE FROM stories"), "test")
    assert "on “k1”: Early." in await readers.say("mydata", RAVI, SQUARE)


async def test_a_number_is_a_message_and_no_row_of_a_desk(readers: Readers) -> None:
    k1, k2 = await readers.publish(RECALL, VISAS)
    header, first, _ = await readers.deliver(SQUARE)
    await readers.store.desk.show("main", RAVI.ref, [k2, k1])
    assert (await readers.say(f"comments {first.id}", RAVI, SQUARE)).endswith(RECALL)
    for line in ("comments 2", "comment 2 Yes.", "story 2"):
        assert await readers.say(line, RAVI, HOME) == (
            "I don’t know what 2 stands for here. Name the story by its id, such as k7."
        )
    assert "is about several stories" in await readers.say(f"comments {header.id}", RAVI, SQUARE)


async def test_mydata_of_many_records_leaves_the_rest_to_the_file(readers: Readers) -> None:
    await readers.publish(RECALL)
    for number in range(7):
        await readers.say(f"comment k1 Number {number}.", RAVI, SQUARE)
    answer = await readers.answer("mydata", RAVI, SQUARE)
    assert "Number 4." in text(answer)
    assert "Number 5." not in text(answer)
    assert "and 2 more in the file" in text(answer)
    assert len(json.loads(answer.message.files[0].content)["comments"]) == 7


async def test_forgetme_asks_then_erases_and_leaves_the_answers_of_others(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, story = await readers.deliver(SQUARE)
    _, mine = await readers.reply("Mine.", story, LIA, SQUARE)
    await readers.reply("An answer.", mine, RAVI, SQUARE)
    asked = await readers.answer("forgetme", LIA, SQUARE)
    assert buttons(asked.message) == {"Erase it all": "forgetme yes"}
    assert "What others answered stays. It cannot be undone." in text(asked)
    assert len(await readers.store.comments.page(K1, SQUARE.ref, 0, 9)) == 2

    erased = await readers.answer("forgetme yes", LIA, SQUARE, pressed=True)
    assert erased.replaces
    assert text(erased) == (
        "Erased: your comment, your likes, your name, and everything else that was kept of you.\n\n"
        "What others answered stays. /start begins anew."
    )
    assert [one.text for one in await readers.store.comments.page(K1, SQUARE.ref, 0, 9)] == ["An answer."]
    assert await readers.store.people.about(LIA.ref) == {}


async def test_forgetme_puts_no_button_before_others(readers: Readers) -> None:
    asked = await readers.answer("forgetme", LIA, SQUARE)
    assert asked.aloud
    assert plain_text(asked.aloud).startswith("That is for you alone. Send me /forgetme in private")
    assert asked.aloud.buttons == ()


async def test_comments_that_were_deleted_before_are_not_said_to_be_erased(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, story = await readers.deliver(SQUARE)
    own = [(await readers.reply(f"Number {number}.", story, LIA, SQUARE))[1] for number in range(3)]
    await readers.delete(own[0], LIA, SQUARE)
    assert (await readers.say("forgetme yes", LIA, SQUARE)).startswith("Erased: your 2 comments,")


async def test_a_channel_or_anonymous_administrator_cannot_be_forgotten(readers: Readers) -> None:
    nobody = Person(PersonRef("telegram", "channel"), "A channel", anonymous=True)
    assert "Send it in your own name" in await readers.say("forgetme yes", nobody, HOME)


async def test_of_a_stranger_nothing_is_kept(readers: Readers) -> None:
    assert await readers.people.data(LIA.ref) == {}
