"""Stories as commands show them: as they were delivered, else as they would be."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import UserError
from bot.model.chats import ChatRef
from bot.model.comments import Counts
from bot.model.news import PreparedStory, StoryId
from bot.ports.store import Store
from bot.press import composing
from bot.text.markup import Block, Bold, Button, Code, Faint, Message, Text, message, paragraph, row
from bot.wording import Wording

Prepare = Callable[[StoryId, datetime], Awaitable[PreparedStory | None]]
"""A story as it would go out now; None if there is no such story."""

_BUTTONS_A_ROW = 5


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a list of stories."""

    story: StoryId
    headline: str
    beside: str  # an outlet, an age


class StoryBook:
    """Looks stories up."""

    def __init__(self, *, store: Store, prepare: Prepare) -> None:
        self._store = store
        self._prepare = prepare

    async def prepared(self, story: StoryId, now: datetime) -> PreparedStory:
        """As it was last delivered, else as it would be. Raises UserError if there is none."""
        found = await self._store.editions.latest(story) or await self._prepare(story, now)
        if found is None:
            raise UserError("no-such-story", text=story)
        return found

    async def headline(self, story: StoryId) -> str:
        """What a story is called. Raises UserError if there is none."""
        if frozen := await self._store.editions.latest(story):
            return frozen.headline
        if kept := await self._store.stories.get(story):
            return kept.headline
        raise UserError("no-such-story", text=story)

    async def called(self, story: StoryId) -> str:
        """What a story is called; its id if it is gone."""
        try:
            return await self.headline(story)
        except UserError:
            return story

    async def counts(self, story: StoryId, chat: ChatRef) -> Counts:
        """What this chat sees under a story."""
        counts = await self._store.comments.counts([story], chat)
        return counts.get(story, composing.NOTHING_SAID)

    async def message(self, story: StoryId, chat: ChatRef, words: Wording, now: datetime) -> Message:
        """The story with its buttons."""
        prepared = await self.prepared(story, now)
        return composing.story(prepared, await self.counts(story, chat), words, now)


def story_list(title: str, stories: Sequence[Listed]) -> Message:
    """Stories by id, with a button that shows each."""
    buttons = [Button(listed.story, f"story {listed.story}") for listed in stories]
    rows = (buttons[start : start + _BUTTONS_A_ROW] for start in range(0, len(buttons), _BUTTONS_A_ROW))
    return message(paragraph(Bold(title)), *(_line(listed) for listed in stories)).with_buttons(*rows)


def listed(stories: Sequence[PreparedStory]) -> list[Listed]:
    """Prepared stories as lines of a list, with their outlets."""
    return [Listed(one.story, one.headline, one.citation.outlet) for one in stories]


def _line(one: Listed) -> Block:
    beside = (Faint(f" · {one.beside}"),) if one.beside else ()
    return row(Code(one.story), Text(f" {one.headline}"), *beside)
