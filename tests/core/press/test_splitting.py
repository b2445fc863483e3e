"""Long messages in parts: each within the limit, all of the text, cut where it hurts least."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.text.markup import (
    Block,
    Bold,
    Button,
    File,
    Link,
    Message,
    Span,
    Text,
    message,
    paragraph,
    plain,
    plain_text,
)
from bot.text.splitting import fit_buttons, split


def units(said: Message) -> int:
    """A message measured as Telegram does: in UTF-16 units."""
    return len(plain_text(said).encode("utf-16-le")) // 2


def joined(messages: tuple[Message, ...]) -> str:
    return "".join(plain(block) for said in messages for block in said.blocks)


def test_a_short_message_stays_whole() -> None:
    said = message("One.", "Two.").with_buttons((Button("a", "b"),))
    assert split(said, 100, units) == (said,)


def test_it_is_cut_between_blocks_first() -> None:
    parts = split(message("One is here.", "Two is here.", "Three."), 26, units)
    assert [plain_text(part) for part in parts] == ["One is here.\n\nTwo is here.", "Three."]


def test_a_cut_goes_before_what_heads_others() -> None:
    one, two = (replace(paragraph(name), heads=True) for name in ("One", "Two"))
    said = message(one, "It is here.", two, "It is here too.")
    parts = split(said, 30, units)
    assert [plain_text(part) for part in parts] == ["One\n\nIt is here.", "Two\n\nIt is here too."]
    assert [plain_text(part) for part in split(said, 16, units)] == [
        "One\n\nIt is here.",
        "Two",
        "It is here too.",
    ]


def test_then_between_sentences() -> None:
    parts = split(message("One is here. Two is here. Three is here."), 30, units)
    assert [plain_text(part) for part in parts] == ["One is here. Two is here. ", "Three is here."]


def test_then_between_words() -> None:
    parts = split(message("one two three four"), 9, units)
    assert [plain_text(part) for part in parts] == ["one two ", "three ", "four"]


def test_a_word_longer_than_a_message_is_cut_inside() -> None:
    parts = split(message("ab" * 5), 4, units)
    assert [plain_text(part) for part in parts] == ["abab", "abab", "ab"]


def test_the_rest_of_a_long_block_shares_its_part_with_the_next() -> None:
    parts = split(message("One is here. Two is here.", "Three."), 22, units)
    assert [plain_text(part) for part in parts] == ["One is here. ", "Two is here.\n\nThree."]


def test_markup_is_kept_on_both_sides_of_a_cut() -> None:
    said = message(paragraph(Bold("One two"), " ", Link("three four", "https://a.example")))
    parts = split(said, 10, units)
    assert [part.blocks[0].spans for part in parts] == [
        (Bold("One two"), Text(" ")),
        (Link("three four", "https://a.example"),),
    ]


def test_buttons_and_files_go_with_the_last_part() -> None:
    said = replace(
        message("One is here.", "Two is here.").with_buttons((Button("a", "b"),)),
        files=(File("a.txt", "text/plain", "a"),),
        silent=True,
    )
    first, last = split(said, 15, units)
    assert (first.buttons, first.files, first.silent) == ((), (), True)
    assert (last.buttons, last.files, last.silent) == (said.buttons, said.files, True)


spans: st.SearchStrategy[Span] = st.builds(
    lambda make, text: make(text),
    st.sampled_from([Text, Bold, lambda text: Link(text, "https://a.example")]),
    st.text(max_size=60),
)
blocks = st.lists(st.builds(lambda found: Block(tuple(found)), st.lists(spans, max_size=4)), max_size=6)


@given(blocks.map(tuple), st.integers(2, 60))
def test_nothing_is_lost_and_every_part_fits(found: tuple[Block, ...], length: int) -> None:
    said = Message(found)
    parts = split(said, length, units)
    assert joined(parts) == joined((said,))
    assert all(units(part) <= length for part in parts)


@given(st.lists(st.text("ab", min_size=1, max_size=8), min_size=1, max_size=40), st.integers(9, 30))
def test_no_word_that_fits_is_cut(words: list[str], length: int) -> None:
    parts = split(message(" ".join(words)), length, units)
    assert all(plain_text(before).endswith(" ") for before, _ in pairwise(parts))


def with_rows(*widths: int) -> Message:
    return message("x").with_buttons(*([Button(f"{n}.{m}", "do") for m in range(n)] for n in widths))


def widths(said: Message) -> list[int]:
    return [len(row) for row in said.buttons]


def test_buttons_that_fit_keep_their_rows() -> None:
    assert widths(fit_buttons(with_rows(3, 1, 2), 3, 3)) == [3, 1, 2]


def test_wide_rows_are_broken() -> None:
    assert widths(fit_buttons(with_rows(5, 1), 3, 5)) == [3, 2, 1]


def test_too_many_rows_are_filled_up() -> None:
    assert widths(fit_buttons(with_rows(1, 1, 1, 1, 1), 2, 3)) == [2, 2, 1]


def test_what_finds_no_room_is_left_out() -> None:
    assert widths(fit_buttons(with_rows(1, 1, 1, 1, 1), 2, 2)) == [2, 2]


def test_a_platform_without_buttons_gets_none() -> None:
    assert fit_buttons(with_rows(2), 0, 0).buttons == ()
