"""The web as the settings allow it, and the feeds that they name."""

from __future__ import annotations

import logging
from contextlib import AbstractAsyncContextManager

from adapters.feeds.web import DEFAULT_OUTLINE, Web, open_web
from bot.errors import SettingsError, UserError
from bot.newsroom.reading_list import take_up
from bot.program.basis import Program
from storage.store import SqlStore

_log = logging.getLogger(__name__)

_OUT_OF_REACH = "opml-error-unreachable"


def web_of(program: Program) -> AbstractAsyncContextManager[Web]:
    """What reads the web for this program."""
    return open_web(clock=program.clock, allow=program.settings.feed_allow)


async def take_up_feeds(program: Program, store: SqlStore, web: Web) -> None:
    """Add the feeds that the settings name. A list on the web that is out of reach for now is grave
    only at first; one that is missing or broken always is, for it is the setting that is wrong."""
    address = program.settings.feeds or str(DEFAULT_OUTLINE)
    try:
        await take_up(store, web.outlines, address, program.clock.now())
    except UserError as error:
        why = program.words("feeds-reading-list-failed", why=program.words(error.sentence, **error.details))
        if error.sentence != _OUT_OF_REACH or not await store.feeds.all():
            raise SettingsError(why) from error
        _log.warning("%s", why)


async def take_up_at_first(program: Program, store: SqlStore, web: Web) -> None:
    """The same beside a program that may run: only where there are no feeds yet."""
    if not await store.feeds.all():
        await take_up_feeds(program, store, web)
