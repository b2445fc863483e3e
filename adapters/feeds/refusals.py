"""Why a document could not be had, in the catalogue's words: no exception of a library goes further."""

from __future__ import annotations

import ssl
from datetime import timedelta

import aiohttp

from adapters.feeds.guard import PrivateAddressError
from bot.ports.feeds import FetchFailed


class Unreachable(Exception):
    """A document that cannot be had now; ``reason`` is a sentence's id, ``detail`` what it names."""

    def __init__(self, reason: str, detail: str = "", retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail
        self.retry_after = retry_after

    def as_failure(self) -> FetchFailed:
        """The same for those outside."""
        return FetchFailed(self.reason, self.detail, self.retry_after)


# The first that fits counts; the order goes from the narrow to the wide.
_REASONS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((aiohttp.ClientConnectorDNSError,), "feed-error-dns"),
    ((aiohttp.ClientSSLError, ssl.SSLError), "feed-error-tls"),
    ((TimeoutError,), "feed-error-timeout"),
    ((aiohttp.ClientConnectorError,), "feed-error-refused"),
    ((aiohttp.InvalidURL,), "feed-error-bad-address"),
    ((aiohttp.ClientResponseError,), "feed-error-http"),
    ((aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError, OSError), "feed-error-connection"),
    ((ValueError,), "feed-error-bad-address"),
)


def why(error: BaseException, host: str) -> Unreachable:
    """What to tell about an error of the client; the text of the error itself may hold secrets."""
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, PrivateAddressError):
        return Unreachable("feed-error-private-address")
    for kinds, reason in _REASONS:
        if isinstance(error, kinds):
            return Unreachable(reason, host)
    return Unreachable("feed-error-http", host)
