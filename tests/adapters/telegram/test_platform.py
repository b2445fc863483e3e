"""The whole adapter against Telegram's test server: introduced, heard, acted upon, and cut off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from pydantic import SecretStr

from adapters.clock import SystemClock
from adapters.telegram.platform import Account, Telegram
from bot.errors import MessageRefused, NotAllowed, StorageBusy
from bot.model.chats import ChatKind, ChatRef, MessageRef, Person, PersonRef
from bot.model.events import ChatChange, ChatChanged, Command, Event, Press, Unreadable
from bot.ports.platform import Inbox
from bot.text.markup import Button, message
from bot.wording import Wording
from tests.adapters.console.helpers import DictMemory
from tests.fakes.clock import FakeClock
from tests.platforms.telegram import MEMBER, POSTER, RESET, TelegramServer


class Kept(Inbox):
    """Keeps events; ``refusals`` times it cannot."""

    def __init__(self) -> None:
        self.events: list[Event | Unreadable] = []
        self.refusals = 0

    async def put(self, *events: Event | Unreadable) -> None:
        if self.refusals:
            self.refusals -= 1
            raise StorageBusy
        self.events += events


@asynccontextmanager
async def opened(server: TelegramServer, memory: DictMemory | None = None) -> AsyncIterator[Telegram]:
    account = Account(SecretStr(server.token), server.url)
    kept = memory if memory is not None else DictMemory()
    async with Telegram(account, memory=kept, words=Wording(), clock=SystemClock()) as telegram:
        yield telegram


@asynccontextmanager
async def running(telegram: Telegram, inbox: Inbox) -> AsyncIterator[None]:
    task = asyncio.create_task(telegram.run(inbox))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_press_is_a_command_line_and_its_button_is_freed(server: TelegramServer) -> None:
    ana, inbox = server.person("Ana"), Kept()
    async with opened(server) as telegram, running(telegram, inbox):
        ana.starts()
        chat = ChatRef("telegram", str(ana.id))
        await telegram.send(chat, message("Pick?").with_buttons([Button("Yes", "pick k7")]), "k1")
        pressed = ana.presses(server.last(), "Yes")
        await server.until(lambda: any(isinstance(event, Press) for event in inbox.events))
        await server.until(lambda: pressed.answered)
    press = next(event for event in inbox.events if isinstance(event, Press))
    assert press.action == "pick k7"
    assert not pressed.alert


async def test_a_short_private_answer_is_shown_to_who_pressed_alone(server: TelegramServer) -> None:
    ana, inbox = server.person("Ana"), Kept()
    group = server.supergroup("Embassy row", ana, bot=MEMBER)
    chat = ChatRef("telegram", str(group.id))
    who = Person(PersonRef("telegram", str(ana.id)), "Ana")
    async with opened(server) as telegram, running(telegram, inbox):
        with pytest.raises(NotAllowed):
            await telegram.whisper(chat, who, message("Nobody asked."))
        await telegram.send(chat, message("Pick?").with_buttons([Button("Yes", "pick k7")]), "k1")
        pressed = ana.presses(server.last(), "Yes")
        await server.until(lambda: inbox.events)
        with pytest.raises(NotAllowed):
            await telegram.whisper(chat, who, message("x" * 201))
        await telegram.whisper(chat, who, message("Only administrators can do that."))
    assert (pressed.answer, pressed.alert) == ("Only administrators can do that.", True)


async def test_a_button_of_an_earlier_run_is_known(server: TelegramServer) -> None:
    ana, inbox, memory = server.person("Ana"), Kept(), DictMemory()
    async with opened(server, memory) as telegram:
        ana.starts()
        chat = ChatRef("telegram", str(ana.id))
        await telegram.send(chat, message("Pick?").with_buttons([Button("Yes", "pick k7")]), "k1")
    async with opened(server, memory) as telegram, running(telegram, inbox):
        ana.presses(server.last(), "Yes")
        await server.until(lambda: any(isinstance(event, Press) for event in inbox.events))


async def test_a_forged_button_runs_nothing_and_its_person_is_told(server: TelegramServer) -> None:
    ana, inbox = server.person("Ana"), Kept()
    async with opened(server) as telegram, running(telegram, inbox):
        ana.starts()
        await telegram.send(ChatRef("telegram", str(ana.id)), message("Hello."), "k1")
        pressed = ana.forges(server.last(), "send yes")
        await server.until(lambda: pressed.alert)
    assert not any(isinstance(event, Press) for event in inbox.events)


async def test_a_link_leads_to_a_private_chat_once_the_name_is_known(server: TelegramServer) -> None:
    memory = DictMemory()
    async with opened(server, memory) as telegram:
        assert telegram.link("comments k7") is None
        async with running(telegram, Kept()):
            await server.until(lambda: telegram.link("comments k7"))
            assert telegram.link("unsubscribe") is None
    async with opened(server, memory) as telegram:
        assert telegram.link("comments k7") == "https://t.me/briefing_test_bot?start=comments_k7"


async def test_telegram_that_is_out_of_reach_at_the_start_is_waited_for(server: TelegramServer) -> None:
    ana, inbox, clock = server.person("Ana"), Kept(), FakeClock()
    account = Account(SecretStr(server.token), server.url)
    await server.down()
    made = Telegram(account, memory=DictMemory(), words=Wording(), clock=clock)
    async with made as telegram, running(telegram, inbox):
        while telegram.trouble is None:
            await asyncio.sleep(0)
        assert "Telegram" in str(telegram.trouble)
        await server.up()
        ana.starts()
        await server.until(lambda: inbox.events)
        assert telegram.trouble is None


async def test_what_could_not_be_kept_is_asked_for_again(server: TelegramServer) -> None:
    ana, inbox = server.person("Ana"), Kept()
    inbox.refusals = 1
    account = Account(SecretStr(server.token), server.url)
    made = Telegram(account, memory=DictMemory(), words=Wording(), clock=FakeClock())
    async with made as telegram, running(telegram, inbox):
        ana.says("/desk")
        await server.until(lambda: [one for one in inbox.events if isinstance(one, Command)])
        await server.until(lambda: not server.updates.pending)
    assert [event.line for event in inbox.events if isinstance(event, Command)] == ["desk"]


async def test_an_update_that_cannot_be_read_is_set_aside_and_the_rest_go_on(server: TelegramServer) -> None:
    ana, inbox = server.person("Ana"), Kept()
    ana.says("/desk")
    server.updates.garble()
    ana.says("/help")
    async with opened(server) as telegram, running(telegram, inbox):
        await server.until(lambda: len(inbox.events) == 3)
    kinds = [type(event) for event in inbox.events]
    assert kinds == [Command, Unreadable, Command]


async def test_a_group_and_a_channel_let_us_in_once_each_and_nothing_is_asked_meanwhile(
    server: TelegramServer,
) -> None:
    ana, inbox = server.person("Ana"), Kept()
    group, channel = server.supergroup("Talk", ana), server.channel("Wire", ana)
    async with opened(server) as telegram, running(telegram, inbox):
        server.life.bot_added(channel, ana, admin=True)
        server.life.bot_added(group, ana)
        ana.says("/desk", group)
        await server.until(lambda: len(inbox.events) == 3)
    added = [event for event in inbox.events if isinstance(event, ChatChanged)]
    assert [event.origin.chat.ref.id for event in added] == [f"{channel.id}/channel", str(group.id)]
    assert {event.change for event in added} == {ChatChange.ADDED}
    assert not server.calls_of("getChat")  # a slow answer would keep everybody's updates waiting


async def test_a_group_that_moves_is_not_let_in_anew(server: TelegramServer) -> None:
    ana, inbox = server.person("Ana"), Kept()
    group = server.group("Embassy row", ana, bot=MEMBER)
    server.life.moved(group, ana)
    async with opened(server) as telegram, running(telegram, inbox):
        await server.until(lambda: inbox.events and not server.updates.pending)
    assert {event.change for event in inbox.events if isinstance(event, ChatChanged)} == {ChatChange.MOVED}


async def test_menus_are_brought_once_telegram_can_be_reached(server: TelegramServer) -> None:
    server.faults.script("setMyCommands", RESET)
    account = Account(SecretStr(server.token), server.url)
    async with Telegram(account, memory=DictMemory(), words=Wording(), clock=FakeClock()) as telegram:
        telegram.show_menus(None)
        async with running(telegram, Kept()):
            await server.until(lambda: len(server.calls_of("setMyCommands")) >= 4)


async def test_what_is_paid_for_has_a_ceiling_of_its_own_and_the_rest_stays_free(
    server: TelegramServer,
) -> None:
    for paid in (0, 5, 500):
        account = Account(SecretStr(server.token), server.url, paid_per_second=paid)
        made = Telegram(account, memory=DictMemory(), words=Wording(), clock=FakeClock())
        assert (made.limits.rates.per_second, made.limits.rates.paid) == (30, paid)


async def test_nobody_is_asked_in_a_channel(server: TelegramServer) -> None:
    ana = server.person("Ana")
    channel = server.channel("Wire", ana, bot=POSTER)
    who = Person(PersonRef("telegram", str(ana.id)), "Ana")
    async with opened(server) as telegram:
        with pytest.raises(NotAllowed):
            await telegram.ask(ChatRef("telegram", f"{channel.id}/channel"), who, message("What?"))


async def test_an_administrator_is_told_from_a_member(server: TelegramServer) -> None:
    ana, bo = server.person("Ana"), server.person("Bo")
    group = server.supergroup("Embassy row", ana, bo, bot=MEMBER)
    chat = ChatRef("telegram", str(group.id))
    async with opened(server) as telegram:
        for person, rules in ((ana, True), (bo, False)):
            who = Person(PersonRef("telegram", str(person.id)), "Somebody")
            assert await telegram.administers(who, chat, ChatKind.CLOSED) is rules


@pytest.mark.parametrize("number", ["-400001:17", "said:5", "", "x", "\u0661"])
async def test_a_message_without_a_number_of_telegrams_is_refused(
    server: TelegramServer, number: str
) -> None:
    ref = MessageRef(ChatRef("telegram", "-100500"), number)
    async with opened(server) as telegram:
        with pytest.raises(MessageRefused):
            await telegram.edit(ref, message("Talks go on."))
        with pytest.raises(MessageRefused):
            await telegram.react(ref, "👍")
    assert not server.calls


async def test_a_press_that_could_not_be_kept_at_once_still_gets_its_alert(server: TelegramServer) -> None:
    ana, inbox = server.person("Ana"), Kept()
    who = Person(PersonRef("telegram", str(ana.id)), "Ana")
    async with opened(server) as telegram, running(telegram, inbox):
        ana.starts()
        chat = ChatRef("telegram", str(ana.id))
        await server.until(lambda: inbox.events)
        await telegram.send(chat, message("Pick?").with_buttons([Button("Yes", "pick k7")]), "k1")
        inbox.refusals = 2
        pressed = ana.presses(server.last(), "Yes")
        await server.until(lambda: any(isinstance(event, Press) for event in inbox.events))
        await telegram.whisper(chat, who, message("Picked."))
    assert (pressed.answer, pressed.alert) == ("Picked.", True)


async def test_trouble_of_an_earlier_run_is_forgotten_with_it(server: TelegramServer) -> None:
    clock, inbox, ana = FakeClock(), Kept(), server.person("Ana")
    account = Account(SecretStr(server.token), server.url)
    async with Telegram(account, memory=DictMemory(), words=Wording(), clock=clock) as telegram:
        async with running(telegram, inbox):
            ana.starts()
            await server.until(lambda: inbox.events)
            await server.down()
            while telegram.trouble is None:
                await asyncio.sleep(0)
        async with running(telegram, inbox):
            await asyncio.sleep(0)
            assert telegram.trouble is None


async def test_a_memory_that_fails_keeps_nothing_from_coming_in(server: TelegramServer) -> None:
    ana, inbox, memory = server.person("Ana"), Kept(), DictMemory()
    async with opened(server, memory) as telegram:
        memory.failing = True
        async with running(telegram, inbox):
            ana.starts()
            await server.until(lambda: inbox.events)


@pytest.mark.parametrize("spoilt", ["{", "[]", "null", '{"bot": 1}', '{"bot": 1, "menus": [[1]]}'])
async def test_menus_whose_record_is_spoilt_are_set_anew(server: TelegramServer, spoilt: str) -> None:
    memory = DictMemory()
    await memory.keep("telegram", "menus", spoilt)
    async with opened(server, memory) as telegram, running(telegram, Kept()):
        telegram.show_menus(None)
        await server.until(lambda: len(server.calls_of("setMyCommands")) >= 4)
