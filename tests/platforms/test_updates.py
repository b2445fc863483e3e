"""Updates are kept until they are acknowledged, and only what the bot may see becomes one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import telegram
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.fakes.clock import FakeClock
from tests.platforms.conftest import Caller
from tests.platforms.telegram import ADMIN, MEMBER, POSTER, TelegramServer
from tests.platforms.telegram.refusals import Refused
from tests.platforms.telegram.webhook import HEADER

REACTIONS = ["message", "message_reaction"]


def texts_of(updates: list[dict[str, dict[str, str]]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_come_again_until_they_are_acknowledged(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    for text in ("one", "two", "three"):
        ana.says(text)
    first = await call.updates()
    assert texts_of(first) == texts_of(await call.updates()) == ["one", "two", "three"]
    assert texts_of(await call.updates(offset=first[1]["update_id"])) == ["two", "three"]
    assert texts_of(await call.updates(offset=first[1]["update_id"], limit=1)) == ["two"]
    assert await call.updates(offset=first[2]["update_id"] + 1) == []
    assert server.updates.acknowledged == 3
    assert server.updates.pending == ()


async def test_a_negative_offset_forgets_all_but_the_last(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    for text in ("one", "two", "three"):
        ana.says(text)
    assert texts_of(await call.updates(offset=-2)) == ["two", "three"]
    assert texts_of(await call.updates()) == ["two", "three"]


async def test_a_long_poll_waits_for_the_next_update(server: TelegramServer, call: Caller) -> None:
    poll = asyncio.create_task(call.updates(timeout=30))
    await server.until(lambda: server.updates.polled)
    server.person("Ana").says("one")
    assert texts_of(await poll) == ["one"]


async def test_a_second_poller_ends_the_first(server: TelegramServer, call: Caller) -> None:
    first = asyncio.create_task(call.updates(timeout=30))
    await server.until(lambda: server.updates.polled)
    second = asyncio.create_task(call.updates(timeout=30))
    with pytest.raises(Refused, match="Conflict: terminated by other getUpdates request") as caught:
        await first
    assert caught.value.code == 409
    server.person("Ana").says("one")
    assert texts_of(await second) == ["one"]


async def test_updates_are_kept_for_a_day(server: TelegramServer, call: Caller, clock: FakeClock) -> None:
    ana = server.person("Ana")
    ana.says("old")
    clock.advance(timedelta(hours=1))
    ana.says("young")
    clock.advance(timedelta(hours=23, seconds=1))
    assert texts_of(await call.updates()) == ["young"]


async def test_reactions_come_to_those_who_ask(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    message = ana.says("one", server.supergroup("Desk", ana, bot=ADMIN))
    ana.reacts(message, "👍")
    assert texts_of(await call.updates(allowed_updates=REACTIONS)) == ["one"]
    ana.reacts(message, "🔥")
    changed = (await call.updates())[-1]["message_reaction"]
    assert changed["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert changed["new_reaction"] == [{"type": "emoji", "emoji": "🔥"}]


async def test_reactions_in_a_group_come_to_its_administrator(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    group = server.supergroup("Desk", ana, bot=MEMBER)
    await call.updates(allowed_updates=["message_reaction"])
    message = ana.says("one", group)
    ana.reacts(message, "👍")
    server.life.bot_promoted(group, ana)
    ana.reacts(message, "🔥")
    (named,) = await call.updates()
    assert named["message_reaction"]["user"]["first_name"] == "Ana"


async def test_reactions_to_a_post_and_its_copy_are_counted(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    group = server.supergroup("Talk", ana, bot=ADMIN)
    channel = server.channel("Gazette", ana, bot=POSTER, discussion=group)
    await call.updates(allowed_updates=["message_reaction", "message_reaction_count"])
    post = ana.posts("two", channel)
    ana.reacts(post, "🔥")
    assert post.copy is not None
    ana.reacts(post.copy, "🔥")
    counted = [update["message_reaction_count"] for update in await call.updates()]
    assert [each["chat"]["id"] for each in counted] == [channel.id, group.id]
    assert counted[0]["reactions"] == [{"type": {"type": "emoji", "emoji": "🔥"}, "total_count": 1}]


async def test_reactions_in_private_are_told_only_if_the_server_is_so_made(
    server: TelegramServer, call: Caller
) -> None:
    ana = server.person("Ana")
    await call.updates(allowed_updates=["message_reaction"])
    message = ana.says("one")
    ana.reacts(message, "👍")
    server.world.private_reactions = True
    ana.reacts(message, "🔥")
    (told,) = await call.updates()
    assert told["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "🔥"}]


async def test_what_is_not_asked_for_does_not_come(server: TelegramServer, call: Caller) -> None:
    await call.updates(allowed_updates=["callback_query"])
    server.person("Ana").says("one")
    assert await call.updates() == []


async def test_privacy_hides_what_is_not_for_the_bot(server: TelegramServer, call: Caller) -> None:
    ana, ben = server.person("Ana"), server.person("Ben")
    group = server.supergroup("Desk", ana, ben, bot=MEMBER)
    await call("sendMessage", chat_id=group.id, text="Story")
    story = server.last()
    hidden = ana.says("nothing to do with it", group)
    ben.replies(hidden, "nor this")
    ben.says("/start@another_bot", group)
    ben.replies(story, "a comment")
    ben.says("/briefing", group)
    ben.says("/briefing@briefing_test_bot now", group)
    ben.joins(group)
    read = [update["message"] for update in await call.updates()]
    assert [each.get("text") for each in read] == [
        "a comment",
        "/briefing",
        "/briefing@briefing_test_bot now",
        None,
    ]


async def test_an_administrator_reads_everything(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    group = server.supergroup("Desk", ana, bot=MEMBER)
    ana.says("hidden", group)
    server.life.bot_promoted(group, ana)
    ana.says("seen", group)
    kinds = [set(update) - {"update_id"} for update in await call.updates()]
    assert kinds == [{"my_chat_member"}, {"message"}]


async def test_without_privacy_everything_is_read(clock: FakeClock) -> None:
    async with TelegramServer(clock=clock, privacy=False) as server:
        ana = server.person("Ana")
        ana.says("seen", server.group("Desk", ana, bot=MEMBER))
        assert len(server.updates.pending) == 1


async def test_updates_can_be_delivered_twice(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    ana.says("one")
    taken = await call.updates()
    assert await call.updates(offset=taken[0]["update_id"] + 1) == []
    server.updates.repeat(1)
    ana.says("two")
    assert texts_of(await call.updates(offset=taken[0]["update_id"] + 1)) == ["one", "two"]
    assert texts_of(await call.updates(offset=taken[0]["update_id"] + 1)) == ["two"]


async def test_an_update_may_be_unreadable(server: TelegramServer, call: Caller) -> None:
    server.updates.garble()
    (update,) = await call.updates()
    with pytest.raises((TypeError, ValueError, AttributeError)):
        telegram.Update.de_json(update)


async def test_ten_thousand_replies_are_pending_at_once(server: TelegramServer, call: Caller) -> None:
    ana = server.person("Ana")
    group = server.supergroup("Desk", ana, bot=ADMIN)
    await call("sendMessage", chat_id=group.id, text="Story")
    server.flood(10_000, server.last())
    offset, taken = 0, 0
    while updates := await call.updates(offset=offset):
        offset, taken = updates[-1]["update_id"] + 1, taken + len(updates)
    assert (taken, server.updates.acknowledged) == (10_000, 10_000)


class Hook:
    """A webhook that takes updates when it is told to."""

    def __init__(self) -> None:
        self.refuses = 0
        self.took: list[str] = []
        self.secrets: set[str | None] = set()

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.add(request.headers.get(HEADER))
        update = await request.json()
        if self.refuses:
            self.refuses -= 1
            return web.Response(status=503)
        self.took.append(update["message"]["text"])
        return web.Response()


@pytest.fixture
async def hook() -> Hook:
    return Hook()


@pytest.fixture
async def hooked(hook: Hook) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    async with TestServer(app) as started:
        yield str(started.make_url("/hook"))


async def test_a_webhook_gets_updates_with_its_secret(
    server: TelegramServer, call: Caller, hook: Hook, hooked: str
) -> None:
    ana = server.person("Ana")
    ana.says("one")
    await call("setWebhook", url=hooked, secret_token="s-1")
    ana.says("two")
    await server.until(lambda: hook.took == ["one", "two"])
    assert hook.secrets == {"s-1"}
    await server.until(lambda: not server.updates.pending)


async def test_a_webhook_gets_an_update_until_it_takes_it(
    server: TelegramServer, call: Caller, hook: Hook, hooked: str
) -> None:
    hook.refuses = 2
    await call("setWebhook", url=hooked)
    ana = server.person("Ana")
    for text in ("one", "two"):
        ana.says(text)
    await server.until(lambda: hook.took == ["one", "two"])
    info = await call("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (hooked, 0)
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"


async def test_while_a_webhook_is_set_nobody_polls(
    server: TelegramServer, call: Caller, hook: Hook, hooked: str
) -> None:
    await call("setWebhook", url=hooked)
    refused = await call.refusal("getUpdates")
    assert (refused.code, refused.description.partition(";")[0]) == (
        409,
        "Conflict: can't use getUpdates method while webhook is active",
    )
    await call("deleteWebhook")
    server.person("Ana").says("one")
    assert texts_of(await call.updates()) == ["one"]
    assert hook.took == []


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"url": "http://bot.example/"}, "An HTTPS URL must be provided for webhook"),
        ({"url": "https://bot.example:8080/"}, "only on ports 80, 88, 443 or 8443"),
        (
            {"url": "https://bot.example/", "secret_token": "a b"},
            "secret token contains unallowed characters",
        ),
    ],
)
async def test_a_webhook_that_telegram_would_not_call(call: Caller, params: dict[str, str], why: str) -> None:
    assert why in (await call.refusal("setWebhook", **params)).description
