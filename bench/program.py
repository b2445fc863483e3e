"""The program as a black box: started on a database, watched from outside."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server, socket
from subprocess import Popen

from bench.harness import running
from bench.invented import NOW
from bench.parts import address

_IMPORTS = "import bot.__main__; print(flush=True); input()"
_PATIENCE = 300.0


def imports_seconds() -> float:
    """Seconds from the start of Python until the program's modules are imported, and no more."""
    began = time.monotonic()
    with running("-c", _IMPORTS) as process:
        _ready(process)
        return time.monotonic() - began


def imports_bytes() -> float:
    """Resident bytes of a process that did nothing but import the program's modules."""
    with running("-c", _IMPORTS) as process:
        _ready(process)
        return resident(process.pid)


def first_request_seconds(database: Path) -> float:
    """Seconds from the start of the program until it asks a server for the one feed that is due."""
    began = time.monotonic()
    with _started(database) as (_, server):
        server.accept()[0].close()
        return time.monotonic() - began


def running_bytes(database: Path, settle: float) -> float:
    """Resident bytes of the program so many seconds after it has begun to read feeds."""
    with _started(database) as (process, server):
        server.accept()[0].close()
        time.sleep(settle)
        return resident(process)


def resident(process: int) -> float:
    """Resident bytes of a process, less those of its children. Only Linux tells."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024.0
    raise RuntimeError("the process is gone")


@contextmanager
def _started(database: Path) -> Iterator[tuple[int, socket]]:
    """The program on a database, with a list of feeds that has one feed, due now, at this socket."""
    with create_server(("127.0.0.1", 0)) as server:
        server.settimeout(_PATIENCE)
        outline = database.with_name("feeds.opml")
        url = f"http://127.0.0.1:{server.getsockname()[1]}/feed.xml"
        outline.write_text(
            f'<opml version="2.0"><body><outline type="rss" text="Feed" xmlUrl="{url}"/></body></opml>',
            "utf-8",
        )
        settings = {
            "DATABASE_URL": address(database),
            "FEEDS": str(outline),
            "FEED_ALLOW": "127.0.0.1",
            "ARTICLES": "off",
            "HOME": str(database.parent),
        }
        command = ("-m", "bot", "run", "--console", "--clock", NOW.isoformat())
        with running(*command, silent=True, **settings) as process:
            yield process.pid, server


def _ready(process: Popen[str]) -> None:
    if process.stdout is None or not process.stdout.readline():
        raise RuntimeError("the program cannot be imported")
