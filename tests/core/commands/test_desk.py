"""Editors at the desk: what they see, decide and change, alone and two at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.commands.desk import DeskCommands
from bot.commands.stories import StoryFinder
from bot.model.chats import Order
from bot.model.editions import DeliveryState, PromiseId
from bot.ports.press import Change, NewDelivery, NewPromise
from bot.text.markup import plain_text
from storage import open_store
from tests.core.commands.editors import DESK_CHAT, Editors, labels
from tests.core.newsroom_services.room import (
    ANA,
    BEN,
    BRIEFING,
    COURIER,
    FERRY,
    RECALL,
    SUMMIT,
    VISAS,
    Newsroom,
    story,
)
from tests.fakes.web import item

HOUR = timedelta(hours=1)
ECHO = "Northland recalls ambassador from Eastmark as border fence goes up"
SUMMARY = "Northland recalled its ambassador from Eastmark on Tuesday after work began on a border fence."


def editors_of(newsroom: Newsroom) -> Editors:
    finder = StoryFinder(
        stories=newsroom.store.stories,
        desk=newsroom.store.desk,
        posts=newsroom.store.posts,
        briefing=BRIEFING.id,
    )
    commands = DeskCommands(desk=newsroom.desk, finder=finder, briefing=BRIEFING)
    return Editors(newsroom, commands.handlers())


@pytest_asyncio.fixture
async def desk() -> AsyncIterator[Editors]:
    """A desk with three candidates and a ferry."""
    async with open_store("sqlite://") as store:
        newsroom = Newsroom(store)
        (await newsroom.feed()).publish(
            item(RECALL, published=newsroom.now - HOUR, summary=SUMMARY),
            item(VISAS, published=newsroom.now - 2 * HOUR),
            item(SUMMIT, published=newsroom.now - 3 * HOUR),
            item(FERRY, published=newsroom.now - HOUR),
            item(
                "Envoys of the spring", link="https://post.example/spring", published=newsroom.now - 60 * HOUR
            ),
        )
        (await newsroom.feed(COURIER, "Daily Courier")).publish(
            item(ECHO, link="https://courier.example/recall", published=newsroom.now, summary=SUMMARY)
        )
        await newsroom.rounds.turn()
        yield editors_of(newsroom)


async def test_the_desk_lists_candidates_with_what_speaks_for_them(desk: Editors) -> None:
    await desk.newsroom.subscribe()
    said = await desk.say("desk")
    assert said.startswith(
        "Desk · 3 candidates, 0 picked of 7 · next delivery 07:00 in Tokyo, 1 chat\n\n1  0."
    )
    assert "2 outlets · 1 hour · ambassador" in said
    assert FERRY not in said


async def test_before_any_news_the_desk_says_what_to_do() -> None:
    async with open_store("sqlite://") as store:
        said = await editors_of(Newsroom(store)).say("desk")
    assert said == (
        "Desk · no candidates, 0 picked of 7 · no chat is waiting for it\n\n"
        "There is no news on your subject yet. "
        "Send /feeds to see how reading goes, or look again in a few minutes."
    )


async def test_a_row_number_means_the_row_as_it_was_shown(desk: Editors) -> None:
    first = (await desk.say("desk")).split("\n")[2].partition("  ")[2][6:]
    (await desk.newsroom.feed("https://radio.example/feed", "Radio Three")).publish(
        item("Embassy opens as ambassador meets foreign ministers on sanctions", published=desk.newsroom.now)
    )
    await desk.newsroom.rounds.turn()
    assert (await desk.say("pick 1")).endswith(first)


async def test_picks_go_out_first_in_the_order_of_picking(desk: Editors) -> None:
    await desk.say("desk")
    shown = [row.headline for row in (await desk.newsroom.desk.view_again(ANA.ref, desk.newsroom.now)).rows]
    await desk.say("pick 3 1")
    assert await desk.newsroom.line_up() == [shown[2], shown[0], shown[1]]


async def test_pin_unpin_and_order_move_stories(desk: Editors) -> None:
    recall, visas, summit = [await desk.newsroom.story(each) for each in (RECALL, VISAS, SUMMIT)]
    await desk.say(f"pick {recall} {visas} {summit}")
    assert await desk.say(f"pin {summit}") == f"Pinned {summit}: {SUMMIT}"
    assert await desk.newsroom.line_up() == [SUMMIT, RECALL, VISAS]
    assert await desk.say(f"order {visas} {recall}") == (
        f"The picked stories now go out in this order:\n\n1  {SUMMIT}\n2  {VISAS}\n3  {RECALL}"
    )
    assert await desk.say(f"unpin {summit}") == f"No longer pinned, still picked: {SUMMIT}"
    assert await desk.say(f"unpin {summit}") == f"It is not pinned: {SUMMIT}"
    await desk.say(f"drop {visas}")
    assert VISAS not in await desk.newsroom.line_up()
    assert await desk.say(f"order {visas}") == (
        f"“{VISAS}” is not picked, so it has no place to move from. Pick it first."
    )


async def test_the_desk_shows_what_is_picked_and_pinned(desk: Editors) -> None:
    recall, visas = [await desk.newsroom.story(each) for each in (RECALL, VISAS)]
    await desk.say(f"pick {visas}")
    await desk.say(f"pin {recall}", BEN)
    said = await desk.say("desk")
    assert "2 picked of 7" in said
    assert "picked by Ana" in said
    assert "pinned by Ben" in said
    assert said.split("\n\n")[-1] in ("Picked: 1, 2 (pinned: 1)", "Picked: 1, 3 (pinned: 1)")


async def test_picked_rows_stand_in_the_order_in_which_they_go_out(desk: Editors) -> None:
    await desk.say("desk")
    await desk.say("pick 1 2 3")
    assert (await desk.say("desk")).endswith("Picked: 1, 2, 3")
    await desk.say("order 3 1 2")
    assert (await desk.say("desk")).endswith("Picked: 3, 1, 2")
    await desk.say("pin 2")
    assert (await desk.say("desk")).endswith("Picked: 2, 3, 1 (pinned: 2)")


async def test_the_second_of_two_editors_is_told_who_was_first(desk: Editors) -> None:
    story = await desk.newsroom.story(RECALL)
    answers: Sequence[str] = await asyncio.gather(desk.say(f"pick {story}"), desk.say(f"pick {story}", BEN))
    assert answers == [f"Picked {story}: {RECALL}", f"Ana picked it at 03:00 already: {RECALL}"]
    assert await desk.say(f"pick {story}") == f"You picked it at 03:00 already: {RECALL}"
    await desk.say(f"pin {story}", BEN)
    assert await desk.say(f"pin {story}") == f"Ben pinned it at 03:00 already: {RECALL}"
    await desk.say(f"drop {story}")
    assert await desk.say(f"drop {story}", BEN) == f"Ana dropped it already: {RECALL}"
    assert await desk.say(f"drop {story}") == f"You dropped it already: {RECALL}"


async def test_a_stale_row_is_refused_with_the_desk_as_it_is_now(desk: Editors) -> None:
    await desk.say("desk", BEN)
    row = next(
        number
        for number, row in enumerate(
            (await desk.newsroom.desk.view_again(BEN.ref, desk.newsroom.now)).rows, 1
        )
        if row.headline == RECALL
    )
    story = await desk.newsroom.story(RECALL)
    await desk.say(f"drop {story}")
    said = await desk.say(f"pick {row}", BEN)
    assert said.startswith(f"“{RECALL}” is on the desk no more, so nothing was changed.")
    assert "2 candidates" in said
    assert RECALL not in await desk.newsroom.line_up()
    assert await desk.say(f"pick {story}", BEN) == f"Picked {story}: {RECALL}"


async def test_who_dropped_a_row_can_pick_it_back_by_its_number(desk: Editors) -> None:
    await desk.say("desk")
    rows = (await desk.newsroom.desk.view_again(ANA.ref, desk.newsroom.now)).rows
    await desk.say("drop 2")
    story = rows[1].candidate.story.id
    assert await desk.say("pick 2") == f"Picked {story}: {rows[1].headline}"
    await desk.say("drop 2")
    assert await desk.say("pin 2") == f"Pinned {story}: {rows[1].headline}"


async def test_the_desk_says_what_was_sent_already(desk: Editors) -> None:
    recall = await desk.newsroom.story(RECALL)
    assert "sent" not in await desk.say("desk")
    store, now = desk.newsroom.store, desk.newsroom.now
    prepared = await desk.newsroom.desk.prepared(Order(7), now)
    edition = await store.editions.freeze("main", now, Order(7), prepared)
    await store.promises.promise(
        [NewPromise("main", DESK_CHAT.ref, "x", edition.id, now.date(), now, now + HOUR)], "main", ()
    )
    await store.promises.expand(PromiseId(1), [NewDelivery(1, recall, "1"), NewDelivery(2, None, "2")])
    assert "sent" not in await desk.say("desk")
    (claim,) = await store.deliveries.claim("console", now, 1, 30.0)
    row = claim.delivery
    await store.deliveries.intend([(row.id, row.fence)])
    await store.deliveries.settle([Change(row.id, (DeliveryState.SENDING,), DeliveryState.SENT)])
    said = await desk.say("desk")
    assert [line.split()[0] for line in said.splitlines() if line.endswith(" · sent")] == [recall]


async def test_a_pick_lives_36_hours(desk: Editors) -> None:
    await desk.newsroom.later(35 * HOUR)
    await desk.say(f"pick {await desk.newsroom.story(RECALL)}")
    await desk.newsroom.later(35 * HOUR)
    assert await desk.newsroom.line_up() == [RECALL]
    assert RECALL in await desk.say("desk")
    await desk.newsroom.later(2 * HOUR)
    assert await desk.newsroom.line_up() == []
    story = await desk.newsroom.story(RECALL)
    assert await desk.say(f"pick {story}", BEN) == f"Picked {story}: {RECALL}"


async def test_pressing_a_button_changes_the_desk_in_place(desk: Editors) -> None:
    shown = await desk.answer("desk")
    assert labels(shown.message)[:3] == ["Pick 1", "Drop 1", "Why 1"]
    story = await desk.newsroom.story(RECALL)
    pressed = await desk.answer(f"pick {story}", pressed=True)
    assert pressed.replaces
    assert "1 picked of 7" in plain_text(pressed.message)
    assert "Pin 1" in labels(pressed.message)
    dropped = await desk.answer(f"drop {story}", pressed=True)
    assert "dropped" in plain_text(dropped.message)
    assert "3 candidates" in plain_text(dropped.message)
    late = await desk.answer(f"drop {story}", BEN, pressed=True)
    assert plain_text(late.message).startswith("Ana dropped it already")


async def test_pages_turn_over_the_same_rows(desk: Editors) -> None:
    radio = await desk.newsroom.feed("https://radio.example/feed", "Radio Three")
    towns = "Aldport Brenwick Calder Dunmoor Ettrick Fenwold Garth Hexley Ismere Jarrow".split()
    radio.publish(*(item(f"{town} embassy reopens", published=desk.newsroom.now) for town in towns))
    await desk.newsroom.later(6 * HOUR)
    first = await desk.answer("desk")
    rows = [row.headline for row in (await desk.newsroom.desk.view_again(ANA.ref, desk.newsroom.now)).rows]
    radio.publish(item("Sanctions end as embassy welcomes ambassador", published=desk.newsroom.now))
    await desk.newsroom.collector.poll_all()
    await desk.newsroom.rounds.settle()
    assert labels(first.message)[-5:] == ["Why 6", "1/3", "›", "Preview", "Send now"]
    second = await desk.answer("desk 2", pressed=True)
    assert second.replaces
    assert plain_text(second.message).split("\n")[2].startswith("7  ")
    assert plain_text(second.message).split("\n")[2].endswith(rows[6])
    assert "desk 9" not in {button.action for row in second.message.buttons for button in row}
    assert {"‹", "2/3", "›"} <= {*labels(second.message)}
    last = await desk.answer("desk 9")
    assert plain_text(last.message).split("\n")[2].startswith("13  ")
    assert labels(last.message)[-4:] == ["‹", "3/3", "Preview", "Send now"]


async def test_edits_are_shown_and_undone(desk: Editors) -> None:
    story = await desk.newsroom.story(RECALL)
    assert await desk.say(f"headline {story} Northland calls envoy home") == (
        "The headline now reads:\n\nNorthland calls envoy home"
    )
    assert "Northland calls envoy home" in await desk.say("desk")
    assert await desk.say(f"headline {story}") == f"The headline is the source’s again:\n\n{RECALL}"
    assert await desk.say(f"label {story} Opinion:") == "The label now reads:\n\nOpinion"
    assert await desk.say(f"label {story}") == "The label is the briefing’s again:\n\nNewsline"
    assert await desk.say(f"excerpt {story} It said so.") == "The excerpt now reads:\n\nIt said so."
    assert (await desk.say(f"excerpt {story}")).startswith("The excerpt is the source’s again:")
    assert await desk.say(f"excerpt {await desk.newsroom.story(SUMMIT)}") == (
        "The excerpt is the source’s again, and the source gives none."
    )
    assert await desk.say(f"label {story} {'x' * 41}") == (
        "This is 41 characters long; 40 is the most. Shorten it and send it again."
    )


async def test_why_gives_reasons_that_add_up_and_how_the_story_was_grouped(desk: Editors) -> None:
    said = await desk.say(f"why {await desk.newsroom.story(RECALL)}")
    lines = said.split("\n")
    assert lines[0] == RECALL
    total = float(lines[2].removeprefix("Its score is ").removesuffix(", the sum of:"))
    parts = [float(line.split()[0]) for line in lines[3:] if line[:1] in "+-" and line]
    assert sum(parts) == pytest.approx(total, abs=0.001)
    assert "near to the briefing’s subject: “ambassador”" in said
    assert "2 independent outlets report it" in said
    assert "How it was grouped:" in said
    assert (
        "Daily Courier matched Harbour Post on " in said or "Harbour Post matched Daily Courier on " in said
    )


async def test_scores_fall_from_row_to_row_and_why_tells_the_same_ones(desk: Editors) -> None:
    newsroom = desk.newsroom
    alike = [story(900 + number, subject=0.9, topics=("talks",)) for number in range(3)]
    newsroom.board.put([*alike, story(950, subject=0.88, topics=("visas",))])
    view = await newsroom.desk.view(ANA.ref, newsroom.now)
    scores = {row.candidate.story.id: row.candidate.score for row in view.rows}
    assert list(scores)[:3] == ["k900", "k950", "k901"]
    assert list(scores.values()) == sorted(scores.values(), reverse=True)
    for candidate in [row.candidate for row in view.rows]:
        assert (await newsroom.desk.why(candidate.story.id, newsroom.now)).candidate == candidate


async def test_whynot_says_what_became_of_a_link(desk: Editors) -> None:
    link = "https://courier.example/recall?utm_source=chat"
    story = await desk.newsroom.story(RECALL)
    ranked = await desk.say(f"whynot {link}")
    assert f"It is part of story {story}, which ranks 1 of 3." in ranked
    assert f"To take it all the same, send /pick {story}" in ranked
    await desk.say(f"pick {story}")
    assert f"story {story}, which Ana picked at 03:00" in await desk.say(f"whynot {link}")
    await desk.say(f"drop {story}", BEN)
    assert f"It is part of story {story}, which Ben dropped." in await desk.say(f"whynot {link}")


async def test_whynot_for_what_is_no_candidate(desk: Editors) -> None:
    assert "was 2 days old already" in (await desk.say("whynot https://post.example/spring"))
    ferry = await desk.say("whynot https://post.example/ferry-line-opens-a-second-route-to-the-islands")
    assert "none of the words that the briefing is about" in ferry
    assert await desk.say("whynot https://elsewhere.example/a") == (
        "No feed has brought this link. Add the outlet’s feed with /feed add and its address."
    )
    assert (await desk.say("whynot nothing")).startswith("This is not a web address.")
    (await desk.newsroom.feed()).publish(item("Consul speaks", published=desk.newsroom.now))
    await desk.newsroom.collector.poll_all()
    assert "in a moment" in await desk.say("whynot https://post.example/consul-speaks")
    await desk.newsroom.later(40 * HOUR)
    assert "whose newest report is more than 36 hours old" in await desk.say(
        "whynot https://courier.example/recall"
    )


async def test_what_cannot_be_found_is_answered_in_words(desk: Editors) -> None:
    assert await desk.say("pick k99999") == (
        "There is no story k99999. It may be too old; /desk and /today show what there is."
    )
    assert (await desk.say("desk 0")).startswith("“0” is not a number from 1")
