"""Commands for readers: what this is, today's stories, the archive, search."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.commands.call import Answer, Call, Handler
from bot.commands.storybook import Listed, StoryBook, listed, story_list
from bot.errors import UserError
from bot.model.briefing import Briefing
from bot.model.chats import Chat
from bot.model.editions import PostKind, Promise
from bot.model.news import PreparedStory, StoryId
from bot.ports.store import Store
from bot.readers.dates import parse_date
from bot.readers.greeting import today_button
from bot.readers.subscriptions import Subscriptions
from bot.text.clean import clean
from bot.text.markup import Block, Bold, message, paragraph, row
from bot.wording import Wording

Today = Callable[[Chat, datetime], Awaitable[Sequence[PreparedStory]]]
"""The line-up as a chat would get it now."""

Find = Callable[[Call, str], Awaitable[StoryId]]
"""The story that an argument names; raises UserError if there is none."""

_MOST_FOUND = 10
_MOST_WORDS = 8
_LONGEST_WORD = 40
_MISSED_WITHIN = timedelta(days=7)


class Reading:
    """Handlers of what anyone may read."""

    def __init__(
        self,
        *,
        store: Store,
        briefing: Briefing,
        subscriptions: Subscriptions,
        book: StoryBook,
        today: Today,
        find: Find,
    ) -> None:
        self._store = store
        self._briefing = briefing
        self._subscriptions = subscriptions
        self._book = book
        self._today = today
        self._find = find

    def handlers(self) -> dict[str, Handler]:
        """Each command's handler by its name."""
        return {
            "about": self.about,
            "today": self.today,
            "yesterday": self.yesterday,
            "archive": self.archive,
            "story": self.story,
            "search": self.search,
            "missed": self.missed,
        }

    async def about(self, call: Call) -> Answer:
        """What this briefing is and where its stories come from."""
        feeds = await self._store.feeds.all()
        words = call.words
        lines = (words("about-made", feeds=len(feeds)), words("about-texts"), words("about-comments"))
        title = paragraph(Bold(self._briefing.title), f"\n{self._briefing.tagline}".rstrip())
        return Answer(message(title, *lines).with_buttons((today_button(words),)))

    async def today(self, call: Call) -> Answer:
        """The line-up as it stands."""
        stories = await self._today(call.chat, call.now)
        if not stories:
            return Answer(message(call.words("today-none")))
        return Answer(story_list(call.words("today-title"), listed(stories)))

    async def yesterday(self, call: Call) -> Answer:
        """What this chat got the day before."""
        return await self._archived(call, await self._local_date(call) - timedelta(days=1))

    async def archive(self, call: Call) -> Answer:
        """What this chat got on a date."""
        today = await self._local_date(call)
        day = parse_date(call.arguments["date"], today)
        if day > today:
            raise UserError("archive-future", date=_date(day, today, call.words))
        return await self._archived(call, day)

    async def story(self, call: Call) -> Answer:
        """One story, whole."""
        story = await self._find(call, call.arguments["story"])
        shown = await self._book.message(story, call.chat.ref, call.words, call.now)
        return Answer(shown, kind=PostKind.STORY, story=story)

    async def search(self, call: Call) -> Answer:
        """Stories with all of these words."""
        text = clean(call.arguments["words"])
        wanted = [word[:_LONGEST_WORD] for word in re.findall(r"[\w'’.-]+", text)][:_MOST_WORDS]
        found = await self._store.stories.search(wanted, _MOST_FOUND) if wanted else ()
        if not found:
            raise UserError("search-none", text=text.strip())
        lines = [
            Listed(one.id, one.headline, call.words.ago(max(call.now - one.last_new, timedelta())))
            for one in found
        ]
        return Answer(story_list(call.words("search-title", count=len(lines)), lines))

    async def missed(self, call: Call) -> Answer:
        """Editions of the last days that did not come, and why."""
        promises = await self._store.promises.missed(call.chat.ref, call.now - _MISSED_WITHIN)
        if not promises:
            return Answer(message(call.words("missed-none")))
        zone = ZoneInfo(await self._subscriptions.zone(call.chat.ref))
        rows = (_missed(promise, zone, call.words) for promise in promises)
        title = paragraph(Bold(call.words("missed-title")))
        return Answer(message(title, *rows).with_buttons((today_button(call.words),)))

    async def _archived(self, call: Call, day: date) -> Answer:
        stories = await self._store.promises.of_date(call.chat.ref, day)
        said = _date(day, await self._local_date(call), call.words)
        if not stories:
            none = message(call.words("archive-none", date=said))
            return Answer(none.with_buttons((today_button(call.words),)))
        return Answer(story_list(call.words("archive-title", date=said), listed(stories)))

    async def _local_date(self, call: Call) -> date:
        zone = await self._subscriptions.zone(call.chat.ref)
        return call.now.astimezone(ZoneInfo(zone)).date()


def _date(day: date, today: date, words: Wording) -> str:
    """A day, with its year unless it is this one."""
    said = words.date(day)
    return said if day.year == today.year else words("date-of-year", date=said, year=str(day.year))


def _missed(promise: Promise, zone: ZoneInfo, words: Wording) -> Block:
    due = promise.due.astimezone(zone)
    reason = f"missed-{promise.reason}"
    why = words(reason) if words.knows(reason) else words("missed-otherwise")
    return row(words("missed-row", date=words.date(due.date()), hour=words.hour(due.time()), why=why))
