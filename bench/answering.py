"""A Bot API that only answers: ``python -m bench.answering``; JSON on its input says how.

It prints its port. ``latency`` is the mean of its answers' seconds, with half of it as jitter either way;
``rates`` are enforced if given, as Telegram does: over all, a second and a chat. ``pending`` updates wait
from the start; with ``every`` a command comes so often (seconds), each from a chat of its own, once
somebody polls. ``GET /figures`` tells what happened.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

BOT = 4242
FIRST_ASKER = 900_000_000
REPLIED_TO = 77
_ME = {"id": BOT, "is_bot": True, "first_name": "Briefing", "username": "briefing_bot"}
_BATCH = 100


@dataclass(slots=True)
class Answering:
    """What was asked, and when."""

    latency: float = 0.0
    rates: tuple[int, int] | None = None
    pending: int = 0
    every: float = 0.0
    refused: int = 0
    sent: list[float] = field(default_factory=list)
    polled: float | None = None
    drained: float | None = None
    asked: dict[int, float] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    _all: deque[float] = field(default_factory=deque)
    _chats: defaultdict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _random: random.Random = field(default_factory=lambda: random.Random(1))
    _number: int = 0

    async def handle(self, request: web.Request) -> web.Response:
        """Any method of the API."""
        method = request.path.rpartition("/")[2]
        asked = await _asked(request)
        if method == "getUpdates":
            return _ok(await self._updates(asked))
        if method == "getMe":
            return _ok(_ME)
        if method != "sendMessage":
            return _ok({})
        return await self._send(asked)

    async def figures(self, _: web.Request) -> web.Response:
        """What happened so far."""
        return web.json_response(
            {
                "sent": len(self.sent),
                "refused": self.refused,
                "first": self.sent[0] if self.sent else 0.0,
                "last": self.sent[-1] if self.sent else 0.0,
                "waits": self.waits,
                "drained": self.drained - self.polled if self.drained and self.polled else None,
            }
        )

    async def _send(self, asked: dict[str, Any]) -> web.Response:
        if self.latency:
            await asyncio.sleep(self.latency * self._random.uniform(0.25, 0.75))
        chat, now = int(asked["chat_id"]), time.monotonic()
        if not self._admits(chat, now):
            self.refused += 1
            told = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1"}
            return web.json_response(told | {"parameters": {"retry_after": 1}}, status=429)
        if self.latency:
            await asyncio.sleep(self.latency * self._random.uniform(0.25, 0.75))
        self.sent.append(now)
        if (since := self.asked.pop(chat, None)) is not None:
            self.waits.append(time.monotonic() - since)
        self._number += 1
        answer = {"message_id": self._number, "date": 1_767_463_200, "from": _ME, "text": asked["text"]}
        return _ok(answer | {"chat": {"id": chat, "type": "private", "first_name": "A reader"}})

    def _admits(self, chat: int, now: float) -> bool:
        if self.rates is None:
            return True
        over_all, in_chat = self.rates
        mine = self._chats[chat]
        for window in (self._all, mine):
            while window and window[0] <= now - 1.0:
                window.popleft()
        if len(self._all) >= over_all or len(mine) >= in_chat:
            return False
        self._all.append(now)
        mine.append(now)
        return True

    async def _updates(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        self.polled = self.polled or time.monotonic()
        first = max(1, int(asked.get("offset") or 1))
        if first <= self.pending:
            return [_reply(number) for number in range(first, min(first + _BATCH, self.pending + 1))]
        self.drained = self.drained or time.monotonic()
        if not self.every:
            await asyncio.sleep(min(1.0, float(asked.get("timeout") or 0)))
            return []
        await asyncio.sleep(self.every)
        self.asked[FIRST_ASKER + first] = time.monotonic()
        return [_command(first)]


async def _asked(request: web.Request) -> dict[str, Any]:
    """What is asked for, as JSON or as a form: Telegram takes both."""
    if request.content_type != "application/json":
        return dict(await request.post())
    body = await request.read()
    return json.loads(body) if body else {}


def _ok(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _message(number: int, chat: int, text: str) -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": f"Reader {chat}", "language_code": "en"}
    place = {"id": chat, "type": "private", "first_name": person["first_name"]}
    return {
        "message_id": 1_000_000 + number,
        "date": 1_767_463_200,
        "chat": place,
        "from": person,
        "text": text,
    }


def _command(number: int) -> dict[str, Any]:
    text = "/about"
    entity = {"type": "bot_command", "offset": 0, "length": len(text)}
    return {
        "update_id": number,
        "message": _message(number, FIRST_ASKER + number, text) | {"entities": [entity]},
    }


def _reply(number: int) -> dict[str, Any]:
    said = _message(number, 1 + number % 1_000, f"Reader's word number {number}.")
    ours = _message(0, said["chat"]["id"], "A story") | {"message_id": REPLIED_TO, "from": _ME}
    return {"update_id": number, "message": said | {"reply_to_message": ours}}


async def serve(how: dict[str, Any]) -> None:
    """Until the input ends."""
    if how.get("rates"):
        how["rates"] = tuple(how["rates"])
    answering = Answering(**how)
    application = web.Application(client_max_size=1 << 20)
    application.router.add_get("/figures", answering.figures)
    application.router.add_route("*", "/{path:.*}", answering.handle)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    print(port, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(json.loads(sys.stdin.readline())))
