"""Pings: whether a platform that gave no answer gives one, asked without risking anybody's message."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from bot.errors import OutOfReach, PlatformDown, PlatformError, Unknown
from bot.ports.platform import CanPing
from bot.press.trouble import Trouble
from bot.press.wires import Wire, Wires

_log = logging.getLogger(__name__)


class Pings:
    """Asks each platform that can be asked, one ping at a time and when its breaker wants one."""

    def __init__(self, wires: Wires, trouble: Trouble) -> None:
        self._wires = wires
        self._trouble = trouble
        self._under_way: set[str] = set()  # the names of those that are being asked
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def are_under_way(self) -> bool:
        """Whether an answer is still to come."""
        return bool(self._under_way)

    def look(self, heard: Callable[[], None]) -> None:
        """Begin what is due; ``heard`` is called at the end of each."""
        for name, wire in self._wires.items():
            platform = wire.platform
            if isinstance(platform, CanPing) and name not in self._under_way and wire.breaker.ping():
                self._under_way.add(name)
                task = asyncio.create_task(self._ask(wire, platform, heard))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Give up what is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _ask(self, wire: Wire, platform: CanPing, heard: Callable[[], None]) -> None:
        try:
            await _ping(wire, platform)
        finally:
            self._under_way.discard(wire.platform.name)
            heard()
        await self._trouble.heard(wire)  # it may be long in coming: the next ping does not wait for it


async def _ping(wire: Wire, platform: CanPing) -> None:
    """Ask, and let the breaker know."""
    try:
        await platform.ping()
    except PlatformDown as error:
        wire.breaker.heard(error)
    except (OutOfReach, Unknown):
        wire.breaker.heard(OutOfReach())
    except PlatformError as error:
        _log.info("%s answers a ping: %s", wire.platform.name, error)
        wire.breaker.reached()
    except Exception:  # noqa: BLE001 - a border: an adapter's bug tells nothing of its network
        _log.exception("asking %s whether it answers broke", wire.platform.name)
        wire.breaker.heard(OutOfReach())
    else:
        wire.breaker.reached()
