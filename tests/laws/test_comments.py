"""The laws of ``CommentStore``: comments and who sees them."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.chats import ChatKind, ChatRef, MessageRef
from bot.model.comments import Comment, CommentId, CommentState, Counts
from bot.model.events import Arrival, Command
from bot.model.news import StoryId
from storage.store import SqlStore
from tests.laws.makers import ANA, CHANNEL, CHAT, HOUR, K1, K2, MINUTE, NOW, RAVI, ROOM, chat, comment, held

FAR = ChatRef("discord", "42")


async def page(store: SqlStore, ref: ChatRef = CHAT, offset: int = 0, limit: int = 50) -> list[str]:
    return [one.source.id for one in await store.comments.page(K1, ref, offset, limit)]


async def test_a_comment_comes_back_as_it_was_kept(store: SqlStore) -> None:
    kept = await store.comments.keep(comment("7"))
    assert kept == Comment(
        id=kept.id,
        story=K1,
        source=MessageRef(CHAT, "7"),
        author=ANA.ref,
        shown="Ana",
        parent=None,
        text="Comment 7.",
        state=CommentState.VISIBLE,
        shared=True,
        at=NOW,
    )
    assert await store.comments.get(kept.id) == kept
    assert await store.comments.by_source(kept.source) == kept
    assert await store.comments.get(CommentId(99)) is None
    assert await store.comments.by_source(MessageRef(ROOM, "7")) is None


async def test_the_same_message_again_changes_nothing(store: SqlStore) -> None:
    kept = await store.comments.keep(comment("7"))
    assert await store.comments.keep(replace(comment("7"), text="Other.")) == kept
    assert await page(store) == ["7"]


async def test_an_edit_follows_the_message(store: SqlStore) -> None:
    kept = await store.comments.keep(comment("7"))
    edited = await store.comments.edit(kept.source, "Better.", NOW + MINUTE)
    assert edited == replace(kept, text="Better.", edited=NOW + MINUTE)
    assert await store.comments.get(kept.id) == edited
    assert await store.comments.edit(MessageRef(CHAT, "8"), "x", NOW) is None


async def test_a_deleted_comment_is_empty_and_its_answers_stay(store: SqlStore) -> None:
    kept = await store.comments.keep(comment("7"))
    await store.comments.keep(replace(comment("8", RAVI), parent=kept.id))
    deleted = await store.comments.delete(kept.source, NOW + MINUTE)
    assert deleted == replace(kept, text="", state=CommentState.DELETED, edited=NOW + MINUTE)
    assert await page(store) == ["8"]
    assert await store.comments.delete(kept.source, NOW) is None
    assert await store.comments.edit(kept.source, "Back.", NOW) is None


async def test_a_held_reply_is_put_on_its_story_once(store: SqlStore) -> None:
    kept = await store.comments.keep(held("7"))
    assert (kept.story, kept.state) == (None, CommentState.HELD)
    assert await page(store) == []
    settled = await store.comments.settle(kept.id, K1)
    assert settled == replace(kept, story=K1, state=CommentState.VISIBLE)
    assert await page(store) == ["7"]
    assert await store.comments.settle(kept.id, K2) is None
    assert await store.comments.settle(CommentId(99), K1) is None


async def test_a_held_comment_of_a_story_waits_for_a_moderator(store: SqlStore) -> None:
    kept = await store.comments.keep(replace(comment("7"), state=CommentState.HELD))
    assert await store.comments.settle(kept.id, K1) is None


async def test_a_held_reply_that_was_taken_back_is_put_on_no_story(store: SqlStore) -> None:
    kept = await store.comments.keep(held("7"))
    await store.comments.delete(kept.source, NOW)
    assert await store.comments.settle(kept.id, K1) is None


@pytest.mark.parametrize("state", [CommentState.HELD, CommentState.HIDDEN, CommentState.DELETED])
async def test_only_visible_comments_are_seen_and_counted(store: SqlStore, state: CommentState) -> None:
    await store.comments.keep(replace(comment("7"), state=state))
    assert await page(store) == []
    assert await store.comments.counts([K1], CHAT) == {K1: Counts(0, 0)}


async def test_what_is_not_shared_is_seen_in_its_own_chat(store: SqlStore) -> None:
    await store.comments.keep(comment("1", shared=False))
    await store.comments.keep(comment("2"))
    await store.comments.keep(comment("3", ref=FAR, shared=False))
    assert await page(store) == ["1", "2"]
    assert await page(store, FAR) == ["2", "3"]
    assert await store.comments.counts([K1, K2], CHAT) == {K1: Counts(2, 0), K2: Counts(0, 0)}
    assert await store.comments.counts([K1], ROOM) == {K1: Counts(1, 0)}


async def test_what_a_chat_does_not_see_is_counted(store: SqlStore) -> None:
    await store.chats.see(replace(chat(CHANNEL, ChatKind.OPEN), discussion=ROOM.id))
    for number, where in enumerate((CHAT, ROOM, ROOM, CHANNEL)):
        await store.comments.keep(replace(comment(f"{number}", ref=where), shared=False))
    await store.comments.keep(comment("9", ref=CHAT))
    await store.comments.delete(MessageRef(ROOM, "2"), NOW)
    unseen = {ref: await store.comments.unseen(K1, ref) for ref in (CHAT, ROOM, CHANNEL)}
    assert unseen == {CHAT: 2, ROOM: 2, CHANNEL: 1}
    assert await store.comments.unseen(K2, CHAT) == 0


async def test_answers_follow_what_they_answer(store: SqlStore) -> None:
    first = await store.comments.keep(comment("first"))
    second = await store.comments.keep(comment("second"))
    answer = await store.comments.keep(replace(comment("first-answer"), parent=first.id))
    await store.comments.keep(replace(comment("second-answer"), parent=second.id))
    await store.comments.keep(replace(comment("first-answer-answer"), parent=answer.id))
    await store.comments.keep(replace(comment("first-other"), parent=first.id))
    order = ["first", "first-answer", "first-answer-answer", "first-other", "second", "second-answer"]
    assert await page(store) == order
    assert await page(store, offset=1, limit=2) == order[1:3]
    assert await page(store, offset=6) == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=25), st.integers(1, 9))
async def test_any_discussion_is_paged_in_threads(store: SqlStore, answers: list[int], size: int) -> None:
    story = StoryId(f"k{uuid4().int}")
    said: list[Comment] = []
    for answered in answers:  # beyond the end: a thread of its own
        parent = said[answered].id if answered < len(said) else None
        said.append(await store.comments.keep(replace(comment(uuid4().hex), story=story, parent=parent)))

    def with_answers(parent: CommentId | None) -> list[CommentId]:
        return [one for top in said if top.parent == parent for one in (top.id, *with_answers(top.id))]

    pages = [await store.comments.page(story, CHAT, start, size) for start in range(0, len(said), size)]
    assert [one.id for one_page in pages for one in one_page] == with_answers(None)


async def test_a_persons_name_and_wish_hold_for_all_that_they_said(store: SqlStore) -> None:
    await store.people.meet(ANA, CHAT)
    kept = await store.comments.keep(comment("1"))
    await store.comments.keep(comment("2", RAVI))
    await store.comments.share(ANA.ref, "A.", shared=False)
    assert await store.comments.get(kept.id) == replace(kept, shown="A.", shared=False)
    assert await page(store, ROOM) == ["2"]
    known = await store.people.meet(ANA, CHAT)
    assert (known.name, known.shown, known.shares) == ("Ana", "A.", False)
    await store.comments.share(ANA.ref, "Ana", shared=True)
    assert await page(store, ROOM) == ["1", "2"]


async def test_how_much_somebody_said_lately_is_counted(store: SqlStore) -> None:
    await store.comments.keep(comment("1", at=NOW - HOUR))
    await store.comments.keep(comment("2", at=NOW))
    await store.comments.keep(comment("3", RAVI))
    assert await store.comments.recent(ANA.ref, NOW - MINUTE) == 1
    assert await store.comments.recent(ANA.ref, NOW - HOUR) == 2


async def test_what_a_person_said_of_stories_is_listed_newest_first(store: SqlStore) -> None:
    for number in range(3):
        await store.comments.keep(comment(str(number), at=NOW + number * MINUTE))
    await store.comments.keep(comment("other", RAVI))
    await store.comments.keep(held("held"))
    await store.comments.keep(replace(comment("hidden"), state=CommentState.HIDDEN))
    await store.comments.delete(MessageRef(CHAT, "1"), NOW)
    said = await store.comments.by_author(ANA.ref, 9)
    assert [one.source.id for one in said] == ["2", "0"]
    assert [one.source.id for one in await store.comments.by_author(ANA.ref, 1)] == ["2"]


async def test_deleting_again_changes_nothing(store: SqlStore) -> None:
    kept = await store.comments.keep(comment("7"))
    await store.comments.keep(comment("8"))
    for _ in range(2):
        await store.comments.delete(kept.source, NOW)
        assert await store.comments.counts([K1], CHAT) == {K1: Counts(1, 0)}
        assert await page(store) == ["8"]


async def test_a_chat_sees_what_is_said_where_it_is_discussed(store: SqlStore) -> None:
    await store.chats.see(chat(CHANNEL))
    await store.chats.set_discussion(CHANNEL, ROOM.id)
    await store.comments.keep(comment("1", ref=ROOM, shared=False))
    await store.comments.keep(comment("2", ref=CHANNEL, shared=False))
    assert await page(store, CHANNEL) == ["1", "2"]
    assert await page(store, ROOM) == ["1"]
    assert await page(store) == []
    assert await store.comments.counts([K1], CHANNEL) == {K1: Counts(2, 0)}
    assert await store.comments.counts([K1], ROOM) == {K1: Counts(1, 0)}


async def test_likes_without_names_are_added_up_over_messages(store: SqlStore) -> None:
    await store.comments.like(K1, ANA, NOW)
    assert await store.comments.tally(MessageRef(CHANNEL, "1"), K1, 40)
    assert not await store.comments.tally(MessageRef(CHANNEL, "1"), K1, 40)
    assert await store.comments.tally(MessageRef(CHANNEL, "1"), K1, 39)
    assert await store.comments.tally(MessageRef(ROOM, "1"), K1, 2)
    assert await store.comments.counts([K1, K2], FAR) == {K1: Counts(0, 42), K2: Counts(0, 0)}
    assert await store.comments.tally(MessageRef(CHANNEL, "1"), K1, 0)
    assert not await store.comments.tally(MessageRef(CHANNEL, "1"), K1, 0)
    assert await store.comments.counts([K1], FAR) == {K1: Counts(0, 3)}


async def test_a_like_counts_once_for_all_chats(store: SqlStore) -> None:
    assert await store.comments.like(K1, ANA, NOW)
    assert not await store.comments.like(K1, ANA, NOW)
    assert await store.comments.like(K1, RAVI, NOW)
    assert await store.comments.counts([K1], FAR) == {K1: Counts(0, 2)}
    assert await store.comments.unlike(K1, ANA.ref)
    assert not await store.comments.unlike(K1, ANA.ref)
    assert await store.comments.counts([K1], FAR) == {K1: Counts(0, 1)}


async def test_a_like_is_turned_once_by_each_event(store: SqlStore) -> None:
    for key in ("e1", "e2"):
        await store.inbox.put([Command(Arrival(key, chat(), ANA), "like k1")], NOW)
    turns = [await store.comments.toggle_like(K1, ANA, key, NOW) for key in ("e1", "e1", "e2", "e2")]
    assert turns == [True, True, False, False]
    assert await store.comments.counts([K1], CHAT) == {K1: Counts(0, 0)}
