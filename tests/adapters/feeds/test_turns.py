"""Turns: one at a time for a key, and nobody waits for ever for who is stuck."""

from __future__ import annotations

import asyncio

from adapters.feeds.turns import Turns

SOON = 0.001  # seconds


async def test_who_comes_back_late_does_not_end_the_turn_of_another() -> None:
    turns, stuck, served, order = Turns(), asyncio.Event(), asyncio.Event(), list[str]()

    async def slow() -> None:
        async with turns.of("host", SOON):
            await stuck.wait()
        order.append("slow is back")

    async def second() -> None:
        async with turns.of("host"):
            order.append("second")
            stuck.set()
            await served.wait()
            order.append("second is done")

    async def third() -> None:
        async with turns.of("host"):
            order.append("third")

    tasks = [asyncio.create_task(one()) for one in (slow, second, third)]
    await tasks[0]  # its turn is over long since: leaving gives nothing back
    served.set()
    await asyncio.gather(*tasks)
    assert order == ["second", "slow is back", "second is done", "third"]
