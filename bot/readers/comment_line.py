"""The comment line of delivered copies, brought up to date from spare rate."""

from __future__ import annotations

import asyncio
import logging
from bisect import bisect_right
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from bot.errors import OutOfReach, PlatformDown, PlatformError, StorageDamaged, TryLater, Unknown
from bot.model.chats import MessageRef
from bot.model.comments import Counts, StaleCopy
from bot.ports.clock import Clock
from bot.ports.store import Store
from bot.text.markup import Message

_log = logging.getLogger(__name__)

Compose = Callable[[StaleCopy], Awaitable[Message | None]]
"""The copy with its true counts; None if what it showed is not known any more."""

Edit = Callable[[MessageRef, Message], Awaitable[None]]
"""Changes a message of ours as soon as nothing more urgent waits. Raises PlatformErrors; does
nothing where the platform cannot edit."""

YOUNG = timedelta(days=2)
"""Older copies are left as they are."""

MANY_CHATS = 200
"""From so many on a copy is only brought up to date at thresholds."""

_APART = 5.0  # seconds between two edits of one message
_BATCH = 200
_THRESHOLDS = (1, 2, 3, *(step * 10**power for power in range(6) for step in (5, 10, 20)))


class CommentLines:
    """Edits delivered copies whose comment line says other than is true."""

    def __init__(self, *, store: Store, briefing: str, clock: Clock, compose: Compose, edit: Edit) -> None:
        self._store = store
        self._briefing = briefing
        self._clock = clock
        self._compose = compose
        self._edit = edit
        self._edited: dict[MessageRef, float] = {}

    async def current(self, message: MessageRef) -> Message | None:
        """A delivered copy as it should read now; None for a message that is none, or that only the
        platform can change."""
        post = await self._store.posts.find(message)
        if post is None or post.ref != message or post.story is None or post.delivery is None:
            return None
        counts = (await self._store.comments.counts([post.story], message.chat))[post.story]
        copy = StaleCopy(message, post.story, post.delivery, counts, shown=counts)
        current = await self._compose(copy)
        await self._store.comments.refreshed([copy])
        return current

    async def refresh(self, *, at_once: bool = False) -> int:
        """Bring the newest stale copies up to date; how many messages were edited. What a platform
        refuses is left as it is: the line is a courtesy. ``at_once`` also edits what was edited a
        moment ago: at the end, when nothing more is to come."""
        stale = await self._store.comments.stale(self._clock.now() - YOUNG, _BATCH)
        if not stale:
            return 0
        sparing = await self._store.subscriptions.count(self._briefing) >= MANY_CHATS
        wanted = [copy for copy in stale if not sparing or is_worth_it(copy.shown, copy.counts)]
        # Those between two thresholds count as looked at, or they would hide older ones.
        looked_at = [copy for copy in stale if copy not in wanted]
        tried = wanted if at_once else self._rested(wanted)
        done = await asyncio.gather(*(self._bring(copy) for copy in tried))
        edited = [copy for copy, settled in zip(tried, done, strict=True) if settled]
        await self._store.comments.refreshed([*looked_at, *edited])
        return len(edited)

    def _rested(self, copies: Sequence[StaleCopy]) -> list[StaleCopy]:
        """Those that were not edited a moment ago."""
        now = self._clock.monotonic()
        self._edited = {ref: at for ref, at in self._edited.items() if now - at < _APART}
        rested = [copy for copy in copies if copy.message not in self._edited]
        self._edited.update((copy.message, now) for copy in rested)
        return rested

    async def _bring(self, copy: StaleCopy) -> bool:
        """Whether this copy is done with, edited or never to be."""
        try:
            message = await self._compose(copy)
            if message is not None:
                await self._edit(copy.message, message)
        except (TryLater, OutOfReach, PlatformDown, Unknown):  # to edit twice is harmless
            return False
        except StorageDamaged as error:
            _log.error("the comment line of %s stays as it is: %s", copy.message, error)
        except PlatformError as error:
            _log.info("the comment line of %s stays as it is: %r", copy.message, error)
        return True


def is_worth_it(shown: Counts, true: Counts) -> bool:
    """Whether a copy that shows these counts has passed 1, 2, 3, 5, 10, 20, 50 and so on."""
    return _step(shown.comments) != _step(true.comments) or _step(shown.likes) != _step(true.likes)


def _step(count: int) -> int:
    return bisect_right(_THRESHOLDS, count)
