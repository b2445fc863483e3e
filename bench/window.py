"""Databases with many feeds, and with a window full of stories.

``python -m bench.window FILE FEEDS ENTRIES`` adds them to one. The feeds are due in an hour, and
entries are in stories by the event that they report.
"""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from bench.harness import probe, say
from bench.invented import NOW, Report, day
from bench.parts import address, briefing
from bot.model.news import Entry, FeedId, Match, Membership, ParsedEntry, Polling, StoryId
from bot.newsroom.ids import story_id
from bot.newsroom.leads import assemble
from bot.newsroom.subject import SubjectScorer
from bot.ports.feeds import OutlineFeed
from bot.ports.news import NewEntry, Placed
from bot.ports.store import Store
from storage import open_store

_LATER = NOW + timedelta(hours=1)
_PAGE = 2000


def make(file: Path, feeds: int, entries: int = 0) -> None:
    """Add these to a database, in a process of its own."""
    probe("bench.window", file, feeds, entries)


async def _fill(store: Store, feeds: int, entries: int) -> None:
    found = [
        OutlineFeed(f"https://outlet-{number}.example/feed", f"Outlet {number}") for number in range(feeds)
    ]
    known = await store.feeds.add(found, _LATER)
    by_feed: defaultdict[FeedId, list[Report]] = defaultdict(list)
    for by, one in day(entries):
        by_feed[known[by % feeds].id].append(one)
    for feed, reports in by_feed.items():
        news = [_new(feed, number, one) for number, one in enumerate(reports)]
        await store.entries.take(feed, news, Polling(_LATER, timedelta(hours=1)), NOW)


def _new(feed: FeedId, number: int, one: Report) -> NewEntry:
    link = f"https://outlet-{feed}.example/{number}/{one.event}"
    parsed = ParsedEntry(
        identifier=link,
        link=link,
        title=one.title,
        summary="\n\n".join(one.paragraphs[:3]),
        byline=one.byline,
        published=one.at,
        language="en",
    )
    return NewEntry(f"id:{link}", f"link:{link}", parsed, offered=True)


async def _place(store: Store) -> None:
    """Put what waits into stories by its event, which the link ends with."""
    default = briefing()
    scorer = SubjectScorer(default.profile)
    stories: dict[str, StoryId] = {}
    members: defaultdict[StoryId, list[Membership]] = defaultdict(list)
    count = 0
    while page := await store.entries.unplaced(_PAGE):
        placed = [_placed(entry, stories, members) for entry in page]
        changed = dict.fromkeys(place.story for place in placed)
        await store.stories.place(
            placed, [assemble(key, members[key], scorer, default.topics, "en") for key in changed]
        )
        count += len(page)
        say(f"{count:,} entries placed")


def _placed(
    entry: Entry, stories: dict[str, StoryId], members: defaultdict[StoryId, list[Membership]]
) -> Placed:
    event = (entry.link or "").rpartition("/")[2]
    story = stories.setdefault(event, story_id(entry.id))
    joined = members[story]
    match = Match(joined[0].entry.id, ("invented",), 0.5) if joined else None
    joined.append(Membership(entry, match))
    return Placed(entry.id, story, match)


async def _make(arguments: Sequence[str]) -> None:
    file, feeds, entries = Path(arguments[0]), int(arguments[1]), int(arguments[2])
    async with open_store(address(file)) as store:
        await _fill(store, feeds, entries)
        await _place(store)


if __name__ == "__main__":
    asyncio.run(_make(sys.argv[1:]))
    print("{}")
