"""Many small commits gathered into few: whoever asks while one runs shares the next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Generic, TypeVar

from bot.errors import StorageError

Item = TypeVar("Item")
Key = TypeVar("Key")


class Gathering(Generic[Item, Key]):
    """Commits items together; each asker learns of its own and goes on only after the commit."""

    def __init__(
        self, commit: Callable[[Sequence[Item]], Awaitable[Collection[Key]]], key: Callable[[Item], Key]
    ) -> None:
        """``commit`` gives the keys of the items that held."""
        self._commit = commit
        self._key = key
        self._waiting: list[tuple[Item, asyncio.Future[bool]]] = []
        self._running: asyncio.Task[None] | None = None

    async def add(self, item: Item) -> bool:
        """Commit this item with others; whether it held. Raises StorageError: none of them did."""
        held: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, held))
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return await held

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._commit_all(batch)
        finally:
            self._running = None
            for _, future in self._waiting:  # none, unless something stopped us
                future.cancel()
            self._waiting = []

    async def _commit_all(self, batch: list[tuple[Item, asyncio.Future[bool]]]) -> None:
        try:
            held = await self._commit([item for item, _ in batch])
        except StorageError as error:
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
        else:
            for item, future in batch:
                if not future.done():
                    future.set_result(self._key(item) in held)
        finally:
            for _, future in batch:  # whoever stops us must not leave the others waiting
                future.cancel()
