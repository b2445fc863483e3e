"""The Bot API as the benchmarks meet it: it takes messages and gives updates."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bench.answering import Tally

BOT = 4242
FIRST_ASKER = 900_000_000
REPLIED_TO = 77
_ME = {"id": BOT, "is_bot": True, "first_name": "Briefing", "username": "briefing_bot"}
_BATCH = 100


@dataclass(slots=True)
class Answering:
    """``pending`` updates wait from the start; with ``every`` a command comes so often."""

    tally: Tally
    pending: int = 0
    every: float = 0.0
    polled: float | None = None
    drained: float | None = None
    _number: int = 0

    def routes(self) -> list[web.RouteDef]:
        """What it answers."""
        return [web.route("*", "/{path:.*}", self._handle)]

    def figures(self) -> dict[str, Any]:
        """What happened so far; ``drained``: seconds from the first poll to the last receipt."""
        drained = self.drained - self.polled if self.drained and self.polled else None
        return self.tally.figures() | {"drained": drained}

    async def _handle(self, request: web.Request) -> web.Response:
        method = request.path.rpartition("/")[2]
        asked = await _asked(request)
        if method == "getUpdates":
            return _ok(await self._updates(asked))
        if method == "getMe":
            return _ok(_ME)
        if method != "sendMessage":
            return _ok({})
        return await self._send(asked)

    async def _send(self, asked: dict[str, Any]) -> web.Response:
        chat = int(asked["chat_id"])
        async with self.tally.takes(chat) as taken:
            if not taken:
                told = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1"}
                return web.json_response(told | {"parameters": {"retry_after": 1}}, status=429)
        self.tally.answered(chat)
        self._number += 1
        answer = {"message_id": self._number, "date": 1_767_463_200, "from": _ME, "text": asked["text"]}
        return _ok(answer | {"chat": {"id": chat, "type": "private", "first_name": "A reader"}})

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
        self.tally.asks(FIRST_ASKER + first)
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
