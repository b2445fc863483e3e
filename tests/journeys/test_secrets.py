"""What is a person's own is told to nobody else, on a platform that cannot always whisper."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.errors import NotAllowed
from bot.model.chats import Chat, ChatKind, ChatRef, MessageRef, Person
from bot.model.events import Arrival, Command
from bot.text.markup import Message
from tests.fakes.platform import FakePlatform
from tests.journeys.house import ANA, ROOM, World, command, running

PRIVATE = Chat(ChatRef("fake", "ana"), ChatKind.PRIVATE, "Ana")


@dataclass(slots=True)
class Loud(FakePlatform):
    """A platform that can tell one person only what answers a button."""

    async def whisper(self, chat: ChatRef, person: Person, message: Message) -> None:
        raise NotAllowed


async def test_what_is_kept_of_a_person_is_not_said_before_a_group(tmp_path: Path) -> None:
    world = World(platform=Loud())
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "mydata"))
        assert world.platform.texts(ROOM.ref) == [
            "That is for you alone. Send me /mydata in private, and I show it there."
        ]
        await house.do(Command(Arrival("2", PRIVATE, ANA), "mydata"))
        assert world.platform.texts(PRIVATE.ref)[0].startswith("What is kept of you")


async def test_where_nobody_can_be_told_anything_alone_a_person_gets_what_they_ask_for(
    tmp_path: Path,
) -> None:
    world = World()
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "mydata"))
        await house.do(command("2", "forgetme"))
    told, asked = world.platform.texts(ROOM.ref)
    assert told.startswith("What is kept of you")
    assert asked.startswith("This erases your comments")


async def test_the_button_that_erases_is_not_shown_to_a_group(tmp_path: Path) -> None:
    world = World(platform=Loud())
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "forgetme"))
    (posted,) = world.platform.posts[ROOM.ref]
    assert posted.text.startswith("That is for you alone. Send me /forgetme in private")
    assert posted.message.buttons == ()


async def test_what_all_may_hear_is_said_aloud(tmp_path: Path) -> None:
    world = World(platform=Loud())
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "subscribe"))
        assert world.platform.texts(ROOM.ref)[0].startswith("Subscribed")


async def test_an_answer_among_others_says_whom_it_answers(tmp_path: Path) -> None:
    world = World()
    async with running(world, tmp_path / "b.db") as house:
        asked = MessageRef(ROOM.ref, "m1")
        await house.do(Command(Arrival("1", ROOM, ANA), "about", asked))
        await house.do(Command(Arrival("2", PRIVATE, ANA), "about", MessageRef(PRIVATE.ref, "m2")))
    (in_room,) = world.platform.posts[ROOM.ref]
    (alone,) = world.platform.posts[PRIVATE.ref]
    assert (in_room.message.to, alone.message.to) == ("m1", None)
