"""What is called for each message of ours: topics, silence, previews, questions, markup that is refused."""

from __future__ import annotations

import pytest
from telegram.error import BadRequest, RetryAfter

from adapters.telegram.address import Address
from adapters.telegram.buttons import Pen
from adapters.telegram.posting import Posting
from bot.errors import StorageBusy, TryLater
from bot.model.chats import Person, PersonRef
from bot.text.markup import Bold, Button, Message, Takes, message, paragraph
from tests.adapters.console.helpers import DictMemory
from tests.adapters.telegram.scripted import NORTH, Refused, Script
from tests.fakes.clock import FakeClock

GROUP = Address(NORTH)
ALONE = Address(77)
STORY = message(paragraph(Bold("Northland & Eastmark")), "Talks go on.").with_buttons(
    [Button("Leave a reply", "reply k7")]
)
ANA = Person(PersonRef("telegram", "77"), "Ana <b>")
POSTED = {"message_id": 9}


class BrokenMemory(DictMemory):
    async def keep(self, platform: str, name: str, value: str) -> None:
        raise StorageBusy


def posting(script: Script, memory: DictMemory | None = None, *, paid: bool = False) -> Posting:
    script.says("sendMessage", POSTED)
    script.says("editMessageText", POSTED)
    return Posting(
        api=script.api,
        pen=Pen(b"a secret", FakeClock()),
        memory=memory or DictMemory(),
        link=lambda line: f"https://t.me/briefing_bot?start={line}",
        paid=paid,
    )


async def test_a_message_is_posted_with_its_markup_and_its_buttons(script: Script) -> None:
    assert await posting(script).post(GROUP, STORY, "k1") == "9"
    (sent,) = script.named("sendMessage")
    assert sent["text"] == "<b>Northland &amp; Eastmark</b>\n\nTalks go on."
    assert (sent["chat_id"], sent["parse_mode"], sent["disable_notification"]) == (NORTH, "HTML", False)
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert sent["reply_markup"]["inline_keyboard"][0][0]["text"] == "Leave a reply"
    assert "message_thread_id" not in sent
    assert "allow_paid_broadcast" not in sent


async def test_topic_silence_and_preview_are_kept(script: Script) -> None:
    await posting(script).post(
        Address(NORTH, topic=5), Message(STORY.blocks, silent=True, preview=True), "k1"
    )
    (sent,) = script.named("sendMessage")
    assert (sent["message_thread_id"], sent["disable_notification"]) == (5, True)
    assert sent["link_preview_options"] == {"is_disabled": False}


@pytest.mark.parametrize(
    ("paid", "broadcast", "costs"), [(True, True, True), (True, False, False), (False, True, False)]
)
async def test_only_an_edition_is_paid_for_and_only_if_that_is_wanted(
    script: Script, paid: bool, broadcast: bool, costs: bool
) -> None:
    await posting(script, paid=paid).post(GROUP, Message(STORY.blocks, broadcast=broadcast), "k1")
    (sent,) = script.named("sendMessage")
    assert ("allow_paid_broadcast" in sent) == costs


async def test_markup_that_is_refused_goes_out_as_plain_words_with_its_buttons(script: Script) -> None:
    letters = posting(script)

    def judge(asked: dict[str, object]) -> object:
        if "parse_mode" in asked:
            raise Refused(400, "Bad Request: can't parse entities: unsupported start tag")
        return POSTED

    script.answers["sendMessage"] = judge
    assert await letters.post(GROUP, STORY, "k1") == "9"
    _, plain = script.named("sendMessage")
    assert plain["text"] == "Northland & Eastmark\n\nTalks go on."
    assert "inline_keyboard" in plain["reply_markup"]


async def test_any_other_refusal_is_told(script: Script) -> None:
    letters = posting(script)
    script.says("sendMessage", Refused(400, "Bad Request: message is too long"))
    with pytest.raises(BadRequest):
        await letters.post(GROUP, STORY, "k1")
    assert len(script.named("sendMessage")) == 1


async def test_an_edit_to_the_same_is_no_error_and_one_that_is_refused_is(script: Script) -> None:
    letters = posting(script)
    script.says("editMessageText", Refused(400, "Bad Request: message is not modified: it is the same"))
    await letters.edit(GROUP, 9, STORY)
    script.says("editMessageText", Refused(400, "Bad Request: message to edit not found"))
    with pytest.raises(BadRequest):
        await letters.edit(GROUP, 9, STORY)


async def test_an_edit_without_buttons_takes_them_away(script: Script) -> None:
    await posting(script).edit(GROUP, 9, message("It was withdrawn."))
    (edited,) = script.named("editMessageText")
    assert (edited["message_id"], edited["chat_id"]) == (9, NORTH)
    assert "reply_markup" not in edited
    assert "disable_notification" not in edited


async def test_what_is_too_long_for_a_button_is_kept_before_the_message_is_sent(script: Script) -> None:
    memory = DictMemory()
    long = message("Choose.").with_buttons([Button("There", f"timezone {'x' * 80}")])
    await posting(script, memory).post(GROUP, long, "k1")
    assert [value for value in memory.kept.values() if value.startswith("timezone")]
    with pytest.raises(TryLater):
        await posting(script, BrokenMemory()).post(GROUP, long, "k1")
    assert len(script.named("sendMessage")) == 1


async def test_a_keyboard_in_place_of_a_persons_own_is_put_away_with_the_next_message(script: Script) -> None:
    letters = posting(script)
    chooser = message("Which?").with_buttons([Button("A group", "manage", takes=Takes.GROUP)])
    for each in (chooser, message("Done."), message("And more.")):
        await letters.post(ALONE, each, "k1")
    first, second, third = script.named("sendMessage")
    assert "keyboard" in first["reply_markup"]
    assert second["reply_markup"]["remove_keyboard"] is True
    assert "reply_markup" not in third


async def test_a_keyboard_is_put_away_though_the_first_try_at_that_fails(script: Script) -> None:
    letters = posting(script)
    chooser = message("Which?").with_buttons([Button("A group", "manage", takes=Takes.GROUP)])
    await letters.post(ALONE, chooser, "k1")
    script.says("sendMessage", Refused(429, "Too Many Requests: retry after 1", retry_after=1))
    with pytest.raises(RetryAfter):
        await letters.post(ALONE, message("Done."), "k2")
    script.says("sendMessage", POSTED)
    await letters.post(ALONE, message("Done."), "k2")
    assert script.named("sendMessage")[-1]["reply_markup"]["remove_keyboard"] is True


async def test_a_question_in_a_group_names_whom_it_is_for(script: Script) -> None:
    letters = posting(script)
    await letters.ask(GROUP, ANA, message("What do you say?"))
    await letters.ask(ALONE, ANA, message("What do you say?"))
    in_group, alone = script.named("sendMessage")
    assert in_group["text"].startswith('<a href="tg://user?id=77">Ana &lt;b&gt;</a>\n')
    assert in_group["reply_markup"]["selective"] is True
    assert alone["text"] == "What do you say?"
    assert alone["reply_markup"]["input_field_placeholder"] == "What do you say?"


async def test_an_anonymous_person_is_asked_without_a_name(script: Script) -> None:
    channel = Person(PersonRef("telegram", str(NORTH)), "Embassy row", anonymous=True)
    await posting(script).ask(GROUP, channel, message("What do you say?"))
    (asked,) = script.named("sendMessage")
    assert asked["text"] == "What do you say?"


async def test_a_question_whose_markup_is_refused_still_names_whom_it_is_for(script: Script) -> None:
    letters = posting(script)

    def judge(asked: dict[str, object]) -> object:
        if "parse_mode" in asked:
            raise Refused(400, "Bad Request: can't parse entities: unsupported start tag")
        return POSTED

    script.answers["sendMessage"] = judge
    await letters.ask(GROUP, ANA, message("What do you say?"))
    _, plain = script.named("sendMessage")
    assert plain["text"] == "Ana <b>\nWhat do you say?"
    (mention,) = plain["entities"]
    assert (mention["type"], mention["offset"], mention["length"]) == ("text_mention", 0, len("Ana <b>"))
    assert mention["user"]["id"] == 77


async def test_an_answer_names_the_message_that_it_answers_while_that_is_there(script: Script) -> None:
    letters = posting(script)
    await letters.post(GROUP, Message(STORY.blocks, to="12"), "k1")
    await letters.post(GROUP, Message(STORY.blocks, to="said:12"), "k2")
    answer, other = script.named("sendMessage")
    assert answer["reply_parameters"] == {"message_id": 12, "allow_sending_without_reply": True}
    assert "reply_parameters" not in other
