"""The laws of a platform, for each that there is: what the core relies on, whatever the network.

A new platform adds a ``Subject`` of its own to ``SUBJECTS``; ``docs/adding-a-platform.md`` says how.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress

import pytest
from pydantic import SecretStr

from adapters import PLATFORMS
from adapters.clock import SystemClock
from adapters.telegram.platform import Account, Telegram
from bot.errors import NotAllowed
from bot.model.chats import Chat, ChatKind, ChatRef, Person, PersonRef
from bot.model.events import Arrival, Command, Event, Unreadable
from bot.ports.platform import CanAsk, CanEdit, CanFind, CanReact, CanWhisper, Inbox, Platform
from bot.readers.response import KEPT
from bot.text.markup import Bold, Button, Link, message, paragraph, plain_text, quote, row
from bot.wording import Wording
from tests.adapters.console.helpers import DictMemory, ScriptedTerminal, console
from tests.fakes.platform import FindingPlatform
from tests.platforms.telegram import ADMIN, Place, TelegramServer

ENOUGH = 10.0  # seconds, for what never takes that long


class Subject(ABC):
    """A platform under the law, and its other side: what people see there and do."""

    platform: Platform
    scope: AbstractAsyncContextManager[object] = nullcontext()  # what is entered before it is used

    def chat(self, name: str) -> ChatRef:
        """A chat of the platform by this name."""
        return ChatRef(self.platform.name, name)

    def person(self) -> Person:
        """Somebody on the platform."""
        return Person(PersonRef(self.platform.name, "ana"), "Ana")

    @abstractmethod
    def seen(self) -> str:
        """All that people were shown so far."""

    @abstractmethod
    async def types(self, line: str) -> None:
        """Somebody runs a command."""

    async def leaves(self) -> bool:
        """The platform's input comes to its end; False where it has none."""
        return False


class FakeSubject(Subject):
    def __init__(self) -> None:
        self.fake = FindingPlatform()
        self.platform = self.fake
        self._typed = 0

    def seen(self) -> str:
        posts = [posted for chat in self.fake.posts.values() for posted in chat]
        return "\n".join(posted.text for posted in (*posts, *self.fake.edits))

    async def types(self, line: str) -> None:
        self._typed += 1
        chat = Chat(self.chat("main"), ChatKind.OPEN, "Main")
        self.fake.say(Command(Arrival(f"e{self._typed}", chat, self.person()), line))

    async def leaves(self) -> bool:
        self.fake.say(None)
        return True


class ConsoleSubject(Subject):
    def __init__(self) -> None:
        self.terminal = ScriptedTerminal(typed=asyncio.Queue())
        self.platform = self.scope = console(self.terminal, DictMemory())

    def seen(self) -> str:
        return self.terminal.text

    async def types(self, line: str) -> None:
        assert self.terminal.typed is not None
        self.terminal.typed.put_nowait(f"/{line}")

    async def leaves(self) -> bool:
        assert self.terminal.typed is not None
        self.terminal.typed.put_nowait(None)
        return True


class TelegramSubject(Subject):
    """People in groups of a Bot API on loopback."""

    def __init__(self) -> None:
        self.server = TelegramServer()
        self.scope = self._open()
        self._groups: dict[str, Place] = {}

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[None]:
        async with self.server as server:
            account = Account(SecretStr(server.token), server.url)
            made = Telegram(account, memory=DictMemory(), words=Wording(), clock=SystemClock())
            async with made as self.platform:
                self.ana = server.person("Ana")
                yield

    def chat(self, name: str) -> ChatRef:
        if name not in self._groups:
            self._groups[name] = self.server.supergroup(name, self.ana, bot=ADMIN)
        return ChatRef(self.platform.name, str(self._groups[name].id))

    def person(self) -> Person:
        return Person(PersonRef(self.platform.name, str(self.ana.id)), "Ana")

    def seen(self) -> str:
        return "\n".join("\n".join([one.text, *(url for _, url in one.links)]) for one in self.server.seen())

    async def types(self, line: str) -> None:
        self.chat("main")
        self.ana.says(f"/{line}", self._groups["main"])


SUBJECTS: dict[str, Callable[[], Subject]] = {
    "fake": FakeSubject,
    "console": ConsoleSubject,
    "telegram": TelegramSubject,
}

STORY = message(
    paragraph(Bold("Newsline: Two ministers sign visa accord")),
    paragraph("They signed it after nine rounds. (", Link("Radio Three", "https://radio.example/visa"), ")"),
    quote("At last."),
    row("1 comment"),
).with_buttons([Button("Leave a reply", "reply k7")])


@pytest.fixture(params=SUBJECTS)
async def subject(request: pytest.FixtureRequest) -> AsyncIterator[Subject]:
    made: Subject = SUBJECTS[request.param]()
    async with made.scope:
        yield made


class Kept(Inbox):
    """An inbox that takes its time, as a database does."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.came = asyncio.Event()

    async def put(self, *events: Event | Unreadable) -> None:
        await asyncio.sleep(0)
        for event in events:
            assert not isinstance(event, Unreadable)
            self.events.append(event)
        self.came.set()

    async def has(self, count: int) -> None:
        """Wait until so many events came."""
        while len(self.events) < count:
            self.came.clear()
            await self.came.wait()

    @property
    def lines(self) -> list[str]:
        return [event.line for event in self.events if isinstance(event, Command)]


def test_every_platform_is_under_the_law() -> None:
    assert {kind.name for kind in PLATFORMS} <= set(SUBJECTS)


async def test_it_is_a_platform_and_its_limits_can_be_kept(subject: Subject) -> None:
    assert isinstance(subject.platform, Platform)
    limits = subject.platform.limits
    assert min(limits.length, limits.rows, limits.buttons_per_row, limits.rates.per_second) >= 1
    assert limits.measure(STORY) >= limits.measure(message("Short.")) > 0


async def test_a_send_posts_one_message_and_says_which(subject: Subject) -> None:
    ref = await subject.platform.send(subject.chat("main"), STORY, "k1")
    assert ref.chat == subject.chat("main")
    assert subject.seen().count("Two ministers sign visa accord") == 1


async def test_all_that_is_said_is_shown(subject: Subject) -> None:
    await subject.platform.send(subject.chat("main"), STORY, "k1")
    for word in plain_text(STORY).split():
        assert word.strip("()") in subject.seen()


async def test_messages_stand_in_the_order_in_which_they_were_sent(subject: Subject) -> None:
    for number in range(5):
        await subject.platform.send(subject.chat("main"), message(f"Story {number}."), f"k{number}")
    places = [subject.seen().index(f"Story {number}.") for number in range(5)]
    assert places == sorted(places)


async def test_sends_at_once_are_each_posted_once_under_a_reference_of_its_own(subject: Subject) -> None:
    sends = [
        subject.platform.send(subject.chat(chat), message(f"Story {number} for {chat}."), f"{chat}{number}")
        for chat in ("main", "north", "east")
        for number in range(5)
    ]
    refs = await asyncio.gather(*sends)
    assert len(set(refs)) == len(refs)
    for chat in ("main", "north", "east"):
        assert all(subject.seen().count(f"Story {number} for {chat}.") == 1 for number in range(5))


async def test_a_message_as_long_as_its_limit_is_posted(subject: Subject) -> None:
    limits = subject.platform.limits
    room = limits.length - limits.measure(message("."))
    long = message("a " * (room // 2) + ".")
    assert limits.length - 2 <= limits.measure(long) <= limits.length
    await subject.platform.send(subject.chat("main"), long, "k1")


@pytest.mark.parametrize(
    "hostile", ["\x1b]0;owned\x07\x1b[2J", "\u202eevil\u202c", "@everyone <b>&", "\x00\ud800"]
)
async def test_foreign_text_is_no_reason_to_fail(hostile: str, subject: Subject) -> None:
    said = message(paragraph(hostile), paragraph(Link(hostile, f"https://a.example/{hostile}")))
    await subject.platform.send(subject.chat("main"), said.with_buttons([Button(hostile, "why k7")]), "k1")


async def test_an_edit_shows_the_new_words_and_one_to_the_same_is_no_error(subject: Subject) -> None:
    platform = subject.platform
    if not isinstance(platform, CanEdit):
        return
    ref = await platform.send(subject.chat("main"), STORY, "k1")
    await platform.edit(ref, STORY)
    await platform.edit(ref, STORY.with_buttons())
    await platform.edit(ref, message("It was withdrawn."))
    assert "It was withdrawn." in subject.seen()


async def test_a_question_can_be_answered_under_its_reference(subject: Subject) -> None:
    platform = subject.platform
    if not isinstance(platform, CanAsk):
        return
    other = await platform.send(subject.chat("main"), STORY, "k1")
    asked = await platform.ask(subject.chat("main"), subject.person(), message("What do you say?"))
    assert asked.chat == subject.chat("main")
    assert asked != other
    assert "What do you say?" in subject.seen()


async def test_a_reaction_and_a_whisper_are_no_messages_to_be_answered(subject: Subject) -> None:
    platform = subject.platform
    ref = await platform.send(subject.chat("main"), STORY, "k1")
    if isinstance(platform, CanReact):
        await platform.react(ref, KEPT)
    if isinstance(platform, CanWhisper):
        with suppress(NotAllowed):  # only as an answer to a button, on some
            await platform.whisper(subject.chat("main"), subject.person(), message("Only for you."))
    assert await platform.send(subject.chat("main"), STORY, "k2") != ref


async def test_what_was_posted_is_found_by_its_key_in_its_chat_only(subject: Subject) -> None:
    platform = subject.platform
    if not isinstance(platform, CanFind):
        return
    ref = await platform.send(subject.chat("main"), STORY, "k1")
    assert await platform.find(subject.chat("main"), "k1") == ref
    assert await platform.find(subject.chat("main"), "k2") is None
    assert await platform.find(subject.chat("north"), "k1") is None


async def test_events_come_in_order_each_under_a_key_of_its_own(subject: Subject) -> None:
    inbox = Kept()
    for number in range(10):
        await subject.types(f"pick {number}")
    running = asyncio.create_task(subject.platform.run(inbox))
    await asyncio.wait_for(inbox.has(10), ENOUGH)
    if await subject.leaves():
        await asyncio.wait_for(running, ENOUGH)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert inbox.lines == [f"pick {number}" for number in range(10)]
    assert len({event.origin.key for event in inbox.events}) == 10
    assert {event.origin.chat.ref.platform for event in inbox.events} == {subject.platform.name}
    assert {event.origin.person.ref.platform for event in inbox.events} == {subject.platform.name}


async def test_it_runs_until_it_is_cancelled_and_goes_on_sending_meanwhile(subject: Subject) -> None:
    inbox = Kept()
    running = asyncio.create_task(subject.platform.run(inbox))
    await subject.types("desk")
    await asyncio.wait_for(inbox.came.wait(), ENOUGH)
    await asyncio.wait_for(subject.platform.send(subject.chat("main"), STORY, "k1"), ENOUGH)
    assert not running.done()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert inbox.lines == ["desk"]
