"""What buttons carry: signed, small, and nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.buttons import LIMIT, Pen
from tests.fakes.clock import FakeClock

CHAT = -1001234567890123


@pytest.fixture
def pen(clock: FakeClock) -> Pen:
    return Pen(b"secret", clock)


def test_what_was_written_is_read_with_its_minute(pen: Pen, clock: FakeClock) -> None:
    drawn = clock.now()
    written = pen.write("like k7", CHAT)
    clock.advance(timedelta(days=400))
    pressed = pen.read(written.data, CHAT)
    assert pressed is not None
    assert (pressed.action, pressed.digest, pressed.made) == ("like k7", None, drawn)
    assert written.shelved is None


@pytest.mark.parametrize(
    ("action", "carried"),
    [
        ("x" * 51, True),
        ("x" * 52, False),
        ("mute -" + "ü" * 22, True),  # 50 bytes in 28 characters
        ("mute -" + "ü" * 23, False),
        ("mute -" + "\U0001f600" * 12, False),
        ("#like", False),  # what is shelved begins so
        ("", True),
    ],
)
def test_what_is_too_long_in_bytes_is_shelved(pen: Pen, action: str, carried: bool) -> None:
    written = pen.write(action, CHAT)
    pressed = pen.read(written.data, CHAT)
    assert len(written.data.encode()) <= LIMIT
    assert pressed is not None
    if carried:
        assert (pressed.action, written.shelved) == (action, None)
    else:
        assert pressed.action is None
        assert written.shelved == (pressed.digest, action)


def test_the_same_action_is_shelved_under_the_same_digest(pen: Pen) -> None:
    first, again, other = (pen.write(action, CHAT) for action in ("a" * 60, "a" * 60, "b" * 60))
    assert first.shelved == again.shelved
    assert first.shelved != other.shelved


def test_a_button_of_another_chat_or_bot_is_not_ours(pen: Pen, clock: FakeClock) -> None:
    data = pen.write("like k7", CHAT).data
    assert pen.read(data, CHAT + 1) is None
    assert Pen(b"other", clock).read(data, CHAT) is None


def test_no_character_can_be_changed(pen: Pen) -> None:
    data = pen.write("like k7", CHAT).data
    for place, letter in enumerate(data):
        changed = data[:place] + ("B" if letter != "B" else "C") + data[place + 1 :]
        assert pen.read(changed, CHAT) is None
    for changed in (data + "1", data[:-1], data[1:], data[8:], f"{data}\n"):
        assert pen.read(changed, CHAT) is None


@given(st.text(st.characters()) | st.binary().map(lambda raw: raw.decode("utf-8", "surrogateescape")))
def test_whatever_comes_in_is_no_error(data: str) -> None:
    assert Pen(b"secret", FakeClock()).read(data, CHAT) is None


@given(st.text(), st.integers(-(2**52), 2**52))
def test_any_action_comes_back_or_is_shelved(action: str, chat: int) -> None:
    pen = Pen(b"secret", FakeClock())
    written = pen.write(action, chat)
    pressed = pen.read(written.data, chat)
    assert 1 <= len(written.data.encode()) <= LIMIT
    assert pressed is not None
    assert pressed.action == action or written.shelved == (pressed.digest, action)
