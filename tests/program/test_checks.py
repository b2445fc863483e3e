"""What briefing check finds, and what it says to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot import checks
from bot.founding import found
from bot.model.chats import Chat, ChatKind, ChatRef, ChatState
from bot.model.findings import Finding
from bot.ports.feeds import OutlineFeed
from bot.settings import Settings
from bot.wording import Wording
from storage.store import SqlStore
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform
from tests.laws.makers import command, subscription

WORDS = Wording("en")


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return Settings()


async def looked(settings: Settings, store: SqlStore, damage: tuple[str, ...] = ()) -> list[Finding]:
    return await checks.look(settings, found(settings), store, damage, WORDS)


def amiss(findings: list[Finding]) -> list[str]:
    return [finding.text for finding in findings if not finding.fine]


async def test_a_program_that_can_start_has_nothing_amiss(
    settings: Settings, store: SqlStore, clock: FakeClock
) -> None:
    await store.feeds.add([OutlineFeed("https://post.example/feed", "Post")], clock.now())
    findings = await looked(settings, store)
    assert amiss(findings) == []
    assert "One feed, none failing." in [finding.text for finding in findings]


async def test_without_feeds_it_says_how_to_get_some(settings: Settings, store: SqlStore) -> None:
    assert "briefing feeds import" in amiss(await looked(settings, store))[0]


async def test_damage_keeps_it_from_its_work_and_names_the_way_out(
    settings: Settings, store: SqlStore
) -> None:
    grave = [
        finding.text for finding in await looked(settings, store, ("comments 7 is cut",)) if finding.grave
    ]
    assert grave == ["comments 7 is cut. Put a backup in its place: briefing restore FILE"]


async def test_events_that_were_set_aside_are_listed_and_keep_it_from_nothing(
    settings: Settings, store: SqlStore, clock: FakeClock
) -> None:
    await store.feeds.add([OutlineFeed("https://post.example/feed", "Post")], clock.now())
    await store.inbox.put([command("e7")], clock.now())
    await store.inbox.set_aside("console", "e7", "ValueError: a bug")
    findings = await looked(settings, store)
    (told,) = amiss(findings)
    assert "console:e7 of 2026-01-03 18:00 UTC" in told
    assert "ValueError: a bug" in told
    assert not any(finding.grave for finding in findings)


async def test_a_token_of_a_platform_that_is_not_served_is_grave(
    settings: Settings, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "planted")
    grave = [finding.text for finding in await looked(Settings(), store) if finding.grave]
    assert grave[0].startswith("DISCORD_TOKEN is set")
    assert "planted" not in grave[0]


class Examiner(FakePlatform):
    """Says which chats it was asked about."""

    async def examine(self, chats: Sequence[Chat]) -> Sequence[Finding]:
        return [Finding(chat.ref.id) for chat in chats]


async def test_groups_that_cannot_be_written_to_are_looked_at_first(
    settings: Settings, store: SqlStore
) -> None:
    briefing = found(settings)
    kinds = {
        "alone": ChatKind.PRIVATE,
        "well": ChatKind.OPEN,
        "barred": ChatKind.CLOSED,
        "left": ChatKind.OPEN,
    }
    for name, kind in kinds.items():
        ref = ChatRef("fake", name)
        await store.chats.see(Chat(ref, kind, name))
        await store.subscriptions.put(replace(subscription(ref), briefing=briefing.id))
    await store.chats.set_state(ChatRef("fake", "barred"), ChatState.BARRED)
    await store.chats.set_state(ChatRef("fake", "left"), ChatState.ASLEEP)
    await store.chats.see(Chat(ChatRef("fake", "desk"), ChatKind.CLOSED, "Desk"))
    await store.chats.make_newsroom(ChatRef("fake", "desk"))
    findings = await checks.look(settings, briefing, store, (), WORDS, [Examiner()])
    asked = [finding.text for finding in findings if finding.text in {*kinds, "desk"}]
    assert asked == ["desk", "barred", "left", "well"]


async def test_feeds_that_fail_by_the_dozen_point_to_the_network(
    settings: Settings, store: SqlStore, clock: FakeClock
) -> None:
    (feed,) = await store.feeds.add([OutlineFeed("https://post.example/feed", "Post")], clock.now())
    await store.feeds.polled(feed.id, replace(feed.polling, failures=3, last_error="feed-error-dns"))
    assert "network" in amiss(await looked(settings, store))[0]


def test_what_is_amiss_is_marked() -> None:
    shown = checks.shown([Finding("This is."), Finding("This is not.", fine=False)], WORDS)
    assert shown == "fine  This is.\nMEND  This is not."
