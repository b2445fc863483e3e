"""Telegram goes away in the middle of its work and comes back: what was due is there, once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import time

import pytest_asyncio
from pydantic import SecretStr

from adapters.clock import SystemClock
from adapters.telegram.platform import Account, Telegram
from bot.model.chats import Chat, ChatKind, ChatRef, Order, Schedule, Subscription
from bot.model.editions import DeliveryState, PromiseId
from bot.press.breaker import Breaker
from bot.press.office import Press, open_press
from bot.wording import Wording
from storage.store import SqlStore
from tests.adapters.console.helpers import DictMemory
from tests.core.press.stage import ANA, BRIEFING, LineUp, prepared
from tests.fakes.rows import tally
from tests.platforms.telegram import LOST, TelegramServer

SENT = {DeliveryState.SENT: 4}


@pytest_asyncio.fixture
async def press(store: SqlStore, server: TelegramServer) -> AsyncIterator[Press]:
    """A press that delivers a header and a story to each of two people on Telegram."""
    for name in ("Ana", "Bo"):
        person = server.person(name)
        person.starts()
        chat = ChatRef("telegram", str(person.id))
        await store.chats.see(Chat(chat, ChatKind.PRIVATE, name))
        await store.subscriptions.put(Subscription(BRIEFING.id, chat, Schedule("UTC", (time(7),)), Order(1)))
    clock = SystemClock()
    account = Account(SecretStr(server.token), server.url)
    async with Telegram(account, memory=DictMemory(), words=Wording(), clock=clock) as telegram:
        made = open_press(
            store=store,
            platforms=[telegram],
            source=LineUp([prepared(1)]),
            briefing=BRIEFING,
            words=Wording,
            clock=clock,
            chance=lambda: 0.0,
        )
        stop = asyncio.Event()
        running = asyncio.create_task(made.dispatcher.run(stop))
        yield made
        stop.set()
        await running


def breaker(press: Press) -> Breaker:
    return press.wires["telegram"].breaker


async def test_what_is_due_while_telegram_is_down_goes_out_when_it_is_back(
    press: Press, store: SqlStore, server: TelegramServer
) -> None:
    await server.down()
    await press.planner.send_now("wish", ANA)
    press.dispatcher.wake()
    await server.until(lambda: breaker(press).is_away)
    await press.dispatcher.settled()
    assert set(await tally(store)) <= {DeliveryState.PENDING}
    await server.up()
    await server.until(lambda: len(server.seen()) == 4)
    await press.dispatcher.settled()
    assert await tally(store) == SENT
    assert all(row.attempts == 0 for row in await store.deliveries.of(PromiseId(1)))
    assert not breaker(press).is_open


async def test_a_message_whose_answer_is_lost_goes_out_once_more_when_telegram_answers_anything(
    press: Press, store: SqlStore, server: TelegramServer
) -> None:
    server.faults.script("sendMessage", LOST)
    await press.planner.send_now("wish", ANA)
    press.dispatcher.wake()
    await server.until(lambda: len(server.seen()) == 5)
    await press.dispatcher.settled()
    assert await tally(store) == SENT
