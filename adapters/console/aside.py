"""Calls that may block for long, beside the event loop and beside the program's end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

_T = TypeVar("_T")


async def aside(call: Callable[[], _T]) -> _T:
    """The result of a call that runs in a thread of its own.

    Not in the loop's thread pool: the program would wait at its end for a read that nobody answers.
    """
    outcome: Future[_T] = Future()
    outcome.set_running_or_notify_cancel()  # what blocks cannot be cancelled, only be left alone

    def run() -> None:
        try:
            outcome.set_result(call())
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the caller's
            outcome.set_exception(error)

    threading.Thread(target=run, name="console", daemon=True).start()
    return await asyncio.wrap_future(outcome)
