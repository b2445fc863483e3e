"""Telegram as a platform: puts together hearing, posting and what it takes to stay connected."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from pydantic import SecretStr
from telegram.error import TelegramError

from adapters.telegram import doors
from adapters.telegram.address import NAME, Address, room
from adapters.telegram.api import Api
from adapters.telegram.buttons import Pen
from adapters.telegram.errors import translating
from adapters.telegram.examining import examine
from adapters.telegram.hearing import Hearing, Identity
from adapters.telegram.lookup import look_up
from adapters.telegram.menus import Menus
from adapters.telegram.polling import Polling
from adapters.telegram.posting import Posting, shelf
from adapters.telegram.queries import Queries
from adapters.telegram.reach import Reach, pause
from adapters.telegram.rendering import bare, measure
from adapters.telegram.rights import Rights
from adapters.telegram.taking import KINDS, Taking
from adapters.telegram.webhook import Hook, Webhook
from bot.errors import MessageRefused, NotAllowed, StorageError
from bot.model.chats import Chat, ChatKind, ChatRef, MessageRef, Person
from bot.model.findings import Finding
from bot.ports.clock import Clock
from bot.ports.platform import Inbox, Limits, Rates
from bot.ports.store import Memory
from bot.text.markup import Message
from bot.wording import Wording, languages

_log = logging.getLogger(__name__)

LENGTH = 4_096
WIDTH = 8  # buttons a row
ROWS = 12  # so that there are not more than a hundred
FREE_RATE = 30  # messages a second over all chats
GROUP_RATE = 20  # messages a minute in a group or channel

_BUTTONS = "button-secret"
_HOOK = "webhook-secret"
_NAME = "username"
_LONGEST = 300.0  # seconds between two tries to bring the menus
_RETRY = 5.0  # seconds, after our memory failed


@dataclass(frozen=True, slots=True)
class Account:
    """The bot's account, and how Telegram is reached. Without ``hook`` it is asked for updates;
    ``paid_per_second`` messages go out as paid broadcasts, 0 for none."""

    token: SecretStr
    api_url: str
    hook: Hook | None = None
    paid_per_second: int = 0


class Telegram:
    """A ``Platform`` that can edit, react, ask, whisper, be pinged, link, look up, show menus and
    examine. Enter it before anything is sent."""

    name = NAME

    def __init__(self, account: Account, *, memory: Memory, words: Wording, clock: Clock) -> None:
        self._account = account
        self._memory = memory
        self._words = words
        self._clock = clock
        self._api = Api(account.token, account.api_url)
        self._rights = Rights(self._api, clock)
        self._queries = Queries(self._api, clock, words)
        self._reach = Reach(clock, words)
        self._intake: Polling | Webhook | None = None
        self._username = ""
        self._newsroom: ChatRef | None = None
        self._menus_due = asyncio.Event()
        self._stack = AsyncExitStack()
        rates = Rates(FREE_RATE, 1, GROUP_RATE, room, paid=account.paid_per_second)
        self.limits = Limits(LENGTH, measure, WIDTH, ROWS, rates)

    async def __aenter__(self) -> Self:
        self._pen = Pen(bytes.fromhex(await self._secret(_BUTTONS)), self._clock)
        self._hook_secret = SecretStr(await self._secret(_HOOK))
        self._posting = Posting(
            api=self._api,
            pen=self._pen,
            memory=self._memory,
            link=self.link,
            paid=self._account.paid_per_second > 0,
        )
        self._username = await self._memory.recall(NAME, _NAME) or ""
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._api)
            await stack.enter_async_context(self._queries)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    @property
    def trouble(self) -> str | None:
        return self._intake.trouble if self._intake is not None else self._reach.trouble

    async def run(self, inbox: Inbox) -> None:
        self._intake = None  # that of an earlier run says nothing any more
        me = await self._introduced()
        hearing = Hearing(me, self._pen, self._recall)
        taking = Taking(hearing=hearing, inbox=inbox, queries=self._queries, rights=self._rights)
        self._intake = self._way_in(taking)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_menus())
            group.create_task(self._intake.run())

    async def send(self, chat: ChatRef, message: Message, key: str) -> MessageRef:
        with translating(chat):
            return MessageRef(chat, await self._posting.post(Address.of(chat), message, key))

    async def edit(self, ref: MessageRef, message: Message) -> None:
        with translating(ref.chat):
            await self._posting.edit(Address.of(ref.chat), _number(ref), message)
        self._queries.edited(ref)

    async def react(self, ref: MessageRef, reaction: str) -> None:
        payload = {
            "chat_id": Address.of(ref.chat).chat,
            "message_id": _number(ref),
            "reaction": [{"type": "emoji", "emoji": reaction}],
        }
        with translating(ref.chat):
            await self._api.call("setMessageReaction", payload)

    async def ask(self, chat: ChatRef, person: Person, prompt: Message) -> MessageRef:
        address = Address.of(chat)
        if address.channel:
            raise NotAllowed("nobody can answer a question in a channel")
        with translating(chat):
            return MessageRef(chat, await self._posting.ask(address, person, prompt))

    async def whisper(self, chat: ChatRef, person: Person, message: Message) -> None:
        """Only as the answer to a button, and only what fits into an alert."""
        fits = not message.buttons and not message.files
        if not (fits and await self._queries.alert(chat, person.ref, bare(message))):
            raise NotAllowed("only a short answer to a button can be shown to one person")

    async def administers(self, person: Person, chat: ChatRef, kind: ChatKind) -> bool:
        return await self._rights.administers(person, chat, kind)

    def link(self, line: str) -> str | None:
        return doors.door(self._username, line) if self._username else None

    async def ping(self) -> None:
        with translating(ChatRef(NAME, "")):
            await self._api.call("getMe", {})

    async def look_up(self, name: str) -> Chat | None:
        return await look_up(self._api, name)

    def show_menus(self, newsroom: ChatRef | None) -> None:
        self._newsroom = newsroom
        self._menus_due.set()

    async def examine(self, chats: Sequence[Chat]) -> Sequence[Finding]:
        return await examine(self._api, chats, self._words, webhook=self._account.hook is not None)

    async def _introduced(self) -> Identity:
        """Who we are, as soon as Telegram tells."""
        while True:
            try:
                me = await self._api.bot.get_me()
            except TelegramError as error:
                await self._clock.sleep(self._reach.failed(error))
                continue
            self._reach.answered()
            self._username = me.username or ""
            try:
                await self._memory.keep(NAME, _NAME, self._username)
            except StorageError as error:  # it is only there for the next start
                _log.error("our name cannot be kept: %s", error)
            return Identity(me.id, self._username)

    def _way_in(self, taking: Taking) -> Polling | Webhook:
        hook = self._account.hook
        if hook is None:
            return Polling(self._api, taking.take, self._clock, self._words, KINDS)
        return Webhook(
            self._api, taking.take, self._clock, self._words, KINDS, hook=hook, secret=self._hook_secret
        )

    async def _keep_menus(self) -> None:
        """Bring the menus up to date whenever that is asked for; try again while it cannot be done."""
        chosen = (self._words.language, *(code for code in languages() if code != self._words.language))
        menus = Menus(self._api, self._memory, chosen, Wording)
        tries = 0
        while True:
            await self._menus_due.wait()
            self._menus_due.clear()
            try:
                await menus.bring(self._newsroom)
                tries = 0
            except TelegramError as error:
                tries += 1
                _log.debug("the menus wait: %s", error)
                await self._again(pause(tries, _LONGEST))
            except StorageError as error:
                _log.error("the menus wait: %s", error)
                await self._again(_RETRY)

    async def _again(self, seconds: float) -> None:
        await self._clock.sleep(seconds)
        self._menus_due.set()

    async def _recall(self, digest: str) -> str | None:
        return await self._memory.recall(NAME, shelf(digest))

    async def _secret(self, name: str) -> str:
        """A secret of our own, made once and kept."""
        kept = await self._memory.recall(NAME, name)
        if kept is None:
            kept = secrets.token_hex(32)
            await self._memory.keep(NAME, name, kept)
        return kept


def _number(ref: MessageRef) -> int:
    """Telegram's number of a message. One of a group that has moved has none where the group is now."""
    if not (ref.id.isascii() and ref.id.isdecimal()):
        raise MessageRefused(f"{ref.chat} has no message {ref.id}")
    return int(ref.id)
