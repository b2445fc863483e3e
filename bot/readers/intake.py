"""The way in: events are kept first, then handled in the order of their chat, each once."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from bot.errors import StorageError
from bot.model.chats import ChatRef
from bot.model.events import Event
from bot.ports.clock import Clock
from bot.ports.store import InboxStore

_log = logging.getLogger(__name__)

_RETRIES = (1.0, 5.0, 20.0)  # seconds before trying again what the storage refused
_MOST_CHATS = 64  # handled at once
_MOST_EVENTS = 2_000  # held in memory; who brings more waits


class Intake:
    """An ``Inbox``: an event put is committed before ``put`` returns, and then handled.

    Events of one chat are handled one after the other, those of different chats at once. One whose
    handling raises is set aside for the owner to see, and the others go on; while the storage
    refuses its work an event stays open and is handled again at the next start. Use it as ``async
    with``: entering takes up what an earlier run left open, leaving stops the work.
    """

    def __init__(self, store: InboxStore, handle: Callable[[Event], Awaitable[None]], clock: Clock) -> None:
        self._store = store
        self._handle = handle
        self._clock = clock
        self._waiting: dict[ChatRef, deque[Event]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.BoundedSemaphore(_MOST_EVENTS)
        self._hands = asyncio.Semaphore(_MOST_CHATS)
        self._idle = asyncio.Event()
        self._idle.set()

    async def __aenter__(self) -> Self:
        for event in await self._store.open():
            await self._room.acquire()
            self._hand_on(event)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def put(self, event: Event) -> None:
        """Commit an event and hand it on; one that came before changes nothing."""
        await self._room.acquire()
        # Shielded: what is committed is handed on even if its bringer is cancelled meanwhile.
        await asyncio.shield(self._spawn(self._take(event)))

    async def settled(self) -> None:
        """Wait until everything that was taken in is handled."""
        await self._idle.wait()

    async def _take(self, event: Event) -> None:
        try:
            new = await self._store.put(event, self._clock.now())
        except BaseException:
            self._room.release()
            raise
        if new:
            self._hand_on(event)
        else:
            self._room.release()

    def _hand_on(self, event: Event) -> None:
        chat = event.origin.chat.ref
        if chat in self._waiting:
            self._waiting[chat].append(event)
            return
        self._waiting[chat] = deque([event])
        self._idle.clear()
        self._spawn(self._serve(chat))

    async def _serve(self, chat: ChatRef) -> None:
        """Handle what waits for a chat until nothing does."""
        waiting = self._waiting[chat]
        while waiting:
            async with self._hands:
                await self._run(waiting[0])
            waiting.popleft()
            self._room.release()
        del self._waiting[chat]
        if not self._waiting:
            self._idle.set()

    async def _run(self, event: Event) -> None:
        key = f"{event.origin.chat.ref.platform}:{event.origin.key}"
        for wait in (*_RETRIES, None):
            try:
                await self._finish(event)
            except StorageError as error:
                _log.error("the storage refused the work of event %s: %s", key, error)
                if wait is not None:
                    await self._clock.sleep(wait)
            else:
                return

    async def _finish(self, event: Event) -> None:
        platform, key = event.origin.chat.ref.platform, event.origin.key
        try:
            await self._handle(event)
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001 a border: one event must not stop those behind it
            _log.exception("event %s:%s is set aside", platform, key)
            await self._store.set_aside(platform, key, f"{type(error).__name__}: {error}")
        else:
            await self._store.done(platform, key)

    def _spawn(self, work: Awaitable[None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
