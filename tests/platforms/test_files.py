"""Files that a bot sends: taken as a form, under the rules for what stands under them."""

from __future__ import annotations

import pytest

from tests.platforms.conftest import Caller
from tests.platforms.telegram import ADMIN, POSTER, Limits, Person, TelegramServer
from tests.platforms.telegram.refusals import Refused


@pytest.fixture
def ana(server: TelegramServer) -> Person:
    ana = server.person("Ana")
    ana.starts()
    return ana


async def test_a_file_is_posted_with_its_caption(call: Caller, server: TelegramServer, ana: Person) -> None:
    markup = '{"inline_keyboard":[[{"text":"Help","callback_data":"help"}]]}'
    given = {"chat_id": str(ana.id), "caption": "<b>All</b> feeds.", "parse_mode": "HTML"}
    sent = await call.upload("sendDocument", b"<opml/>", **given, reply_markup=markup)
    assert (sent["caption"], sent["caption_entities"][0]["type"]) == ("All feeds.", "bold")
    assert "text" not in sent
    assert (sent["document"]["file_name"], sent["document"]["file_size"]) == ("feeds.opml", 7)
    seen = server.last(ana.chat)
    assert seen.document is not None
    assert (seen.document.content, seen.document.kind) == (b"<opml/>", "text/x-opml")
    assert [button.text for button in seen.buttons] == ["Help"]


async def test_a_caption_may_be_missing_and_is_shorter_than_a_text(
    call: Caller, server: TelegramServer, ana: Person
) -> None:
    chat, longest = str(ana.id), "🗞" * 512  # counted in UTF-16 units, after parsing
    await call.upload("sendDocument", b"x", chat_id=chat)
    await call.upload("sendDocument", b"x", chat_id=chat, caption=f"<b>{longest}</b>", parse_mode="HTML")
    with pytest.raises(Refused, match="caption is too long"):
        await call.upload("sendDocument", b"x", chat_id=chat, caption=f"{longest}x")
    with pytest.raises(Refused, match="can't parse entities"):
        await call.upload("sendDocument", b"x", chat_id=chat, caption="<wrong>x", parse_mode="HTML")
    assert [len(seen.text) for seen in server.seen(ana.chat)] == [0, 512]


async def test_a_file_goes_where_it_is_sent_and_nowhere_else(
    call: Caller, server: TelegramServer, ana: Person
) -> None:
    forum = server.forum("Embassy row", ana, bot=ADMIN)
    topic = server.life.topic_opened(forum, "News", ana)
    await call.upload("sendDocument", b"x", chat_id=str(forum.id), message_thread_id=str(topic.id))
    assert server.last(forum).thread == topic.id
    with pytest.raises(Refused, match="message thread not found"):
        await call.upload("sendDocument", b"x", chat_id=str(forum.id), message_thread_id="77")
    with pytest.raises(Refused, match="chat not found"):
        await call.upload("sendDocument", b"x", chat_id="5")


async def test_a_file_in_a_channel_is_copied_to_its_discussion(
    call: Caller, server: TelegramServer, ana: Person
) -> None:
    talk = server.supergroup("Talk", ana, bot=ADMIN)
    channel = server.channel("Wire", ana, bot=POSTER, discussion=talk)
    await call.upload("sendDocument", b"x", chat_id=str(channel.id))
    (copy,) = [each for each in await call.updates() if "document" in each.get("message", {})]
    assert copy["message"]["is_automatic_forward"]


async def test_what_is_no_file_or_an_empty_one_is_refused(call: Caller, ana: Person) -> None:
    assert (await call.refusal("sendDocument", chat_id=ana.id, document="feeds.opml")).code == 400
    with pytest.raises(Refused, match="non-empty"):
        await call.upload("sendDocument", b"", chat_id=str(ana.id))


async def test_a_file_has_no_text_to_edit(call: Caller, server: TelegramServer, ana: Person) -> None:
    sent = await call.upload("sendDocument", b"x", chat_id=str(ana.id), caption="All feeds.")
    refused = await call.refusal("editMessageText", chat_id=ana.id, message_id=sent["message_id"], text="Hm")
    assert "no text in the message" in refused.description
    assert server.last(ana.chat).text == "All feeds."


async def test_a_file_counts_as_a_message(call: Caller, server: TelegramServer, ana: Person) -> None:
    server.rates.limits = Limits()
    await call.upload("sendDocument", b"x", chat_id=str(ana.id))
    with pytest.raises(Refused) as caught:
        await call.upload("sendDocument", b"x", chat_id=str(ana.id))
    assert caught.value.code == 429
