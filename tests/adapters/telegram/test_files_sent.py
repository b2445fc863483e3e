"""Files go out with the message as their caption, or after it; nothing twice."""

from __future__ import annotations

import pytest
from telegram.error import TelegramError

from adapters.telegram.address import Address
from adapters.telegram.api import Api
from adapters.telegram.buttons import Pen
from adapters.telegram.posting import Posting
from bot.text.markup import Bold, Button, File, Message, Takes, message, paragraph
from tests.adapters.console.helpers import DictMemory
from tests.fakes.clock import FakeClock
from tests.platforms.telegram import ADMIN, Fault, Person, TelegramServer, broken, flood

FEEDS = File("feeds.opml", "text/x-opml", "<opml/>")
NOTES = File("notes.txt", "text/plain", "Talks go on.")
ALL = Message(message(paragraph(Bold("All"), " feeds.")).blocks, files=(FEEDS,), silent=True)
LONG = Message(message("All feeds, and why. " * 60).blocks, files=(FEEDS,))


@pytest.fixture
def ana(server: TelegramServer) -> Person:
    ana = server.person("Ana")
    ana.starts()
    return ana


@pytest.fixture
def posting(api: Api) -> Posting:
    pen = Pen(b"a secret", FakeClock())
    return Posting(api=api, pen=pen, memory=DictMemory(), link=lambda _: None, paid=False)


def files(server: TelegramServer) -> list[str | None]:
    """What was posted, in order: a file's name, or None for a text."""
    return [each.document.name if each.document else None for each in server.seen()]


async def test_a_file_bears_the_message_as_its_caption(
    posting: Posting, server: TelegramServer, ana: Person
) -> None:
    number = await posting.post(Address(ana.id), ALL, "k1")
    (seen,) = server.seen()
    assert (str(seen.id), seen.text, seen.silent) == (number, "All feeds.", True)
    assert [entity.type for entity in seen.entities] == ["bold"]
    assert seen.document is not None
    assert (seen.document.name, seen.document.content) == ("feeds.opml", b"<opml/>")


async def test_the_first_of_several_files_bears_the_words(
    posting: Posting, server: TelegramServer, ana: Person
) -> None:
    number = await posting.post(Address(ana.id), Message(ALL.blocks, files=(FEEDS, NOTES)), "k1")
    assert files(server) == ["feeds.opml", "notes.txt"]
    assert [seen.text for seen in server.seen()] == ["All feeds.", ""]
    assert number == str(server.last().id)


async def test_a_text_that_is_too_long_for_a_caption_goes_before_the_file(
    posting: Posting, server: TelegramServer, ana: Person
) -> None:
    number = await posting.post(Address(ana.id), LONG, "k1")
    assert files(server) == [None, "feeds.opml"]
    assert (number, server.last().text) == (str(server.last().id), "")


@pytest.mark.parametrize("fault", [flood(1), broken(502)])
async def test_a_text_is_not_posted_again_because_its_file_was_not_taken(
    posting: Posting, server: TelegramServer, ana: Person, fault: Fault
) -> None:
    server.faults.script("sendDocument", fault)
    with pytest.raises(TelegramError):
        await posting.post(Address(ana.id), LONG, "k1")
    await posting.post(Address(ana.id), LONG, "k1")
    assert files(server) == [None, "feeds.opml"]
    await posting.post(Address(ana.id), LONG, "k2")
    assert files(server) == [None, "feeds.opml", None, "feeds.opml"]


async def test_a_file_bears_the_buttons_and_stays_in_its_topic(
    posting: Posting, server: TelegramServer, ana: Person
) -> None:
    forum = server.forum("Embassy row", ana, bot=ADMIN)
    topic = server.life.topic_opened(forum, "News", ana)
    said = ALL.with_buttons([Button("Help", "help")])
    await posting.post(Address(forum.id, topic.id), said, "k1")
    (seen,) = server.seen()
    assert ([button.text for button in seen.buttons], seen.thread) == (["Help"], topic.id)


async def test_a_keyboard_is_put_away_with_a_file_too(
    posting: Posting, server: TelegramServer, ana: Person
) -> None:
    chooser = message("Which?").with_buttons([Button("A group", "manage", takes=Takes.GROUP)])
    for number, said in enumerate((chooser, ALL)):
        await posting.post(Address(ana.id), said, f"k{number}")
    assert server.last().markup == {"remove_keyboard": True}


async def test_a_caption_whose_markup_is_refused_goes_out_as_plain_words(
    posting: Posting, server: TelegramServer, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.telegram.posting.html", lambda _: "<wrong>All")
    await posting.post(Address(ana.id), ALL, "k1")
    (seen,) = server.seen()
    assert (seen.text, seen.entities) == ("All feeds.", ())
    assert seen.document is not None
