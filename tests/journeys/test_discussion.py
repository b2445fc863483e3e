"""A channel's stories are discussed in its group: what is said there stands under the story everywhere."""

from __future__ import annotations

from pathlib import Path

from bot.model.chats import Chat, ChatKind, ChatRef, MessageRef, Person, PersonRef
from bot.model.events import Arrival, Copied, Reply, Tallied
from bot.text.markup import plain_text
from tests.journeys.house import ANA, ROOM, World, command, running

GROUP = Chat(ChatRef("fake", "group"), ChatKind.OPEN, "Room, discussed")
THE_ROOM = Person(PersonRef("fake", "room"), "Room", anonymous=True)
RECALL = "Northland recalls its ambassador from Eastmark over border fence"


async def test_what_the_group_says_stands_under_the_channels_story(tmp_path: Path) -> None:
    world = World()
    copy = MessageRef(GROUP.ref, "100")
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "subscribe"), command("2", "send"))
        story = world.story(RECALL)
        assert story.message.buttons
        await house.do(Copied(Arrival("3", GROUP, THE_ROOM), copy, story.ref))
        own = MessageRef(GROUP.ref, "101")
        await house.do(Reply(Arrival("4", GROUP, ANA), own, copy, "Watch who chairs them."))
        await house.do(Tallied(Arrival("5", ROOM, THE_ROOM), story.ref, (("👍", 4), ("👎", 2))))
        known = await house.store.chats.find_person("fake", THE_ROOM.name)
    told = world.story(RECALL).message
    assert not told.buttons
    assert plain_text(told).endswith("4 readers like this\n1 comment »")
    assert known == []  # nobody spoke as the room
