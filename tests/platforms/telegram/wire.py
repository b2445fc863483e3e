"""HTTP on loopback: reads calls, lets them meet faults and a slow way, writes the answers."""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import random
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from bot.ports.clock import Clock
from tests.platforms.telegram.faults import Fault, Faults, Kind
from tests.platforms.telegram.refusals import NOT_FOUND, Refused, bad, too_many

Do = Callable[[str, str, Mapping[str, object]], Awaitable[object]]
Extra = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]

_HTML = "<html>\r\n<head><title>{0}</title></head>\r\n<body><center><h1>{0}</h1></center></body>\r\n</html>"
_REASONS = {
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
_ENCODER = json.JSONEncoder(separators=(",", ":"))
_SOON = 0.01  # seconds that calls under way have to end; 0 would mean any time
_LINGER = struct.pack("ii", 1, 0)  # a socket that is closed so sends a reset


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it came in, and its answer; status 0: nothing was answered."""

    method: str
    params: Mapping[str, Any]
    at: float  # monotonic, when it came
    status: int
    answer: Mapping[str, Any] = field(repr=False)


class Wire:
    """A listening socket and what is behind it. ``latency`` and ``jitter`` are real seconds, there
    and back together."""

    def __init__(self, do: Do, faults: Faults, clock: Clock) -> None:
        self.calls: list[Call] = []
        self.port = 0
        self.extra: Extra = nothing  # what is at addresses that are no calls
        self.latency = self.jitter = 0.0
        self._do = do
        self._faults = faults
        self._clock = clock
        self._random = random.Random(0)
        self._server: asyncio.Server | None = None
        self._http: web.Server | None = None
        self._ended = asyncio.Event()  # those who stall wait for it
        self._changed: set[asyncio.Future[None]] = set()

    async def up(self, host: str = "127.0.0.1") -> None:
        """Listen: on a free port the first time, on the same ever after."""
        self._ended.clear()
        self._http = web.Server(self._handle)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._http, host, self.port, backlog=1_024)
        self.port = self._server.sockets[0].getsockname()[1]

    async def down(self) -> None:
        """Be unreachable: connections are cut, new ones refused."""
        if self._server is not None and self._http is not None:
            self._ended.set()
            self._server.close()
            await self._http.shutdown(_SOON)
            await self._server.wait_closed()
        self._server = self._http = None

    async def change(self, seconds: float) -> None:
        """Wait until a call was done, or so long."""
        waiting = asyncio.get_running_loop().create_future()
        self._changed.add(waiting)
        await asyncio.wait([waiting], timeout=seconds)
        self._changed.discard(waiting)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if not request.path.startswith("/bot"):
            return await self.extra(request)
        token, _, method = unquote(request.path.removeprefix("/bot")).partition("/")
        fault, at = self._faults.take(method), self._clock.monotonic()
        params, status, body = await self._done(request, token, method, fault)
        await self._travel()
        answered = status if fault is None else fault.status if fault.kind is Kind.ANSWER else 0
        self.calls.append(Call(method, params, at, answered, body))
        self._tell()
        if fault is not None and await self._breaks(request, fault):
            return _failure(fault) if fault.kind is Kind.ANSWER else web.Response()
        return _json(status, body)

    async def _done(
        self, request: web.BaseRequest, token: str, method: str, fault: Fault | None
    ) -> tuple[Mapping[str, Any], int, Mapping[str, Any]]:
        try:
            params = await _read(request)
        except ValueError:
            return {}, 400, bad("can't parse the parameters").body
        await self._travel()
        if fault is not None and not fault.applied:
            return params, 0, {}
        try:
            return params, 200, {"ok": True, "result": await self._do(token, method, params)}
        except Refused as refused:
            return params, refused.code, refused.body

    async def _travel(self) -> None:
        """Half of the way there and back."""
        if self.latency:
            await asyncio.sleep((self.latency + self._random.uniform(-self.jitter, self.jitter)) / 2)

    async def _breaks(self, request: web.BaseRequest, fault: Fault) -> bool:
        """Have the fault happen; False: the answer comes after all."""
        if fault.kind is Kind.ANSWER:
            return True
        if fault.kind is Kind.STALL:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), fault.seconds)
            if fault.applied and not self._ended.is_set():
                return False
        if request.transport is not None:
            connection: socket.socket = request.transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
            request.transport.abort()
        return True

    def _tell(self) -> None:
        for waiting in self._changed:
            if not waiting.done():
                waiting.set_result(None)


async def _read(request: web.BaseRequest) -> dict[str, object]:
    """The parameters: of the address, of a form, or of a JSON object."""
    given: dict[str, object] = dict(request.query)
    if request.content_type == "application/json":
        body = json.loads(await request.read() or b"{}")
        if not isinstance(body, dict):
            raise ValueError(body)
        return given | body
    return given | dict(await request.post())


def _json(status: int, body: Mapping[str, Any]) -> web.Response:
    return web.Response(body=_ENCODER.encode(body).encode(), status=status, content_type="application/json")


def _failure(fault: Fault) -> web.Response:
    reason = _REASONS.get(fault.status, "Error")
    if fault.html:
        page = _HTML.format(f"{fault.status} {reason}")
        return web.Response(text=page, status=fault.status, content_type="text/html")
    if fault.status == 429:
        return _json(429, too_many(math.ceil(fault.seconds)).body)
    return _json(fault.status, Refused(fault.status, reason).body)


async def nothing(_: web.BaseRequest) -> web.StreamResponse:
    """Nothing is there."""
    return _json(404, NOT_FOUND.body)
