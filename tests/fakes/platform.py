"""A platform without a network: it keeps what it is sent and fails when it is told to."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from bot.model.chats import ChatKind, ChatRef, MessageRef, Person
from bot.model.events import Event
from bot.ports.clock import Clock
from bot.ports.platform import Inbox, Limits, Rates
from bot.text.markup import Message, plain_text

FAST = Rates(per_second=1_000, chat_per_second=1_000)


def letters(message: Message) -> int:
    """A message measured in characters of its plain text."""
    return len(plain_text(message))


@dataclass(frozen=True, slots=True)
class Posted:
    """A message as it stands in a chat of the fake."""

    ref: MessageRef
    message: Message
    key: str

    @property
    def text(self) -> str:
        return plain_text(self.message)


@dataclass(slots=True)
class Fault:
    """What goes wrong next, how often, after how many sends that go well, and whether the message
    is posted all the same."""

    error: BaseException
    chat: ChatRef | None
    posted: bool
    times: int
    after: int


@dataclass(slots=True)
class FakePlatform:
    """Posts to memory. Can edit and react; ``idempotent`` makes a key's second send give the first
    message back. With a ``clock`` every send takes ``latency`` seconds of it."""

    name: str = "fake"
    rates: Rates = FAST
    length: int = 4_000
    measure: Callable[[Message], int] = letters
    buttons_per_row: int = 8
    rows: int = 100
    idempotent: bool = False
    clock: Clock | None = None
    latency: float = 0.0
    trouble: str | None = None
    sends: int = 0
    posts: dict[ChatRef, list[Posted]] = field(default_factory=lambda: defaultdict(list))
    edits: list[Posted] = field(default_factory=list)
    reactions: list[tuple[MessageRef, str]] = field(default_factory=list)
    administrators: set[tuple[str, str]] = field(default_factory=set)
    _faults: list[Fault] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _incoming: asyncio.Queue[Event | None] = field(default_factory=asyncio.Queue)
    _open: asyncio.Event = field(default_factory=asyncio.Event)
    _waiting: int = 0

    def __post_init__(self) -> None:
        self._open.set()

    @property
    def limits(self) -> Limits:
        return Limits(self.length, self.measure, self.buttons_per_row, self.rows, self.rates)

    def fail(
        self,
        error: BaseException,
        *,
        chat: ChatRef | None = None,
        posted: bool = False,
        times: int = 1,
        after: int = 0,
    ) -> None:
        """Raise this at so many sends (to this chat), once ``after`` others went well; with
        ``posted`` after posting."""
        self._faults.append(Fault(error, chat, posted, times, after))

    @contextmanager
    def silence(self) -> Iterator[None]:
        """No send is answered, or posted, before this ends."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    @property
    def waiting(self) -> int:
        """Sends under way."""
        return self._waiting

    def texts(self, chat: ChatRef) -> list[str]:
        """What stands in a chat, in order, without markup."""
        return [posted.text for posted in self.posts[chat]]

    def say(self, event: Event | None) -> None:
        """Something happens on the platform; None ends its input."""
        self._incoming.put_nowait(event)

    async def run(self, inbox: Inbox) -> None:
        while (event := await self._incoming.get()) is not None:
            await inbox.put(event)

    async def send(self, chat: ChatRef, message: Message, key: str) -> MessageRef:
        self.sends += 1
        self._waiting += 1
        try:
            if self.clock is not None:
                await self.clock.sleep(self.latency)
            await self._open.wait()
            return self._send(chat, message, key)
        finally:
            self._waiting -= 1

    def _send(self, chat: ChatRef, message: Message, key: str) -> MessageRef:
        fault = self._fault(chat)
        if fault is not None and not fault.posted:
            raise fault.error
        ref = self._post(chat, message, key)
        if fault is not None:
            raise fault.error
        return ref

    async def edit(self, ref: MessageRef, message: Message) -> None:
        posts = self.posts[ref.chat]
        for number, old in enumerate(posts):
            if old.ref == ref:
                posts[number] = Posted(ref, message, old.key)
        self.edits.append(Posted(ref, message, ""))

    async def react(self, ref: MessageRef, reaction: str) -> None:
        self.reactions.append((ref, reaction))

    async def administers(self, person: Person, chat: ChatRef, kind: ChatKind) -> bool:
        return kind is ChatKind.PRIVATE or (person.ref.id, chat.id) in self.administrators

    def find_key(self, chat: ChatRef, key: str) -> MessageRef | None:
        """The message that was posted with this key."""
        return next((posted.ref for posted in self.posts[chat] if posted.key == key), None)

    def _post(self, chat: ChatRef, message: Message, key: str) -> MessageRef:
        if self.idempotent and (known := self.find_key(chat, key)) is not None:
            return known
        ref = MessageRef(chat, str(next(self._numbers)))
        self.posts[chat].append(Posted(ref, message, key))
        return ref

    def _fault(self, chat: ChatRef) -> Fault | None:
        for fault in self._faults:
            if fault.chat in (None, chat):
                if fault.after:
                    fault.after -= 1
                    continue
                fault.times -= 1
                if not fault.times:
                    self._faults.remove(fault)
                return fault
        return None


class FindingPlatform(FakePlatform):
    """A fake that can also tell what became of a send."""

    async def find(self, chat: ChatRef, key: str) -> MessageRef | None:
        return self.find_key(chat, key)
