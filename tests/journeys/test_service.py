"""The program's start, its ticks and its end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest

from bot.errors import PlatformDown, StorageError, UserError
from bot.model.chats import Chat, ChatKind, ChatRef
from bot.model.health import Health
from bot.model.news import FeedState
from bot.newsroom.reading_list import take_up
from bot.ports.feeds import OutlineFeed
from bot.ports.news import FeedChange
from storage.store import SqlStore
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform
from tests.fakes.web import FakeOutlines, item
from tests.journeys.house import ROOM, World, command, running, started

NEWSROOM = Chat(ChatRef("fake", "newsroom"), ChatKind.CLOSED, "Newsroom")


class Breaking(FakePlatform):
    """A platform whose connection breaks once by a bug."""

    runs = 0

    async def run(self, inbox: object) -> None:
        self.runs += 1
        if self.runs == 1:
            raise ZeroDivisionError


async def test_an_edition_comes_at_its_hour_and_once(tmp_path: Path) -> None:
    world = World()
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "subscribe"))
        world.clock.advance(timedelta(hours=13))  # from 18:00 to 07:00
        for _ in range(2):
            await house.service.plan()
            await house.service.settled()
    assert [text.splitlines()[0] for text in world.platform.texts(ROOM.ref)].count("Diplomatic Briefing") == 1


async def test_a_program_that_was_off_at_the_hour_catches_up_and_says_so(tmp_path: Path) -> None:
    world = World()
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "subscribe"))
    world.clock.advance(timedelta(hours=15))
    async with running(world, tmp_path / "b.db"):
        pass
    header = next(text for text in world.platform.texts(ROOM.ref) if text.startswith("Diplomatic Briefing"))
    assert "07:00" in header


async def test_a_clock_that_was_turned_back_repeats_nothing_and_the_newsroom_is_told(tmp_path: Path) -> None:
    world = World()
    async with running(world, tmp_path / "b.db") as house:
        await house.store.chats.see(NEWSROOM)
        await house.store.chats.make_newsroom(NEWSROOM.ref)
        await house.do(command("1", "subscribe"))
        world.clock.advance(timedelta(hours=13))
        await house.service.settled()
        await house.service.watch_clock()
    before = world.platform.texts(ROOM.ref)
    world.clock.jump(world.clock.now() - timedelta(hours=14))
    async with running(world, tmp_path / "b.db") as house:
        world.clock.advance(timedelta(hours=14))
        await house.service.settled()
    assert world.platform.texts(ROOM.ref) == before
    assert ["turned back" in text for text in world.platform.texts(NEWSROOM.ref)] == [True]


async def test_a_clock_that_was_a_year_ahead_does_not_silence_the_year(tmp_path: Path) -> None:
    world = World()
    right = world.clock.now()
    world.clock.jump(right + timedelta(days=365))
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "subscribe"))
    world.clock.jump(right)
    world.feeds.make("https://harbourpost.example/feed").publish(
        item("Calder expels two diplomats of Vesper", published=right)
    )
    async with running(world, tmp_path / "b.db") as house:
        world.clock.advance(timedelta(hours=13))
        await house.service.settled()
    assert "Newsline: Calder expels two diplomats of Vesper" in "\n".join(world.platform.texts(ROOM.ref))


async def test_an_edition_that_is_caught_up_has_the_news_of_the_morning(tmp_path: Path) -> None:
    world = World()
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "subscribe"))
    world.clock.advance(timedelta(days=2, hours=14))
    world.feeds.make("https://harbourpost.example/feed").publish(
        item("Calder expels two diplomats of Vesper", published=world.clock.now())
    )
    async with started(world, tmp_path / "b.db") as house:
        await house.service.plan()  # the clock ticks before the feeds are read
        assert "Newsline" not in "\n".join(world.platform.texts(ROOM.ref))
        await house.service.collect()
        await house.service.settled()
    assert "Newsline: Calder expels two diplomats of Vesper" in "\n".join(world.platform.texts(ROOM.ref))


async def test_feeds_that_hang_hold_up_an_edition_for_a_minute_at_most(tmp_path: Path) -> None:
    world = World()
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "subscribe"))
    world.clock.advance(timedelta(hours=13))
    async with started(world, tmp_path / "b.db") as house:
        world.clock.advance(timedelta(minutes=1))
        await house.service.settled()
    assert "Newsline" in "\n".join(world.platform.texts(ROOM.ref))


async def test_old_news_that_was_not_delivered_is_erased(tmp_path: Path) -> None:
    world = World()
    async with running(world, tmp_path / "b.db") as house:
        assert await house.store.stories.window(world.clock.now() - timedelta(days=200)) != []
        world.clock.advance(timedelta(days=100))
        await house.service.keep_house()
        assert await house.store.stories.window(world.clock.now() - timedelta(days=200)) == []


async def test_a_platform_that_breaks_is_started_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    world = World(platform=(platform := Breaking()), clock=FakeClock())
    async with running(world, tmp_path / "b.db") as house:
        await house.service._serve(platform)
    assert platform.runs == 2
    assert "started again" in caplog.text


async def test_run_ends_when_all_input_is_at_its_end(tmp_path: Path) -> None:
    world = World()
    world.platform.say(command("1", "about"))
    world.platform.say(None)
    async with running(world, tmp_path / "b.db") as house:
        await house.service._serve(world.platform)
        await house.service.settled()
    assert len(world.posts()) == 1


class TestReadingList:
    """The feeds that the settings name."""

    async def test_what_an_editor_removed_stays_removed_and_what_is_added_comes_in(
        self, store: SqlStore, clock: FakeClock
    ) -> None:
        outlines = FakeOutlines()
        first, second, third = (OutlineFeed(f"https://{name}.example/feed", name) for name in "abc")
        outlines.lists["list"] = [first, second]
        assert await take_up(store, outlines, "list", clock.now()) == 2
        removed = (await store.feeds.all())[0]
        await store.feeds.change(removed.id, FeedChange(state=FeedState.REMOVED))
        outlines.lists["list"] = [first, second, third]
        assert await take_up(store, outlines, "list", clock.now()) == 1
        assert await take_up(store, outlines, "list", clock.now()) == 0
        assert [feed.title for feed in await store.feeds.all()] == ["b", "c"]

    async def test_a_list_that_cannot_be_read_changes_nothing(
        self, store: SqlStore, clock: FakeClock
    ) -> None:
        with pytest.raises(UserError):
            await take_up(store, FakeOutlines(), "list", clock.now())
        assert await store.feeds.all() == []


async def test_health_says_why_a_platform_is_silent_and_when_feeds_were_read(tmp_path: Path) -> None:
    world = World()
    async with started(world, tmp_path / "b.db") as house:
        assert house.service.health() == Health({"fake": None}, None, None, None)
        await house.service.collect()
        assert house.service.health() == Health({"fake": None}, None, None, world.clock.now())
        world.platform.trouble = "Somebody else polls with this token."
        assert house.service.health().causes == ("Somebody else polls with this token.",)
        world.platform.trouble = None
        house.services.press.wires["fake"].breaker.heard(PlatformDown("The token is revoked."))
        assert house.service.health().causes == ("The token is revoked.",)


async def test_health_says_when_the_database_refuses_or_is_silent_and_when_feeds_are_late(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World()

    async def refuse(*_: object) -> None:
        raise StorageError("The disk is full.")

    async with started(world, tmp_path / "b.db") as house:
        with monkeypatch.context() as broken:
            broken.setattr(house.store.upkeep, "set_fact", refuse)
            await house.service.watch_clock()
            assert house.service.health().causes == ("The disk is full.",)
        await house.service.watch_clock()
        assert house.service.health().is_fine
        world.clock.advance(timedelta(seconds=26))
        assert [cause.split(".")[0] for cause in house.service.health().causes] == [
            "The database does not answer"
        ]
        await house.service.watch_clock()
        world.clock.advance(timedelta(minutes=16))
        await house.service.watch_clock()
        assert house.service.health().causes == (house.service.health().feeds,)
        await house.service.collect()
        assert house.service.health().is_fine


async def test_platforms_that_have_menus_show_them_from_the_start(tmp_path: Path) -> None:
    class Menus(FakePlatform):
        def show_menus(self, newsroom: ChatRef | None) -> None:
            self.shown.append(newsroom)

        shown: ClassVar[list[ChatRef | None]] = []

    world = World()
    world.platform = Menus()
    async with started(world, tmp_path / "b.db") as house:
        await house.store.chats.make_newsroom(NEWSROOM.ref)
    async with started(world, tmp_path / "b.db"):
        pass
    assert Menus.shown == [None, NEWSROOM.ref]
