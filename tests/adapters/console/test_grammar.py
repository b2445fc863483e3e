"""What a typed line means, and what a line that means nothing is answered with."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.grammar import Answer, Change, Deed, Push, React, Run, TakeBack, Typed, read
from bot.errors import UserError
from tests.adapters.console.helpers import WORDS


@pytest.mark.parametrize(
    ("line", "deed"),
    [
        ("/desk", Run("desk")),
        ("/pick 1 3", Run("pick 1 3")),
        (">7 I read this.", Answer(7, "I read this.")),
        ("> 7 5 apples", Answer(7, "5 apples")),
        ("#7 2", Push(7, 2)),
        ("!7 👍", React(7, ("👍",))),
        ("!7 👍 🎉", React(7, ("👍", "🎉"))),
        ("!7", React(7, ())),
        ("~12 new text", Change(12, "new text")),
        ("-12", TakeBack(12)),
    ],
)
def test_each_form_of_line_is_its_deed(line: str, deed: Deed) -> None:
    assert read(line) == Typed(deed)
    assert read(f"  {line}  ") == Typed(deed)


@pytest.mark.parametrize("line", ["@ana &room /subscribe", "&room @ana /subscribe"])
def test_person_and_room_stand_before_the_deed_in_either_order(line: str) -> None:
    assert read(line) == Typed(Run("subscribe"), person="ana", room="room")


def test_person_and_room_stand_alone_too() -> None:
    assert read("@ana >7 text") == Typed(Answer(7, "text"), person="ana")
    assert read("&room /subscribe") == Typed(Run("subscribe"), room="room")


@pytest.mark.parametrize("line", ["", " ", "\t"])
def test_a_blank_line_means_nothing(line: str) -> None:
    assert read(line) is None


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("I read this.", "console-hint-plain"),
        ("/", "console-hint-command"),
        ("/ desk", "console-hint-command"),
        (">7", "console-hint-reply"),
        (">7I read this.", "console-hint-reply"),
        (">text", "console-hint-reply"),
        ("#7", "console-hint-press"),
        ("#7 two", "console-hint-press"),
        ("#7 2 3", "console-hint-press"),
        ("!x 👍", "console-hint-react"),
        ("~12", "console-hint-edit"),
        ("-x", "console-hint-delete"),
        ("-12 gone", "console-hint-delete"),
        ("@ana", "console-hint-name"),
        ("@", "console-hint-name"),
        ("@ana @mo >7 text", "console-hint-name"),
        ("@ana I read this.", "console-hint-plain"),
        ("&room", "console-hint-room"),
        ("&a &b /desk", "console-hint-room"),
    ],
)
def test_any_other_line_is_told_how_to_write_it(line: str, hint: str) -> None:
    with pytest.raises(UserError) as told:
        read(line)
    assert told.value.sentence == hint
    assert WORDS(hint, **told.value.details)


_names = st.from_regex(re.compile("[a-z][a-z0-9_.-]{0,9}", re.ASCII), fullmatch=True)
_texts = st.text(min_size=1).map(lambda text: " ".join(text.split())).filter(bool)


@given(_names, _names, st.integers(1, 999_999_999), _texts)
def test_what_is_written_by_the_rules_is_read_back(person: str, room: str, number: int, text: str) -> None:
    assert read(f"@{person} &{room} >{number} {text}") == Typed(Answer(number, text), person, room)
    assert read(f"~{number} {text}") == Typed(Change(number, text))


@given(st.text())
def test_no_line_does_more_than_mean_something_or_be_told(line: str) -> None:
    told = ""
    typed = None
    try:
        typed = read(line)
    except UserError as error:
        told = WORDS(error.sentence, **error.details)
    assert bool(line.strip()) == bool(typed or told)
