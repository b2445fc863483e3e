"""Replies become comments, reactions become likes; what cannot be kept is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.chats import Chat, Layout, MessageRef
from bot.model.comments import CommentState
from bot.model.editions import Post, PostKind
from bot.model.events import Reply
from bot.model.news import StoryId
from bot.readers import floods
from bot.readers.comments import LONGEST
from bot.readers.response import KEPT, SILENCE
from tests.core.readers.room import (
    ANA,
    CLUB,
    HOME,
    LIA,
    RAVI,
    RECALL,
    SQUARE,
    VISAS,
    WORDS,
    Readers,
    buttons,
    text,
)

K1, K2 = StoryId("k1"), StoryId("k2")


async def said(readers: Readers, chat: Chat = SQUARE, story: StoryId = K1) -> list[str]:
    return [one.text for one in await readers.store.comments.page(story, chat.ref, 0, 50)]


async def test_a_reply_to_a_story_is_kept_and_acknowledged_by_a_reaction(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, story = await readers.deliver(SQUARE)
    response, _ = await readers.reply("  Watch who chairs\u202e them. ", story, RAVI, SQUARE)
    assert response.reaction == KEPT
    assert response.message is None
    (comment,) = await readers.store.comments.page(K1, SQUARE.ref, 0, 9)
    assert (comment.text, comment.shown, comment.shared) == ("Watch who chairs them.", "Ravi", True)


async def test_a_reply_to_a_comment_nests_under_it(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, story = await readers.deliver(SQUARE)
    _, first = await readers.reply("The talks are the real test.", story, RAVI, SQUARE)
    _, second = await readers.reply("Agreed.", first, LIA, SQUARE)
    parent = await readers.store.comments.by_source(first)
    answer = await readers.store.comments.by_source(second)
    assert parent
    assert answer
    assert (answer.parent, answer.story) == (parent.id, "k1")


@pytest.mark.parametrize("kind", [PostKind.PROMPT, PostKind.COMMENTS])
async def test_a_reply_to_a_prompt_or_a_page_of_comments_is_about_its_story(
    readers: Readers, kind: PostKind
) -> None:
    (story,) = await readers.publish(RECALL)
    await readers.store.posts.remember(Post(SQUARE.ref, "p", kind, story, at=readers.now))
    await readers.reply("Yes.", MessageRef(SQUARE.ref, "p"), RAVI, SQUARE)
    assert await said(readers) == ["Yes."]


async def test_the_same_event_twice_is_one_comment(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, story = await readers.deliver(SQUARE)
    _, own = await readers.reply("Once.", story, RAVI, SQUARE)
    again = Reply(readers.arrival(RAVI, SQUARE), own, story, "Once.")
    assert (await readers.conversation.reply(again, WORDS)).reaction == KEPT
    assert await said(readers) == ["Once."]


async def test_a_reply_to_a_digest_is_kept_and_asks_which_story_was_meant(readers: Readers) -> None:
    await readers.publish(RECALL, VISAS)
    (digest,) = await readers.deliver(SQUARE, layout=Layout.DIGEST)
    response, own = await readers.reply("At last.", digest, RAVI, SQUARE)
    held = await readers.store.comments.by_source(own)
    assert held
    assert (held.state, held.story) == (CommentState.HELD, None)
    assert response.reaction == KEPT
    assert text(response) == f"Which story do you mean?\n\n1. {RECALL}\n2. {VISAS}"
    assert buttons(response.message) == {"1": f"place {held.id} k1", "2": f"place {held.id} k2"}
    assert await said(readers, story=K2) == []

    answer = await readers.press(f"place {held.id} k2", RAVI, SQUARE)
    assert answer.replaces
    assert text(answer) == f"Your comment stands under “{VISAS}”."
    assert await said(readers, story=K2) == ["At last."]
    assert "has its story already" in text(await readers.press(f"place {held.id} k1", RAVI, SQUARE))
    assert "somebody else’s" in text(await readers.press(f"place {held.id} k1", LIA, SQUARE))


async def test_a_reply_to_a_header_asks_too_unless_one_story_came_with_it(readers: Readers) -> None:
    stories = await readers.publish(RECALL, VISAS)
    header, *_ = await readers.deliver(SQUARE)
    response, _ = await readers.reply("At last.", header, RAVI, SQUARE)
    assert len(buttons(response.message)) == len(stories)
    alone, _ = await readers.deliver(CLUB, readers.line_up[1:])
    await readers.reply("Only one.", alone, ANA, CLUB)
    assert await said(readers, CLUB, K2) == ["Only one."]


async def test_a_reply_to_an_edition_that_is_not_known_any_more_says_what_to_do(readers: Readers) -> None:
    await readers.store.posts.remember(Post(SQUARE.ref, "old", PostKind.HEADER, None, at=readers.now))
    response, own = await readers.reply("Old.", MessageRef(SQUARE.ref, "old"), RAVI, SQUARE)
    assert text(response) == (
        "I can’t tell any more which story that was about. Send /comment with the story’s id."
    )
    assert await readers.store.comments.by_source(own) is None


async def test_a_reply_to_anything_else_is_a_hint_in_private_and_nothing_in_a_group(readers: Readers) -> None:
    private, _ = await readers.reply("Hello?", MessageRef(HOME.ref, "x"), ANA, HOME)
    assert text(private) == (
        "That message is not about a story, so I can’t keep your reply. "
        "Reply to a story, or send /comment with its id."
    )
    group, _ = await readers.reply("Hello?", MessageRef(SQUARE.ref, "x"), RAVI, SQUARE)
    assert group == SILENCE


async def test_a_reply_to_an_answer_of_ours_is_a_hint_wherever_that_is_known(readers: Readers) -> None:
    event = Reply(
        readers.arrival(RAVI, SQUARE),
        MessageRef(SQUARE.ref, "own"),
        MessageRef(SQUARE.ref, "x"),
        "Hello?",
        to_us=True,
    )
    assert text(await readers.conversation.reply(event, WORDS)).startswith(
        "That message is not about a story"
    )


def to_us(readers: Readers, chat: Chat, number: int) -> Reply:
    """A reply to a message of ours that is about nothing."""
    own, ours = MessageRef(chat.ref, f"own-{number}"), MessageRef(chat.ref, "settings")
    return Reply(readers.arrival(RAVI, chat), own, ours, "Thanks!", to_us=True)


async def test_a_chat_of_several_hears_only_now_and_then_that_a_reply_is_about_nothing(
    readers: Readers,
) -> None:
    async def heard(chat: Chat, number: int) -> bool:
        return (await readers.conversation.reply(to_us(readers, chat, number), WORDS)) != SILENCE

    assert [await heard(SQUARE, number) for number in range(4)] == [True, False, False, False]
    assert await heard(CLUB, 4)
    readers.clock.advance(timedelta(minutes=11))
    assert await heard(SQUARE, 5)
    assert [await heard(HOME, number) for number in range(6, 9)] == [True, True, True]


async def test_a_chat_of_several_hears_only_now_and_then_that_a_comment_has_no_words(
    readers: Readers,
) -> None:
    await readers.publish(RECALL)
    for chat, expected in ((SQUARE, 1), (HOME, 4)):
        _, story = await readers.deliver(chat)
        responses = [(await readers.reply("", story, RAVI, chat))[0] for _ in range(4)]
        assert len([one for one in responses if one != SILENCE]) == expected


async def test_wordless_comments_count_towards_a_chats_flood(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers.conversation, "_tide", floods.Tide(3))
    await readers.publish(RECALL)
    _, story = await readers.deliver(SQUARE)
    for _ in range(3):
        await readers.reply("", story, RAVI, SQUARE)
    flood, _ = await readers.reply("Words.", story, LIA, SQUARE)
    assert "So much is being said here" in text(flood)


async def test_a_comment_that_is_too_long_is_refused_whole(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, story = await readers.deliver(SQUARE)
    response, _ = await readers.reply("x" * 2341, story, RAVI, SQUARE)
    assert text(response) == (
        "This comment is 2,341 characters long; 2,000 is the most. Shorten it and send it again."
    )
    assert response.reaction is None
    await readers.reply("x" * LONGEST, story, RAVI, SQUARE)
    assert await said(readers) == ["x" * LONGEST]


async def test_a_reply_without_words_is_refused(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, story = await readers.deliver(SQUARE)
    response, _ = await readers.reply(" \u200b ", story, RAVI, SQUARE)
    assert text(response) == "I can only keep text. Write your comment in words and send it again."


async def test_a_flood_gets_one_notice_and_then_silence(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, story = await readers.deliver(SQUARE)
    for number in range(floods.PERSON_A_MINUTE):
        response, _ = await readers.reply(f"{number}", story, RAVI, SQUARE)
        assert response.reaction == KEPT
    notice, _ = await readers.reply("more", story, RAVI, SQUARE)
    assert text(notice) == (
        "That was a lot in a short time, and this comment is not kept. Wait a minute and send it again."
    )
    silence, _ = await readers.reply("more", story, RAVI, SQUARE)
    assert silence == SILENCE
    assert len(await said(readers)) == floods.PERSON_A_MINUTE
    other, _ = await readers.reply("calmly", story, LIA, SQUARE)
    assert other.reaction == KEPT
    readers.clock.advance(timedelta(minutes=2))
    later, _ = await readers.reply("more", story, RAVI, SQUARE)
    assert later.reaction == KEPT


async def test_an_edit_and_a_deletion_are_followed(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, story = await readers.deliver(SQUARE)
    _, own = await readers.reply("Agred.", story, RAVI, SQUARE)
    await readers.edit(own, "Agreed.", RAVI, SQUARE)
    assert await said(readers) == ["Agreed."]
    await readers.edit(own, "Forged.", LIA, SQUARE)
    assert await said(readers) == ["Agreed."]
    refused = await readers.edit(own, "x" * 2001, RAVI, SQUARE)
    assert "It stays as it was until you shorten it." in text(refused)
    assert await said(readers) == ["Agreed."]
    await readers.delete(own, RAVI, SQUARE)
    assert await said(readers) == []


async def test_a_reaction_to_a_story_is_a_like_until_it_is_taken_back(readers: Readers) -> None:
    await readers.publish(RECALL)
    header, story = await readers.deliver(SQUARE)

    async def likes() -> int:
        return (await readers.book.counts(K1, SQUARE.ref)).likes

    await readers.react(header, RAVI, SQUARE, "👍")
    assert await likes() == 0
    await readers.react(story, RAVI, SQUARE, "👍")
    await readers.react(story, RAVI, SQUARE, "👍", "🔥")
    assert await likes() == 1
    await readers.react(story, LIA, SQUARE, "👎")
    assert await likes() == 1
    await readers.react(story, RAVI, SQUARE)
    assert await likes() == 0


async def test_a_reaction_to_a_page_of_comments_is_no_like(readers: Readers) -> None:
    (story,) = await readers.publish(RECALL)
    await readers.store.posts.remember(Post(SQUARE.ref, "p", PostKind.COMMENTS, story, at=readers.now))
    await readers.react(MessageRef(SQUARE.ref, "p"), RAVI, SQUARE, "👍")
    assert (await readers.book.counts(K1, SQUARE.ref)).likes == 0


async def test_who_writes_in_private_is_asked_once_and_shown_elsewhere_only_as_they_choose(
    readers: Readers,
) -> None:
    await readers.publish(RECALL)
    _, here = await readers.deliver(HOME)
    await readers.deliver(SQUARE)
    asked, _ = await readers.reply("I was at the fence.", here, ANA, HOME)
    assert asked.reaction == KEPT
    assert buttons(asked.message) == {
        "As Ana": "shown named",
        "Without my name": "shown unnamed",
        "Only in this chat": "shown here",
    }
    again, _ = await readers.reply("And after.", here, ANA, HOME)
    assert again.message is None
    assert await said(readers, SQUARE) == []
    assert len(await said(readers, HOME)) == 2

    assert "those of “A reader”" in text(await readers.press("shown unnamed"))
    comments = await readers.store.comments.page(K1, SQUARE.ref, 0, 9)
    assert [one.shown for one in comments] == ["A reader", "A reader"]
    await readers.reply("Third.", here, ANA, HOME)
    assert len(await said(readers, SQUARE)) == 3
    await readers.press("shown here")
    assert await said(readers, SQUARE) == []
    await readers.press("shown named")
    comments = await readers.store.comments.page(K1, SQUARE.ref, 0, 9)
    assert {one.shown for one in comments} == {"Ana"}


async def test_a_chat_that_shares_nothing_asks_nothing_and_shows_nothing(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, here = await readers.deliver(replace(CLUB, shares=False))
    response, _ = await readers.reply("Between us.", here, ANA, CLUB)
    assert response.message is None
    await readers.press("shown named")
    assert await said(readers, SQUARE) == []
    assert await said(readers, CLUB) == ["Between us."]
