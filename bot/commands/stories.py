"""Which story a person means: by its id, the row of the desk as last shown, or a message's number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.commands.table import Room
from bot.errors import UserError
from bot.model.chats import MessageRef
from bot.model.news import StoryId

if TYPE_CHECKING:
    from bot.commands.call import Call
    from bot.ports.desk import DeskStore
    from bot.ports.news import StoryStore
    from bot.ports.readers import PostStore

_ID = re.compile(r"[a-z][0-9]+")
_NUMBER = re.compile(r"[0-9]{1,18}")


class StoryFinder:
    """Finds the story that an argument names."""

    def __init__(self, *, stories: StoryStore, desk: DeskStore, posts: PostStore, briefing: str) -> None:
        self._stories = stories
        self._desk = desk
        self._posts = posts
        self._briefing = briefing

    async def find(self, call: Call, text: str) -> StoryId:
        """The story meant. Raises UserError with what to do if there is none."""
        word = text.strip().strip(",").lower()
        if _ID.fullmatch(word):
            if await self._stories.get(StoryId(word)):
                return StoryId(word)
            raise UserError("no-such-story", text=word)
        if _NUMBER.fullmatch(word):
            return await self._numbered(call, word)
        raise UserError("not-a-story", text=text.strip(), usage=call.usage)

    async def find_all(self, call: Call, text: str) -> list[StoryId]:
        """The stories meant, each once, in the order in which they were named."""
        found = [await self.find(call, word) for word in re.split(r"[\s,]+", text.strip()) if word]
        if not found:
            raise UserError("not-a-story", text=text.strip(), usage=call.usage)
        return list(dict.fromkeys(found))

    async def _numbered(self, call: Call, number: str) -> StoryId:
        """A message's number, as in the terminal; at the desk first of all a row."""
        row = await self._row(call, number) if call.command.room is Room.DESK else None
        story = row or await self._message(call, number)
        if story is None:
            raise UserError("no-such-number", text=number)
        return story

    async def _row(self, call: Call, number: str) -> StoryId | None:
        rows = await self._desk.shown(self._briefing, call.person.ref)
        return rows[int(number) - 1] if 0 < int(number) <= len(rows) else None

    async def _message(self, call: Call, number: str) -> StoryId | None:
        post = await self._posts.find(MessageRef(call.chat.ref, number))
        if post and post.story is None:  # a header, a digest
            raise UserError("several-stories", text=number)
        return post.story if post else None
