"""The transport: what it sends, what every fault leaves certain, and that the token is never told."""

from __future__ import annotations

import asyncio
import gzip
import logging
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio
from aiohttp.client_reqrep import ConnectionKey
from pydantic import SecretStr
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from adapters.telegram.request import PLACES, NotSent, Request, _clean
from tests.adapters.telegram.wire import (
    TOKEN,
    Asked,
    Reply,
    Wire,
    assert_untold,
    hang_up,
    ok,
    page,
    raw,
    refused,
    reset,
    shown,
    stall,
)

SHORT = 0.05  # seconds


@pytest_asyncio.fixture
async def request_(wire: Wire) -> AsyncIterator[Request]:
    async with Request(SecretStr(f"{wire.url}/bot{TOKEN}")) as opened:
        yield opened


async def test_a_call_posts_its_json_object_and_gives_the_result(wire: Wire, request_: Request) -> None:
    wire.then(ok({"message_id": 7}))
    result = await request_.call("sendMessage", {"chat_id": 5, "text": "Qawāʿid – правила", "silent": True})
    assert result == {"message_id": 7}
    (asked,) = wire.asked
    assert asked.path == f"/bot{TOKEN}/sendMessage"
    assert asked.parameters == {"chat_id": 5, "text": "Qawāʿid – правила", "silent": True}
    assert "content-type: application/json" in asked.head.lower()


async def test_half_a_character_breaks_no_call(wire: Wire, request_: Request) -> None:
    await request_.call("sendMessage", {"text": "Eastmark \ud83d"})
    assert wire.asked[0].parameters == {"text": "Eastmark ?"}


async def test_calls_one_after_the_other_share_a_connection(wire: Wire, request_: Request) -> None:
    for _ in range(3):
        await request_.call("getMe", {})
    assert {asked.connection for asked in wire.asked} == {1}


async def test_as_many_calls_are_under_way_at_once_as_there_are_places(wire: Wire, request_: Request) -> None:
    everybody = asyncio.Barrier(PLACES)

    async def together(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await everybody.wait()
        await ok(asked.parameters["number"])(asked, writer)

    wire.otherwise = together
    calls = [request_.call("sendMessage", {"number": number}) for number in range(PLACES)]
    assert await asyncio.gather(*calls) == list(range(PLACES))


async def test_a_proxy_named_in_the_environment_is_never_given_the_token(
    wire: Wire, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert await request_.call("getMe", {}) is True


FAULTS: list[tuple[str, Reply, type[TelegramError]]] = [
    ("hung up", hang_up, NetworkError),
    ("reset", reset, NetworkError),
    ("stalls", stall, TimedOut),
    ("stalls within the answer", raw(200, b'{"ok":', length=50), TimedOut),
    ("no HTTP", raw(200, b"", "NoColon\x00Here"), NetworkError),
    ("redirect", page(302), NotSent),
    ("page 400", page(400), NotSent),
    ("page 401", page(401), InvalidToken),
    ("page 403", page(403), NotSent),
    ("page 404", page(404), InvalidToken),
    ("page 408", page(408), TimedOut),
    ("page 409", page(409), NotSent),
    ("page 429", page(429), RetryAfter),
    ("page 500", page(500), NetworkError),
    ("page 502", page(502), NetworkError),
    ("page 504", page(504), TimedOut),
    ("page 200", page(200), NetworkError),
    ("nothing", raw(200, b""), NetworkError),
    ("no content", raw(204, b""), NetworkError),
    ("list", raw(200, b"[]"), NetworkError),
    ("no result", raw(200, b'{"ok":true}'), NetworkError),
    ("a success that is none", raw(200, b'{"ok":false,"error_code":400}'), NetworkError),
    ("nested", raw(200, b"[" * 100_000), NetworkError),
    ("no UTF-8", raw(200, b'\xff{"result":\xfe'), NetworkError),
    ("400", refused(400, f"Bad Request: no /bot{TOKEN}/sendMessage"), BadRequest),
    ("401", refused(401, f"Unauthorized: {TOKEN}"), InvalidToken),
    ("403", refused(403, f"Forbidden: {TOKEN}"), Forbidden),
    ("404", refused(404, f"Not Found: {TOKEN}"), InvalidToken),
    ("409", refused(409, f"Conflict: {TOKEN}"), Conflict),
    ("413", refused(413, "Request Entity Too Large"), BadRequest),
    ("method unknown", refused(404, "Not Found: method not found"), BadRequest),
    ("500", refused(500, f"Internal Server Error: {TOKEN}"), NetworkError),
    ("odd description", raw(400, b'{"ok":false,"description":[1],"parameters":7}'), BadRequest),
]


@pytest.mark.parametrize("way", ["call", "typed"])
@pytest.mark.parametrize(
    ("reply", "expected"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
async def test_every_fault_has_its_class_and_none_tells_the_token(
    wire: Wire,
    request_: Request,
    caplog: pytest.LogCaptureFixture,
    reply: Reply,
    expected: type[TelegramError],
    way: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    wire.otherwise = reply
    if way == "call":
        asking = request_.call("sendMessage", {"text": "x"}, timeout=SHORT)
    else:
        asking = request_.post("/sendMessage", read_timeout=SHORT)
    with pytest.raises(TelegramError) as caught:
        await asking
    assert isinstance(caught.value, expected)
    assert (type(caught.value) is NotSent) == (expected is NotSent)
    assert_untold(caplog, shown(caught.value))
    # A transport that repeats a POST by itself would post twice.
    assert len(wire.asked) == 1


async def test_a_refused_connection_was_certainly_not_sent(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with Wire() as wire:
        port = wire.port
    async with Request(SecretStr(f"http://127.0.0.1:{port}/bot{TOKEN}")) as request:
        with pytest.raises(NotSent) as caught:
            await request.call("sendMessage", {})
    assert_untold(caplog, shown(caught.value), repr(request))


@pytest.mark.parametrize("address", ["not an address", "ftp://127.0.0.1", "http://", "http://[::"])
async def test_an_address_that_is_none_was_certainly_not_sent(address: str) -> None:
    async with Request(SecretStr(f"{address}/bot{TOKEN}")) as request:
        with pytest.raises(TelegramError) as caught:
            await request.call("sendMessage", {})
    assert isinstance(caught.value, NotSent)
    assert TOKEN not in shown(caught.value)


async def test_the_token_follows_no_redirect(wire: Wire, request_: Request) -> None:
    async with Wire() as elsewhere:
        for code in (301, 302, 307, 308):
            wire.then(page(code, f"Location: {elsewhere.url}/botx/getMe"))
            with pytest.raises(NotSent):
                await request_.call("getMe", {})
        assert elsewhere.asked == []


async def test_a_connection_torn_down_before_it_was_read_is_not_certain(
    wire: Wire, request_: Request
) -> None:
    wire.slams = True
    with pytest.raises(NetworkError) as caught:
        await request_.call("sendMessage", {})
    assert not isinstance(caught.value, NotSent)


async def test_a_kept_connection_that_died_meanwhile_is_not_certain(wire: Wire, request_: Request) -> None:
    await request_.call("getMe", {})
    wire.then(hang_up)
    with pytest.raises(NetworkError) as caught:
        await request_.call("sendMessage", {})
    assert not isinstance(caught.value, NotSent | TimedOut)
    assert [asked.connection for asked in wire.asked] == [1, 1]
    assert await request_.call("sendMessage", {}) is True


async def test_once_closed_nothing_is_sent(wire: Wire) -> None:
    request = Request(SecretStr(f"{wire.url}/bot{TOKEN}"))
    async with request:
        pass
    with pytest.raises(NotSent):
        await request.call("sendMessage", {})
    assert wire.asked == []


async def test_an_answer_without_end_is_left(wire: Wire, request_: Request) -> None:
    bomb = gzip.compress(b'{"result": "' + b" " * 25_000_000 + b'"}')
    wire.then(raw(200, bomb, "Content-Encoding: gzip"))
    with pytest.raises(NetworkError) as caught:
        await request_.call("getUpdates", {})
    assert not isinstance(caught.value, NotSent)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (refused(429, "Too Many Requests: retry after 17", retry_after=17), 17),
        (refused(429, "Too Many Requests"), 5),
        (refused(429, "Too Many Requests", retry_after="soon"), 5),
        (refused(429, "Too Many Requests", retry_after=-3), 1),
        (refused(400, "Bad Request: flood", retry_after=4), 4),
        (page(429, "Retry-After: 9"), 9),
        (page(429, "Retry-After: Sat, 03 Jan 2026 18:00:00 GMT"), 5),
        (page(429, "Retry-After: nan"), 5),
        (page(429, "Retry-After: 1e300"), 86_400),
    ],
)
async def test_too_many_requests_say_how_long_to_wait(
    wire: Wire, request_: Request, reply: Reply, expected: float
) -> None:
    wire.then(reply)
    with pytest.raises(RetryAfter) as caught:
        await request_.call("sendMessage", {})
    after = caught.value.retry_after
    assert not isinstance(after, int)
    assert after.total_seconds() == expected


KEY = ConnectionKey("api.example", 443, True, True, None, None, None)
URL = f"https://api.example/bot{TOKEN}/sendMessage"


@pytest.mark.parametrize(
    ("error", "certain"),
    [
        (aiohttp.ConnectionTimeoutError(f"Connection timeout to host {URL}"), True),
        (aiohttp.ClientConnectorError(KEY, OSError(111, "Connect call failed")), True),
        (aiohttp.ClientConnectorDNSError(KEY, OSError(-2, "Name or service not known")), True),
        (aiohttp.InvalidURL(URL), True),
        (aiohttp.NonHttpUrlClientError(URL), True),
        (aiohttp.SocketTimeoutError(URL), False),
        (TimeoutError(URL), False),
        (aiohttp.ServerDisconnectedError(URL), False),
        (aiohttp.ClientOSError(104, "Connection reset by peer"), False),
        (aiohttp.ClientConnectionResetError(URL), False),
        (aiohttp.ClientPayloadError(URL), False),
        (aiohttp.ClientError(URL), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_only_what_failed_before_a_byte_was_written_is_certain(error: Exception, certain: bool) -> None:
    clean = _clean(error)
    assert isinstance(clean, NotSent) == certain
    assert isinstance(clean, TimedOut) == (isinstance(error, TimeoutError) and not certain)
    assert type(error).__name__ in str(clean)
    assert TOKEN not in shown(clean)
