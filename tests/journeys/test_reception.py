"""What people do comes back to them: as a message, in place, as a question, or as a reaction."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.errors import ChatGone, NotAllowed, TryLater
from bot.model.chats import Chat, ChatKind, ChatRef, MessageRef, Person, PersonRef
from bot.model.events import Arrival, ChatChange, ChatChanged, Command, Deleted, Edited, Press, Reacted, Reply
from bot.model.news import StoryId
from bot.text.markup import Message, plain_text
from tests.fakes.platform import FakePlatform
from tests.journeys.house import ANA, ROOM, World, command, press, reply, running

BEN = Person(PersonRef("fake", "ben"), "Ben")
RECALL = "Northland recalls its ambassador from Eastmark over border fence"


class Asking(FakePlatform):
    """A platform that can ask one person, and tell one person."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Person, str]] = []
        self.whispered: list[tuple[Person, str]] = []

    async def ask(self, chat: ChatRef, person: Person, prompt: Message) -> MessageRef:
        self.asked.append((person, plain_text(prompt)))
        return await self.send(chat, prompt, "")

    async def whisper(self, chat: ChatRef, person: Person, message: Message) -> None:
        self.whispered.append((person, plain_text(message)))


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
    assert any("Subscribed" in said for _, said in platform.whispered)


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
