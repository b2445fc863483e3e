"""What people do comes back to them: as a message, in place, as a question, or as a reaction."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import ChatGone, NotAllowed, TryLater
from bot.model.chats import Chat, ChatKind, ChatRef, MessageRef, Person, PersonRef
from bot.model.events import Arrival, ChatChange, ChatChanged, Command, Deleted, Edited, Press, Reacted, Reply
from bot.model.news import StoryId
from bot.ports.platform import Rates
from bot.readers.floods import PERSON_A_MINUTE
from bot.text.markup import Message, plain_text
from tests.fakes.platform import FakePlatform
from tests.journeys.house import ANA, ROOM, World, command, press, reply, running

BEN = Person(PersonRef("fake", "ben"), "Ben")
PRIVATE = Chat(ChatRef("fake", "ana"), ChatKind.PRIVATE, "Ana")
RECALL = "Northland recalls its ambassador from Eastmark over border fence"


class Asking(FakePlatform):
    """A platform that can ask one person, and tell one person."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Person, str]] = []
        self.whispered: list[tuple[ChatRef, str]] = []

    async def ask(self, chat: ChatRef, person: Person, prompt: Message) -> MessageRef:
        self.asked.append((person, plain_text(prompt)))
        return await self.send(chat, prompt, "")

    async def whisper(self, chat: ChatRef, person: Person, message: Message) -> None:
        self.whispered.append((chat, plain_text(message)))


class OnlyAlerts(Asking):
    """A platform that tells nobody alone: the press came too long ago."""

    async def whisper(self, chat: ChatRef, person: Person, message: Message) -> None:
        await Asking.whisper(self, chat, person, message)
        raise NotAllowed


class Uneditable(FakePlatform):
    """A platform that does not let us edit here."""

    async def edit(self, ref: MessageRef, message: Message) -> None:
        raise NotAllowed


async def test_a_pressed_page_turns_in_place(tmp_path: Path) -> None:
    world = World()
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "subscribe"), command("2", "settings"))
        settings = world.posts()[-1]
        await house.do(press("3", "layout digest", settings.ref))
    assert len(world.posts()) == 2
    assert world.platform.edits[-1].ref == settings.ref


async def test_what_cannot_be_edited_is_said_anew(tmp_path: Path) -> None:
    world = World(platform=Uneditable())
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "subscribe"), command("2", "settings"))
        settings = world.posts()[-1]
        await house.do(press("3", "layout digest", settings.ref))
    assert len(world.posts()) == 3


async def test_what_no_longer_fits_into_one_message_is_said_anew(tmp_path: Path) -> None:
    world = World()
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "subscribe"), command("2", "settings"))
        settings = world.posts()[-1]
        world.platform.length = 60
        await house.do(press("3", "layout digest", settings.ref))
    assert world.platform.edits == []
    assert len(world.posts()) > 3


async def test_a_copy_whose_posting_was_never_recorded_is_known_by_its_mark(tmp_path: Path) -> None:
    world = World()
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "subscribe"), command("2", "send"))
        known = reply("3", world.story(RECALL), "I read this.")
        unknown = MessageRef(ROOM.ref, "a copy that a crash forgot")
        await house.do(replace(known, to=unknown, mark="k404"))
        assert await house.store.comments.by_source(known.message) is None
        await house.do(replace(known, origin=Arrival("4", ROOM, ANA), to=unknown))
        assert await house.store.comments.by_source(known.message) is not None


async def test_a_platform_that_can_ask_asks_and_the_answer_is_a_comment(tmp_path: Path) -> None:
    platform = Asking()
    world = World(platform=platform)
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "subscribe"), command("2", "send"))
        story = world.story(RECALL)
        action = next(each.action for each in story.message.buttons[0] if each.action.startswith("reply"))
        await house.do(press("3", action, story.ref))
        prompt = world.posts()[-1]
        await house.do(
            Reply(Arrival("4", ROOM, ANA), MessageRef(ROOM.ref, "own"), prompt.ref, "I read this.")
        )
        assert next(button.label for button in world.story(RECALL).message.buttons[0]) == "1 comment »"
    assert platform.asked[0][0] == ANA


async def test_a_platform_that_can_whisper_answers_a_press_to_one_person(tmp_path: Path) -> None:
    platform = Asking()
    world = World(platform=platform)
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "about"))
        (typed,) = world.posts()
        await house.do(press("2", "about", typed.ref))
    assert len(world.posts()) == 1
    assert platform.whispered == [(ROOM.ref, typed.text)]


@pytest.mark.parametrize("chat", [ROOM, PRIVATE], ids=["group", "private"])
@pytest.mark.parametrize("pressed", [True, False])
async def test_an_answer_takes_one_place_of_its_chats_rates(
    tmp_path: Path, chat: Chat, caplog: pytest.LogCaptureFixture, *, pressed: bool
) -> None:
    caplog.set_level(logging.INFO)
    platform = OnlyAlerts()
    platform.rates = Rates(1, 1, 1)
    arrival = Arrival("1", chat, ANA)
    asked = Press(arrival, "about", MessageRef(chat.ref, "9")) if pressed else Command(arrival, "about")
    async with running(World(platform=platform), tmp_path / "b.db") as house:
        async with asyncio.timeout(10):  # time stands still: a second place would never be free
            await house.do(asked)
        assert house.services.press.wires["fake"].limiter.wait(chat.ref, chat.kind) > 0
    assert len(platform.posts[chat.ref]) == 1
    assert len(platform.whispered) == (pressed and chat is ROOM)
    assert "goes out as a message" not in caplog.text


async def test_a_flood_of_comments_by_command_is_told_once_and_then_met_with_silence(tmp_path: Path) -> None:
    world = World()
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "subscribe"), command("2", "send"))
        story = reply("x", world.story(RECALL), "").mark
        before = len(world.posts())
        for number in range(PERSON_A_MINUTE + 3):
            await house.do(command(f"c{number}", f"comment {story} Number {number}."))
    *kept, flood = [posted.text for posted in world.posts()[before:]]
    assert len(kept) == PERSON_A_MINUTE
    assert flood.startswith("That was a lot in a short time")


async def test_edits_deletions_and_reactions_follow(tmp_path: Path) -> None:
    world = World()
    own = MessageRef(ROOM.ref, "own-3")
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "subscribe"), command("2", "send"))
        await house.do(reply("3", world.story(RECALL), "I red this."))
        await house.do(Edited(Arrival("4", ROOM, ANA), own, "I read this."))
        kept = await house.store.comments.by_source(own)
        assert kept is not None
        assert kept.text == "I read this."
        await house.do(Reacted(Arrival("5", ROOM, ANA), world.story(RECALL).ref, ("👍",)))
        await house.do(Deleted(Arrival("6", ROOM, ANA), own))
        labels = [button.label for button in world.story(RECALL).message.buttons[0]]
        assert labels == ["No comments yet »", "Leave a reply", "♡ 1"]


async def test_who_may_not_is_told_so_and_nothing_happens(tmp_path: Path) -> None:
    world = World()
    async with running(world, tmp_path / "b.db") as house:
        for number, line in enumerate(("subscribe", "desk", "newsroom here", "nonsense")):
            await house.do(Command(Arrival(str(number), ROOM, BEN), line))
        assert await house.store.subscriptions.count("default") == 0
    told = world.platform.texts(ROOM.ref)
    assert told[0] == "Only somebody who runs this chat can do that."
    assert "editors" in told[1]
    assert "owner" in told[2]
    assert "/nonsense" in told[3]


async def test_an_event_that_comes_twice_is_answered_once(tmp_path: Path) -> None:
    world = World()
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "about"), command("1", "about"))
    assert len(world.posts()) == 1


async def test_who_lets_the_bot_into_a_channel_is_told_in_private_and_sets_it_up_there(
    tmp_path: Path,
) -> None:
    world = World()
    private = Chat(ChatRef("fake", "private"), ChatKind.PRIVATE, "Ana")
    channel = Chat(ChatRef("fake", "wire"), ChatKind.OPEN, "Wire")
    world.platform.administrators.add(("ana", "wire"))
    async with running(world, tmp_path / "b.db") as house:
        await house.do(Command(Arrival("1", private, ANA), "about"))
        await house.do(ChatChanged(Arrival("2", channel, ANA), ChatChange.ADDED, one_way=True))
        assert channel.ref not in world.platform.posts
        greeting = world.platform.posts[private.ref][-1]
        assert greeting.text.startswith("For Wire:")
        subscribe = greeting.message.buttons[0][0].action
        await house.do(Press(Arrival("3", private, ANA), subscribe, greeting.ref))
        assert await house.store.subscriptions.get("default", channel.ref) is not None


async def test_a_press_is_answered_in_the_topic_where_its_message_stands(tmp_path: Path) -> None:
    platform = Asking()
    world = World(platform=platform)
    topic = Chat(ChatRef("fake", "room/5"), ChatKind.OPEN, "The room")
    world.platform.administrators.add(("ana", "room/5"))
    async with running(world, tmp_path / "b.db") as house:
        await house.do(Command(Arrival("1", topic, ANA), "subscribe"))
        await house.do(Command(Arrival("2", topic, ANA), "send"))
        story = next(each for each in world.platform.posts[topic.ref] if RECALL in each.text)
        named = MessageRef(ROOM.ref, story.ref.id)  # without its topic
        action = next(each.action for each in story.message.buttons[0] if each.action.startswith("comments"))
        await house.do(press("3", action, named), press("4", "about", named))
    assert platform.texts(ROOM.ref) == []
    assert "No comments yet" in platform.texts(topic.ref)[-1]
    assert [chat for chat, _ in platform.whispered] == [ROOM.ref]


async def test_a_chat_that_is_left_sleeps_and_wakes_when_it_speaks(tmp_path: Path) -> None:
    world = World()
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "subscribe"))
        await house.do(ChatChanged(Arrival("2", ROOM, ANA), ChatChange.REMOVED))
        assert await house.store.subscriptions.count("default") == 0
        await house.do(command("3", "about"))
        assert await house.store.subscriptions.count("default") == 1


async def test_an_answer_waits_when_the_platform_says_later(tmp_path: Path) -> None:
    world = World()
    async with running(world, tmp_path / "b.db") as house:
        world.platform.fail(TryLater(0.0))
        await house.do(command("1", "about"))
    assert len(world.posts()) == 1


async def test_a_chat_that_is_gone_is_put_to_sleep_by_an_answer(tmp_path: Path) -> None:
    world = World()
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "subscribe"))
        world.platform.fail(ChatGone())
        await house.do(command("2", "about"))
        assert await house.store.subscriptions.count("default") == 0


async def test_a_private_comment_is_shown_elsewhere_only_with_leave(tmp_path: Path) -> None:
    world = World()
    private = Chat(ChatRef("fake", "private"), ChatKind.PRIVATE, "Ben")
    async with running(world, tmp_path / "b.db") as house:
        await house.do(command("1", "subscribe"), command("2", "send"))
        story = reply("x", world.story(RECALL), "").mark
        await house.do(Command(Arrival("3", private, BEN), f"comment {story} Between us."))
        asked = world.platform.posts[private.ref][-1]
        seen = await house.store.comments.page(_id(story), ROOM.ref, 0, 9)
        assert seen == []
        choice = asked.message.buttons[0][0].action
        await house.do(Press(Arrival("4", private, BEN), choice, asked.ref))
        shown = await house.store.comments.page(_id(story), ROOM.ref, 0, 9)
        assert [comment.text for comment in shown] == ["Between us."]


def _id(story: str | None) -> StoryId:
    assert story is not None
    return StoryId(story)
