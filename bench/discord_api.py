"""Discord as the benchmarks meet it: it takes messages, and has a gateway with guilds and commands."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from bench.answering import Tally

BOT = 4242
FIRST_GUILD = 10_000_000
FIRST_ASKER = 900_000_000
CHANNELS = 20
"""Of an idle guild."""
_EPOCH = 1_420_070_400_000
_ME = {"id": str(BOT), "username": "briefing", "discriminator": "0", "avatar": None, "bot": True}
_EVERYTHING = str((1 << 50) - 1)
_HELLO, _IDENTIFY, _HEARTBEAT, _ACK = 10, 2, 1, 11
_SHOWN_AT_ONCE = 4  # the type of an interaction's answer that is a message


@dataclass(slots=True)
class Answering:
    """It has so many ``guilds``; with ``every`` a command comes so often once somebody listens."""

    tally: Tally
    every: float = 0.0
    guilds: int = 0
    ready: bool = False
    _number: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def routes(self) -> list[web.RouteDef]:
        """What it answers."""
        api = "/api/v10"
        return [
            web.get("/gateway", self._gateway),
            web.get(f"{api}/users/@me", _says(_ME)),
            web.get(f"{api}/applications/@me", _says({"id": str(BOT), "name": "Briefing", "flags": 0})),
            web.post(f"{api}/channels/{{channel}}/messages", self._send),
            web.post(f"{api}/interactions/{{id}}/{{token}}/callback", self._answered),
            web.route("*", f"{api}/webhooks/{{bot}}/{{token}}{{rest:.*}}", self._followed),
            web.route("*", f"{api}/{{path:.*}}", _says([])),
        ]

    def figures(self) -> dict[str, Any]:
        """What happened so far; ``ready`` once all guilds were told of."""
        return self.tally.figures() | {"ready": self.ready}

    async def _send(self, request: web.Request) -> web.Response:
        asked = json.loads(await request.read())
        channel = int(request.match_info["channel"])
        async with self.tally.takes(channel) as taken:
            if not taken:
                told = {"message": "You are being rate limited.", "retry_after": 1.0, "global": False}
                return web.json_response(told, status=429, headers={"Via": "1.1 google"})
        return web.json_response(self._message(channel, asked.get("nonce")), headers=_bucket())

    async def _answered(self, request: web.Request) -> web.Response:
        asked = json.loads(await request.read())
        if asked["type"] == _SHOWN_AT_ONCE:
            self.tally.answered(int(request.match_info["token"]))
        return web.json_response(
            {
                "interaction": {"id": request.match_info["id"], "type": 2},
                "resource": {"type": asked["type"], "message": self._message(1, None)},
            }
        )

    async def _followed(self, request: web.Request) -> web.Response:
        self.tally.answered(int(request.match_info["token"]))
        return web.json_response(self._message(1, None))

    def _message(self, channel: int, nonce: object) -> dict[str, Any]:
        self._number += 1
        return {
            "id": str(_snowflake(self._number)),
            "channel_id": str(channel),
            "author": _ME,
            "content": "",
            "timestamp": "2026-01-03T18:00:00+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            **{key: [] for key in ("mentions", "mention_roles", "attachments", "embeds", "components")},
            "pinned": False,
            "type": 0,
            "flags": 1 << 15,
            "nonce": nonce,
        }

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": _HELLO, "d": {"heartbeat_interval": 41_250}, "s": None, "t": None})
        async for frame in socket:
            if frame.type != WSMsgType.TEXT:
                continue
            said = json.loads(frame.data)
            if said["op"] == _HEARTBEAT:
                await socket.send_json({"op": _ACK, "d": None, "s": None, "t": None})
            elif said["op"] == _IDENTIFY:
                task = asyncio.create_task(self._tells(socket, str(request.url.origin())))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        return socket

    async def _tells(self, socket: web.WebSocketResponse, origin: str) -> None:
        """READY, all guilds, and then a command now and again."""
        guilds = range(FIRST_GUILD, FIRST_GUILD + self.guilds)
        ready = {
            "v": 10,
            "user": _ME,
            "guilds": [{"id": str(guild), "unavailable": True} for guild in guilds],
            "session_id": "bench",
            "resume_gateway_url": origin.replace("http", "ws", 1) + "/gateway",
            "application": {"id": str(BOT), "flags": 0},
        }
        events = [("READY", ready), *(("GUILD_CREATE", _guild(guild)) for guild in guilds)]
        for number, (name, data) in enumerate(events, 1):
            await socket.send_json({"op": 0, "t": name, "s": number, "d": data})
        self.ready = True
        number = len(events)
        while self.every and not socket.closed:
            await asyncio.sleep(self.every)
            number += 1
            self.tally.asks(FIRST_ASKER + number)
            data = _command(number)
            await socket.send_json({"op": 0, "t": "INTERACTION_CREATE", "s": number, "d": data})


def _says(what: object) -> Any:  # noqa: ANN401 - any of aiohttp's kinds of handlers
    async def answer(_: web.Request) -> web.Response:
        return web.json_response(what)

    return answer


def _bucket() -> dict[str, str]:
    """The headers that Discord puts on the answer to a message."""
    return {
        "X-RateLimit-Bucket": "messages",
        "X-RateLimit-Limit": "5",
        "X-RateLimit-Remaining": "4",
        "X-RateLimit-Reset": f"{time.time() + 1:.3f}",
        "X-RateLimit-Reset-After": "1.000",
    }


def _snowflake(number: int) -> int:
    return (int(time.time() * 1000) - _EPOCH << 22) + number % (1 << 22)


def _guild(guild: int) -> dict[str, Any]:
    first = guild * 1_000
    channels = [
        {"id": str(first + number), "type": 0, "name": f"channel-{number}", "position": number}
        | {"permission_overwrites": [], "topic": None, "nsfw": False, "parent_id": None}
        for number in range(1, CHANNELS + 1)
    ]
    role = {"id": str(guild), "name": "@everyone", "permissions": _EVERYTHING, "position": 0, "color": 0}
    role |= {"colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}, "flags": 0}
    role |= {"hoist": False, "managed": False, "mentionable": False}
    me = {"user": _ME, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False}
    empty = ("emojis", "stickers", "features", "presences", "voice_states", "threads", "stage_instances")
    return {
        "id": str(guild),
        "name": f"Guild {guild}",
        "icon": None,
        "owner_id": "1",
        "roles": [role],
        "channels": channels,
        "members": [me | {"flags": 0}],
        "member_count": 100,
        "large": False,
        "unavailable": False,
        **{key: [] for key in (*empty, "guild_scheduled_events", "soundboard_sounds")},
        **dict.fromkeys(
            ("verification_level", "default_message_notifications", "explicit_content_filter", "mfa_level"), 0
        ),
        **dict.fromkeys(("premium_tier", "nsfw_level", "system_channel_flags", "afk_timeout"), 0),
        "preferred_locale": "en-US",
    }


def _command(number: int) -> dict[str, Any]:
    person = FIRST_ASKER + number
    user = {"id": str(person), "username": f"reader{person}", "discriminator": "0", "avatar": None}
    channel = {"id": str(person + 1_000_000), "type": 1, "recipients": [user], "last_message_id": None}
    return {
        "id": str(_snowflake(number)),
        "application_id": str(BOT),
        "type": 2,
        "token": str(person),
        "version": 1,
        "channel_id": channel["id"],
        "channel": channel,
        "user": user,
        "locale": "en-US",
        "context": 1,
        "authorizing_integration_owners": {"0": "0"},
        "attachment_size_limit": 1_000_000,
        "entitlements": [],
        "app_permissions": _EVERYTHING,
        "data": {"id": "1", "name": "about", "type": 1},
    }
