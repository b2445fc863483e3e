"""What the press asks for besides its stores: the line-up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.model.chats import Order
from bot.model.news import PreparedStory


class LineUpSource(Protocol):
    """The line-up as it stands now; the newsroom's desk gives it."""

    async def prepared(self, order: Order, now: datetime) -> Sequence[PreparedStory]:
        """The stories for this order, ready to go out: pins, picks, then what fills up, best first.
        More than the order's size where there are, for chats that had some of them."""
        ...
