"""Bounds on how much is said, and a notice that comes once."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.chats import Person, PersonRef
from bot.readers.floods import (
    CHAT_A_MINUTE,
    HOUR,
    MINUTE,
    PERSON_A_MINUTE,
    PERSON_AN_HOUR,
    Notices,
    Said,
    Tide,
    happened,
    wait,
)
from bot.readers.response import KEPT, SILENCE
from tests.core.readers.room import RECALL, SQUARE, Readers, text
from tests.fakes.clock import START

FEW = 20  # a bound that short lists reach


@given(st.integers(min_value=-10_000, max_value=10_000))
def test_what_is_said_was_said_when_the_platform_tells_and_never_in_the_future(seconds: int) -> None:
    told = START + timedelta(seconds=seconds)
    assert happened(told, START) == (told if seconds < 0 else START)
    assert happened(None, START) == START


def test_a_person_waits_a_minute_or_an_hour() -> None:
    assert wait(Said(PERSON_A_MINUTE - 1, PERSON_AN_HOUR - 1)) is None
    assert wait(Said(PERSON_A_MINUTE, PERSON_A_MINUTE)) == MINUTE
    assert wait(Said(0, PERSON_AN_HOUR)) == HOUR


@given(st.lists(st.integers(0, 5_000), max_size=300))
def test_no_minute_of_a_chat_holds_more_than_its_bound(pauses: list[int]) -> None:
    tide, now = Tide(FEW), START
    admitted = []
    for pause in pauses:
        now += timedelta(milliseconds=pause)
        if tide.admits("chat", now):
            admitted.append(now)
    for start in admitted:
        assert sum(start <= at < start + MINUTE for at in admitted) <= FEW


def test_chats_do_not_share_a_bound() -> None:
    tide = Tide(FEW)
    assert all(tide.admits("one", START) for _ in range(FEW))
    assert not tide.admits("one", START)
    assert tide.admits("other", START)
    assert tide.admits("one", START + MINUTE)


def test_a_notice_is_due_again_once_its_time_is_over() -> None:
    notices = Notices()
    assert notices.due("ana", START, MINUTE)
    assert not notices.due("ana", START + timedelta(seconds=59), MINUTE)
    assert notices.due("ravi", START, MINUTE)
    assert notices.due("ana", START + MINUTE, MINUTE)


async def test_a_chat_where_too_many_write_at_once_is_told_once(readers: Readers) -> None:
    await readers.publish(RECALL)
    _, story = await readers.deliver(SQUARE)
    writers = (
        Person(PersonRef("discord", f"p{number}"), f"P{number}") for number in range(CHAT_A_MINUTE + 2)
    )
    for _, writer in zip(range(CHAT_A_MINUTE), writers, strict=False):
        response, _ = await readers.reply("Here!", story, writer, SQUARE)
        assert response.reaction == KEPT
    notice, _ = await readers.reply("Here!", story, next(writers), SQUARE)
    assert text(notice).startswith("So much is being said here that I can’t keep up")
    silence, _ = await readers.reply("Here!", story, next(writers), SQUARE)
    assert silence == SILENCE
