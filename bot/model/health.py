"""How the program fares, as whoever runs it may ask at any time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Health:
    """Why each part does not do its work, in a sentence; None where it does. It says nothing of any
    person or chat, and holds no secret: it may be shown to whoever can reach its address."""

    platforms: Mapping[str, str | None]  # by name
    storage: str | None
    feeds: str | None
    feeds_read: datetime | None  # when the last round of reading ended

    @property
    def causes(self) -> tuple[str, ...]:
        """All that is amiss."""
        return tuple(why for why in (self.storage, self.feeds, *self.platforms.values()) if why)

    @property
    def is_fine(self) -> bool:
        """Whether all parts do their work."""
        return not self.causes
