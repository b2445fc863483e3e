"""What a chat is sent where people discuss it elsewhere: no buttons, a comment line that leads somewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from bot.errors import Unknown
from bot.model.chats import Chat, ChatKind, ChatRef, Layout
from bot.model.comments import Counts, StaleCopy
from bot.model.news import StoryId
from bot.press.copies import Copies
from bot.press.powers import Powers
from bot.press.surface import surface
from bot.text.markup import Link, Message
from storage.store import SqlStore
from tests.core.press.stage import ANA, DUE, Stage, chat, prepared
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform, FindingPlatform

HERE = chat("channel")


@dataclass(slots=True)
class LinkingPlatform(FakePlatform):
    """A fake with addresses that lead into a private chat."""

    def link(self, line: str) -> str | None:
        return f"https://fake.example/{line.replace(' ', '_')}"


@pytest.fixture
def stage(store: SqlStore) -> Stage:
    made = Stage(store, FakeClock(DUE), LinkingPlatform())
    made.line_up.stories = [prepared(1)]
    return made


async def discussed(stage: Stage, ref: ChatRef = HERE, layout: Layout = Layout.STORIES) -> None:
    await stage.subscribe(ref, kind=ChatKind.OPEN, layout=layout)
    await stage.store.chats.set_discussion(ref, "group")


def links(message: Message) -> list[Link]:
    """The links that lead to us."""
    spans = [span for block in message.blocks for span in block.spans if isinstance(span, Link)]
    return [span for span in spans if span.url.startswith("https://fake.example")]


async def test_a_chat_that_is_discussed_elsewhere_gets_stories_without_buttons(stage: Stage) -> None:
    await discussed(stage)
    await stage.subscribe(chat("group"))
    await stage.deliver()
    told, elsewhere = (stage.platform.posts[ref][1].message for ref in (HERE, chat("group")))
    assert not told.buttons
    assert links(told) == [Link("No comments yet »", "https://fake.example/comments_k1")]
    assert elsewhere.buttons
    assert not links(elsewhere)


async def test_its_digest_has_no_buttons_either(stage: Stage) -> None:
    await discussed(stage, layout=Layout.DIGEST)
    await stage.deliver()
    (posted,) = stage.platform.posts[HERE]
    assert not posted.message.buttons
    assert links(posted.message) == [Link("No comments yet »", "https://fake.example/comments_k1")]


async def test_a_copy_written_anew_keeps_its_link(stage: Stage) -> None:
    await discussed(stage)
    await stage.deliver()
    await stage.store.comments.like(StoryId("k1"), ANA, DUE)
    (stale,) = await stage.store.comments.stale(DUE, 9)
    wires = stage.press.wires
    copies = Copies(store=stage.store, letters=stage.press.letters, powers=Powers(wires), wires=wires)
    message = await copies.compose(replace(stale, counts=Counts(3, 1)))
    assert message is not None
    assert not message.buttons
    assert links(message) == [Link("3 comments »", "https://fake.example/comments_k1")]
    stranger = StaleCopy(replace(stale.message, chat=ChatRef("mail", "1")), StoryId("k1"), 1, Counts(0, 0))
    assert await copies.compose(stranger) is None


async def test_a_comment_line_that_takes_a_message_of_its_own_is_not_forgotten_after_an_unknown_outcome(
    store: SqlStore,
) -> None:
    text = "Northland opened its embassy in Eastmark on Tuesday. Many guests came from all over."
    stage = Stage(store, FakeClock(DUE), FindingPlatform())
    stage.line_up.stories = [prepared(1, text=text)]
    await stage.subscribe(chat("other"))
    await stage.deliver()
    stage.platform.length = len(stage.texts(chat("other"))[1])
    stage.platform.fail(Unknown(), chat=HERE, posted=True, after=1)
    await discussed(stage)
    await stage.deliver()
    assert stage.texts(HERE)[2:] == ["No comments yet »"]


async def test_all_of_an_edition_is_a_broadcast(stage: Stage) -> None:
    await stage.subscribe(HERE)
    await stage.deliver()
    assert [posted.message.broadcast for posted in stage.platform.posts[HERE]] == [True, True]


def test_a_platform_that_takes_no_buttons_gets_none() -> None:
    here = Chat(HERE, ChatKind.OPEN, "Channel")
    assert surface(FakePlatform(), here).buttons
    assert surface(FakePlatform(), None).buttons
    assert not surface(FakePlatform(rows=0), here).buttons
    assert not surface(FakePlatform(buttons_per_row=0), here).buttons
    assert not surface(FakePlatform(), replace(here, discussion="group")).buttons
    assert surface(FakePlatform(), here).address("comments k1") is None
