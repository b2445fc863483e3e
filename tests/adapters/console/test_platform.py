"""The console as a platform: what it posts, what it hears, what it still knows after a restart."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from adapters.console.platform import Console
from bot.errors import MessageRefused, PlatformDown, TryLater, Unknown
from bot.model.chats import ChatKind, ChatRef, MessageRef, Person, PersonRef
from bot.model.events import Command, Deleted, Edited, Event, Press, Reacted, Reply
from bot.text.markup import message
from storage import open_store
from tests.adapters.console.helpers import (
    MAIN,
    WORDS,
    DictMemory,
    ListInbox,
    ScriptedTerminal,
    console,
    story,
)

ANA = Person(PersonRef("console", "ana"), "Ana")
MO = Person(PersonRef("console", "local"), "Mo")
ROOM = ChatRef("console", "room")


async def hear(*lines: str, memory: DictMemory, inbox: ListInbox | None = None) -> tuple[list[Event], str]:
    """What these lines are to the core, and what is shown meanwhile."""
    terminal = ScriptedTerminal(lines)
    inbox = inbox if inbox is not None else ListInbox()
    async with console(terminal, memory) as platform:
        await platform.run(inbox)
    return inbox.events, terminal.text


@pytest.fixture
async def memory() -> DictMemory:
    """A memory in which a story stands as message 1, and a line of another room as message 2."""
    memory = DictMemory()
    async with console(ScriptedTerminal(), memory) as platform:
        await platform.send(MAIN, story(), "k1")
        await platform.send(ROOM, message("Subscribed."), "k2")
    return memory


async def test_messages_are_numbered_as_they_come_also_when_sent_at_once() -> None:
    terminal = ScriptedTerminal()
    async with console(terminal) as platform:
        refs = await asyncio.gather(*(platform.send(MAIN, message(f"No {n}"), f"k{n}") for n in range(20)))
    assert [ref.id for ref in refs] == [str(n) for n in range(1, 21)]
    assert terminal.text == "".join(f"{f'[{n}]':<6}No {n - 1}\n\n" for n in range(1, 21))


async def test_numbers_go_on_after_a_restart(memory: DictMemory) -> None:
    terminal = ScriptedTerminal()
    async with console(terminal, memory) as platform:
        assert await platform.send(MAIN, message("Good morning"), "k3") == MessageRef(MAIN, "3")
    assert terminal.text.startswith("[3]   Good morning")


async def test_a_restart_on_the_same_database_forgets_nothing(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/news.db"
    async with open_store(address) as store, Console(WORDS, store.memory, ScriptedTerminal(), "Mo") as before:
        await before.send(MAIN, story(), "k1")
    inbox = ListInbox()
    terminal = ScriptedTerminal([">1 I read this.", "#1 1"])
    async with open_store(address) as store, Console(WORDS, store.memory, terminal, "Mo") as after:
        assert await after.find(MAIN, "k1") == _ref(1)
        await after.run(inbox)
        assert await after.send(MAIN, story(), "k2") == _ref(3)
    assert [type(event) for event in inbox.events] == [Reply, Press]


async def test_messages_of_other_chats_and_questions_to_others_say_so() -> None:
    terminal = ScriptedTerminal()
    async with console(terminal) as platform:
        await platform.send(ROOM, message("Subscribed."), "k1")
        await platform.ask(MAIN, ANA, message("What do you want to say?"))
        await platform.ask(ROOM, MO, message("And you?"))
    assert terminal.written == [
        "[1]   &room\n      Subscribed.\n\n",
        "[2]   @Ana\n      What do you want to say?\n\n",
        "[3]   &room\n      And you?\n\n",
    ]


async def test_a_command_is_run_for_who_types_it_where_they_say(memory: DictMemory) -> None:
    events, shown = await hear("/desk", "@Ana &Room /subscribe", "@ana /desk", "@mo /desk", memory=memory)
    commands = [event for event in events if isinstance(event, Command)]
    assert [command.line for command in commands] == ["desk", "subscribe", "desk", "desk"]
    assert [command.origin.person.ref.id for command in commands] == ["local", "ana", "ana", "local"]
    assert [command.origin.chat.ref.id for command in commands] == ["main", "room", "main", "main"]
    assert {command.origin.chat.kind for command in commands} == {ChatKind.OPEN}
    assert [command.origin.person.name for command in commands] == ["Mo", "Ana", "ana", "Mo"]
    assert shown == ""


async def test_no_two_events_have_the_same_key(memory: DictMemory) -> None:
    first, _ = await hear("/desk", "/desk", "#1 1", memory=memory)
    again, _ = await hear("/desk", "!1 👍", memory=memory)
    assert len({event.origin.key for event in (*first, *again)}) == 5


async def test_a_reply_has_a_number_and_can_be_answered_changed_and_taken_back(memory: DictMemory) -> None:
    events, shown = await hear(">1 I read this.", "@ana >3 Me too.", "~3 Twice.", "@ana -4", memory=memory)
    said, answer, edit, taken = events
    assert isinstance(said, Reply)
    assert (said.message, said.to, said.text) == (_ref(3), _ref(1), "I read this.")
    assert said.to_us
    assert isinstance(answer, Reply)
    assert (answer.message, answer.to, answer.text) == (_ref(4), _ref(3), "Me too.")
    assert not answer.to_us
    assert isinstance(edit, Edited)
    assert (edit.message, edit.text) == (_ref(3), "Twice.")
    assert isinstance(taken, Deleted)
    assert taken.message == _ref(4)
    assert shown == "[3]   Mo replies to 1\n\n[4]   ana replies to 3\n\n"


async def test_reactions_come_as_they_are_now(memory: DictMemory) -> None:
    events, _ = await hear("!1 👍", "!1", memory=memory)
    assert [(event.message, event.reactions) for event in events if isinstance(event, Reacted)] == [
        (_ref(1), ("👍",)),
        (_ref(1), ()),
    ]


async def test_what_is_done_to_a_message_is_done_in_its_chat(memory: DictMemory) -> None:
    events, _ = await hear(">2 Thanks.", memory=memory)
    reply = events[0]
    assert isinstance(reply, Reply)
    assert reply.to.chat == reply.message.chat == reply.origin.chat.ref == ROOM


async def test_buttons_count_over_all_rows_and_work_after_a_restart(memory: DictMemory) -> None:
    events, shown = await hear("#1 2", "@ana #1 3", "#1 4", "#1 5", "#1 0", "#2 1", memory=memory)
    assert [(event.action, event.message) for event in events if isinstance(event, Press)] == [
        ("reply k7", _ref(1)),
        ("like k7", _ref(1)),
    ]
    assert len(events) == 2
    assert "https://harbourpost.example/recall" in shown
    assert shown.count("Message 1 has 4 buttons. Write a number from 1 to 4: #1 1") == 2
    assert "Message 2 has no buttons." in shown


async def test_an_edit_prints_what_is_new_and_moves_the_buttons_also_after_a_restart(
    memory: DictMemory,
) -> None:
    terminal = ScriptedTerminal(["#1 1"])
    inbox = ListInbox()
    async with console(terminal, memory) as platform:
        await platform.edit(_ref(1), story("1 comment »"))
        await platform.edit(_ref(1), story("1 comment »"))
        assert terminal.text == "[1]   ✎\n      [1: 1 comment »] [2: Leave a reply]\n\n"
        await platform.edit(_ref(1), message("Desk, page 2").with_buttons())
        await platform.run(inbox)
    assert inbox.events == []
    assert "Desk, page 2" in terminal.text
    assert "Message 1 has no buttons." in terminal.text


async def test_a_reaction_prints_under_the_number(memory: DictMemory) -> None:
    terminal = ScriptedTerminal()
    async with console(terminal, memory) as platform:
        await platform.react(_ref(2), "✓\x1b[2J")
    assert terminal.text == "[2]   ✓[2J\n\n"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("I read this.", "To reply, write >7 and your text"),
        (">9 text", "There is no message 9. The newest is 2."),
        ("#0 1", "There is no message 0. The newest is 2."),
        ("~1 text", "Message 1 is not a line of Mo."),
        ("@ana -2", "Message 2 is not a line of ana."),
    ],
)
async def test_what_cannot_be_done_is_answered_in_a_sentence(
    line: str, told: str, memory: DictMemory
) -> None:
    events, shown = await hear(line, memory=memory)
    assert events == []
    assert told in " ".join(shown.split())


async def test_nobody_changes_or_takes_back_the_line_of_another(memory: DictMemory) -> None:
    events, shown = await hear(">1 I read this.", "@ana ~3 I did not.", "@ana -3", memory=memory)
    assert [type(event) for event in events] == [Reply]
    assert shown.count("Message 3 is not a line of ana.") == 2


async def test_before_the_first_message_there_is_none_to_answer() -> None:
    events, shown = await hear(">1 text", "-1", memory=DictMemory())
    assert events == []
    assert shown.count("There is no message 1: nothing was posted yet.") == 2


async def test_old_messages_can_be_answered_but_their_buttons_are_dead(memory: DictMemory) -> None:
    async with console(ScriptedTerminal(), memory) as platform:
        for number in range(500):
            await platform.send(MAIN, message("News"), f"n{number}")
        await platform.edit(_ref(1), story("1 comment »"))
    events, shown = await hear("#1 1", "&room >2 Late.", "#502 1", memory=memory)
    assert "Message 1 is too old for that." in shown
    assert "Message 502 has no buttons." in shown
    assert [event.to for event in events if isinstance(event, Reply)] == [MessageRef(ROOM, "2")]
    assert len(memory.kept) == 501


async def test_a_line_that_cannot_be_kept_is_said_and_the_next_is_taken(
    memory: DictMemory, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = ListInbox()
    inbox.failing = True
    events, shown = await hear(">1 I read this.", "/desk", memory=memory, inbox=inbox)
    assert events == []
    assert shown.count("That could not be kept, so nothing was done.") == 2
    assert caplog.text.count("a typed line could not be kept: the disk is full") == 2
    assert "Traceback" not in caplog.text


async def test_a_failing_memory_is_a_reason_to_try_later_before_anything_is_shown(
    memory: DictMemory,
) -> None:
    terminal = ScriptedTerminal()
    async with console(terminal, memory) as platform:
        memory.failing = True
        with pytest.raises(TryLater):
            await platform.send(MAIN, message("News"), "k3")
        with pytest.raises(TryLater):
            await platform.edit(_ref(1), story("1 comment »"))
        with pytest.raises(Unknown):
            await platform.find(MAIN, "k1")
    assert terminal.text == ""


async def test_a_message_that_stands_there_is_posted_even_if_its_buttons_cannot_be_kept() -> None:
    memory = DictMemory()
    terminal = BreakingTerminal(memory)
    async with console(terminal, memory) as platform:
        assert await platform.send(MAIN, story(), "k1") == _ref(1)


async def test_a_message_is_found_by_its_key_after_a_restart(memory: DictMemory) -> None:
    async with console(ScriptedTerminal(), memory) as platform:
        assert await platform.find(MAIN, "k1") == _ref(1)
        assert await platform.find(ROOM, "k1") is None
        assert await platform.find(MAIN, "k9") is None


async def test_what_was_never_posted_cannot_be_edited(memory: DictMemory) -> None:
    async with console(ScriptedTerminal(), memory) as platform:
        for number in ("3", "0", "x"):
            with pytest.raises(MessageRefused):
                await platform.edit(MessageRef(MAIN, number), message("News"))


async def test_when_nobody_reads_any_more_it_ends_quietly_and_posts_no_more(memory: DictMemory) -> None:
    terminal = ScriptedTerminal([">1 I read this.", "/desk"], gone=True, greets=False)
    inbox = ListInbox()
    async with console(terminal, memory) as platform:
        await platform.run(inbox)
        with pytest.raises(PlatformDown):
            await platform.send(MAIN, message("News"), "k3")
    assert inbox.events == []


async def test_a_person_at_a_prompt_is_greeted() -> None:
    terminal = ScriptedTerminal(greets=True)
    async with console(terminal) as platform:
        await platform.run(ListInbox())
    assert " ".join(terminal.text.split()) == WORDS("console-welcome")


async def test_progress_goes_to_the_terminal() -> None:
    terminal = ScriptedTerminal()
    async with console(terminal) as platform:
        platform.status("Reading feeds 61/154")
    assert terminal.said == ["Reading feeds 61/154"]


async def test_everybody_at_the_machine_decides_for_its_chats() -> None:
    assert await Console(WORDS, DictMemory(), ScriptedTerminal(), "Mo").administers(ANA, ROOM, ChatKind.OPEN)


class BreakingTerminal(ScriptedTerminal):
    """A terminal after whose every write the memory fails."""

    def __init__(self, memory: DictMemory) -> None:
        super().__init__()
        self._memory = memory

    async def write(self, text: str) -> None:
        await super().write(text)
        self._memory.failing = True


def _ref(number: int) -> MessageRef:
    return MessageRef(MAIN, str(number))
