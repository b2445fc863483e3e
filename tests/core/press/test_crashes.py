"""A crash at every commit between a plan and the chat: nothing is lost, and what is doubled is counted."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from bot.model.chats import Layout
from bot.model.editions import DeliveryState
from storage import open_store
from storage.session import CommitHooks, NoHooks
from tests.core.press.stage import DUE, Stage, chat, prepared
from tests.fakes.clock import FakeClock
from tests.fakes.crashes import CrashAt, die
from tests.fakes.platform import FakePlatform, FindingPlatform
from tests.fakes.rows import tally

CHATS = [chat(number) for number in range(3)]
MOST_COMMITS = 60


async def life(path: Path, platform: FakePlatform, hooks: CommitHooks) -> None:
    """One run of the program on the file: what is due is planned and delivered."""
    async with open_store(f"sqlite:///{path}", hooks=hooks) as store:
        stage = Stage(store, FakeClock(DUE, by_hand=True), platform)
        stage.line_up.stories = [prepared(1), prepared(2)]
        await stage.deliver()
        assert set(await tally(store)) == {DeliveryState.SENT}


async def prepare(path: Path) -> None:
    async with open_store(f"sqlite:///{path}") as store:
        stage = Stage(store, FakeClock(DUE, by_hand=True), FakePlatform())
        await stage.subscribe(CHATS[0])
        await stage.subscribe(CHATS[1], layout=Layout.DIGEST)
        await stage.subscribe(CHATS[2], size=1)


def said(platform: FakePlatform) -> Counter[tuple[str, str]]:
    """How often each first line stands in each chat."""
    return Counter(
        (posted.ref.chat.id, posted.text.splitlines()[0])
        for posts in platform.posts.values()
        for posted in posts
    )


@pytest.mark.parametrize("after_it", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("kind", ["plain", "idempotent", "finding"])
async def test_a_crash_at_any_commit_loses_nothing(tmp_path: Path, kind: str, *, after_it: bool) -> None:
    begin = tmp_path / "begin.db"
    await prepare(begin)
    expected = await undisturbed(begin, tmp_path / "whole.db")
    for commit in range(1, MOST_COMMITS):
        path = Path(shutil.copy(begin, tmp_path / f"{commit}.db"))
        platform = FindingPlatform() if kind == "finding" else FakePlatform(idempotent=kind == "idempotent")
        hooks = CrashAt(commit, after_it=after_it)
        if not await die(life(path, platform, hooks), hooks):
            assert commit > 8
            return
        await life(path, platform, NoHooks())
        found = said(platform)
        assert set(found) == set(expected)
        doubled = {name for name, count in found.items() if count > 1}
        if kind == "plain":
            # No more than was under way: one message a chat, twice.
            assert len({to for to, _ in doubled}) == len(doubled)
            assert max(found.values()) <= 2
        else:
            assert not doubled
    pytest.fail("the journey has more commits than were tried")


async def undisturbed(begin: Path, path: Path) -> Counter[tuple[str, str]]:
    """What arrives where nothing goes wrong."""
    platform = FakePlatform()
    await life(Path(shutil.copy(begin, path)), platform, NoHooks())
    expected = said(platform)
    assert sum(expected.values()) == 3 + 1 + 2
    return expected
