"""Generated texts and messages that know the traps of Telegram, and how many a run tries.

``TEXTS=1000000 make test ARGS="tests/adapters/telegram --timeout=0"`` tries more than the ordinary run.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from bot.text.markup import Block, BlockKind, Bold, Code, Faint, Link, Message, Span, Text, Time

TEXTS = int(os.environ.get("TEXTS", "12000"))
"""How many texts a run tries in all."""

DELETED = "\u0333\u033f\u030a\u2028\u2029\u202a\u202b\u202c\u202d\u202e"
"""What Telegram deletes after the markup was read."""

_PIECES = (
    # HTML, whole and broken
    *("<b>", "</b>", "<", ">", "&", '"', "'", '<a href="tg://user?id=1">', "</a>", "<!--", "<code>", "<br/>"),
    *("&lt;", "&amp;", "&amp;lt;", "&#64;abcd", "&#x40;abcd", "&nbsp;", "&apos;", "&quot", "&#0;", "&#8238;"),
    # mentions and commands, whole and split by what is deleted or takes no room
    *("@", "@abcd", "@abcd_12", "@a\u0333bcd", "@\u202eabcd", "@\u200babcd", "@\ufe0fabcd", "\u0301@abcd"),
    *("é@abcd", "x@abcd", "x@abcd.com", ".@abcd", "_@abcd", "@@abcd", "\U0001f600@abcd", "@/help", "٣@abcd"),
    *("/", "/help", "/help@abcd_bot", "/\u0333help", "/\u200dhelp", "-/help", "x/help", "//help", "</help"),
    *("/feed_add", "abcd", "help", "\u00b7/help"),
    # addresses
    *("tg://user?id=1", "TG://resolve?domain=abcd", "ton://abcd", "xtg://a", "tg", ":", "//", "://abcd"),
    *("https://news.example/", "https://news.example/@abcd", "https://teiegram.org/@abcd", "news.example"),
    *("https://a-.example/@abcd", "https://news.example/-/help", "https://", "http", "https://1.2.3.4/@abcd"),
    *("(https://news.example/@abcd", "news.example/x](", "HTTPS://NEWS.EXAMPLE/@abcd", "ſ://abcd"),
    # what else is found
    *("#abcd", "$USD", "12:34", "4242 4242 4242 4242", "+12125550123"),
    # what is no letter
    *(
        " ",
        "  ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "\x00",
        "\x1b[31m",
        "\x85",
        "\u00a0",
        "\u3000",
        "\u2003",
        "\x7f",
    ),
    # scripts, emoji, marks, surrogates, the invisible
    *("שלום", "مرحبا", "नमस्ते", "ру", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea"),
    *(
        "\u0301" * 40,
        "e\u0301\u0302\u0303\u0304\u0305\u0306",
        "\ud83d",
        "\ude00",
        "\ud83d\ude00",
        "𝕏",
        "A\u030a",
    ),
    *("\u2060", "\u2800", "\u3164", "\ufffc", "\u200c", "\u034f", "\ufeff", *DELETED),
    *("a", "Z", "_", "0", "*", "`", "[", "]", "(", ")", "—", "…"),
)

# One draw of many letters costs Hypothesis far less than many draws of a piece: each stands for one.
_FIRST = 0xE000
_LETTERS = "".join(chr(_FIRST + number) for number in range(len(_PIECES)))


def _woven(letters: str, foreign: str) -> str:
    """The pieces that the letters stand for, with other text among them."""
    pieces = [_PIECES[ord(letter) - _FIRST] for letter in letters]
    middle = len(foreign) % (len(pieces) + 1)
    return "".join((*pieces[:middle], foreign, *pieces[middle:]))


piece = st.sampled_from(_PIECES)
text = st.builds(_woven, st.text(_LETTERS, max_size=8), st.just("") | st.text(max_size=4))
words = st.builds(_woven, st.text(_LETTERS, min_size=1, max_size=3), st.just(""))

url = st.sampled_from(
    (
        "https://harbourpost.example/news/1?a=1&b=%20#c",
        "http://münchen.example/ü?x=\"<>'\u202e \n",
        "https://name:secret@news.example:8080/",
        "https://good.example\\@news.example/",
        "tg://user?id=1",
        "tg:user?id=1",
        "javascript:alert(1)",
        "data:text/html,<b>",
        "//news.example/",
        "https://localhost/",
        "https://[::1]/",
        "https://news.example:99999/",
        "https://news.example:0/",
        "https://a..example/",
        "https://t.me/abcd",
        "https://news.example/?a=1&lt=2&lt;b",
        "https://news.example/" + "x" * 3000,
        "",
    )
) | st.builds("https://{}.example/{}".format, piece, text)

instant = (st.sampled_from((-1, 0, 1, 2**31 - 1, 2**31, 2**32 + 5)) | st.integers(-(2**30), 2**31)).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
command = st.sampled_from(("/help", "/feed add", "/pick <stories>", "/tmp", "k7", "/help@abcd", "a\nb", "`"))
span: SearchStrategy[Span] = st.one_of(
    st.builds(Text, text),
    st.builds(Bold, text),
    st.builds(Faint, text),
    st.builds(Code, command),
    st.builds(Link, text, url),
    st.builds(Time, instant, words),
)


def _torn(said: str, at: int, linked: str) -> tuple[Span, ...]:
    """A text that two or three spans share."""
    at = min(at, len(said))
    middle = Bold(said[at : at + 2]) if at % 2 else Link(said[at : at + 2], linked)
    return (Text(said[:at]), middle, Faint(said[at + 2 :]))


spans = st.lists(span, max_size=5).map(tuple) | st.builds(_torn, text, st.integers(0, 12), url)
block = st.builds(Block, spans, st.sampled_from(BlockKind), st.integers(0, 3))
message = st.builds(Message, st.lists(block, max_size=4).map(tuple))


def _repeated(parts: tuple[Span, ...], times: int) -> Message:
    return Message((Block(parts * times),))


def _filled(before: list[Span], filling: str, length: int) -> Message:
    return Message((Block((*before, Text(filling * length))),))


_joints = st.sampled_from((Text(" "), Text("\U0001f600. "), Link(" a", "https://a.example/" + "x" * 1500)))
huge = st.builds(_repeated, st.tuples(span, _joints), st.integers(40, 400)) | st.builds(
    _filled,
    st.lists(span, max_size=3),
    st.sampled_from(("x", "\U0001f600", "<", "ab ", "@", "é")),
    st.integers(4000, 4110),
)
"""Messages about, at and beyond each of the limits."""


def tries(share: float) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Have a test try this share of the run's texts."""
    return settings(
        max_examples=max(1, int(TEXTS * share)),
        deadline=None,
        derandomize="TEXTS" not in os.environ,  # the ordinary run is the same everywhere
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
