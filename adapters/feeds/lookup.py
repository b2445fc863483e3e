"""Look up names in threads of their own, so that a dead name server holds up no other lookup.

The event loop's own threads are few, and a program cannot end before they do; a lookup may hang for
half a minute.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import suppress
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

_Found = list[tuple[Any, ...]]


class Lookup(AbstractResolver):
    """A resolver for aiohttp with a thread for each lookup; nobody waits for one that is given up."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a name; raises OSError if there are none."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[_Found] = loop.create_future()

        def look_up() -> None:
            try:
                found: _Found | OSError = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
            except (OSError, UnicodeError) as error:  # UnicodeError: a label that is too long
                found = error if isinstance(error, OSError) else OSError(str(error))
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(_settle, answer, found)

        threading.Thread(target=look_up, name="lookup", daemon=True).start()
        return [_result(host, *one) for one in await answer]

    async def close(self) -> None:
        """Nothing is held."""


def _settle(answer: asyncio.Future[_Found], found: _Found | OSError) -> None:
    if answer.done():  # given up
        return
    if isinstance(found, OSError):
        answer.set_exception(found)
    else:
        answer.set_result(found)


def _result(host: str, family: int, _kind: int, protocol: int, _name: str, address: Any) -> ResolveResult:  # noqa: ANN401
    numeric = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(
        hostname=host, host=address[0], port=address[1], family=family, proto=protocol, flags=numeric
    )
