"""News to line-up, line-up to chat, reply to comment: the whole of it, and a crash at every commit of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.model.events import Event
from bot.model.news import StoryId
from storage.session import CommitHooks
from tests.fakes.crashes import CrashAt, die
from tests.fakes.platform import FakePlatform
from tests.journeys.house import ROOM, World, command, press, reply, running

RECALL = "Northland recalls its ambassador from Eastmark over border fence"
EMBASSY = "Vesper reopens its embassy in Lower Tarn"
MOST_COMMITS = 250

Step = Callable[[World], Event]

STEPS: Sequence[Step] = (
    lambda world: command("1", "subscribe"),
    lambda world: command("2", "desk"),
    lambda world: command("3", "pick 2"),
    lambda world: command("4", "send"),
    lambda world: reply("5", world.story(RECALL), "I read this."),
    lambda world: press("6", _button(world, "♡"), world.story(EMBASSY).ref),
    lambda world: command("7", "send"),
)


def _button(world: World, label: str) -> str:
    buttons = [each for row in world.story(EMBASSY).message.buttons for each in row]
    return next(each.action for each in buttons if each.label.startswith(label))


async def live(world: World, path: Path, done: list[int], hooks: CommitHooks | None = None) -> None:
    """One run of the program: people do what they have not done; an event that was not taken in
    is done again, as a platform delivers it again."""
    async with running(world, path, hooks) as house:
        for number in range(len(done), len(STEPS)):
            event = STEPS[number](world)
            await house.services.intake.put(event)
            done.append(number)
            await house.service.settled()


def delivered(world: World) -> Counter[str]:
    """How often each header and story stands in the room."""
    first = (posted.text.splitlines()[0] for posted in world.posts())
    return Counter(line for line in first if line.startswith(("Newsline: ", "Diplomatic Briefing")))


def _lines(world: World, headline: str) -> list[str]:
    return [button.label for row in world.story(headline).message.buttons for button in row]


async def test_feeds_become_stories_that_are_picked_sent_and_talked_about(tmp_path: Path) -> None:
    world = World()
    await live(world, tmp_path / "b.db", [])
    assert delivered(world) == {
        "Diplomatic Briefing": 1,
        f"Newsline: {RECALL}": 1,
        f"Newsline: {EMBASSY}": 1,
    }
    assert "Also reported by Daily Courier" in world.story(RECALL).text
    assert _lines(world, RECALL) == ["1 comment »", "Leave a reply", "♡"]
    assert _lines(world, EMBASSY) == ["No comments yet »", "Leave a reply", "♡ 1"]
    assert world.platform.reactions[0][1] == "👍"


@pytest.mark.timeout(300)  # a hundred lives of the program
@pytest.mark.parametrize("after_it", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("idempotent", [True, False], ids=["idempotent", "plain"])
async def test_a_crash_at_any_commit_repeats_nothing_and_loses_nothing(
    tmp_path: Path, *, idempotent: bool, after_it: bool
) -> None:
    whole = World()
    await live(whole, tmp_path / "whole.db", [])
    for commit in range(1, MOST_COMMITS):
        world = World(platform=FakePlatform(idempotent=idempotent))
        path, done = tmp_path / f"{commit}.db", list[int]()
        hooks = CrashAt(commit, after_it=after_it)
        if not await die(live(world, path, done, hooks), hooks):
            assert commit > len(STEPS)
            return
        await live(world, path, done)
        await check(world, whole, path, doubles=0 if idempotent else 1)
    pytest.fail("the journey has more commits than were tried")


async def check(world: World, whole: World, path: Path, *, doubles: int) -> None:
    found, expected = delivered(world), delivered(whole)
    assert set(found) == set(expected)
    assert sum(found.values()) - sum(expected.values()) <= doubles
    async with running(world, path) as house:
        story = _story(world)
        comments = await house.store.comments.page(story, ROOM.ref, 0, 10)
        assert [comment.text for comment in comments] == ["I read this."]
        assert (await house.store.comments.counts([story], ROOM.ref))[story].comments == 1
        assert _lines(world, EMBASSY)[2] == "♡ 1"
    assert delivered(world) == found


def _story(world: World) -> StoryId:
    action = next(
        button.action
        for row in world.story(RECALL).message.buttons
        for button in row
        if button.action.startswith("reply")
    )
    return StoryId(action.split()[1])
