"""Foreign text comes out of cleaning such that nothing in it can hide, turn or stack up."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.text.clean import clean

# Letters of several scripts with all that makes trouble, thick on the ground.
TROUBLE = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs", "Cc", "Cf", "Mn", "Me", "Zl", "Zp"]),
        st.sampled_from("ae\u0301\u030a\u0333\u200d\u200cکक्\U0001f468\ufe0f\u202e\u2066\r\n\t \u0323\u0307"),
    )
)


@given(TROUBLE)
@example("A\u200b\u030a")
@example("ك" + "\u0301" * 9 + "\u200d" + "ك")
@example("\u0301\u200d\u0301\u0301\u0301\u0301\u0323")
@example("\u0344\u0654\u0301\u20dd\u0344\U0001d165\u20dd")
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(TROUBLE)
def test_what_is_clean_is_normal_and_harmless(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode("utf-8")  # no lone surrogate
    for character in cleaned:
        assert character == "\n" or unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp"), character
        assert not 0x202A <= ord(character) <= 0x202E
        assert not 0x2060 <= ord(character) <= 0x206F
        assert character not in "\u030a\u0333\u033f\u200b\u200e\u200f\ufeff\u00ad\t"
    assert "  " not in cleaned


@given(TROUBLE)
def test_marks_do_not_stack_up(text: str) -> None:
    run = 0
    for character in clean(text):
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        assert run <= 4


@given(TROUBLE, st.integers(min_value=0, max_value=20))
def test_the_limit_is_kept(text: str, limit: int) -> None:
    assert len(clean(text, limit)) <= limit


@pytest.mark.parametrize(
    "text",
    [
        "Ministers met in Århus — “at last”, said Zoë.",
        "Tiếng Việt có dấu",
        "नॉर्थलैंड ने राजदूत वापस बुलाया",
        "می‌خواهم",  # a joiner that parts two shapes
        "ක්‍රීඩා",
        "👨‍👩‍👧 and 🏳️‍🌈",
        "שָׁלוֹם",
        "first\nsecond\n\nthird",
    ],
)
def test_honest_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("@\u200badmin", "@admin"),
        ("gnp.\u202efdp", "gnp.fdp"),
        ("@\u0333channel", "@channel"),
        ("A\u030a", "Å"),
        ("x\u030a", "x"),
        ("one\r\ntwo\u2028three\u2029four\x85", "one\ntwo\nthree\nfour\n"),
        ("a\t\u00a0\u3000b", "a b"),
        ("\ud800 \udfff", "\ufffd \ufffd"),
        ("\x00nul\x1b[31m", "nul[31m"),
        ("paypal\u200d.example", "paypal.example"),
        ("e" + "\u0323" * 900, "ẹ" + "\u0323" * 4),
        ("hidden\U000e0041\U000e0042", "hidden"),
    ],
)
def test_what_hides_or_turns_text_is_taken_out(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned
