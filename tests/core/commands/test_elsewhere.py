"""Another chat is set up from a private one: by whoever runs it, and nobody doubts for which chat."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.commands.call import Answer
from bot.errors import ChatGone, ChatMoved, NotAllowed, PlatformError, TryLater, UserError
from bot.model.chats import Chat, ChatKind, ChatRef, ChatState, Person, PersonRef, Subscription
from bot.text.markup import Code, Span, Takes
from storage.store import SqlStore
from tests.core.commands.front import Front
from tests.core.readers.room import ANA, CLUB, HOME, Readers, buttons, text
from tests.fakes.clock import FakeClock

BEN = Person(PersonRef("telegram", "9"), "Ben")
NEWS = Chat(ChatRef("telegram", "-100"), ChatKind.OPEN, "Harbour news", discussion="-200")
BENS = Chat(ChatRef("telegram", "9"), ChatKind.PRIVATE, "Ben")


@pytest.fixture
def front(store: SqlStore, clock: FakeClock) -> Front:
    """Ana runs the club and the channel; the platform shows the channel to us by its name."""
    named = {"@harbournews": NEWS, "-100": NEWS}
    return Front(Readers(store, clock), admins={(ANA, "-5"), (ANA, "-100")}, visible=named)


def spans(answer: Answer) -> list[Span]:
    return [span for block in answer.message.blocks for span in block.spans]


async def subscription(front: Front, chat: Chat) -> Subscription | None:
    return await front.readers.subscriptions.current(chat.ref)


async def know(front: Front, *chats: Chat) -> None:
    for chat in chats:
        await front.readers.store.chats.see(chat)


async def test_a_command_is_run_for_the_chat_that_it_names_and_says_for_which(front: Front) -> None:
    await know(front, CLUB)
    answer = await front.type("at -5 subscribe")
    assert text(answer) == (
        "For The club:\n\n"
        "Subscribed: every day at 07:00, Asia/Tokyo, 7 stories at most. Next: today at 07:00."
    )
    assert await subscription(front, CLUB)
    assert await subscription(front, HOME) is None
    assert front.looked_up == []


async def test_the_buttons_of_the_answer_act_there_too(front: Front) -> None:
    await know(front, CLUB)
    await front.type("at -5 subscribe")
    settings = await front.type("at -5 settings")
    actions = buttons(settings.message)
    assert all(action.startswith("at -5 ") for action in actions.values())
    changed = await front.press(actions["+"])
    assert changed.replaces
    assert text(changed).startswith("For The club:\n\nSettings\n")
    kept = await subscription(front, CLUB)
    assert kept
    assert kept.order.size == 8
    assert buttons(changed.message)["+"] == "at -5 stories 9"


async def test_a_story_in_the_answer_is_read_where_one_asked(front: Front) -> None:
    await know(front, CLUB)
    await front.readers.publish("Ferry line opens a second route to the islands")
    assert buttons((await front.type("at -5 today")).message) == {"k1": "story k1"}


async def test_a_command_that_the_answer_names_is_named_for_that_chat(front: Front) -> None:
    await know(front, CLUB)
    await front.type("at -5 subscribe")
    assert text(await front.type("at -5 pause")) == (
        'For The club:\n\nPaused: nothing will come until you send /at "The club" resume.'
    )
    hours = await front.type("at -5 time")
    assert 'such as /at "The club" time 07:30.' in text(hours)
    assert Code('/at "The club" time 07:30') in spans(hours)


async def test_what_an_answer_says_to_type_for_that_chat_can_be_typed(front: Front) -> None:
    await know(front, CLUB)
    await front.type("at -5 subscribe")
    said = await front.say('/at "The club" time 07:30')
    assert said.startswith("For The club:\n\nIt comes every day at 07:30")
    assert await front.say("/manage “The club”") == text(await front.type("manage -5"))


async def test_a_chat_is_named_as_it_was_typed_or_by_what_no_other_is_called(front: Front) -> None:
    await know(front, CLUB, replace(NEWS, ref=ChatRef("telegram", "-6"), title="The club"))
    for named in ("@harbournews", "-5"):
        await front.type(f"subscribe {named}")
        if named == "-5":
            await front.type("at -5 subscribe")
        assert f"until you send /at {named} resume." in await front.say(f"at {named} pause")
    assert (await front.say('at "The club" pause')).startswith("I can’t write in a chat called The club.")


async def test_a_title_that_is_no_plain_one_is_not_offered_to_be_typed(front: Front) -> None:
    await know(front, replace(CLUB, title="Ask @ben /stop"))
    await front.type("at -5 subscribe")
    assert "until you send /at -5 resume." in await front.say("at -5 pause")


async def test_a_title_tells_nobody_else_that_there_is_such_a_chat(front: Front) -> None:
    await know(front, CLUB)
    assert (await front.say('at "The club" pause', BEN, BENS)).startswith(
        "I can’t write in a chat called The club."
    )


async def test_what_goes_wrong_there_says_for_which_chat_too(front: Front) -> None:
    await know(front, CLUB)
    await front.type("at -5 subscribe")
    said = await front.say("at -5 /time soon")
    assert said.startswith("For The club:\n\nI can’t read “soon” as an hour.")


async def test_only_who_runs_a_chat_may_and_learns_no_name_otherwise(front: Front) -> None:
    await know(front, CLUB)
    for line in ("at -5 subscribe", "at -5 today", "at -5 start", "manage -5", "subscribe -5"):
        assert await front.say(line, BEN, BENS) == (
            "I can’t see that you run -5. If you do, add me there as an administrator, then try again."
        )
    assert await subscription(front, CLUB) is None


async def test_who_speaks_anonymously_runs_nothing_elsewhere(front: Front) -> None:
    await know(front, CLUB)
    nobody = replace(ANA, anonymous=True)
    front.admins.add((nobody, "-5"))
    assert (await front.say("at -5 subscribe", nobody, CLUB)).startswith("I can’t tell who you are")
    assert await subscription(front, CLUB) is None


async def test_nobody_runs_anything_in_a_private_chat_of_another(front: Front) -> None:
    await know(front, BENS)
    assert (await front.say("at 9 subscribe")).startswith("I can’t write in a chat called 9.")
    assert await subscription(front, BENS) is None


@pytest.mark.parametrize(
    "line", ["desk", "send", "forgetme yes", "comment k1 Hello", "manage", "at -5 pause"]
)
async def test_only_what_sets_a_chat_up_can_be_run_for_it(front: Front, line: str) -> None:
    await know(front, CLUB)
    name = line.split(maxsplit=1)[0]
    assert await front.say(f"at -5 {line}") == (
        f"/{name} can’t be sent for another chat. Send it where it is meant."
    )
    assert front.edited == []


async def test_a_chat_within_a_chat_is_refused(front: Front) -> None:
    await know(front, CLUB)
    assert (await front.say("at -5 subscribe @harbournews")).startswith("/subscribe can’t be sent")
    assert await subscription(front, CLUB) is None


async def test_a_channel_is_subscribed_from_a_private_chat_by_its_name(front: Front) -> None:
    assert text(await front.type("subscribe @harbournews")).startswith("For Harbour news:\n\nSubscribed:")
    assert await subscription(front, NEWS)
    kept = await front.readers.store.chats.get(NEWS.ref)
    assert kept == NEWS


async def test_who_does_not_run_a_channel_leaves_no_trace_of_it(front: Front) -> None:
    assert (await front.say("subscribe @harbournews", BEN, BENS)).startswith("I can’t see that you run")
    assert await front.readers.store.chats.get(NEWS.ref) is None


async def test_to_manage_a_chat_shows_its_settings_or_the_way_to_them(front: Front) -> None:
    first = await front.type("manage @harbournews")
    assert text(first) == (
        "For Harbour news:\n\nThis chat has no subscription yet. Subscribe first, then everything can be set."
    )
    await front.press(buttons(first.message)["Subscribe"])
    assert text(await front.type("manage -100")).startswith("For Harbour news:\n\nSettings\n")


async def test_a_named_chat_is_known_as_it_is_now(front: Front) -> None:
    await know(front, replace(NEWS, title="Old news", discussion=None))
    assert text(await front.type("manage -100")).startswith("For Harbour news:")
    assert await front.readers.store.chats.get(NEWS.ref) == NEWS


async def test_a_channel_that_is_discussed_nowhere_any_more_is_known_so(front: Front) -> None:
    await know(front, NEWS)
    front.visible["-100"] = replace(NEWS, discussion=None)
    await front.type("manage -100")
    kept = await front.readers.store.chats.get(NEWS.ref)
    assert kept
    assert kept.discussion is None


async def test_a_chat_that_was_left_is_looked_up_again(front: Front) -> None:
    await know(front, NEWS)
    await front.readers.store.chats.set_state(NEWS.ref, ChatState.ASLEEP)
    assert text(await front.type("at -100 subscribe")).startswith("For Harbour news:\n\nSubscribed")
    await front.readers.store.chats.set_state(NEWS.ref, ChatState.ASLEEP)
    front.visible.clear()
    assert (await front.say("at -100 pause")).startswith("I can’t write in a chat called -100.")


@pytest.mark.parametrize("trouble", [ChatGone(), NotAllowed(), ChatMoved(ChatRef("telegram", "-101"))])
async def test_a_chat_that_we_are_not_in_is_told_with_what_to_do(
    front: Front, trouble: PlatformError
) -> None:
    front.trouble = trouble
    assert await front.say("manage @harbournews") == (
        "I can’t write in a chat called @harbournews. "
        "Add me there as an administrator who may post messages, then try again."
    )
    assert await front.say("manage @nowhere") == (
        "I can’t write in a chat called @nowhere. "
        "Add me there as an administrator who may post messages, then try again."
    )


async def test_a_platform_that_cannot_be_asked_is_told_without_blame(front: Front) -> None:
    front.trouble = TryLater(3.0)
    said = "I could not find that out just now. Please try again in a moment."
    assert await front.say("manage @harbournews") == said
    assert await front.say("subscribe") == said


async def test_a_platform_that_says_itself_why_is_heard(front: Front) -> None:
    await know(front, CLUB)
    front.trouble = UserError("comment-empty")
    assert (await front.say("at -5 settings")).startswith("I can only keep text.")


async def test_in_private_one_chooses_a_group_or_a_channel(front: Front) -> None:
    answer = await front.type("manage")
    assert text(answer) == (
        "Which group or channel do you want to set up? "
        "Choose it, or send /manage and its @name, such as /manage @harbourpost.\n\n"
        "I must be in it: in a channel as an administrator."
    )
    (row,) = answer.message.buttons
    assert [(one.label, one.action, one.takes) for one in row] == [
        ("A group", "manage", Takes.GROUP),
        ("A channel", "manage", Takes.CHANNEL),
    ]
    assert not answer.private


async def test_in_a_group_the_way_into_private_is_shown(front: Front) -> None:
    front.readers.has_addresses = True
    answer = await front.type("manage", BEN, CLUB)
    assert text(answer) == ("Whoever runs this chat can set it up in private. /settings does it here.")
    (row,) = answer.message.buttons
    assert (row[0].label, row[0].url) == ("Set it up privately", "https://telegram.example/manage_-5")
    front.readers.has_addresses = False
    without = await front.type("manage", BEN, CLUB)
    assert without.message.buttons == ()
    assert Code("/manage -5") in spans(without)


async def test_what_takes_something_of_a_person_is_not_offered_for_another_chat(front: Front) -> None:
    await know(front, CLUB)
    await front.type("at -5 subscribe")
    answer = await front.type("at -5 timezone")
    assert buttons(answer.message) == {"‹ Settings": "at -5 settings"}
    assert "I don’t know the time zone “here”" in await front.say("at -5 timezone here")
