"""Subscriptions by command and by button: each change in a sentence, or in place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest

from bot.model.briefing import Briefing
from bot.model.chats import Layout, Subscription
from bot.text.markup import Takes
from storage.store import SqlStore
from tests.core.readers.room import ANA, BRIEFING, CLUB, HOME, SQUARE, Readers, buttons, text
from tests.fakes.clock import FakeClock


@pytest.fixture
def readers(store: SqlStore, clock: FakeClock) -> Readers:
    return Readers(store, clock)


async def kept(readers: Readers) -> Subscription:
    found = await readers.subscriptions.current(HOME.ref)
    assert found
    return found


async def test_subscribing_says_what_comes_when(readers: Readers) -> None:
    answer = await readers.answer("subscribe")
    assert text(answer) == (
        "Subscribed: every day at 07:00, Europe/Berlin, 7 stories at most. Next: tomorrow at 07:00."
    )
    assert buttons(answer.message) == {"Today’s stories": "today", "Settings": "settings"}
    assert await readers.say("subscribe") == (
        "This chat is subscribed already: every day at 07:00, Europe/Berlin. Next: tomorrow at 07:00."
    )


async def test_unsubscribing_keeps_the_settings(readers: Readers) -> None:
    await readers.say("subscribe")
    await readers.say("time 9")
    assert await readers.say("unsubscribe") == (
        "Unsubscribed: nothing more will come. Your settings are kept in case you come back."
    )
    assert await readers.say("unsubscribe") == "This chat has no subscription, so nothing will come."
    assert "every day at 09:00" in await readers.say("subscribe")


@pytest.mark.parametrize(
    "line",
    [
        "settings",
        "pause",
        "resume",
        "time 7",
        "time",
        "days mon",
        "timezone Tokyo",
        "timezone",
        "stories 5",
        "topics visas",
        "mute x",
        "silent on",
        "silent",
        "layout digest",
        "layout",
        "days",
        "stories",
        "topics",
        "mute",
    ],
)
async def test_without_a_subscription_everything_leads_to_one(readers: Readers, line: str) -> None:
    answer = await readers.answer(line)
    assert text(answer) == "This chat has no subscription yet. Subscribe first, then everything can be set."
    assert buttons(answer.message) == {"Subscribe": "subscribe"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("time 18:30 7", "It comes every day at 07:00 and 18:30, Europe/Berlin. Next: tomorrow at 07:00."),
        ("time +19:30", "It comes every day at 07:00 and 19:30, Europe/Berlin. Next: today at 19:30."),
        ("timezone tokyo", "It comes every day at 07:00, Asia/Tokyo. Next: today at 07:00."),
        ("days sat", "It comes on Sat at 07:00, Europe/Berlin. Next: Saturday 10 January at 07:00."),
        (
            "days -sun",
            (
                "It comes on Mon, Tue, Wed, Thu, Fri and Sat at 07:00, Europe/Berlin. "
                "Next: Monday 5 January at 07:00."
            ),
        ),
        ("stories 1", "1 story at most from now on. Next: tomorrow at 07:00."),
        ("topics visas", "Topics: visas. Next: tomorrow at 07:00."),
        ("topics all", "Topics: all. Next: tomorrow at 07:00."),
        (
            'mute football "prime minister"',
            "Stories with football, prime minister in their headline are left out. Next: tomorrow at 07:00.",
        ),
        ("silent on", "It comes without a sound from now on."),
        ("silent", "It comes with a sound."),
        ("sharing", "What is said here is shown in other chats, if its author agrees."),
        ("silent off", "It comes with a sound from now on."),
        ("layout digest", "All stories come in one message from now on. Next: tomorrow at 07:00."),
        ("layout stories", "Each story is a message of its own from now on. Next: tomorrow at 07:00."),
        ("layout", "Each story is a message of its own."),
        ("pause", "Paused: nothing will come until you send /resume."),
        ("resume", "It goes on. Next: tomorrow at 07:00."),
        ("language english", "I speak English here from now on. The stories keep their own language."),
        ("language", "I speak English. Send /language and the one that you want."),
        ("sharing off", "What is said here stays here from now on, and is taken back from other chats."),
        ("sharing on", "What is said here is shown in other chats from now on, if its author agrees."),
        (
            "timezone",
            (
                "The time zone is Europe/Berlin. To change it, send a large city near you, "
                "such as /timezone Tokyo."
            ),
        ),
        ("stories", "7 stories at most. For another number from 1 to 20 send it, such as /stories 5."),
        ("mute", "No words are muted. Send /mute and words to leave out stories with them."),
    ],
)
async def test_a_typed_change_is_confirmed_in_a_line(readers: Readers, line: str, said: str) -> None:
    await readers.say("subscribe")
    assert await readers.say(line) == said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("time soon", "I can’t read “soon” as an hour. Send hours like this: /time 07:00 18:30"),
        (
            "time 1 2 3 4 5 6 7 8 9 10 11 12 13",
            ("13 hours are too many; 12 a day are the most. Send fewer of them."),
        ),
        ("time -07:00", "At least one hour must stay. Add another one first, or /pause it."),
        (
            "days never",
            (
                "I can’t read “never” as a day. "
                "Send days like this: /days mon-fri, /days sat sun or /days daily"
            ),
        ),
        ("days -daily", "At least one day must stay. Add another one first, or /pause it."),
        (
            "timezone Tokio",
            ("I don’t know the time zone “Tokio”. Did you mean Asia/Tokyo? Send /timezone Asia/Tokyo."),
        ),
        (
            "timezone Nowhereville",
            (
                "I don’t know the time zone “Nowhereville”. "
                "Send a large city near you, such as /timezone Tokyo."
            ),
        ),
        (
            "timezone UTC+3",
            ("“UTC+3” knows no summer time. Send a large city near you instead, such as /timezone Tokyo."),
        ),
        ("stories 21", "“21” is not a number from 1 to 20. Send it like this: /stories [number]"),
        (
            "topics football",
            (
                "“football” is not among the topics. "
                "There are visas, border disputes, sanctions; send /topics and those that you want."
            ),
        ),
        ("mute -nothing", "“nothing” was not muted. Send /mute to see what is."),
        (
            "timezone EST",
            "“EST” knows no summer time. Send a large city near you instead, such as /timezone Tokyo.",
        ),
        (
            "timezone 95,10",
            (
                "There is no place at 95,10. "
                "Send degrees north and east, such as /timezone 48.86,2.35, or a large city near you."
            ),
        ),
        (
            "timezone 30,-30",
            (
                "At 30,-30 there is no land, and at sea no summer time. "
                "Send a large city near you instead, such as /timezone Tokyo."
            ),
        ),
        ("mute ,", "There is no word to mute in that. Send it like this: /mute football"),
        ("mute " + "x" * 41, "A muted word can have 40 letters at most. Send a shorter one."),
        (
            "mute " + " ".join(map(str, range(51))),
            ("51 muted words are too many; 50 are the most. Take some away first, such as /mute -football."),
        ),
        ("language Klingon", "I don’t speak “Klingon”. I speak English; send /language and one of these."),
    ],
)
async def test_what_cannot_be_says_why_and_what_to_do(readers: Readers, line: str, said: str) -> None:
    await readers.say("subscribe")
    before = await kept(readers)
    assert await readers.say(line) == said
    assert await kept(readers) == before


async def test_the_zone_that_is_meant_most_likely_is_a_button(readers: Readers) -> None:
    await readers.say("subscribe")
    answer = await readers.answer("timezone Tokio")
    assert buttons(answer.message) == {"Asia/Tokyo": "timezone Asia/Tokyo"}
    pressed = await readers.press("timezone Asia/Tokyo")
    assert "Asia/Tokyo" in text(pressed)
    assert (await readers.answer("timezone Nowhereville")).message.buttons == ()


async def test_a_city_in_several_zones_is_asked_about_with_its_countries(readers: Readers) -> None:
    await readers.say("subscribe")
    answer = await readers.answer("timezone San Jose")
    assert text(answer) == "There are several places called “San Jose”. Which one do you mean?"
    assert buttons(answer.message) == {
        "San José, Costa Rica": "timezone America/Costa_Rica",
        "San Jose, United States": "timezone America/Los_Angeles",
    }
    assert (await readers.press("timezone America/Costa_Rica")).replaces
    assert (await kept(readers)).schedule.zone == "America/Costa_Rica"


async def test_in_private_a_typed_question_about_the_zone_lets_one_share_a_place(readers: Readers) -> None:
    await readers.say("subscribe")
    for answer in (await readers.answer("timezone"), await readers.press("timezone here")):
        assert text(answer).startswith("The time zone is Europe/Berlin. To change it, send a large city")
        ((share,),) = answer.message.buttons
        assert (share.label, share.action, share.takes) == ("Share where I am", "timezone", Takes.PLACE)
        # Such a keyboard comes with a message of its own, and is nothing to whisper.
        assert (answer.replaces, answer.private) == (False, False)
    assert await readers.say("timezone 35.7,139.7") == (
        "It comes every day at 07:00, Asia/Tokyo. Next: today at 07:00."
    )


async def test_from_the_settings_a_button_leads_to_sharing_a_place(readers: Readers) -> None:
    await readers.say("subscribe")
    answer = await readers.press("timezone")
    assert answer.replaces
    assert buttons(answer.message) == {"Use where I am": "timezone here", "‹ Settings": "settings"}


async def test_a_group_has_no_place_to_share(readers: Readers) -> None:
    await readers.say("subscribe", ANA, CLUB)
    for line in ("timezone", "settings"):
        assert "timezone here" not in buttons((await readers.answer(line, ANA, CLUB)).message).values()
    assert buttons((await readers.answer("timezone", ANA, CLUB)).message) == {"‹ Settings": "settings"}


async def test_a_groups_zone_is_not_guessed_from_whoever_subscribes_it(readers: Readers) -> None:
    assert "Asia/Tokyo" in await readers.say("subscribe", ANA, CLUB)
    assert "Europe/Berlin" in await readers.say("subscribe", ANA, HOME)


async def test_topics_are_added_taken_away_and_named_as_they_are(readers: Readers) -> None:
    await readers.say("subscribe")
    for line, topics in (
        ("topics sanctions visas", ("visas", "sanctions")),
        ("topics +Border Disputes", ("visas", "border disputes", "sanctions")),
        ("topics -visas", ("border disputes", "sanctions")),
        ("topics border disputes, visas", ("visas", "border disputes")),
        ("topics all", ()),
        ("topics +visas", ("visas",)),
    ):
        await readers.say(line)
        assert (await kept(readers)).order.topics == topics


async def test_a_briefing_without_topics_says_what_to_do_instead(store: SqlStore, clock: FakeClock) -> None:
    bare = Briefing(**{name: getattr(BRIEFING, name) for name in BRIEFING.__slots__} | {"topics": ()})
    readers = Readers(store, clock, bare)
    await readers.say("subscribe")
    assert "This briefing has no topics to choose from." in await readers.say("topics")
    assert "Topics" not in buttons((await readers.answer("settings")).message)


async def test_muted_words_and_phrases_are_added_and_taken_away(readers: Readers) -> None:
    await readers.say("subscribe")
    await readers.say('mute Football, "Prime Minister" football')
    assert (await kept(readers)).order.muted == ("football", "prime minister")
    shown = await readers.answer("mute", pressed=True)
    assert "mute -prime minister" in buttons(shown.message).values()
    await readers.press("mute -prime minister")
    assert (await kept(readers)).order.muted == ("football",)


async def test_the_settings_message_shows_all_that_is_set(readers: Readers) -> None:
    await readers.say("subscribe")
    answer = await readers.answer("settings")
    assert text(answer) == (
        "Settings\n\n"
        "It comes every day at 07:00, Europe/Berlin\n"
        "7 stories at most, a message each\n"
        "Topics: all\n"
        "Next: tomorrow at 07:00."
    )
    for line in ("topics visas", "mute football", "silent on", "layout digest", "sharing off", "pause"):
        await readers.say(line)
    assert await readers.say("settings") == (
        "Settings\n\n"
        "It comes every day at 07:00, Europe/Berlin\n"
        "7 stories at most, in one message\n"
        "Topics: visas\n"
        "Left out: football\n"
        "Without a sound\n"
        "What is said here stays here\n"
        "It is paused: /resume goes on."
    )


async def test_settings_fit_the_narrowest_platform_and_their_actions_the_shortest_button(
    readers: Readers,
) -> None:
    await readers.say("subscribe")
    for line in ("settings", "time", "days", "topics"):
        rows = (await readers.answer(line)).message.buttons
        assert len(rows) <= 5
        assert all(len(row) <= 5 for row in rows)
        assert all(len(one.action.encode()) <= 40 for row in rows for one in row)


@pytest.mark.parametrize(
    ("label", "then"),
    [
        ("−", lambda kept: kept.order.size == 6),
        ("+", lambda kept: kept.order.size == 8),
        ("All in one message", lambda kept: kept.order.layout is Layout.DIGEST),
        ("Without a sound", lambda kept: kept.silent),
        ("Pause", lambda kept: kept.next is None),
    ],
)
async def test_each_button_of_the_settings_changes_them_in_place(
    readers: Readers, label: str, then: Callable[[Subscription], bool]
) -> None:
    await readers.say("subscribe")
    pressed = buttons((await readers.answer("settings")).message)[label]
    answer = await readers.press(pressed)
    assert answer.replaces
    assert text(answer).startswith("Settings\n")
    assert then(await kept(readers))
    assert text(answer) == await readers.say("settings")


@pytest.mark.parametrize(
    ("line", "labels", "change"),
    [
        (
            "stories",
            {"−": "stories 6", "7 stories": "stories", "+": "stories 8"},
            lambda kept: kept.order.size == 8,
        ),
        (
            "layout",
            {"A message each ✓": "layout stories", "All in one message": "layout digest"},
            lambda kept: kept.order.layout is Layout.DIGEST,
        ),
        (
            "silent",
            {"With a sound ✓": "silent off", "Without a sound": "silent on"},
            lambda kept: kept.silent,
        ),
    ],
)
async def test_without_an_argument_nothing_changes_until_a_button_is_pressed(
    readers: Readers, line: str, labels: dict[str, str], change: Callable[[Subscription], bool]
) -> None:
    await readers.say("subscribe")
    before = await kept(readers)
    answer = await readers.answer(line)
    assert await kept(readers) == before
    assert buttons(answer.message) == {**labels, "‹ Settings": "settings"}
    await readers.press([*labels.values()][-1])
    assert change(await kept(readers))


async def test_how_sharing_stands_is_told_and_not_flipped(readers: Readers) -> None:
    shares = "What is said here is shown in other chats, if its author agrees."
    assert [await readers.say("sharing"), await readers.say("sharing")] == [shares, shares]
    assert buttons((await readers.answer("sharing")).message) == {
        "Show comments elsewhere ✓": "sharing on",
        "Keep comments here": "sharing off",
        "‹ Settings": "settings",
    }
    await readers.press("sharing off")
    assert await readers.say("sharing") == "What is said here stays here."


async def test_what_is_muted_no_more_is_confirmed_with_what_still_is(readers: Readers) -> None:
    await readers.say("subscribe")
    await readers.say("mute football cricket")
    assert (await readers.say("mute -football")).startswith("Stories with cricket in their headline")
    assert await readers.say("mute -cricket") == "No words are muted any more. Next: tomorrow at 07:00."


async def test_hours_are_switched_on_and_off_in_their_own_screen(readers: Readers) -> None:
    await readers.say("subscribe")
    await readers.say("time 7 18:30")
    picker = await readers.answer("time", pressed=True)
    assert picker.replaces
    shown = buttons(picker.message)
    assert shown["07:00 ✓"] == "time -07:00"
    assert shown["18:30 ✓"] == "time -18:30"
    assert shown["09:00"] == "time +09:00"
    assert shown["‹ Settings"] == "settings"
    assert len(shown) == 25
    again = await readers.press("time +09:00")
    assert "09:00 ✓" in buttons(again.message)
    await readers.press("time -07:00")
    assert (await kept(readers)).schedule.hours == (time(9), time(18, 30))


async def test_days_and_topics_are_switched_in_their_own_screens(readers: Readers) -> None:
    await readers.say("subscribe")
    days = await readers.press("days -sat")
    assert buttons(days.message)["Sat"] == "days +sat"
    assert buttons(days.message)["Sun ✓"] == "days -sun"
    weekdays = await readers.press("days weekdays")
    assert "Monday to Friday at 07:00" in text(weekdays)
    topics = await readers.press("topics +border disputes")
    assert buttons(topics.message)["border disputes ✓"] == "topics -border disputes"
    assert text(topics).endswith("Topics: border disputes")


async def test_sharing_is_switched_in_place_and_kept_with_the_chat(readers: Readers) -> None:
    await readers.say("subscribe")
    answer = await readers.press("sharing off")
    assert answer.replaces
    assert "What is said here stays here" in text(answer)
    chat = await readers.store.chats.get(HOME.ref)
    assert chat
    assert not chat.shares
    assert "sharing on" in buttons(answer.message).values()
    assert await readers.say("sharing off", ANA, SQUARE)


async def test_a_chosen_language_is_the_chats_and_its_editions(readers: Readers) -> None:
    await readers.say("subscribe")
    await readers.say("language EN")
    chat = await readers.store.chats.get(HOME.ref)
    assert chat
    assert chat.language == "en"
    assert (await kept(readers)).order.language == "en"
