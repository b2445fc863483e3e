"""The way in: events are kept first, then handled in the order of their chat, each once."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from types import TracebackType
from typing import Any, Self

from bot.errors import StorageError
from bot.model.chats import ChatRef
from bot.model.events import Event, Unreadable
from bot.ports.clock import Clock
from bot.ports.store import InboxStore

_log = logging.getLogger(__name__)

_RETRIES = (1.0, 5.0, 20.0)  # seconds before trying again what the storage refused
_MOST_CHATS = 200  # handled at once
_MOST_EVENTS = 20_000  # held in memory, give or take a batch; who brings more waits

_Ending = Callable[[], Awaitable[None]]

Handle = Callable[[Event], Awaitable[None]]

Tell = Callable[[Unreadable], Awaitable[None]]
"""Reports something that came in and could not be read."""


class Intake:
    """An ``Inbox``: what is put is committed before ``put`` returns, and then handled.

    Events of one chat are handled one after the other, those of different chats at once. That one is
    done is written down while the next is handled: storage keeps the order of what is written, so
    nothing of the next is kept before it, and a crash lets only the last be handled again. One whose
    handling raises is set aside for the owner to see, and the others go on; while the storage
    refuses its work an event stays open and is handled again at the next start. Use it as ``async
    with``: entering takes up what an earlier run left open, leaving stops the work.
    """

    def __init__(self, store: InboxStore, handle: Handle, tell: Tell, clock: Clock) -> None:
        self._store = store
        self._handle = handle
        self._tell = tell
        self._clock = clock
        self._waiting: dict[ChatRef, deque[Event]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._held = 0  # events that were brought and are not done with
        self._room = asyncio.Event()
        self._room.set()
        self._hands = asyncio.Semaphore(_MOST_CHATS)
        self._idle = asyncio.Event()
        self._idle.set()

    async def __aenter__(self) -> Self:
        left = await self._store.open()
        self._hold(len(left))
        self._hand_on(left)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def put(self, *events: Event | Unreadable) -> None:
        """Commit these and hand them on; what came before changes nothing."""
        # A batch goes in whole once there is room for one event: if each took its places one by one,
        # two of them could fill the room and wait for each other for ever.
        while not self._room.is_set():
            await self._room.wait()
        self._hold(len(events))
        # Shielded: what is committed is handed on even if its bringer is cancelled meanwhile.
        await asyncio.shield(self._spawn(self._take(events)))

    async def settled(self) -> None:
        """Wait until everything that was taken in is handled."""
        await self._idle.wait()

    def _hold(self, more: int) -> None:
        self._held += more
        _set(self._room, when=self._held < _MOST_EVENTS)
        _set(self._idle, when=not self._held)

    async def _take(self, events: Sequence[Event | Unreadable]) -> None:
        try:
            kept = await self._store.put(events, self._clock.now())
        except BaseException:
            self._hold(-len(events))
            raise
        new = [event for event, is_new in zip(events, kept, strict=True) if is_new]
        readable = [event for event in new if not isinstance(event, Unreadable)]
        self._hold(len(readable) - len(events))
        self._hand_on(readable)
        for event in new:
            if isinstance(event, Unreadable):
                _log.error("event %s:%s is set aside: %s", event.platform, event.key, event.why)
                self._spawn(self._report(event))

    async def _report(self, event: Unreadable) -> None:
        try:
            await self._tell(event)
        except Exception:  # noqa: BLE001 - a border: a report that fails changes nothing
            _log.exception("event %s:%s could not be reported", event.platform, event.key)

    def _hand_on(self, events: Iterable[Event]) -> None:
        for event in events:
            chat = event.origin.chat.ref
            if chat in self._waiting:
                self._waiting[chat].append(event)
                continue
            self._waiting[chat] = deque([event])
            self._spawn(self._serve(chat))

    async def _serve(self, chat: ChatRef) -> None:
        """Handle what waits for a chat until nothing does."""
        waiting = self._waiting[chat]
        while waiting:
            async with self._hands:
                ended = await self._run(waiting[0])
            self._spawn(self._end(waiting.popleft(), ended))
        del self._waiting[chat]

    async def _run(self, event: Event) -> _Ending | None:
        """Handle an event; how it ended, None if it stays open."""
        platform, key = event.origin.chat.ref.platform, event.origin.key
        try:
            if await self._patiently(event, lambda: self._handle(event)):
                return lambda: self._store.done(platform, key)
        except Exception as error:  # noqa: BLE001 a border: one event must not stop those behind it
            _log.exception("event %s:%s is set aside", platform, key)
            why = f"{type(error).__name__}: {error}"
            return lambda: self._store.set_aside(platform, key, why)
        return None

    async def _end(self, event: Event, ending: _Ending | None) -> None:
        if ending is not None:
            await self._patiently(event, ending)
        self._hold(-1)

    async def _patiently(self, event: Event, work: Callable[[], Awaitable[None]]) -> bool:
        """Do this, again if the storage refuses it; False if it goes on doing so."""
        for wait in (*_RETRIES, None):
            try:
                await work()
            except StorageError as error:
                key = f"{event.origin.chat.ref.platform}:{event.origin.key}"
                _log.error("the storage refused the work of event %s: %s", key, error)
                if wait is not None:
                    await self._clock.sleep(wait)
            else:
                return True
        return False

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _set(event: asyncio.Event, *, when: bool) -> None:
    if when:
        event.set()
    else:
        event.clear()
