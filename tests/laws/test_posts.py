"""The laws of ``PostStore``."""

from __future__ import annotations

from dataclasses import replace

from bot.model.chats import MessageRef
from bot.model.editions import Post, PostKind
from storage.store import SqlStore
from tests.laws.makers import CHAT, HOUR, K1, K2, NOW, ROOM

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


async def test_the_newest_copy_of_a_story_is_its_last_part(store: SqlStore) -> None:
    newest = replace(STORY, message="3", part=1, at=NOW + HOUR)
    for post in (newest, STORY, replace(newest, message="2", part=0), replace(STORY, chat=ROOM, message="9")):
        await store.posts.remember(post)
    await store.posts.remember(Post(CHAT, "7", PostKind.PROMPT, K1, at=NOW + 2 * HOUR))
    assert await store.posts.of_story(K1, CHAT) == newest
    assert await store.posts.of_story(K2, CHAT) is None
