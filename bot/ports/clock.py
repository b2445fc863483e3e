"""Time as the core sees it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time. Laws: ``now`` is aware and UTC and may jump (a laptop that slept, a
    replayed day); ``monotonic`` never goes back and counts real seconds."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...

    async def sleep(self, seconds: float) -> None:
        """Wait so many real seconds."""
        ...
