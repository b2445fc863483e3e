"""Typed lines: which command they name, and what stands for each parameter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.line import read, usage
from bot.commands.table import BY_NAME, COMMANDS
from bot.errors import UserError
from bot.text.said import Said
from bot.wording import Wording

WORDS = Wording("en")


@pytest.mark.parametrize(
    ("line", "name", "arguments"),
    [
        ("desk", "desk", {}),
        ("/desk", "desk", {}),
        ("/Desk@a_bot", "desk", {}),
        ("pick 1 3", "pick", {"stories": "1 3"}),
        ("headline k7 Two ministers meet", "headline", {"story": "k7", "headline": "Two ministers meet"}),
        ("headline k7", "headline", {"story": "k7"}),
        ("feed add https://a.example/feed", "feed add", {"address": "https://a.example/feed"}),
        ('feed rename "Harbour Post" The Post', "feed rename", {"feed": "Harbour Post", "title": "The Post"}),
        ("feed remove Harbour Post", "feed remove", {"feed": "Harbour Post"}),
        ("time 07:00 18:30", "time", {"hours": "07:00 18:30"}),
        ("silent ON", "silent", {"switch": "on"}),
        (
            "comment k7\nFirst line\nsecond line",
            "comment",
            {"story": "k7", "comment": "First line\nsecond line"},
        ),
    ],
)
def test_a_line_is_read(line: str, name: str, arguments: dict[str, str]) -> None:
    found = read(line, WORDS)
    assert (found.command.name, dict(found.arguments)) == (name, arguments)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("desc", "unknown-command-near"),
        ("stop", "unknown-command-near"),
        ("zzz", "unknown-command"),
        ("", "unknown-command"),
        ("feed ad https://a.example", "unknown-command-near"),
        ("comment k7", "missing-argument"),
        ("archive", "missing-argument"),
        ("about this and that", "too-many-arguments"),
        ("silent sometimes", "not-a-choice"),
        ("send no", "to-be-sure"),
        ("forgetme please", "to-be-sure"),
        ("feed", "half-command"),
        ("letter", "half-command"),
        ("feed zzzzzz", "half-command"),
    ],
)
def test_a_line_that_makes_no_sense_says_what_to_do(line: str, sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        read(line, WORDS)
    assert caught.value.sentence == sentence
    assert WORDS(caught.value.sentence, **caught.value.details)


def examples() -> Iterator[str]:
    """Every line that a sentence gives as an example."""
    for command in COMMANDS:
        sentence = f"example-{command.name.replace(' ', '-')}"
        if WORDS.knows(sentence):
            said = WORDS(sentence)
            assert isinstance(said, Said)
            yield from (part for part, is_command in said.parts if is_command)


@pytest.mark.parametrize("line", [*examples()])
def test_every_example_can_be_typed(line: str) -> None:
    assert read(line, WORDS).command.name == line.split(maxsplit=1)[0].removeprefix("/")


def test_an_example_is_one_line_with_all_its_arguments() -> None:
    assert [line for line in examples() if line.startswith("/time")] == [
        "/time 07:00 18:30",
        "/time +12:00",
        "/time -12:00",
        "/timezone Tokyo",
        "/timezone America/New_York",
        "/timezone 48.86,2.35",
    ]


def test_what_is_missing_is_said_with_an_example_where_there_is_one() -> None:
    said: dict[str, str] = {}
    for line in ("archive", "feed add", "send no", "feed"):
        with pytest.raises(UserError) as caught:
            read(line, WORDS)
        said[line] = WORDS(caught.value.sentence, **caught.value.details)
    assert said == {
        "archive": (
            "/archive lacks its date. "
            "For example: /archive 2026-02-02, /archive 2 February or /archive yesterday"
        ),
        "feed add": "/feed add lacks its address. Send it like this: /feed add <address>",
        "send no": "To be sure, send /send yes",
        "feed": (
            "/feed is half a command. There are /feed add, /feed remove, /feed test, /feed rename, "
            "/feed topic, /feed weight, /feed import, /feed export. /help feed says what each does."
        ),
    }


@pytest.mark.parametrize(
    ("line", "near"),
    [("desc", "/desk"), ("stop", "/unsubscribe"), ("STOP@a_bot", "/unsubscribe"), ("feed ad", "/feed add")],
)
def test_the_command_that_is_meant_can_be_tapped(line: str, near: str) -> None:
    with pytest.raises(UserError) as caught:
        read(line, WORDS)
    said = WORDS(caught.value.sentence, **caught.value.details)
    assert said.endswith(f"Did you mean {near}?")
    assert isinstance(said, Said)
    assert (near, True) in said.parts


@given(st.text())
def test_any_line_is_either_read_or_refused_in_words(line: str) -> None:
    said: str
    try:
        said = usage(read(line, WORDS).command, WORDS)
    except UserError as error:
        said = WORDS(error.sentence, **error.details)
    assert said


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: text.strip())
)
def test_a_comment_keeps_every_word(text: str) -> None:
    kept = read(f"comment k7 {text}", WORDS).arguments["comment"]
    assert kept.split() == text.split()


def test_usage_brackets_what_may_be_left_out() -> None:
    assert usage(BY_NAME["silent"], WORDS) == "/silent [on|off]"
    assert usage(BY_NAME["feed export"], WORDS) == "/feed export"


def test_every_name_is_declared_once() -> None:
    assert len(BY_NAME) == len(COMMANDS)
