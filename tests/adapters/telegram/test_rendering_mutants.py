"""Faults that a renderer might have, planted one by one: the checks on generated texts see each of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from adapters.telegram import rendering, safe
from bot.text.clean import clean
from bot.text.markup import Message, message, plain_text
from bot.text.splitting import split
from tests.adapters.telegram import hostile, reading
from tests.adapters.telegram.td import RefusedError

_MOST = 3_000  # texts that may be tried before a fault is seen; most take some dozens


@dataclass(frozen=True, slots=True)
class Fault:
    """What is planted where; ``huge``: it shows in long messages only."""

    what: str
    where: Any
    name: str
    planted: Any
    huge: bool = False


def _span_with(
    change: Callable[[str, str, str], tuple[str, str, str]],
) -> Callable[..., tuple[str, str, str]]:
    real = rendering._span

    def span(*given: Any) -> tuple[str, str, str]:  # noqa: ANN401 - whatever the real one is given
        return change(*real(*given))

    return span


def _each_alone(texts: Sequence[str]) -> list[list[int]]:
    return [safe.traps([text])[0] for text in texts]


def _measured_without(**counts: Any) -> Callable[..., Any]:  # noqa: ANN401 - any of its fields
    real = rendering._painted
    return lambda *given: replace(real(*given), **counts)


def _deleting_nothing(text: str) -> str:
    marked = dict(zip(map(ord, hostile.DELETED), range(0xF000, 0xF010), strict=False))
    return clean(text.translate(marked)).translate({mark: chr(kept) for kept, mark in marked.items()})


def _by_characters(said: Message, length: int, _measure: object) -> list[Message]:
    text = plain_text(said)
    return [message(text[start : start + length]) for start in range(0, len(text), length)]


_WORD_START = re.compile(r"(?P<trap>(?<!\S)[@/](?=\S)|(?<!http)(?<!https):(?=//))")
_ANY_ADDRESS = re.compile(r"https?://\S*|" + safe._TRAPS.pattern)
_NO_SCHEMES = re.compile(safe._TRAPS.pattern.rpartition("|")[0] + ")")
_ANYTHING = re.compile("(?s).?")

FAULTS = (
    Fault("nothing is escaped", rendering, "escaped", str),
    Fault("< is not escaped", rendering, "escaped", lambda text: text.replace("&", "&amp;")),
    Fault("& is not escaped", rendering, "escaped", lambda text: text.replace("<", "&lt;")),
    Fault("escaped twice", rendering, "escaped", lambda text: safe.escaped(safe.escaped(text))),
    Fault("spaces as &nbsp;", rendering, "escaped", lambda text: safe.escaped(text).replace(" ", "&nbsp;")),
    Fault(
        "the address is not escaped",
        rendering,
        "_span",
        _span_with(lambda words, tag, end: (words, tag.replace("&amp;", "&"), end)),
    ),
    Fault("addresses are not quoted", rendering, "address", lambda url: url.strip() or None),
    Fault(
        "addresses lead anywhere", rendering, "address", lambda url: url if url.startswith("tg:") else None
    ),
    Fault("a tag is not closed", rendering, "_span", _span_with(lambda words, tag, _end: (words, tag, ""))),
    Fault("no joiner", rendering, "disarmed", lambda text, _after: text),
    Fault("joiners at the start of words only", safe, "_TRAPS", _WORD_START),
    Fault("no joiner in what begins as an address", safe, "_TRAPS", _ANY_ADDRESS),
    Fault("no joiner in other schemes", safe, "_TRAPS", _NO_SCHEMES),
    Fault("each span is looked at alone", rendering, "traps", _each_alone),
    Fault("a space for a joiner", safe, "JOINER", " "),
    Fault("nothing is cleaned", safe, "clean", str),
    Fault("what Telegram deletes is kept", safe, "clean", _deleting_nothing),
    Fault("white space is kept", rendering, "trimmed", lambda texts: [clean(text) for text in texts]),
    Fault("nothing is sent as nothing", rendering, "_NOTHING", ""),
    Fault("all code is bare", rendering, "_command", lambda number, texts: texts[number]),
    Fault("commands are glued to what stands before", rendering, "_BEFORE_COMMAND", _ANYTHING),
    Fault("commands are glued to what follows", rendering, "_AFTER_COMMAND", _ANYTHING),
    Fault("any instant is a time", rendering, "_LAST_INSTANT", 2**40),
    Fault("no limit", rendering, "measure", lambda _message: 0, huge=True),
    Fault("characters are counted", rendering, "_units", len, huge=True),
    Fault("cut by characters", reading, "split", _by_characters, huge=True),
    Fault("the last part is lost", reading, "split", lambda *given: split(*given)[:-1], huge=True),
    Fault("bytes are not counted", rendering, "_painted", _measured_without(size=0), huge=True),
    Fault("entities are not counted", rendering, "_painted", _measured_without(entities=0), huge=True),
)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    rendering._block.cache_clear()
    yield
    rendering._block.cache_clear()


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_a_fault_in_the_renderer_is_seen(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fault.where, fault.name, fault.planted)
    with pytest.raises((AssertionError, RefusedError, UnicodeEncodeError)):
        _try(hostile.huge if fault.huge else hostile.message)


def _try(messages: st.SearchStrategy[Message]) -> None:
    """Check generated messages until one shows a fault; the search for the shortest is left out."""

    @settings(
        max_examples=_MOST,
        phases=(Phase.generate,),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(messages)
    def each(said: Message) -> None:
        reading.check(said)

    each()
