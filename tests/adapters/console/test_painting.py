"""How messages look on a terminal and in a pipe; what never reaches either."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from adapters.console.look import Look
from adapters.console.painting import MARGIN, changed, fingerprints, framed, note, paint
from bot.text.markup import (
    Bold,
    Button,
    ButtonStyle,
    Code,
    Faint,
    File,
    Link,
    Message,
    Span,
    Text,
    continued,
    message,
    paragraph,
    quote,
    row,
)
from tests.adapters.console.helpers import STORY, story

PIPE = Look(width=100)
SCREEN = Look(width=60, styled=True, coloured=True, linked=True)
GREY = Look(width=60, styled=True, coloured=False, linked=True)

# Our own: styles, and hyperlinks whose address is printable ASCII.
_OURS = re.compile("\x1b\\[[0-9;]*m|\x1b\\]8;;[!-~]*\x1b\\\\")


def bare(painted: str) -> str:
    """What a person sees of it."""
    return _OURS.sub("", painted)


def test_a_story_reads_in_a_pipe_as_on_paper() -> None:
    assert framed("[7]", paint(story(), PIPE), PIPE).split("\n") == [
        "[7]   Newsline: Northland recalls its ambassador from Eastmark over border fence",
        "",
        "      Northland recalled its ambassador on Tuesday. (Harbour Post,",
        "      https://harbourpost.example/recall) The step stops short of a break in relations.",
        "",
        "      Also reported by Daily Courier · 2 hours ago",
        "      [1: No comments yet »] [2: Leave a reply]",
        "      [3: ♡ 0] [4: Read it there (https://harbourpost.example/recall)]",
        "",
        "",
    ]


def test_on_a_screen_links_are_hyperlinks_and_what_is_secondary_is_faint() -> None:
    painted = "\n".join(paint(story(), SCREEN))
    assert "\x1b]8;;https://harbourpost.example/recall\x1b\\" in painted
    assert "(Harbour Post) The step" in bare(painted).replace("\n", " ")
    assert "\x1b[2mAlso reported by Daily Courier · 2 hours ago\x1b[0m" in painted
    assert "\x1b[1mNewsline" in painted


def test_without_colours_bold_and_faint_remain() -> None:
    said = message(paragraph(Bold("Desk"), Code("/desk"))).with_buttons(
        (Button("Erase", style=ButtonStyle.DANGER), Button("Send", style=ButtonStyle.PRIMARY))
    )
    assert set(re.findall("\x1b\\[([0-9;]*)m", "".join(paint(said, GREY)))) == {"1", "2", "0"}
    assert set(re.findall("\x1b\\[([0-9;]*)m", "".join(paint(said, SCREEN)))) == {"1", "2", "0", "36", "31"}


def test_rows_stand_close_and_quotations_are_set_off() -> None:
    said = message(row("1 comment"), row("Ana · 09:12", depth=1), quote("Two now.", depth=1), row("Mo"))
    assert paint(said, PIPE) == ["1 comment", "   Ana · 09:12", "", "   │ Two now.", "", "Mo"]
    assert paint(message(row("a"), continued("b"), "c"), PIPE) == ["a", "   b", "", "c"]


def test_an_address_that_is_the_text_stands_once_and_one_that_is_none_not_at_all() -> None:
    said = message(
        row(Link("https://a.example/", "https://a.example/")),
        row(Link("Harbour Post", "https://harbourpost.example/")),
        row(Link("a trap", "javascript:alert(1)")),
    )
    shown = ["https://a.example/", "Harbour Post (https://harbourpost.example/)", "a trap"]
    assert paint(said, PIPE) == shown


def test_an_address_is_never_broken_but_other_long_words_are() -> None:
    address = "https://harbourpost.example/" + "a" * 200
    assert address in paint(message(f"See {address} there"), PIPE)
    lines = paint(message("外" * 120), PIPE)
    assert "".join(lines) == "外" * 120
    assert max(map(cell_len, lines)) <= PIPE.width - MARGIN


def test_buttons_of_a_long_row_go_on_in_the_next_line_and_keep_their_numbers() -> None:
    said = message("Topics").with_buttons(Button(f"Topic number {n}", f"topics {n}") for n in range(1, 9))
    lines = paint(said, Look(width=60))[1:]
    assert " ".join(lines) == " ".join(f"[{n}: Topic number {n}]" for n in range(1, 9))
    assert max(map(len, lines)) <= 60 - MARGIN


def test_a_file_is_shown_whole_with_its_indentation() -> None:
    said = Message((), files=(File("data.json", "application/json", '{\n\t"name": "Ana\x1b[2J"\n}\n'),))
    assert paint(said, PIPE) == ["", "data.json:", "{", '    "name": "Ana[2J"', "}"]


def test_an_edit_shows_the_lines_that_are_new() -> None:
    before, after = paint(story(), PIPE), paint(story("1 comment »"), PIPE)
    assert changed(fingerprints(before), after) == ["[1: 1 comment »] [2: Leave a reply]"]


def test_an_edit_to_the_same_shows_nothing() -> None:
    assert changed(fingerprints(paint(story(), SCREEN)), paint(story(), SCREEN)) == ()


def test_an_edit_of_most_of_it_or_a_mere_cut_shows_all_of_it() -> None:
    other = paint(message("Desk, page 2", "Nothing more."), PIPE)
    assert changed(fingerprints(paint(story(), PIPE)), other) == other
    cut = paint(STORY, PIPE)
    assert changed(fingerprints(paint(story(), PIPE)), cut) == cut


# Hostile letters among ordinary ones: escapes, C1 controls, bidi overrides, surrogates, invisible ones.
_hostile = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\x00\x07\x08\x1b\x7f\x9b\x9c\x9d\u202e\u2066\u200f\u2028\ud800\u200d\ufeff[]()m;\\8\n\r\t "
        ),
    ),
)
_urls = st.one_of(_hostile, _hostile.map(lambda end: f"https://a.example/{end}"))
_spans: st.SearchStrategy[Span] = st.one_of(
    _hostile.map(Text),
    _hostile.map(Bold),
    _hostile.map(Faint),
    _hostile.map(Code),
    st.builds(Link, _hostile, _urls),
)
_messages = st.builds(
    Message,
    blocks=st.lists(
        st.one_of(
            st.lists(_spans, max_size=4).map(lambda spans: paragraph(*spans)),
            st.builds(quote, _hostile, st.integers(0, 99)),
        ),
        max_size=4,
    ).map(tuple),
    buttons=st.lists(
        st.lists(st.builds(Button, label=_hostile, url=st.none() | _urls), min_size=1, max_size=3).map(tuple),
        max_size=2,
    ).map(tuple),
    files=st.lists(st.builds(File, _hostile, st.just("text/plain"), _hostile), max_size=1).map(tuple),
)


@given(_messages, _hostile, st.sampled_from([PIPE, SCREEN, GREY, Look(width=40)]))
def test_nothing_but_what_prints_and_our_own_codes_reaches_the_screen(
    said: Message, heading: str, look: Look
) -> None:
    painted = framed("[7]", paint(said, look), look, heading=heading) + note(heading, look)
    shown = bare(painted)
    assert all(letter.isprintable() or letter in "\n\u200c\u200d" for letter in shown)
    if not look.styled:
        assert painted == shown
    painted.encode()  # no lone surrogates either


@given(_messages)
def test_no_line_is_wider_than_the_window(said: Message) -> None:
    for line in paint(Message(said.blocks), SCREEN):
        assert "://" in line or cell_len(bare(line)) <= SCREEN.width - MARGIN


@pytest.mark.parametrize("width", range(40, 60))
def test_words_survive_the_wrapping_and_fit_the_window(width: int) -> None:
    words = [f"word{number}" for number in range(200)]
    lines = paint(message(" ".join(words)), Look(width))
    assert " ".join(lines).split() == words
    assert max(map(len, lines)) <= width - MARGIN
