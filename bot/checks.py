"""What is missing before a start, or wrong while it runs, and the one step that mends each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.model.briefing import Briefing
from bot.model.findings import Finding
from bot.model.news import FeedState
from bot.ports.platform import CanExamine, Platform
from bot.ports.store import Store
from bot.settings import Settings
from bot.wording import Wording

_LEAST_FREE = 200 * 1024 * 1024  # bytes
_MANY = 0.5  # of the feeds failing: then it is not the feeds
_MOST_CHATS = 50  # looked at one by one on their platforms
_MOST_EVENTS = 10  # of those set aside; older ones tell little more


async def look(
    settings: Settings,
    briefing: Briefing,
    store: Store,
    damage: Sequence[str],
    words: Wording,
    platforms: Sequence[Platform] = (),
) -> list[Finding]:
    """Everything that can be known without starting; ``damage`` is what is wrong with the database,
    ``platforms`` are those that would run."""
    return [
        *_database(damage, words),
        *_disk(settings, words),
        *await _feeds(store, words),
        *_networks(settings, words),
        *await _examined(platforms, briefing, store),
        *await _set_aside(store, words),
        *await _people(settings, store, words),
        *await _readers(briefing, store, words),
    ]


def shown(findings: Sequence[Finding], words: Wording) -> str:
    """The findings, a line each, those that need somebody marked."""
    marks = {finding: words("check-fine" if finding.fine else "check-amiss") for finding in findings}
    return "\n".join(f"{mark}  {finding.text}" for finding, mark in marks.items())


def _database(damage: Sequence[str], words: Wording) -> Iterator[Finding]:
    if not damage:
        yield Finding(words("check-database"))
    for each in damage:
        yield Finding(words("check-damage", what=each), fine=False, grave=True)


def _disk(settings: Settings, words: Wording) -> Iterator[Finding]:
    place = settings.database_url.get_secret_value().removeprefix("sqlite:///")
    folder = next(parent for parent in Path(place).absolute().parents if parent.is_dir())
    free = shutil.disk_usage(folder).free
    megabytes = free // 1024 // 1024
    if free < _LEAST_FREE:
        yield Finding(words("check-disk-full", megabytes=megabytes), fine=False)
    else:
        yield Finding(words("check-disk", gigabytes=f"{megabytes / 1024:.1f}"))


async def _feeds(store: Store, words: Wording) -> list[Finding]:
    feeds = [feed for feed in await store.feeds.all() if feed.state is FeedState.ACTIVE]
    failing = sum(bool(feed.polling.failures) for feed in feeds)
    if not feeds:
        return [Finding(words("check-no-feeds"), fine=False)]
    if failing > len(feeds) * _MANY:
        return [Finding(words("check-feeds-failing", count=len(feeds), failing=failing), fine=False)]
    return [Finding(words("check-feeds", count=len(feeds), failing=failing))]


def _networks(settings: Settings, words: Wording) -> Iterator[Finding]:
    if settings.discord_token:
        yield Finding(words("platform-not-served", setting="DISCORD_TOKEN"), fine=False, grave=True)
    if not any(settings.tokens.values()):
        yield Finding(words("check-console-only"))


async def _examined(platforms: Sequence[Platform], briefing: Briefing, store: Store) -> list[Finding]:
    """What the platforms themselves find amiss, in general and in the groups and channels that are to
    be written to, those first where we cannot."""
    able = [platform for platform in platforms if isinstance(platform, CanExamine)]
    if not able:
        return []
    newsroom = await store.chats.newsroom()
    room = await store.chats.get(newsroom) if newsroom else None
    subscribed = await store.chats.subscribed(briefing.id, _MOST_CHATS)
    chats = {chat.ref: chat for chat in (*((room,) if room else ()), *subscribed)}.values()
    return [
        finding
        for platform in able
        for finding in await platform.examine([chat for chat in chats if chat.ref.platform == platform.name])
    ]


async def _set_aside(store: Store, words: Wording) -> list[Finding]:
    return [
        Finding(
            words(
                "check-aside", event=f"{one.platform}:{one.key}", at=f"{one.at:%Y-%m-%d %H:%M}", why=one.why
            ),
            fine=False,
        )
        for one in await store.inbox.aside(_MOST_EVENTS)
    ]


async def _people(settings: Settings, store: Store, words: Wording) -> list[Finding]:
    editors = await store.chats.editors()
    owners = len(settings.owners)
    return [Finding(words("check-people", owners=owners, editors=len(editors)))]


async def _readers(briefing: Briefing, store: Store, words: Wording) -> list[Finding]:
    chats = await store.subscriptions.count(briefing.id)
    return [Finding(words("check-chats", count=chats))]
