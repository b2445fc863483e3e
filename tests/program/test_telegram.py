"""The real program on Telegram: every kind of place, one discussion, and a death in the middle."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
import pytest_asyncio

from adapters.demo.server import begins
from tests.platforms.telegram import ADMIN, MEMBER, POSTER, Person, Place, Seen, TelegramServer, Topic
from tests.program.running import LONG, STORY, Bot

WAVE = 40.0  # seconds that four chats take at one message a second
TOLD = "Subscribed"


@dataclass(frozen=True, slots=True)
class Town:
    """People, and the places where they are."""

    ana: Person
    bo: Person
    group: Place
    topic: Topic
    talk: Place
    channel: Place


@pytest_asyncio.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(username="briefing_bot") as server:
        yield server


@pytest.fixture
def town(server: TelegramServer) -> Town:
    ana, bo = server.person("Ana", language="en"), server.person("Bo")
    group = server.supergroup("Embassy row", ana, bo, bot=MEMBER)
    forum = server.forum("The club", ana, bo, bot=ADMIN)
    talk = server.supergroup("Talk", ana, bo, bot=ADMIN)
    channel = server.channel("Wire", ana, bot=POSTER, discussion=talk, username="the_wire")
    return Town(ana, bo, group, server.life.topic_opened(forum, "Diplomacy", ana), talk, channel)


@asynccontextmanager
async def running(
    bot: Bot, server: TelegramServer, owner: Person
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The program, with this person as its owner; killed on leaving if it still runs."""
    process = await bot.start(
        *("run", "--clock", begins().isoformat()),
        TELEGRAM_TOKEN=server.token,
        TELEGRAM_API_URL=server.url,
        OWNERS=f"telegram:{owner.id}",
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        _, log = await asyncio.wait_for(process.communicate(), LONG)
        assert b"Traceback" not in log, log.decode()
        assert server.token.encode() not in log


async def said(server: TelegramServer, place: Place, text: str, seconds: float = LONG) -> Seen:
    """The bot's newest message in a place that holds this text, once there is one."""

    def found() -> Seen | None:
        return next((one for one in reversed(server.seen(place)) if text in one.text), None)

    seen = await server.until(found, seconds)
    assert seen is not None
    return seen


async def sends(server: TelegramServer, owner: Person) -> None:
    """The owner sends, as soon as the feeds were read."""
    while True:
        before = len(server.seen(owner.chat))
        owner.says("/desk")
        await server.until(lambda: len(server.seen(owner.chat)) > before, LONG)  # noqa: B023 - awaited here
        if "candidates" in server.last(owner.chat).text:
            break
    owner.says("/send yes")


async def delivered(server: TelegramServer, town: Town) -> dict[str, Seen]:
    """Everybody subscribes and the owner sends; the same story as it stands in each place."""
    ana, topic = town.ana, town.topic
    ana.says("/subscribe")
    ana.says("/subscribe", town.group)
    ana.says("/subscribe", topic)
    ana.says("/subscribe @the_wire")
    await said(server, town.group, TOLD)
    await said(server, topic.place, TOLD)
    await said(server, ana.chat, "For Wire")
    await sends(server, ana)
    places = {"private": ana.chat, "group": town.group, "topic": topic.place, "channel": town.channel}
    return {name: await said(server, place, STORY, WAVE) for name, place in places.items()}


async def test_a_story_is_carried_to_every_kind_of_place_and_what_is_said_there_is_one_discussion(
    bot: Bot, server: TelegramServer, town: Town
) -> None:
    async with running(bot, server, town.ana):
        stories = await delivered(server, town)
        assert stories["topic"].thread == town.topic.id
        assert not stories["channel"].buttons
        for name, story in stories.items():
            speaker = town.ana if name == "private" else town.bo
            speaker.replies(story, f"Said in: {name}.")
        town.ana.presses(await said(server, town.ana.chat, "under which name"), "As Ana")
        town.bo.presses(await said(server, town.group, "Comments that are made here"), "With my name")
        await said(server, town.channel, "4 comments »")
        town.ana.follows(server.seen(town.channel)[1], "4 comments »")
        page = await said(server, town.ana.chat, "4 comments")
        assert all(f"Said in: {name}." in page.text for name in stories)


async def test_replies_that_wait_when_it_is_killed_are_comments_once_each(
    bot: Bot, server: TelegramServer, town: Town
) -> None:
    count = 1_000
    async with running(bot, server, town.ana) as process:
        town.ana.says("/subscribe", town.group)
        await said(server, town.group, TOLD)
        await sends(server, town.ana)
        story = await said(server, town.group, STORY, WAVE)
        server.wire.latency = 0.1  # so that it is killed before the last of them came
        server.flood(count, story, text="Reply number {} of many", people=count)
        await server.until(lambda: len(server.updates.pending) < count, LONG)
        process.kill()
        await process.wait()
    assert 0 < len(server.updates.pending) < count
    server.wire.latency = 0.0
    async with running(bot, server, town.ana):
        await server.until(lambda: not server.updates.pending, LONG)
        number = (story.buttons[0].url or "").rpartition("_")[2]
        town.ana.says(f"/comments {number}", town.group)
        await said(server, town.group, f"{count:,} comments")
