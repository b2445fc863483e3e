"""The HTTP transport under python-telegram-bot: aiohttp, errors classed by what they leave certain, and
no token in anything that can be printed.

The token is part of every address of the Bot API, so the addresses are made here and nowhere else:
python-telegram-bot is given none, and the errors of aiohttp, which hold them, stay here too.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

import aiohttp
from pydantic import SecretStr
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from adapters.telegram.answers import NotSent, parsed, refusal

__all__ = ["NotSent", "Request"]

PLACES = 64  # requests at the same time
WAIT = 20.0  # seconds for an answer

_CONNECT = 10.0  # seconds, with the wait for a free connection
_IDLE = 15.0  # seconds that an idle connection is kept: shorter than servers do, so that few break
_LARGEST = 20_000_000  # bytes of an answer, uncompressed
_MULTIPLE = 300  # the first status that is no success

_JSON = {"Content-Type": "application/json"}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# Raised before a byte of the request is written.
_BEFORE = (
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientConnectorError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)


class Request(BaseRequest):
    """Connections to one Bot API, with one token. Raises ``telegram.error`` errors only; see
    ``adapters.telegram.errors`` for what each leaves certain."""

    def __init__(self, base: SecretStr, *, places: int = PLACES) -> None:
        """``base`` is the address up to the method's name, with the token: no request goes elsewhere.
        ``places``: how many requests may be under way at once; more wait for a free one."""
        self._base = base
        self._places = places
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take unless a call says otherwise."""
        return WAIT

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._places, keepalive_timeout=_IDLE),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT, "Accept-Encoding": "identity"},
                trust_env=False,
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def call(self, method: str, payload: Mapping[str, object], timeout: float = WAIT) -> Any:  # noqa: ANN401, ASYNC109 - JSON; aiohttp's own timeout tells more
        """Call a method with a JSON object; the ``result`` of the answer. ``timeout``: seconds for it."""
        body = _encode(payload).encode("utf-8", "replace")
        return parsed(await self._exchange(f"/{method}", body, _JSON, timeout))["result"]

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - no files are fetched: it is always POST
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - aiohttp has
        connect_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - one timeout for
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - each of these
    ) -> tuple[int, bytes]:
        """A request of the library's typed methods. ``url`` begins behind the base. What is no success
        is raised here, so that the library never puts an answer's text into an error or a log."""
        wait = read_timeout if isinstance(read_timeout, int | float) else WAIT
        if request_data is None:
            return 200, await self._exchange(url, b"{}", _JSON, wait)
        if request_data.contains_files:
            return 200, await self._exchange(url, _form(request_data), None, wait)
        return 200, await self._exchange(url, request_data.json_payload, _JSON, wait)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """See ``answers.parsed``; the library's own logs what it cannot read."""
        return parsed(payload)

    async def _exchange(
        self, path: str, data: bytes | aiohttp.FormData, headers: Mapping[str, str] | None, wait: float
    ) -> bytes:
        """Post, and read the body of a successful answer; anything else is raised."""
        try:
            status, body, retry_after = await self._post(path, data, headers, wait)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            trouble: TelegramError = _clean(error)
        else:
            if status < _MULTIPLE:
                return body
            trouble = refusal(status, self._unsaid(body), retry_after)
        # Not raised where it was caught: aiohttp's errors would follow as its context.
        raise trouble

    async def _post(
        self, path: str, data: bytes | aiohttp.FormData, headers: Mapping[str, str] | None, wait: float
    ) -> tuple[int, bytes, str | None]:
        if self._session is None:
            raise NotSent("The connections are closed")
        async with self._session.post(
            self._base.get_secret_value() + path,
            data=data,
            headers=headers,
            timeout=_timeout(wait),
            allow_redirects=False,
        ) as response:
            body = await _body(response)
            return response.status, body, response.headers.get("Retry-After")

    def _unsaid(self, body: bytes) -> bytes:
        """The body without our token, should it repeat it."""
        token = self._base.get_secret_value().rpartition("/bot")[2]
        return body.replace(token.encode(), b"***")


async def _body(response: aiohttp.ClientResponse) -> bytes:
    parts = []
    size = 0
    async for part in response.content.iter_any():
        parts.append(part)
        size += len(part)
        if size > _LARGEST:
            raise aiohttp.ClientPayloadError
    return parts[0] if len(parts) == 1 else b"".join(parts)


@functools.lru_cache(maxsize=8)
def _timeout(wait: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=_CONNECT + wait, connect=_CONNECT, sock_read=wait)


def _form(data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


def _clean(error: Exception) -> NetworkError:
    """The same trouble in a class of ``telegram.error``, told by kind alone."""
    kind = type(error).__name__
    reason = getattr(error, "strerror", None)
    text = f"{kind}: {reason}" if isinstance(reason, str) else kind
    if isinstance(error, _BEFORE):
        return NotSent(text)
    if isinstance(error, TimeoutError):
        return TimedOut(text)
    return NetworkError(text)
