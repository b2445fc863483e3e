"""Editors and the list of feeds: seeing how each is, adding, testing, changing, carrying it elsewhere."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime

from bot.commands.call import Answer, Call, Handler
from bot.commands.pages import page_asked, page_of
from bot.errors import UserError
from bot.model.briefing import Briefing
from bot.model.news import Feed, FeedState
from bot.newsroom.feeds import Added, Feeds
from bot.newsroom.poll import Reading
from bot.ports.feeds import FetchFailed, Gone
from bot.text.clean import clean
from bot.text.links import is_web, without_userinfo
from bot.text.markup import (
    Block,
    Bold,
    Button,
    Faint,
    File,
    Message,
    continued,
    message,
    paragraph,
    row,
)
from bot.wording import Wording

_ROWS = 10
_HEAVIEST = 3.0
_LONGEST_TITLE = 80
_MOST_OTHERS = 5

Settle = Callable[[], Awaitable[None]]
"""Places what a reading brought, so that the desk shows it."""


class FeedCommands:
    """The commands about feeds."""

    def __init__(self, *, feeds: Feeds, briefing: Briefing, settle: Settle) -> None:
        self._feeds = feeds
        self._briefing = briefing
        self._settle = settle

    def handlers(self) -> dict[str, Handler]:
        """Each command's handler."""
        return {
            "feeds": self.feeds,
            "feed add": self.add,
            "feed remove": self.remove,
            "feed test": self.test,
            "feed rename": self.rename,
            "feed topic": self.topic,
            "feed weight": self.weight,
            "feed import": self.import_from,
            "feed export": self.export,
        }

    async def feeds(self, call: Call) -> Answer:
        """The feeds with their health."""
        feeds = await self._feeds.all()
        if not feeds:
            raise UserError("feeds-none")
        page = page_of(page_asked(call), len(feeds), _ROWS)
        failing = sum(bool(feed.polling.failures) for feed in feeds)
        title = paragraph(Bold(call.words("feeds-title", count=len(feeds))), _failing(failing, call.words))
        rows: list[Block] = [title]
        for feed in page.part(feeds):
            rows += _feed_rows(feed, call.words, call.now)
        return Answer(message(*rows).with_buttons(page.buttons("feeds")), replaces=call.pressed)

    async def add(self, call: Call) -> Answer:
        """Add the feed at an address, or the one that the page there names, and read it at once."""
        added = await self._feeds.add(call.arguments["address"], call.person, call.now)
        await self._settle()
        return Answer(_added(added, call.words))

    async def remove(self, call: Call) -> Answer:
        """Read a feed no more."""
        feed = await self._feeds.remove(call.arguments["feed"], call.person, call.now)
        return Answer(message(call.words("feed-removed", title=feed_name(feed))))

    async def test(self, call: Call) -> Answer:
        """Read a feed without keeping anything."""
        words = call.words
        tested = await self._feeds.test(call.arguments["address"], call.now)
        entries = tested.feed.entries
        rows = [
            paragraph(Bold(tested.feed.title or without_userinfo(tested.url))),
            row(without_userinfo(tested.url)),
            row(words("feed-test-entries", count=len(entries), news=tested.news)),
        ]
        if tested.newest:
            rows.append(row(words("feed-test-newest", age=words.ago(call.now - tested.newest))))
        rows += [continued(Faint(entry.title)) for entry in entries[:3]]
        add = Button(words("feed-add-button"), f"feed add {tested.url}")
        return Answer(message(*rows).with_buttons((add,)))

    async def rename(self, call: Call) -> Answer:
        """Give a feed the name by which readers see it."""
        title = " ".join(clean(call.arguments["title"]).split())
        if len(title) > _LONGEST_TITLE:
            raise UserError("desk-too-long", length=len(title), most=_LONGEST_TITLE)
        feed = await self._feeds.rename(call.arguments["feed"], title, call.person, call.now)
        return Answer(message(call.words("feed-renamed", title=feed.title)))

    async def topic(self, call: Call) -> Answer:
        """Say what a feed is mostly about, or take that back."""
        topic = self._topic(call)
        feed = await self._feeds.set_topic(call.arguments["feed"], topic, call.person, call.now)
        sentence = "feed-topic-set" if topic else "feed-topic-gone"
        return Answer(message(call.words(sentence, title=feed_name(feed), topic=topic)))

    async def weight(self, call: Call) -> Answer:
        """Say how much a feed is trusted."""
        weight = _weight(call.arguments["weight"])
        feed = await self._feeds.set_weight(call.arguments["feed"], weight, call.person, call.now)
        return Answer(message(call.words("feed-weight-set", title=feed_name(feed), weight=f"{weight:g}")))

    async def import_from(self, call: Call) -> Answer:
        """Add the feeds of an OPML list on the web; they are read with the next round. Files of the
        machine are for who sits at it: a chat must not find out what lies there."""
        address = call.arguments["address"]
        if not is_web(address):
            raise UserError("feeds-import-web", text=address)
        imported = await self._feeds.import_from(address, call.person, call.now)
        return Answer(message(call.words("feeds-imported", listed=imported.listed, new=imported.new)))

    async def export(self, call: Call) -> Answer:
        """All feeds as a file."""
        document = await self._feeds.export(self._briefing.title)
        said = message(call.words("feeds-exported"))
        return Answer(Message(said.blocks, files=(File("feeds.opml", "text/x-opml", document),)))

    def _topic(self, call: Call) -> str:
        """The briefing's topic that was named; empty if none was."""
        typed = (call.get("topic") or "").strip()
        names = [topic.name for topic in self._briefing.topics]
        if not typed:
            return ""
        for name in names:
            if name.casefold() == typed.casefold():
                return name
        raise UserError("no-such-topic", text=typed, names=call.words.names(names))


def health(feed: Feed, words: Wording, now: datetime) -> str:
    """How reading a feed goes, in words."""
    polling = feed.polling
    if feed.state is FeedState.GONE:
        return words("feed-health-gone")
    if polling.last_error:
        why = _failed(polling.last_error, polling.last_detail or "", words)
        return words("feed-health-failing", count=polling.failures, why=why)
    if polling.last_success is None:
        return words("feed-health-unread")
    read = words.ago(now - polling.last_success)
    if polling.last_new is None:
        return words("feed-health-quiet", read=read)
    return words("feed-health-fine", read=read, new=words.ago(now - polling.last_new))


def feed_name(feed: Feed) -> str:
    """What people call a feed: its title; without one its address."""
    return feed.title or without_userinfo(feed.url)


def _feed_rows(feed: Feed, words: Wording, now: datetime) -> Iterator[Block]:
    about = [feed.topic] if feed.topic else []
    if not math.isclose(feed.weight, 1.0):
        about.append(words("feed-weight-mark", weight=f"{feed.weight:g}"))
    yield row(f"{feed.id}  {feed_name(feed)}", Faint("".join(f" · {each}" for each in about)))
    yield continued(Faint(health(feed, words, now)), depth=1)


def _failing(count: int, words: Wording) -> Faint:
    return Faint(f" · {words('feeds-failing', count=count)}" if count else "")


def _added(added: Added, words: Wording) -> Message:
    blocks: list[Block] = [paragraph(words("feed-added", title=feed_name(added.feed)))]
    blocks.append(row(Faint(without_userinfo(added.feed.url))))
    blocks.append(row(_first_reading(added.reading, words)))
    if added.others:
        blocks.append(paragraph(words("feed-others")))
        blocks += [
            row(f"{other.title}  ", Faint(without_userinfo(other.url)))
            for other in added.others[:_MOST_OTHERS]
        ]
    return message(*blocks)


def _first_reading(reading: Reading, words: Wording) -> str:
    outcome = reading.outcome
    if isinstance(outcome, FetchFailed):
        return _failed(outcome.reason, outcome.detail, words)
    if isinstance(outcome, Gone):
        return words("feed-health-gone")
    return words("feed-first-reading", count=reading.new)


def _failed(reason: str, detail: str, words: Wording) -> str:
    """Why a feed of the list could not be read, and that this is not the end of it."""
    return f"{words(reason, detail=detail)} {words('feed-tried-again')}"


def _weight(text: str) -> float:
    try:
        weight = float(text.replace(",", "."))
    except ValueError:
        weight = math.nan
    if not 0 <= weight <= _HEAVIEST:
        raise UserError("feed-bad-weight", text=text)
    return weight
