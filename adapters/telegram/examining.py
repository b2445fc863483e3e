"""What ``check`` asks of Telegram: the token, how messages come in, and what is missing in each chat."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberRestricted, User, WebhookInfo
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from adapters.telegram.address import Address
from adapters.telegram.api import Api
from adapters.telegram.members import belongs, rules
from bot.model.chats import Chat
from bot.model.findings import Finding
from bot.text.clean import clean
from bot.wording import Wording

_MOST = 50  # groups and channels looked at
_AT_ONCE = 5  # of them
_LONGEST = 300  # characters quoted of what others wrote
_PLAIN = "telegram-group-plain"  # less than could be, but nothing that keeps us from working


async def examine(
    api: Api, chats: Sequence[Chat], words: Wording, *, webhook: bool, patience: float = 20.0
) -> list[Finding]:
    """Whether the bot can work at all and in each of these chats; ``webhook`` is whether the settings
    ask for one. The chats are given ``patience`` seconds. Never raises for what Telegram does."""
    try:
        me = await api.bot.get_me()
        waiting = await api.bot.get_webhook_info()
    except (InvalidToken, Forbidden):
        return [Finding(words("telegram-token-refused"), fine=False, grave=True)]
    except TelegramError as error:
        return [Finding(words("telegram-unreachable", why=_line(error.message)), fine=False)]
    return [
        Finding(words("telegram-token", name=me.name)),
        _intake(waiting, words, webhook=webhook),
        _privacy(me, words),
        *await _Round(api, me.id, words).all(chats, patience),
    ]


def _intake(info: WebhookInfo, words: Wording, *, webhook: bool) -> Finding:
    """How messages come in, against how they should."""
    host, pending = urlsplit(info.url).netloc, info.pending_update_count
    if not webhook:
        if info.url:
            return Finding(words("telegram-webhook-unwanted", host=host), fine=False)
        return Finding(words("telegram-polling", pending=pending))
    if not info.url:
        return Finding(words("telegram-webhook-to-come"))
    if info.last_error_message and pending:  # an error before which nothing waits is over
        why = _line(info.last_error_message)
        return Finding(words("telegram-webhook-failing", host=host, why=why, pending=pending), fine=False)
    return Finding(words("telegram-webhook", host=host, pending=pending))


def _privacy(me: User, words: Wording) -> Finding:
    return Finding(words("telegram-privacy-off" if me.can_read_all_group_messages else "telegram-privacy-on"))


class _Round:
    """One look at the chats."""

    def __init__(self, api: Api, me: int, words: Wording) -> None:
        self._api = api
        self._me = me
        self._words = words
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def all(self, chats: Sequence[Chat], patience: float) -> list[Finding]:
        """What is to be said of them, in their order; private chats have nothing to look at."""
        addressed = ((Address.of(chat.ref), chat) for chat in chats)
        places = {address.chat: (address, chat) for address, chat in addressed if not address.is_private}
        looks = [asyncio.ensure_future(self._look(*each)) for each in list(places.values())[:_MOST]]
        try:
            if looks:
                await asyncio.wait(looks, timeout=patience)
        finally:
            for look in looks:
                look.cancel()
            await asyncio.gather(*looks, return_exceptions=True)
        return list(self._told(looks, len(places)))

    def _told(self, looks: Sequence[asyncio.Task[Finding | None]], places: int) -> Iterator[Finding]:
        well = seen = 0
        for look in looks:
            if look.cancelled() or isinstance(look.exception(), TelegramError):
                continue
            seen += 1
            if finding := look.result():
                yield finding
            else:
                well += 1
        if well:
            yield Finding(self._words("telegram-chats-well", count=well))
        if places > seen:
            yield Finding(self._words("telegram-chats-unseen", count=places - seen))

    async def _look(self, address: Address, chat: Chat) -> Finding | None:
        """What is to be said of a chat; None when nothing is missing there."""
        title = _line(chat.title) or chat.ref.id
        async with self._turns:
            fault = await (self._channel(address.chat) if address.channel else self._group(address.chat))
        if fault is None:
            return None
        return Finding(self._words(fault, title=title), fine=fault == _PLAIN)

    async def _channel(self, channel: int) -> str | None:
        """The sentence about a channel. Own posts may be edited with the right to post alone."""
        ours = await self._ours(channel)
        if ours is None or not rules(ours):
            return "telegram-channel-lost"
        if isinstance(ours, ChatMemberAdministrator) and not ours.can_post_messages:
            return "telegram-channel-mute"
        linked = (await self._api.bot.get_chat(channel)).linked_chat_id
        if linked is not None:
            there = await self._ours(linked)
            if there is None or not rules(there):
                return "telegram-discussion-unseen"
        return None

    async def _group(self, group: int) -> str | None:
        """The sentence about a group."""
        ours = await self._ours(group)
        if ours is None or not belongs(ours):
            return "telegram-group-lost"
        if rules(ours):
            return None
        if isinstance(ours, ChatMemberRestricted):
            may_write: bool | None = ours.can_send_messages
        else:
            permissions = (await self._api.bot.get_chat(group)).permissions
            may_write = permissions is None or permissions.can_send_messages
        return _PLAIN if may_write else "telegram-group-mute"

    async def _ours(self, chat: int) -> ChatMember | None:
        """What we are in a chat; None where Telegram does not let us ask."""
        try:
            return await self._api.bot.get_chat_member(chat, self._me)
        except (BadRequest, Forbidden):
            return None


def _line(text: str) -> str:
    """Foreign text, fit to stand within a sentence."""
    return " ".join(clean(text, _LONGEST).split()).rstrip(".")
