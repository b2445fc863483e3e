"""What is missing before a start, or wrong while it runs, and the one step that mends each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.model.briefing import Briefing
from bot.model.news import FeedState
from bot.ports.store import Store
from bot.settings import Settings
from bot.wording import Wording

_LEAST_FREE = 200 * 1024 * 1024  # bytes
_MANY = 0.5  # of the feeds failing: then it is not the feeds
_MOST_EVENTS = 10  # of those set aside; older ones tell little more


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. What is not fine says what to do; what is ``grave`` keeps the
    program from doing its work."""

    text: str
    fine: bool = True
    grave: bool = False


async def look(
    settings: Settings, briefing: Briefing, store: Store, damage: Sequence[str], words: Wording
) -> list[Finding]:
    """Everything that can be known without starting; ``damage`` is what is wrong with the database."""
    return [
        *_database(damage, words),
        *_disk(settings, words),
        *await _feeds(store, words),
        *_platforms(settings, words),
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


def _platforms(settings: Settings, words: Wording) -> Iterator[Finding]:
    set_tokens = [name for name, token in settings.tokens.items() if token]
    for name in set_tokens:
        yield Finding(words("platform-not-served", setting=name), fine=False, grave=True)
    if not set_tokens:
        yield Finding(words("check-console-only"))


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
