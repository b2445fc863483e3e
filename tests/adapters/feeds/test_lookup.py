"""Names are looked up such that one that hangs holds up nobody."""

from __future__ import annotations

import asyncio
import socket
import threading

import pytest

from adapters.feeds.lookup import Lookup

Infos = list[tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[str, int]]]


async def test_a_name_that_hangs_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    hanging, end = threading.Semaphore(0), threading.Event()

    def getaddrinfo(host: str, port: int, *_: object) -> Infos:
        if host == "hangs.example":
            hanging.release()
            end.wait()
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.7", port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    lookup = Lookup()
    stuck = [asyncio.create_task(lookup.resolve("hangs.example", 80)) for _ in range(50)]
    while not hanging.acquire(blocking=False):
        await asyncio.sleep(0)
    (found,) = await lookup.resolve("quick.example", 80)
    assert (found["hostname"], found["host"], found["port"]) == ("quick.example", "192.0.2.7", 80)
    for task in stuck[1:]:
        task.cancel()
    end.set()
    assert (await stuck[0])[0]["host"] == "192.0.2.7"
    await asyncio.gather(*stuck[1:], return_exceptions=True)
    await lookup.close()


@pytest.mark.parametrize("host", ["nowhere.invalid", "x" * 300 + ".example"])
async def test_a_name_without_an_address_is_an_error_of_the_network(host: str) -> None:
    with pytest.raises(OSError, match=r"."):
        await Lookup().resolve(host, 80)
