"""The laws of ``PostStore``."""

from __future__ import annotations

from dataclasses import replace

from bot.model.chats import MessageRef
from bot.model.editions import Post, PostKind
from storage.store import SqlStore
from tests.laws.makers import CHAT, K1, K2, NOW, ROOM

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
