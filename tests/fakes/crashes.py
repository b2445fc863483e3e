"""A process that dies at a chosen commit, for tests of what the next one makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence


class Crash(BaseException):
    """The process dies here."""


class CrashAt:
    """Commit hooks that die at one commit, just before it or just after it. They run on the
    database's thread."""

    def __init__(self, commit: int, *, after_it: bool) -> None:
        self.commit = commit
        self.after_it = after_it
        self.seen = 0
        self.died = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def before(self, names: Sequence[str]) -> None:
        self.seen += 1
        if self.seen == self.commit and not self.after_it:
            self._die()

    def after(self, names: Sequence[str]) -> None:
        if self.seen == self.commit and self.after_it:
            self._die()

    def _die(self) -> None:
        self._loop.call_soon_threadsafe(self.died.set)
        raise Crash


async def die(life: Coroutine[object, object, object], hooks: CrashAt) -> bool:
    """Live until the crash, then end every task with it; False if the life ended well before."""
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # nobody mourns the tasks
    living = asyncio.ensure_future(life)
    dying = asyncio.ensure_future(hooks.died.wait())
    await asyncio.wait([living, dying], return_when=asyncio.FIRST_COMPLETED)
    died = dying.done()
    for task in (living, dying):
        task.cancel()
    await asyncio.gather(living, dying, return_exceptions=True)
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    return died
