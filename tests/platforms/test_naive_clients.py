"""A client as the libraries ship it fails on the test server: what ours does better is worth doing."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator

import pytest
import telegram
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from tests.platforms.telegram import Limits, TelegramServer

PENDING = 6
POLLING = """
import asyncio, sys
from telegram.ext import Application, MessageHandler, filters

async def comment(update, context):
    await update.message.reply_text("Kept")
    await asyncio.sleep(3600)

application = Application.builder().token(sys.argv[2]).base_url(sys.argv[1] + "/bot").build()
application.add_handler(MessageHandler(filters.TEXT, comment))
application.run_polling()
"""


async def test_polling_as_shipped_loses_updates_when_it_is_killed() -> None:
    async with TelegramServer() as server:
        ana = server.person("Ana")
        for number in range(PENDING):
            ana.says(f"Comment {number}")
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", POLLING, server.url, server.token, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            await server.until(lambda: server.sent and server.updates.polled, 40)
        finally:
            process.kill()
            await process.wait()
        assert len(server.sent) < PENDING
        assert server.updates.pending == (), "it could ask again for those that it did not handle"


@pytest.fixture
async def limited(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[TelegramServer, telegram.Bot]]:
    """A server with Telegram's rates, and a bot with the library's own limiter."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # without it each refusal warns of what will change
    limiter = AIORateLimiter(max_retries=0)
    async with TelegramServer(limits=Limits()) as server:
        request = HTTPXRequest(connection_pool_size=64, httpx_kwargs={"trust_env": False})
        bot = ExtBot(server.token, f"{server.url}/bot", request=request, rate_limiter=limiter)
        async with bot:
            yield server, bot


async def test_the_librarys_limiter_sends_too_fast_over_all(
    limited: tuple[TelegramServer, telegram.Bot],
) -> None:
    server, bot = limited
    crowd = [server.person(f"Reader {number}") for number in range(60)]
    for person in crowd:
        person.starts()
    await asyncio.gather(*(bot.send_message(person.id, "Story") for person in crowd), return_exceptions=True)
    assert server.answered(429) > 0
    assert len(server.sent) < len(crowd)


async def test_the_librarys_limiter_sends_too_fast_in_a_chat(
    limited: tuple[TelegramServer, telegram.Bot],
) -> None:
    server, bot = limited
    ana = server.person("Ana")
    ana.starts()
    await bot.send_message(ana.id, "one")
    with pytest.raises(telegram.error.RetryAfter):
        await bot.send_message(ana.id, "two")
