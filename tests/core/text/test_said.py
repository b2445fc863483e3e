"""Commands that our own sentences name can be told from those that others write."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.text.markup import Code, Text, message, plain_text
from bot.text.said import Said, command, mark, marked
from bot.wording import Wording

WORDS = Wording()


def test_a_command_in_a_sentence_is_set_apart() -> None:
    (block,) = message(WORDS("paused")).blocks
    assert block.spans == (Text("Paused: nothing will come until you send "), Code("/resume"), Text("."))


def test_a_sentence_is_still_its_text() -> None:
    assert WORDS("paused") == "Paused: nothing will come until you send /resume."
    assert plain_text(message(WORDS("paused"))) == WORDS("paused")


def test_what_somebody_writes_into_a_sentence_is_no_command() -> None:
    said = WORDS("feed-unknown", text="/unsubscribe \ufdd0/unsubscribe\ufdd1")
    commands = [part for part, command in said.parts if command] if isinstance(said, Said) else []
    assert commands == ["/feeds"]
    assert "\ufdd0" not in said


def test_a_sentence_within_another_keeps_its_commands() -> None:
    paused = WORDS("next-paused")
    said = Said.of(f"{marked('/help')} {marked(paused)}")
    assert said == f"/help {paused}"
    assert [part for part, command in said.parts if command] == ["/resume"]


def test_a_command_keeps_the_arguments_that_are_set_with_it() -> None:
    said = WORDS("zone-unknown-near", text="`/stop` Tokio", near="Asia/Tokyo")
    assert said == (
        "I don’t know the time zone “`/stop` Tokio”. Did you mean Asia/Tokyo? Send /timezone Asia/Tokyo."
    )
    assert isinstance(said, Said)
    assert [part for part, is_command in said.parts if is_command] == ["/timezone Asia/Tokyo"]


def test_a_line_of_ours_can_be_put_into_a_sentence() -> None:
    said = WORDS("unknown-command-near", name="/stop", near=command("unsubscribe"))
    assert isinstance(said, Said)
    assert [part for part, is_command in said.parts if is_command] == ["/unsubscribe"]
    assert command("feed add", "feed test").parts == (
        ("/feed add", True),
        (", ", False),
        ("/feed test", True),
    )


def test_an_address_holds_no_command() -> None:
    assert mark("https://a.example/help and a/b") == "https://a.example/help and a/b"


@given(st.text())
def test_any_text_goes_in_and_comes_out_without_marks(text: str) -> None:
    said = Said.of(marked(text))
    assert said == text.replace("\ufdd0", "").replace("\ufdd1", "")
    assert not any(command for _, command in said.parts)
