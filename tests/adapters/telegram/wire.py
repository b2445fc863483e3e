"""A Bot API at the level of its bytes: for connections that break, and for answers that are none."""

from __future__ import annotations

import asyncio
import json
import traceback
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

import pytest

TOKEN = "123456789:AAplantedSecretOfTheNorthlandBot-_x"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came in."""

    path: str
    head: str
    body: bytes
    connection: int

    @property
    def method(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def parameters(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


Reply = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


def raw(status: int, body: bytes, *headers: str, length: int | None = None) -> Reply:
    """An answer of these bytes; ``length`` where the head lies about them."""

    async def reply(_: Asked, writer: asyncio.StreamWriter) -> None:
        size = len(body) if length is None else length
        head = "\r\n".join([f"HTTP/1.1 {status} Said", f"Content-Length: {size}", *headers])
        writer.write(head.encode() + b"\r\n\r\n" + body)

    return reply


def ok(result: object) -> Reply:
    """What the method results in."""
    return raw(200, json.dumps({"ok": True, "result": result}).encode(), "Content-Type: application/json")


def refused(code: int, description: str, **parameters: object) -> Reply:
    """An error in Telegram's own form."""
    body: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return raw(code, json.dumps(body).encode(), "Content-Type: application/json")


def page(code: int, *headers: str) -> Reply:
    """An answer of something on the way, which quotes the address it was asked for."""

    async def reply(asked: Asked, writer: asyncio.StreamWriter) -> None:
        body = f"<html><h1>{code}</h1>{asked.path} cannot be served</html>".encode()
        await raw(code, body, "Content-Type: text/html", *headers)(asked, writer)

    return reply


async def hang_up(_: Asked, writer: asyncio.StreamWriter) -> None:
    """The connection ends after the request was read."""
    writer.close()


async def reset(_: Asked, writer: asyncio.StreamWriter) -> None:
    """The connection is torn down after the request was read."""
    writer.transport.abort()


async def stall(_: Asked, writer: asyncio.StreamWriter) -> None:
    """Nothing comes until the other side gives up."""
    while not writer.transport.is_closing():
        await asyncio.sleep(0.005)


class Wire:
    """Replies by script, then for ever with ``otherwise``. Open it with ``async with``."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.otherwise: Reply = ok(True)
        self.slams = False  # connections are torn down before anything is read
        self._script: deque[Reply] = deque()
        self._connections = 0
        self._open: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def then(self, *replies: Reply) -> None:
        """Reply to the next requests like this."""
        self._script.extend(replies)

    def named(self, method: str) -> list[dict[str, Any]]:
        """The parameters of all calls of one method."""
        return [asked.parameters for asked in self.asked if asked.method == method]

    async def count(self, requests: int) -> None:
        """Wait until so many requests came."""
        while len(self.asked) < requests:
            await asyncio.sleep(0.001)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
                await self._serve(reader, writer, self._connections)
        finally:
            self._open.discard(task)
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        while not self.slams and not writer.transport.is_closing():
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = next(
                int(line.partition(":")[2])
                for line in head.split("\r\n")
                if line.lower().startswith("content-length:")
            )
            asked = Asked(head.split(" ")[1], head, await reader.readexactly(length), number)
            self.asked.append(asked)
            reply = self._script.popleft() if self._script else self.otherwise
            await reply(asked, writer)
            await writer.drain()


def shown(error: BaseException) -> str:
    """All that can be printed of an error and of those it followed from or came up in."""
    parts = []
    at: BaseException | None = error
    while at is not None:
        parts += [str(at), repr(at), repr(at.args), "".join(traceback.format_exception(at))]
        at = at.__cause__ or at.__context__
    return "\n".join(parts)


def assert_untold(caplog: pytest.LogCaptureFixture, *texts: str) -> None:
    """Neither the token nor its secret half was logged at any level, or is in these texts."""
    logged = "\n".join(f"{record.getMessage()} {record.args} {record.exc_info}" for record in caplog.records)
    for text in (caplog.text, logged, *texts):
        assert TOKEN.partition(":")[2].casefold() not in text.casefold()
