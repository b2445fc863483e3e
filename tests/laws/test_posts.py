"""The laws of ``PostStore``."""

from __future__ import annotations

from dataclasses import replace

from bot.model.chats import ChatRef, MessageRef
from bot.model.editions import Post, PostKind
from storage.store import SqlStore
from tests.laws.makers import CHAT, K1, K2, NOW, ROOM, add_story

STORY = Post(CHAT, "1", PostKind.STORY, K1, None, 0, NOW)


async def test_a_post_is_found_by_its_message(store: SqlStore) -> None:
    await store.posts.remember(STORY)
    assert await store.posts.find(MessageRef(CHAT, "1")) == STORY
    assert await store.posts.find(MessageRef(ROOM, "1")) is None


async def test_a_post_without_instant_is_kept(store: SqlStore) -> None:
    prompt = Post(CHAT, "2", PostKind.PROMPT, K1)
    await store.posts.remember(prompt)
    assert await store.posts.find(MessageRef(CHAT, "2")) == prompt


async def test_what_a_message_is_about_is_never_changed(store: SqlStore) -> None:
    await store.posts.remember(STORY)
    await store.posts.remember(replace(STORY, story=K2))
    assert await store.posts.find(MessageRef(CHAT, "1")) == STORY


# Copies that the platform makes

COPY = MessageRef(ROOM, "9")


async def test_a_copy_is_found_as_the_post_that_it_is_of(store: SqlStore) -> None:
    await store.posts.remember(STORY)
    await store.posts.copied(COPY, STORY.ref, None, NOW)
    found = await store.posts.find(COPY)
    assert found == STORY
    assert found.ref != COPY


async def test_a_copy_may_be_heard_of_before_its_post_is_recorded(store: SqlStore) -> None:
    await store.posts.copied(COPY, STORY.ref, None, NOW)
    assert await store.posts.find(COPY) is None
    await store.posts.remember(STORY)
    assert await store.posts.find(COPY) == STORY


async def test_a_copy_whose_post_was_never_recorded_is_of_the_story_that_it_names(store: SqlStore) -> None:
    await store.posts.copied(COPY, STORY.ref, "k1", NOW)
    assert await store.posts.find(COPY) is None  # there is no such story
    await add_story(store)
    assert await store.posts.find(COPY) == Post(CHAT, "1", PostKind.STORY, K1)
    await store.posts.remember(replace(STORY, story=K2))
    assert await store.posts.find(COPY) == replace(STORY, story=K2)


async def test_what_a_copy_is_of_is_never_changed(store: SqlStore) -> None:
    await store.posts.remember(STORY)
    await store.posts.copied(COPY, STORY.ref, None, NOW)
    await store.posts.copied(COPY, MessageRef(CHAT, "2"), "k2", NOW)
    assert await store.posts.find(COPY) == STORY


# Parts of a chat


async def test_a_message_that_is_named_without_its_topic_is_found(store: SqlStore) -> None:
    in_topic = replace(STORY, chat=ChatRef("console", "-1/5"), message="77")
    await store.posts.remember(in_topic)
    assert await store.posts.find(MessageRef(ChatRef("console", "-1"), "77")) == in_topic
    assert await store.posts.find(MessageRef(ChatRef("console", "-10"), "77")) is None
    assert await store.posts.find(MessageRef(ChatRef("console", "-1/6"), "77")) is None
    assert await store.posts.find(MessageRef(ChatRef("console", "-1"), "78")) is None
