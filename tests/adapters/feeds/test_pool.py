"""Children that parse can be stopped, replaced and outlived without harm."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.feeds.limits import Limits
from adapters.feeds.pool import Pool
from adapters.feeds.refusals import Unreachable
from tests.adapters.feeds.conftest import SMALL
from tests.adapters.feeds.documents import RSS, item, rss

DETAILS = {"url": "https://courier.example/", "type": "", "now": "2026-01-03T18:00:00+00:00", "most": 50}
# Entities in a declaration keep it from the fast parser, and nesting without end keeps the other one busy.
TOILSOME = ("<!DOCTYPE rss>" + rss("<item>" + "<a><b>" * 300_000)).encode()


def children() -> set[int]:
    """The process ids of our children."""
    task = Path(f"/proc/{os.getpid()}/task")
    return {int(pid) for file in task.glob("*/children") for pid in file.read_text().split()}


def environment(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


async def parse(pool: Pool, document: bytes) -> str:
    """The title of the feed, or the reason why there is none."""
    try:
        title = (await pool.run("feed", document, **DETAILS))[0]
    except Unreachable as error:
        return error.reason
    return str(title)


async def test_a_document_that_takes_too_long_is_stopped_and_the_next_is_read() -> None:
    async with Pool(1, replace(SMALL, parse_seconds=0.3)) as pool:
        assert await parse(pool, TOILSOME) == "feed-error-parser-stopped"
        assert await parse(pool, RSS.encode()) == "The Northland Courier"


async def test_a_document_that_takes_too_much_processor_time_is_stopped_by_the_kernel() -> None:
    async with Pool(1, replace(SMALL, cpu_seconds=1, parse_seconds=60.0)) as pool:
        assert await parse(pool, TOILSOME) == "feed-error-parser-stopped"


async def test_a_document_that_takes_too_much_memory_is_stopped() -> None:
    async with Pool(1, replace(SMALL, memory_bytes=250_000_000)) as pool:
        assert await parse(pool, b"<rss>" + b"x" * 120_000_000) == "feed-error-parser-stopped"
        assert await parse(pool, RSS.encode()) == "The Northland Courier"


async def test_a_slow_document_holds_up_no_other() -> None:
    async with Pool(1, replace(SMALL, parse_patience_seconds=0.05)) as pool:
        slow = asyncio.create_task(parse(pool, TOILSOME))
        await asyncio.sleep(0)
        assert await parse(pool, RSS.encode()) == "The Northland Courier"
        assert not slow.done()
        slow.cancel()
        await asyncio.gather(slow, return_exceptions=True)


async def test_a_killed_child_is_replaced() -> None:
    before = children()
    async with Pool(1, SMALL) as pool:
        await parse(pool, RSS.encode())
        (child,) = children() - before
        os.kill(child, signal.SIGKILL)
        assert await parse(pool, RSS.encode()) == "feed-error-parser-stopped"
        assert await parse(pool, RSS.encode()) == "The Northland Courier"
    assert children() == before


async def test_a_child_that_cannot_be_started_is_a_parser_that_stopped() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    async with Pool(1, SMALL) as pool:
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, before[1]))  # no file more than those that are open
        try:
            assert await parse(pool, RSS.encode()) == "feed-error-parser-stopped"
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
        assert await parse(pool, RSS.encode()) == "The Northland Courier"


@pytest.mark.parametrize(
    "answer", [r"\000\000\000\003{[}", r"\000\000\000\002\377\377", r"\000\000\000\00242"]
)
async def test_a_child_that_answers_nonsense_is_replaced(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: str
) -> None:
    fake = tmp_path / "child"
    fake.write_text(f"#!/bin/sh\nprintf '\\001{answer}'\nexec cat >/dev/null\n")
    fake.chmod(0o700)
    before = children()
    async with Pool(1, SMALL) as pool:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "executable", str(fake))
            assert await parse(pool, RSS.encode()) == "feed-error-parser-stopped"
        assert children() == before
        assert await parse(pool, RSS.encode()) == "The Northland Courier"


async def test_a_child_that_had_a_large_document_is_not_kept() -> None:
    """What the parser took for it would stay with the child."""
    before = children()
    async with Pool(1, SMALL) as pool:
        assert await parse(pool, RSS.encode()) == "The Northland Courier"
        assert len(children() - before) == 1
        assert await parse(pool, RSS.encode() + b" " * 1_000_000) == "The Northland Courier"
        assert children() == before


async def test_a_document_of_the_most_bytes_that_are_taken_fits_into_a_childs_memory() -> None:
    most = Limits().document_bytes
    sizes = item(0, "<description>" + "Northland recalls. " * 20 + "</description>")
    document = rss(*[sizes] * (most // len(sizes))).encode()
    async with Pool(1, Limits()) as pool:
        assert await parse(pool, document) == "Test"
        assert await parse(pool, b"<!DOCTYPE rss>" + document) == "Test"  # for the patient parser


async def test_nothing_is_started_before_it_is_needed_and_nothing_is_left_behind() -> None:
    before = children()
    async with Pool(2, SMALL) as pool:
        assert children() == before
        await asyncio.gather(*(parse(pool, RSS.encode()) for _ in range(6)))
        assert len(children() - before) == 2
        cancelled = asyncio.create_task(parse(pool, TOILSOME))
        while len(pool._idle) == 2:
            await asyncio.sleep(0)
        cancelled.cancel()
        await asyncio.gather(cancelled, return_exceptions=True)
    assert children() == before


async def test_a_child_ends_when_its_parent_is_gone() -> None:
    command = (sys.executable, "-m", "adapters.feeds.child", str(Limits().memory_bytes), "10")
    child = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert child.stdin is not None
    assert child.stdout is not None
    await child.stdout.readexactly(1)
    child.stdin.write(b"\x00\x00")  # the beginning of a request that never comes
    child.stdin.close()
    async with asyncio.timeout(20):
        assert await child.wait() == 0


async def test_a_child_knows_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "planted")
    before = children()
    async with Pool(1, SMALL) as pool:
        await parse(pool, RSS.encode())
        (child,) = children() - before
        assert b"planted" not in environment(child)
