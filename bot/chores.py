"""What the command line does besides serving: each gives the text to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.cli import Options, Task
from bot.commands.feeds import feed_name, health
from bot.model.chats import Person
from bot.newsroom.feeds import Feeds
from bot.text.links import without_userinfo
from bot.wording import Wording


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to be done with the feeds, and who does it when."""

    feeds: Feeds
    by: Person
    title: str
    words: Wording
    now: datetime

    async def run(self, options: Options) -> str:
        """Do what the command line says. Raises UserError for what can't be read."""
        match options.task:
            case Task.FEEDS_IMPORT:
                return await self._imported(options.address)
            case Task.FEEDS_EXPORT:
                return await self.feeds.export(self.title)
            case Task.FEEDS_TEST:
                return await self._tested(options.address)
            case _:
                return await self._listed()

    async def _listed(self) -> str:
        """The feeds, each with its address and how reading it goes."""
        lines = [
            f"{feed.id}  {feed_name(feed)}\n   {without_userinfo(feed.url)}\n"
            f"   {health(feed, self.words, self.now)}"
            for feed in await self.feeds.all()
        ]
        return "\n".join(lines) or self.words("feeds-none-yet")

    async def _imported(self, address: str) -> str:
        """How many feeds of an OPML file or address were new."""
        imported = await self.feeds.import_from(address, self.by, self.now)
        return self.words("feeds-imported", listed=imported.listed, new=imported.new)

    async def _tested(self, address: str) -> str:
        """What the feed at an address holds, without keeping any of it."""
        tested = await self.feeds.test(address, self.now)
        lines = [
            tested.feed.title,
            without_userinfo(tested.url),
            self.words("feed-test-entries", count=len(tested.feed.entries), news=tested.news),
        ]
        if tested.newest:
            lines.append(self.words("feed-test-newest", age=self.words.ago(self.now - tested.newest)))
        return "\n".join(line for line in lines if line)


def restored(aside: Path | None, erased: int, words: Wording, *, erasures_known: bool) -> str:
    """What came of putting a backup in place."""
    lines = [words("restored", aside=str(aside)) if aside else words("restored-first")]
    if erased:
        lines.append(words("restored-erased", count=erased))
    if not erasures_known:
        lines.append(words("restored-erasures-unknown"))
    return "\n".join(lines)
