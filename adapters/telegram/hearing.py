"""From one of Telegram's updates, as it came, to the event that it is for us."""

from __future__ import annotations

import json
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import telegram

from adapters.telegram import changes, reactions
from adapters.telegram.address import NAME
from adapters.telegram.buttons import Pen
from adapters.telegram.people import Identity, person
from adapters.telegram.places import reference, where
from adapters.telegram.queries import Query
from adapters.telegram.speech import Speech
from bot.errors import StorageError
from bot.model.events import Arrival, Event, Press, Unreadable

__all__ = ["Heard", "Hearing", "Identity"]


@dataclass(frozen=True, slots=True)
class Heard:
    """What an update is to us."""

    event: Event | Unreadable | None = None
    query: Query | None = None  # waits for an answer
    forget: tuple[int, int | None] | None = None  # the chat, and the user there whose rights changed or all


class Hearing:
    """Hears updates, each by itself: one that cannot be read harms no other."""

    def __init__(self, me: Identity, pen: Pen, recall: Callable[[str], Awaitable[str | None]]) -> None:
        """``recall`` tells an action that was too long for its button, by its digest."""
        self._pen = pen
        self._recall = recall
        self._speech = Speech(me, pen)

    async def hear(self, raw: Mapping[str, Any]) -> Heard:
        """What the update is to us. Raises StorageError when a button's action cannot be recalled,
        and nothing else: what cannot be read is heard as Unreadable."""
        try:
            return await self._heard(telegram.Update.de_json(dict(raw)))
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001 a border: nobody knows what may come over the wire
            return Heard(_unreadable(raw, error))

    async def _heard(self, update: telegram.Update) -> Heard:
        if pressed := update.callback_query:
            return await self._pressed(pressed, _key(update, pressed.id))
        if changed := update.chat_member:
            return Heard(forget=(int(changed.chat.id), int(changed.new_chat_member.user.id)))
        if ours := update.my_chat_member:  # what we were told of others' rights was by our own
            return Heard(changes.ours(ours, _key(update, ours.date)), forget=(int(ours.chat.id), None))
        return Heard(self._said(update) or _happened(update))

    def _said(self, update: telegram.Update) -> Event | None:
        if message := update.message:
            return self._speech.said(message, _key(update, message.date))
        if post := update.channel_post:
            return self._speech.posted(post, _key(update, post.date))
        if edited := update.edited_message:
            return self._speech.edited(edited, _key(update, edited.edit_date or edited.date))
        return None

    async def _pressed(self, pressed: telegram.CallbackQuery, key: str) -> Heard:
        """A button of ours, by its signature; what bears none was forged, or is of a lost secret."""
        message = pressed.message
        if message is None or pressed.data is None:
            return Heard()
        origin = Arrival(key, where(message), person(pressed.from_user))
        ref = reference(origin.chat, message.message_id)
        query = Query(str(pressed.id), origin.chat.ref, origin.person.ref, ref)
        read = self._pen.read(pressed.data, message.chat.id)
        action = None if read is None else read.action
        if read is not None and read.digest is not None:
            action = await self._recall(read.digest)
        if read is None or not action:
            return Heard(query=replace(query, stale=True))
        return Heard(Press(origin, action, ref, read.made), query)


def _happened(update: telegram.Update) -> Event | None:
    """What others did than speak."""
    if reaction := update.message_reaction:
        return reactions.reacted(reaction, _key(update, reaction.date))
    if count := update.message_reaction_count:
        return reactions.tallied(count, _key(update, count.date))
    return None


def _key(update: telegram.Update, mark: datetime | str) -> str:
    """The update's number with what else it alone has: its second, or its query's id. After a week
    without updates Telegram goes on with a number at random, which we may have seen before."""
    stamp = mark if isinstance(mark, str) else int(mark.timestamp())
    return f"{int(update.update_id)}-{stamp}"


def _unreadable(raw: Mapping[str, Any], error: Exception) -> Unreadable:
    return Unreadable(NAME, str(raw.get("update_id")), _why(error), json.dumps(raw))


def _why(error: Exception) -> str:
    """What went wrong and where, without the texts of people that an error may quote: only what
    Python itself says of types and fields is told."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    reason = f"{type(error).__name__} in {Path(place.filename).stem}.{place.name}"
    return f"{reason}: {error}" if isinstance(error, TypeError | AttributeError) else reason
