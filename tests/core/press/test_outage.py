"""A network that is gone for an hour, or that swallows all it is sent: nothing is lost, nothing dies."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest

from bot.errors import MessageRefused, OutOfReach, PlatformDown, PlatformError, TryLater, Unknown
from bot.model.chats import Chat, ChatKind, ChatRef, MessageRef
from bot.model.editions import DeliveryState
from bot.ports.platform import Rates
from bot.ports.press import Claim
from bot.press.office import open_press
from bot.text.markup import Message, message
from bot.wording import Wording
from storage.session import Session
from storage.store import SqlStore
from tests.core.press.stage import BRIEFING, DUE, Stage, chat, prepared
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform
from tests.fakes.rows import tally

CHATS = [chat(number) for number in range(5)]
STEP = timedelta(seconds=15)
HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Network(FakePlatform):
    """A platform whose network fails while it has a ``fault``."""

    fault: PlatformError | None = None

    async def send(self, to: ChatRef, said: Message, key: str) -> MessageRef:
        if self.fault is None:
            return await FakePlatform.send(self, to, said, key)
        self.sends += 1
        raise self.fault


@dataclass(slots=True)
class Pinged(Network):
    """One that can be asked whether it answers."""

    pings: int = 0

    async def ping(self) -> None:
        self.pings += 1
        await self._open.wait()
        if self.fault is not None:
            raise self.fault


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(DUE, by_hand=True)


Make = Callable[[Network], Stage]


@pytest.fixture
def make(store: SqlStore, clock: FakeClock) -> Make:
    def stage(platform: Network) -> Stage:
        made = Stage(store, clock, platform)
        made.line_up.stories = [prepared(1), prepared(2)]
        return made

    return stage


async def subscribed(stage: Stage) -> None:
    for to in CHATS:
        await stage.subscribe(to)


async def live(stage: Stage, clock: FakeClock, length: timedelta) -> None:
    """Let so much time pass, and all be done that can be."""
    end = clock.now() + length
    while clock.now() < end:
        await stage.deliver()
        clock.advance(STEP)
    await stage.deliver()


async def attempts(store: SqlStore) -> tuple[int, int]:
    """How many failures and unknown outcomes are counted against rows."""

    async def work(session: Session) -> tuple[int, int]:
        (row,) = await session.rows("SELECT SUM(attempts) AS a, SUM(ambiguities) AS u FROM deliveries")
        return row["a"], row["u"]

    return await store.deliveries.database.read(work)


@pytest.mark.parametrize("kind", [Network, Pinged])
async def test_an_hour_out_of_reach_delays_an_edition_and_loses_nothing(
    make: Make, clock: FakeClock, kind: type[Network]
) -> None:
    platform = kind(fault=OutOfReach("refused"))
    stage = make(platform)
    await subscribed(stage)
    await live(stage, clock, HOUR)
    assert platform.sends < 100
    assert [stage.texts(to) for to in CHATS] == [[]] * 5
    platform.fault = None
    await live(stage, clock, timedelta(minutes=3))
    assert [len(stage.texts(to)) for to in CHATS] == [3] * 5
    assert all("This edition is late" in stage.texts(to)[0] for to in CHATS)
    assert await attempts(stage.store) == (0, 0)
    assert await tally(stage.store) == {DeliveryState.SENT: 15}


async def test_an_hour_that_swallows_everything_costs_no_row_its_one_more_attempt(
    make: Make, clock: FakeClock
) -> None:
    platform = Pinged()
    stage = make(platform)
    await subscribed(stage)
    platform.fault = Unknown("timeout")
    await live(stage, clock, HOUR)
    sends = platform.sends
    assert sends == 5
    platform.fault = None
    await live(stage, clock, timedelta(minutes=2))
    assert [len(stage.texts(to)) for to in CHATS] == [3] * 5
    assert await attempts(stage.store) == (0, 5)
    assert await tally(stage.store) == {DeliveryState.SENT: 15}


async def test_a_message_whose_answer_alone_is_lost_is_sent_once_more_and_not_again(
    make: Make, clock: FakeClock
) -> None:
    platform = Pinged()
    stage = make(platform)
    await stage.subscribe(CHATS[0])
    platform.fail(Unknown("timeout"), posted=True, times=2)
    await live(stage, clock, timedelta(minutes=1))
    (dead,) = await stage.store.deliveries.dead(9)
    assert dead.reason == "unknown"
    assert len(stage.texts(CHATS[0])) == 4


async def test_what_may_have_arrived_waits_for_the_answer_to_a_ping(make: Make) -> None:
    platform = Pinged()
    stage = make(platform)
    await stage.subscribe(CHATS[0])
    platform.fail(Unknown("timeout"))
    await stage.press.planner.plan(DUE)
    with platform.silence():
        async with stage.dispatching():
            while not platform.waiting:
                await asyncio.sleep(0)
            platform._open.set()
            while platform.waiting:
                await asyncio.sleep(0)
            platform._open.clear()
            while not platform.pings:
                await asyncio.sleep(0)
            for _ in range(3):  # rounds of looking for what can be done
                await stage.press.dispatcher._round()
            assert (platform.sends, platform.pings) == (1, 1)
            platform._open.set()
            await stage.press.dispatcher.settled()
    assert len(stage.texts(CHATS[0])) == 3


async def test_a_ping_that_finds_the_token_refused_says_so(make: Make, clock: FakeClock) -> None:
    platform = Pinged(fault=OutOfReach())
    stage = make(platform)
    await subscribed(stage)
    await live(stage, clock, STEP)
    platform.fault = PlatformDown("The token was revoked.")
    await live(stage, clock, STEP)
    assert stage.press.wires["fake"].breaker.why == "The token was revoked."


async def test_while_it_is_out_of_reach_nothing_is_claimed(
    make: Make, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = Pinged(fault=OutOfReach())
    stage = make(platform)
    await subscribed(stage)
    await live(stage, clock, STEP)
    claim = stage.store.deliveries.claim
    claimed: list[Claim] = []

    async def claims(platform: str, now: datetime, limit: int, lease: float) -> Sequence[Claim]:
        found = await claim(platform, now, limit, lease)
        claimed.extend(found)
        return found

    monkeypatch.setattr(stage.store.deliveries, "claim", claims)
    await live(stage, clock, HOUR)
    assert claimed == []


async def test_an_edition_goes_out_at_the_rate_that_is_paid_for(make: Make) -> None:
    platform = Network(rates=Rates(1, 1_000, paid=1_000))
    stage = make(platform)
    await subscribed(stage)
    await stage.deliver()  # time stands still: at one a second there would be one message
    assert [len(stage.texts(to)) for to in CHATS] == [3] * 5


@pytest.mark.parametrize("answer", [TryLater(1), MessageRefused("odd")])
async def test_a_ping_that_is_answered_with_an_error_is_an_answer(
    make: Make, clock: FakeClock, answer: PlatformError, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = Pinged(fault=OutOfReach())
    stage = make(platform)
    await subscribed(stage)
    await live(stage, clock, STEP)
    assert stage.press.wires["fake"].breaker.is_away
    platform.fault = None

    async def refused(_self: Pinged) -> None:
        raise answer

    monkeypatch.setattr(Pinged, "ping", refused)
    await live(stage, clock, timedelta(minutes=2))
    assert await tally(stage.store) == {DeliveryState.SENT: 15}


async def test_a_ping_that_breaks_is_no_answer(
    make: Make, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    platform = Pinged(fault=OutOfReach())
    stage = make(platform)
    await subscribed(stage)

    async def broken(_self: Pinged) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Pinged, "ping", broken)
    await live(stage, clock, timedelta(minutes=2))
    assert stage.press.wires["fake"].breaker.is_away
    assert "asking fake whether it answers broke" in caplog.text


async def test_what_expired_meanwhile_is_missed(make: Make, clock: FakeClock) -> None:
    platform = Pinged(fault=OutOfReach())
    stage = make(platform)
    await stage.subscribe(CHATS[0])
    await live(stage, clock, STEP)
    clock.advance(timedelta(hours=7))
    platform.fault = None
    await live(stage, clock, STEP)
    assert stage.texts(CHATS[0]) == []
    assert await tally(stage.store) == {DeliveryState.SKIPPED: 3}


@pytest.mark.parametrize("kind", [Network, Pinged])
async def test_the_newsroom_hears_of_an_outage_and_of_its_end_once_each_and_of_a_blip_nothing(
    store: SqlStore, clock: FakeClock, make: Make, kind: type[Network], caplog: pytest.LogCaptureFixture
) -> None:
    platform = kind()
    stage = make(platform)
    elsewhere = FakePlatform("elsewhere")
    stage.press = open_press(
        store=store,
        platforms=[platform, elsewhere],
        source=stage.line_up,
        briefing=BRIEFING,
        words=Wording,
        clock=clock,
        chance=lambda: 0.5,
    )
    newsroom = ChatRef("elsewhere", "newsroom")
    await store.chats.see(Chat(newsroom, ChatKind.CLOSED, "Newsroom"))
    await store.chats.make_newsroom(newsroom)
    await subscribed(stage)
    platform.fault = OutOfReach()
    await live(stage, clock, STEP)
    platform.fault = None
    await live(stage, clock, timedelta(minutes=1))
    assert elsewhere.texts(newsroom) == []
    for to in CHATS:
        await stage.subscribe(to, due=DUE + timedelta(hours=4), hours=(time(11),))
    stage.line_up.stories = [prepared(3)]
    clock.advance(timedelta(hours=4))
    platform.fault = OutOfReach()
    await live(stage, clock, HOUR)
    (away,) = elsewhere.texts(newsroom)
    assert away.startswith("I cannot reach fake.")
    assert caplog.text.count("fake: It cannot be reached.") == 1
    platform.fault = None
    await live(stage, clock, timedelta(minutes=3))
    assert elsewhere.texts(newsroom)[1:] == ["fake lets me send again. What waited is on its way."]


async def test_a_row_that_waited_for_its_turn_is_not_tried_once_others_found_the_network_gone(
    make: Make, clock: FakeClock
) -> None:
    platform = Network(rates=Rates(1, 1), fault=OutOfReach())
    stage = make(platform)
    await subscribed(stage)
    await stage.press.planner.plan(DUE)
    await stage.press.dispatcher._expander.expand("fake", DUE, 9)
    claims = await stage.store.deliveries.claim("fake", DUE, 2, lease=30)
    sender = stage.press.dispatcher._sender
    delivering = asyncio.gather(*(sender.deliver(claim) for claim in claims))
    while not clock.sleeping:  # the second for its second
        await asyncio.sleep(0)
    clock.advance(timedelta(seconds=1))
    await delivering
    assert platform.sends == 1
    assert await tally(stage.store) == {DeliveryState.PENDING: 15}


# Answers to people


async def test_an_answer_outlasts_a_blip(store: SqlStore) -> None:
    clock = FakeClock(DUE)
    platform = FakePlatform()
    stage = Stage(store, clock, platform)
    platform.fail(OutOfReach(), times=2)
    here = Chat(CHATS[0], ChatKind.PRIVATE, "Here")
    assert await stage.press.answers.answer(here, message("Twelve.")) is not None
    assert platform.sends == 3


async def test_an_answer_waits_for_a_pause_that_ends_soon_and_for_no_other(store: SqlStore) -> None:
    clock = FakeClock(DUE)
    platform = FakePlatform()
    stage = Stage(store, clock, platform)
    here = Chat(CHATS[0], ChatKind.PRIVATE, "Here")
    breaker = stage.press.wires["fake"].breaker
    breaker.heard(OutOfReach())
    assert await stage.press.answers.answer(here, message("Twelve.")) is not None
    for _ in range(9):
        breaker.heard(OutOfReach())
        breaker._trying = True
    assert await stage.press.answers.answer(here, message("Twelve.")) is None
    assert platform.sends == 1
