"""A web server on loopback that answers as a test scripts it, also as no server should."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came in; header names in lower case."""

    path: str
    headers: Mapping[str, str]


Script = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


def reply(body: bytes | str = b"", status: int = 200, **headers: str) -> Script:
    """A well-behaved answer; ``content_type=…`` becomes ``content-type: …``."""
    data = body.encode() if isinstance(body, str) else body

    async def script(_: Asked, writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(data)}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode() + data)

    return script


def packed(body: bytes | str, **headers: str) -> Script:
    """An answer packed with gzip."""
    data = body.encode() if isinstance(body, str) else body
    return reply(gzip.compress(data), 200, content_encoding="gzip", **headers)


def moved(to: str, status: int = 302) -> Script:
    """A redirect with a body that nobody should read."""
    return reply(b"x" * 1_000, status, location=to)


def raw(data: bytes) -> Script:
    """Bytes as they are, then the end of the connection."""

    async def script(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(data)

    return script


def endless(head: bytes, piece: bytes, pause: float = 0) -> Script:
    """A head, then the same piece every ``pause`` seconds until the client has had enough."""

    async def script(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return script


def late(seconds: float, then: Script) -> Script:
    """An answer that lets the client wait."""

    async def script(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        await then(asked, writer)

    return script


def stalled(head: bytes = b"") -> Script:
    """Some bytes, then silence until the client goes away."""

    async def script(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        await writer.drain()
        await asyncio.Event().wait()

    return script


@dataclass
class WebServer:
    """Serves scripts by path; everything else is 404. Use as an async context."""

    pages: dict[str, Script] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def host(self) -> str:
        assert self._server is not None
        return f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def asked_for(self, path: str) -> list[Asked]:
        return [request for request in self.asked if request.path == path]

    async def until_asked_for(self, path: str, times: int = 1) -> None:
        """Wait until a path has been asked for so often."""
        while len(self.asked_for(path)) < times:
            await asyncio.sleep(0.005)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.most_at_once = max(self.most_at_once, len(self._tasks))
        try:
            await self._exchange(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client or the test has had enough
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if (begin := await reader.readexactly(1)) == b"\x16":  # TLS, which is not spoken here
            writer.write(b"HTTP/1.1 400 No\r\n\r\n")
            return
        head = (begin + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = head[0].split(" ")[1]
        pairs = (line.partition(":") for line in head[1:] if line)
        asked = Asked(path, {name.lower(): value.strip() for name, _, value in pairs})
        self.asked.append(asked)
        script = asyncio.ensure_future(self.pages.get(path, reply(b"nothing", 404))(asked, writer))
        gone = asyncio.ensure_future(reader.read())
        try:
            await asyncio.wait({script, gone}, return_when=asyncio.FIRST_COMPLETED)
            if script.done():
                script.result()
                await writer.drain()
        finally:
            script.cancel()
            gone.cancel()
            await asyncio.gather(script, gone, return_exceptions=True)
