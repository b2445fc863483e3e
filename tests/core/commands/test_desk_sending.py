"""Preview, sending now, and dead letters, with the real planner behind them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.commands.dead_letters import LetterCommands
from bot.commands.sending import SendingCommands
from bot.model.editions import Delivery, DeliveryState
from bot.model.news import StoryId
from bot.ports.platform import Limits, Rates
from bot.ports.press import Change, NewDelivery
from bot.press.editions import Editions
from bot.press.planning import Planner
from bot.press.trouble import Trouble
from bot.text.markup import ButtonStyle, Message, plain_text
from bot.wording import Wording
from storage import open_store
from storage.session import Session
from storage.store import SqlStore
from tests.core.commands.editors import Editors, buttons, labels
from tests.core.newsroom_services.room import ANA, BEN, BRIEFING, RECALL, VISAS, Newsroom
from tests.fakes.clock import START
from tests.fakes.web import item

ONCE = "; what a chat has had it does not get again."


def length(said: Message) -> int:
    return len(plain_text(said))


def limits(most: int) -> Limits:
    return Limits(most, length, 5, 10, Rates(30))


PLATFORMS: Mapping[str, Limits] = {"console": limits(10_000), "narrow": limits(40)}


@pytest.fixture
def forgiven() -> list[StoryId | None]:
    """What is not held to be hopeless any more."""
    return []


@pytest_asyncio.fixture
async def press(forgiven: list[StoryId | None]) -> AsyncIterator[Editors]:
    """Two stories to send, and nobody subscribed."""
    async with open_store("sqlite://") as store:
        newsroom = Newsroom(store)
        (await newsroom.feed()).publish(
            item(RECALL, published=newsroom.now, summary="Northland recalled its ambassador on Tuesday."),
            item(VISAS, published=newsroom.now),
        )
        await newsroom.rounds.turn()
        editions = Editions(
            store=store.editions, source=newsroom.desk, clock=newsroom.clock, briefing=BRIEFING.id
        )
        trouble = Trouble(chats=store.chats, tell=newsroom._tell, words=Wording())
        planner = Planner(
            store=store, editions=editions, trouble=trouble, clock=newsroom.clock, briefing=BRIEFING.id
        )
        commands = SendingCommands(
            store=store,
            lineup=newsroom.desk,
            briefing=BRIEFING,
            limits=PLATFORMS,
            send_now=planner.send_now,
        )
        letters = LetterCommands(store=store, briefing=BRIEFING, forgive=forgiven.append)
        yield Editors(newsroom, commands.handlers() | letters.handlers())


async def fail_one(press: Editors, reason: str = "refused") -> Delivery:
    """A delivery that became a dead letter."""
    store = press.newsroom.store
    await press.newsroom.subscribe()
    await press.say("send")
    (promise,) = await store.promises.open("console", press.newsroom.now, 10)
    edition = await store.editions.get(promise.edition) if promise.edition else None
    assert edition is not None
    await store.promises.expand(
        promise.id, [NewDelivery(0, None, "header"), NewDelivery(1, edition.stories[0].story, "first")]
    )
    (claim,) = await store.deliveries.claim("console", press.newsroom.now, 1, 30)
    held = claim.delivery
    await store.deliveries.intend([(held.id, held.fence)])
    failed = Change(held.id, (DeliveryState.SENDING,), DeliveryState.FAILED, reason=reason)
    assert await store.deliveries.settle([failed])
    return held


async def state(press: Editors, delivery: Delivery) -> DeliveryState:
    found = await press.newsroom.store.deliveries.get(delivery.id)
    assert found is not None
    return found.state


async def test_the_preview_shows_the_briefing_as_it_would_go_out(press: Editors) -> None:
    said = await press.say("preview")
    assert said.startswith(
        "Diplomatic Briefing\nYour exclusive news aggregator handpicked daily!\n"
        "Sunday 4 January · 2 stories\n\n"
    )
    assert f"Newsline: {RECALL}" in said
    assert "Northland recalled its ambassador on Tuesday. (Harbour Post)" in said


async def test_the_preview_for_a_platform_says_what_takes_several_messages(press: Editors) -> None:
    assert "In Narrow this takes " in await press.say("preview narrow")
    assert (await press.say("preview console")).endswith("In Terminal each story fits into one message.")
    assert await press.say("preview pigeon") == "I am not on “Pigeon”. I am on Terminal, Narrow."


async def test_without_a_line_up_there_is_nothing_to_preview_or_send(press: Editors) -> None:
    await press.newsroom.subscribe()
    await press.newsroom.later(timedelta(days=2))
    for line in ("preview", "send"):
        assert (await press.say(line)).startswith("There is nothing to send: no story is picked")


async def test_without_subscribers_nobody_is_sent_anything(press: Editors) -> None:
    assert await press.say("send") == (
        "No chat has subscribed yet, so there is nobody to send to. A chat does it with /subscribe."
    )


async def test_send_promises_the_line_up_to_every_chat_and_is_recorded(press: Editors) -> None:
    await press.newsroom.subscribe("main")
    await press.newsroom.subscribe("lobby")
    assert await press.say("send", BEN) == f"Sending up to 2 stories to 2 chats{ONCE}"
    assert len(await press.newsroom.store.promises.open("console", press.newsroom.now, 10)) == 2
    (deed,) = await press.newsroom.store.audit.recent(10)
    assert (deed.name, deed.deed) == ("Ben", "send")


async def test_a_pressed_send_asks_first(press: Editors) -> None:
    await press.newsroom.subscribe()
    asked = await press.answer("send", pressed=True)
    assert plain_text(asked.message) == "Send up to 2 stories to 1 chat now?"
    (sure,) = buttons(asked.message)
    assert (sure.label, sure.style) == ("Yes, send now", ButtonStyle.DANGER)
    assert not await press.newsroom.store.promises.open("console", press.newsroom.now, 10)
    assert await press.press("Yes, send now", on=asked.message) == f"Sending up to 2 stories to 1 chat{ONCE}"
    assert await press.newsroom.store.promises.open("console", press.newsroom.now, 10)


async def test_a_thumb_that_slips_twice_sends_once(press: Editors) -> None:
    promises, now = press.newsroom.store.promises, press.newsroom.now
    await press.newsroom.subscribe()
    await press.answer("send yes", pressed=True, message_id="7")
    (sent,) = await promises.open("console", now, 10)
    await promises.expand(sent.id, [])
    await press.answer("send yes", pressed=True, message_id="7")
    assert not await promises.open("console", now, 10)
    await press.answer("send yes", pressed=True, message_id="8")
    assert await promises.open("console", now, 10)


async def test_dead_letters_are_listed_with_their_reason(press: Editors) -> None:
    assert await press.say("letters") == "Everything could be delivered."
    letter = await fail_one(press)
    shown = await press.answer("letters")
    assert plain_text(shown.message) == (
        "1 message could not be delivered\n\n"
        f"{letter.id}  The opening of the briefing\n"
        "03:00 · console:main: the platform refused the message"
    )
    assert labels(shown.message) == [f"Retry {letter.id}", f"Give up {letter.id}"]


async def test_a_dead_letter_is_sent_once_more_and_that_is_recorded(press: Editors) -> None:
    letter = await fail_one(press)
    assert await press.say(f"letter retry {letter.id}", BEN) == f"Message {letter.id} will be sent once more."
    assert await state(press, letter) is DeliveryState.PENDING
    deed = (await press.newsroom.store.audit.recent(1))[0]
    assert (deed.name, deed.deed, deed.about, deed.detail) == (
        "Ben",
        "letter retry",
        "console:main",
        str(letter.id),
    )
    assert await press.say(f"letter retry {letter.id}") == (
        f"There is no undelivered message {letter.id}. Send /letters to see what there is."
    )
    assert await press.say("letter retry x") == (
        "There is no undelivered message x. Send /letters to see what there is."
    )


async def test_a_dead_letter_is_given_up(press: Editors) -> None:
    letter = await fail_one(press)
    assert await press.press(f"letter drop {letter.id}") == "Everything could be delivered."
    assert await state(press, letter) is DeliveryState.SKIPPED


async def with_its_story(press: Editors, letter: Delivery, state: DeliveryState) -> Delivery:
    """What became of the story of an opening that failed."""
    store = press.newsroom.store
    story = (await store.deliveries.of(letter.promise))[1]
    await store.deliveries.settle([Change(story.id, (story.state,), state, reason="refused")])
    return story


async def test_an_opening_is_sent_with_the_stories_that_failed_with_it(press: Editors) -> None:
    letter = await fail_one(press)
    story = await with_its_story(press, letter, DeliveryState.FAILED)
    assert "1 message could not be delivered" in await press.say("letters")
    await press.say(f"letter retry {letter.id}")
    assert await state(press, letter) is await state(press, story) is DeliveryState.PENDING


async def test_an_opening_is_given_up_with_the_stories_that_failed_with_it(press: Editors) -> None:
    letter = await fail_one(press)
    story = await with_its_story(press, letter, DeliveryState.FAILED)
    assert await press.press(f"letter drop {letter.id}") == "Everything could be delivered."
    assert await state(press, letter) is await state(press, story) is DeliveryState.SKIPPED


async def test_an_opening_without_a_story_left_is_not_sent(press: Editors) -> None:
    letter = await fail_one(press, "chat-gone")
    await with_its_story(press, letter, DeliveryState.SKIPPED)
    assert "the next briefing has its stories" in await press.say(f"letter retry {letter.id}")
    assert await state(press, letter) is DeliveryState.FAILED


async def test_what_is_retried_is_not_held_to_be_hopeless_any_more(
    press: Editors, forgiven: list[StoryId | None]
) -> None:
    letter = await fail_one(press)
    story = await with_its_story(press, letter, DeliveryState.FAILED)
    await press.say(f"letter retry {letter.id}")
    assert forgiven == [None, story.story]


async def test_a_dead_letter_that_is_damaged_is_listed_all_the_same(press: Editors) -> None:
    letter = await fail_one(press)
    store = press.newsroom.store
    opening = Change(letter.id, (DeliveryState.FAILED,), DeliveryState.SENT)
    await store.deliveries.settle([opening])
    await with_its_story(press, letter, DeliveryState.FAILED)

    assert isinstance(store, SqlStore)

    async def work(session: Session) -> int:
        return await session.run("UPDATE edition_stories SET payload = '{}'")

    await store.editions.database.write(work, "damage")
    assert "A story that the database has lost" in await press.say("letters")


async def test_a_story_whose_time_is_over_is_not_sent_either(press: Editors) -> None:
    letter = await fail_one(press)
    story = await with_its_story(press, letter, DeliveryState.FAILED)
    press.newsroom.clock.advance(timedelta(hours=7))
    await press.say(f"letter retry {story.id}")
    assert await state(press, story) is DeliveryState.PENDING
    await with_its_story(press, letter, DeliveryState.FAILED)
    press.newsroom.clock.advance(timedelta(hours=6))
    assert (await press.say(f"letter retry {story.id}")).startswith("The time of message")


async def test_a_dead_letter_whose_time_is_over_is_not_sent(press: Editors) -> None:
    letter = await fail_one(press)
    press.newsroom.clock.advance(timedelta(hours=7))
    assert (await press.say(f"letter retry {letter.id}")).startswith(
        f"The time of message {letter.id} is over"
    )
    assert await state(press, letter) is DeliveryState.FAILED


@pytest.mark.parametrize(
    "reason", ["chat-gone", "not-allowed", "refused", "unknown", "tried-enough", "text-lost", "something new"]
)
async def test_every_reason_can_be_said(press: Editors, reason: str) -> None:
    await fail_one(press, reason)
    assert "console:main: " in await press.say("letters", ANA)
    assert press.newsroom.now == START
