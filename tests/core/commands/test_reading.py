"""What readers are shown: first contact, help, today's stories, the archive, search."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model.chats import ChatRef
from bot.model.editions import PostKind, PromiseState
from bot.ports.press import NewPromise
from storage.store import SqlStore
from tests.core.readers.room import (
    ADMIN,
    ANA,
    CLUB,
    FERRY,
    HOME,
    RECALL,
    SQUARE,
    VISAS,
    Readers,
    button,
    buttons,
    text,
)
from tests.fakes.clock import FakeClock


@pytest.fixture
def readers(store: SqlStore, clock: FakeClock) -> Readers:
    return Readers(store, clock)


async def test_start_says_what_this_is_and_when_it_would_come(readers: Readers) -> None:
    answer = await readers.answer("start")
    assert text(answer) == (
        "Diplomatic Briefing\n"
        "Your exclusive news aggregator handpicked daily!\n"
        "News stories picked by hand, with their sources. Reply to a story to comment on it.\n\n"
        "It would come every day at 07:00, Europe/Berlin, with 7 stories at most. You can change all of that."
    )
    assert buttons(answer.message) == {"Subscribe": "subscribe", "Settings": "settings"}


async def test_who_runs_a_group_is_led_into_private_where_there_is_a_way(readers: Readers) -> None:
    readers.has_addresses = True
    answer = await readers.answer("start", ADMIN, CLUB)
    assert button(answer.message, "Set it up privately").url == "https://telegram.example/manage_-5"
    assert "Set it up privately" not in buttons((await readers.answer("start", ANA, HOME)).message)
    assert "Set it up privately" not in buttons((await readers.answer("start", ANA, CLUB)).message)


async def test_start_in_a_subscribed_chat_says_when_the_next_one_comes(readers: Readers) -> None:
    await readers.say("subscribe")
    answer = await readers.answer("start")
    assert text(answer).endswith("It comes every day at 07:00, Europe/Berlin. Next: tomorrow at 07:00.")
    assert buttons(answer.message) == {"Today’s stories": "today", "Settings": "settings"}


async def test_start_asks_only_administrators_of_a_group(readers: Readers) -> None:
    assert "subscribe" not in buttons((await readers.answer("start", chat=CLUB)).message).values()
    asked = await readers.answer("start", ADMIN, CLUB)
    assert "subscribe" in buttons(asked.message).values()
    assert "Asia/Tokyo" in text(asked)
    assert text(asked).endswith("You can change all of that.")


async def test_help_is_grouped_and_shows_only_what_the_asker_may_use(readers: Readers) -> None:
    said = await readers.say("help", chat=CLUB)
    assert said.startswith("What I can do\n\nTo read\n\n/start See what this is")
    assert "/comments Read the comments" in said
    assert "/subscribe" not in said
    assert "/desk" not in said
    assert "/like" not in said
    assert "/subscribe Have the briefing delivered here" in await readers.say("help", ADMIN, CLUB)


async def test_help_explains_one_command(readers: Readers) -> None:
    assert await readers.say("help time") == (
        "/time [hours]\n\n"
        "Set the hours at which it comes\n\n"
        "For example: /time 07:00 18:30 sets the hours, /time +12:00 adds one, /time -12:00 takes it away."
    )
    assert await readers.say("help /Pause") == "/pause\n\nPause it until you resume it"
    assert await readers.say("help tiem") == "I don’t know the command /tiem. Did you mean /time?"


async def test_help_lists_the_commands_of_a_group(readers: Readers) -> None:
    said = await readers.say("help letter")
    assert said == (
        "/letter retry <number> Send what could not be delivered once more\n"
        "/letter drop <number> Give up what could not be delivered"
    )
    assert await readers.say("help /Letter") == said
    assert (await readers.say("help feed add")).startswith("/feed add <address>")


async def test_about_says_where_the_stories_come_from(readers: Readers) -> None:
    await readers.publish(RECALL)
    said = await readers.say("about")
    assert "It is made of 1 feed. What several of them report becomes one story" in said
    assert "/forgetme erases it" in said


async def test_today_lists_the_line_up_with_a_button_for_each_story(readers: Readers) -> None:
    assert await readers.say("today") == (
        "There are no stories yet today. Feeds are read all day; try again in a while."
    )
    await readers.publish(RECALL, VISAS)
    answer = await readers.answer("today")
    assert text(answer) == f"Today’s stories\n\nk1 {RECALL} · Harbour Post\nk2 {VISAS} · Harbour Post"
    assert buttons(answer.message) == {"k1": "story k1", "k2": "story k2"}


async def test_a_story_is_shown_as_it_was_delivered_and_can_be_replied_to(readers: Readers) -> None:
    await readers.publish(RECALL)
    before = await readers.answer("story K1")
    assert text(before).startswith(f"Newsline: {RECALL}")
    assert (before.kind, before.story) == (PostKind.STORY, "k1")
    await readers.deliver(HOME)
    readers.line_up.clear()
    assert text(await readers.answer("story k1")) == text(before)
    assert buttons(before.message) == {
        "No comments yet »": "comments k1",
        "Leave a reply": "reply k1",
        "♡": "like k1",
    }
    assert "There is no story k9" in await readers.say("story k9")


async def test_a_story_that_is_not_to_be_had_any_more_is_said(readers: Readers) -> None:
    await readers.publish(RECALL)
    readers.line_up.clear()
    assert "There is no story k1" in await readers.say("story k1")


async def test_the_archive_shows_what_came_here_on_a_local_date(readers: Readers) -> None:
    await readers.publish(RECALL)
    await readers.deliver(HOME)
    said = f"Delivered here on Sunday 4 January\n\nk1 {RECALL} · Harbour Post"
    assert await readers.say("archive 2026-01-04") == said
    readers.clock.advance(timedelta(days=1))
    assert await readers.say("yesterday") == said
    assert "Nothing was delivered here on Saturday 3 January." in await readers.say("archive 3.1.2026")
    assert "Nothing was delivered here" in await readers.say("yesterday", chat=SQUARE)
    assert await readers.say("archive 2026-02-02") == (
        "Monday 2 February is still to come. Name a date that is past, such as /archive yesterday."
    )
    assert (await readers.say("archive 1 January 2030")).startswith(
        "Tuesday 1 January 2030 is still to come."
    )
    assert "Nothing was delivered here on Friday 4 January 2019." in await readers.say("archive 4 Jan 2019")
    assert await readers.say("archive soon") == (
        "“soon” is not a date that I can read. Write it like 2026-01-05."
    )


async def test_search_finds_stories_with_all_words(readers: Readers) -> None:
    await readers.publish(RECALL, VISAS, FERRY)
    answer = await readers.answer("search VISA accord")
    assert text(answer) == f"1 story with these words\n\nk2 {VISAS} · 2 hours ago"
    assert buttons(answer.message) == {"k2": "story k2"}
    nothing = "No story has all of “visa ferry” in it. Try fewer words, or other ones."
    assert await readers.say("search visa ferry") == nothing
    assert await readers.say("search %_") == "No story has all of “%_” in it. Try fewer words, or other ones."


async def test_missed_says_which_editions_did_not_come_and_why(readers: Readers) -> None:
    assert await readers.say("missed") == "Nothing was missed in the last seven days."
    promises = [
        NewPromise(
            "main",
            HOME.ref,
            f"{number}",
            None,
            readers.now.date(),
            readers.now - timedelta(hours=number),
            readers.now,
            state=PromiseState.SKIPPED,
            reason=reason,
        )
        for number, reason in enumerate(("missed", "superseded", "paused", "unsubscribed", "other"))
    ]
    await readers.store.promises.promise(promises, "main", ())
    assert await readers.say("missed") == (
        "Not delivered in the last seven days\n\n"
        "Sunday 4 January, 03:00: I was not running then, and came back too late\n"
        "Sunday 4 January, 02:00: a newer one was due by then and went out instead\n"
        "Sunday 4 January, 01:00: the subscription was paused\n"
        "Sunday 4 January, 00:00: there was no subscription any more\n"
        "Saturday 3 January, 23:00: it could not be sent"
    )


async def test_a_chat_reads_dates_in_its_own_zone(readers: Readers) -> None:
    await readers.say("subscribe", ANA, HOME)
    await readers.say("timezone Honolulu")
    # 18:00 UTC on the 3rd is the 4th in Tokyo and the 3rd in Honolulu.
    assert "Friday 2 January" in await readers.say("yesterday")
    assert "Saturday 3 January" in await readers.say("yesterday", chat=SQUARE)
    assert await readers.subscriptions.zone(ChatRef("telegram", "none")) == "Asia/Tokyo"
