"""Telegram: what a delivered message costs, how near to the limit a wave comes, and answers meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from bench.delivering import MESSAGES, answering, figures
from bench.figures import Goal, Row, compared, row
from bench.harness import Figures, Options, mirrored, probe, repeated
from bench.watchdog import p99

LIMITS = (30, 1, 1.0)  # messages a second over all chats; and in one, in how many seconds

BARE = Goal(3)
SHIPPED = Goal(0.4)
SHARE = Goal(0.98, least=True, always=True)
REFUSED = Goal(0, always=True)
ANSWER = Goal(250)
TAKEN = Goal(10)


def run(options: Options) -> Sequence[Row]:
    """All rows."""
    return [*_cost(options), *_wave(options), *_pending(options)]


def _cost(options: Options) -> Iterator[Row]:
    """CPU of a message from its promise to its record, beside a bare POST of the same size and beside
    python-telegram-bot as it comes, which keep nothing and render nothing."""
    chats = options.size(500, 10)
    runs = {how: partial(_sent, how, chats) for how in ("ours", "bare", "shipped")}
    found = {name: each["cost"] for name, each in mirrored(runs, options.rounds, "telegram cost").items()}
    what = "a delivered message, claim to commit"
    yield compared(what, "µs CPU", found["ours"], ("a bare aiohttp POST", found["bare"]), BARE)
    yield compared(what, "µs CPU", found["ours"], ("python-telegram-bot", found["shipped"]), SHIPPED)


def _wave(options: Options) -> Iterator[Row]:
    """A wave under enforced limits with jittered 30 ms answers, while a command comes every 0.2 s."""
    chats = options.size(1_250, 6)
    found = repeated(partial(_paced, chats), options.rounds, "telegram wave")
    said = f"a wave of {chats * MESSAGES:,} messages"
    yield row(f"{said}: share of the limit", "", found["share"], SHARE)
    yield row(f"{said}: refusals (429)", "", found["refused"], REFUSED)
    yield row("a command answered meanwhile, p99", "ms", found["answer"], ANSWER)


def _pending(options: Options) -> Iterator[Row]:
    """Replies that wait at Telegram when the program starts."""
    count = options.size(10_000, 200)
    found = repeated(partial(_taken, count), options.rounds, "telegram updates")
    yield row(f"{count:,} pending updates taken in", "seconds", found["taken"], TAKEN)


def _sent(how: str, chats: int) -> Figures:
    with answering("telegram") as port:
        return probe("bench.telegram_one", how, port, chats)


def _paced(chats: int) -> Figures:
    with answering("telegram", latency=0.03, rates=LIMITS, every=0.2) as port:
        probe("bench.telegram_one", "paced", port, chats)
        told = figures(port)
    seconds = told["last"] - told["first"]
    return {
        "share": (told["sent"] - 1) / seconds / LIMITS[0],
        "refused": told["refused"],
        "answer": p99(told["waits"]) * 1000,
    }


def _taken(count: int) -> Figures:
    with answering("telegram", pending=count) as port:
        probe("bench.telegram_one", "pending", port, count)
        return {"taken": figures(port)["drained"]}
