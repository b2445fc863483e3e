"""A few child processes that parse, each of which can be killed without harm."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from adapters.feeds import framing
from adapters.feeds.limits import Limits
from adapters.feeds.refusals import Unreachable

_ROOT = str(Path(__file__).resolve().parents[2])
_START_SECONDS = 30.0
_LARGE = 1_000_000  # bytes; what a parser took for more stays with the child, which is not kept then
_SPARE = 6  # children that may take over while others are held up by a slow document


class Stopped(Exception):
    """The child could not be started, ended, or did not answer in time and in form."""


class _Child:
    """One process; whoever holds it is alone with it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        assert process.stdin is not None  # noqa: S101 - asked for below
        assert process.stdout is not None  # noqa: S101
        self._to, self._from = process.stdin, process.stdout

    @classmethod
    async def start(cls, limits: Limits) -> _Child:
        """A child that is ready. Its environment holds nothing but the way to our modules."""
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "adapters.feeds.child"),
                *(str(limits.memory_bytes), str(limits.cpu_seconds)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={"PYTHONPATH": _ROOT, "PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            )
        except OSError:  # no more processes, files or memory
            raise Stopped from None
        child = cls(process)
        try:
            async with asyncio.timeout(_START_SECONDS):
                await child._from.readexactly(len(framing.READY))
        except (TimeoutError, asyncio.IncompleteReadError):
            await child.kill()
            raise Stopped from None
        except BaseException:
            await child.kill()
            raise
        return child

    async def ask(self, request: bytes, seconds: float) -> dict[str, Any]:
        """Its answer; raises Stopped."""
        try:
            async with asyncio.timeout(seconds):
                self._to.write(request)
                await self._to.drain()
                (size,) = framing.ANSWER.unpack(await self._from.readexactly(framing.ANSWER.size))
                value = json.loads(await self._from.readexactly(size))
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError, ValueError):
            raise Stopped from None
        if not isinstance(value, dict):
            raise Stopped
        return value

    async def kill(self) -> None:
        """End it, by its own process id, and see it gone."""
        with suppress(ProcessLookupError):
            self._process.kill()
        self._to.close()
        await self._process.wait()


class Pool:
    """Runs jobs in children that are started when first needed and ended on leaving.

    A job holds one of ``workers`` places, but gives it up after ``parse_patience_seconds``: a slow
    document holds up nobody, another child takes over.
    """

    def __init__(self, workers: int, limits: Limits) -> None:
        self._limits = limits
        self._workers = workers
        self._places = asyncio.Semaphore(workers)
        self._children = asyncio.Semaphore(workers + _SPARE)
        self._idle: list[_Child] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        while self._idle:
            await self._idle.pop().kill()

    async def run(self, job: str, document: bytes, **details: object) -> Any:  # noqa: ANN401 - what JSON holds
        """What the job makes of the document; raises Unreachable with a sentence's id."""
        request = framing.request(job, details, document)
        await self._places.acquire()
        give_up = _once(self._places.release)
        try:
            async with self._children:
                answer = await self._ask(request, give_up)
        except Stopped:
            raise Unreachable("feed-error-parser-stopped") from None
        finally:
            give_up()
        if "refused" in answer:
            raise Unreachable(str(answer["refused"]))
        return answer["done"]

    async def _ask(self, request: bytes, give_up: Callable[[], None]) -> dict[str, Any]:
        child = self._idle.pop() if self._idle else await _Child.start(self._limits)
        timer = asyncio.get_running_loop().call_later(self._limits.parse_patience_seconds, give_up)
        try:
            answer = await child.ask(request, self._limits.parse_seconds)
        except BaseException:  # also when cancelled: its answer would be taken for the next one's
            await child.kill()
            raise
        finally:
            timer.cancel()
        if len(self._idle) < self._workers and len(request) < _LARGE:
            self._idle.append(child)
        else:
            await child.kill()
        return answer


def _once(act: Callable[[], None]) -> Callable[[], None]:
    """A callable that acts the first time only."""
    acts = [act]

    def act_once() -> None:
        if acts:
            acts.pop()()

    return act_once
