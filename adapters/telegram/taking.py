"""Updates on their way in: heard, committed, and only then acted upon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.telegram.hearing import Hearing
from adapters.telegram.queries import Queries
from adapters.telegram.rights import Rights
from bot.ports.platform import Inbox

KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "callback_query",
    "message_reaction",
    "message_reaction_count",
    "my_chat_member",
    "chat_member",
)
"""The updates that Telegram is asked for; some it sends only when they are named."""


class Taking:
    """Takes batches of updates: a batch is one transaction of ours."""

    def __init__(self, *, hearing: Hearing, inbox: Inbox, queries: Queries, rights: Rights) -> None:
        self._hearing = hearing
        self._inbox = inbox
        self._queries = queries
        self._rights = rights

    async def take(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Commit the updates. Raises StorageError: none of them is kept."""
        heard = [await self._hearing.hear(update) for update in updates]
        queries = [one.query for one in heard if one.query is not None]
        for one in heard:
            if one.forget is not None:
                self._rights.forget(*one.forget)
        for query in queries:  # a press is answered while it is handled: it must be known before
            self._queries.opened(query)
        events = [one.event for one in heard if one.event is not None]
        if events:
            await self._inbox.put(*events)
        for query in queries:
            self._queries.kept(query)
