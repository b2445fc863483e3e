"""The owner's commands."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from bot.commands.owner import OwnerCommands
from bot.commands.table import COMMANDS
from bot.model.chats import ChatRef, MessageRef, Person, PersonRef, Right
from bot.model.comments import CommentState, NewComment
from bot.ports.desk import Deed
from bot.text.markup import Message, plain_text
from bot.wording import Wording
from storage import open_store
from tests.core.commands.editors import DESK_CHAT, Editors, labels
from tests.core.newsroom_services.room import ANA, BEN, BRIEFING, Newsroom


@pytest.fixture
def menus() -> list[ChatRef | None]:
    """The newsrooms for which menus were shown."""
    return []


@pytest.fixture
def told() -> list[tuple[PersonRef, str]]:
    """Who was told what in private."""
    return []


@pytest_asyncio.fixture
async def owner(menus: list[ChatRef | None], told: list[tuple[PersonRef, str]]) -> AsyncIterator[Editors]:
    """Ana owns; Ben spoke once."""
    async with open_store("sqlite://") as store:
        newsroom = Newsroom(store)
        await store.people.meet(BEN, DESK_CHAT.ref)

        async def backup() -> Path:
            return Path("backups/2026-01-03.db")

        async def tell_person(person: PersonRef, said: Callable[[Wording], Message]) -> None:
            told.append((person, plain_text(said(Wording()))))

        commands = OwnerCommands(
            store=store,
            briefing=BRIEFING,
            platforms=("console", "telegram"),
            backup=backup,
            menus=menus.append,
            tell_person=tell_person,
        )
        yield Editors(newsroom, commands.handlers())


async def editors(owner: Editors) -> list[str]:
    return [str(person.ref) for person in await owner.newsroom.store.chats.editors()]


async def test_the_newsroom_is_where_the_owner_says(owner: Editors) -> None:
    assert (await owner.say("newsroom here")).startswith("This chat is the newsroom now")
    assert await owner.newsroom.store.chats.newsroom() == DESK_CHAT.ref


async def test_somebody_who_spoke_is_made_an_editor_by_name(owner: Editors) -> None:
    assert await owner.say("editor add ben") == "Ben is an editor now. Send /help to see what editors can do."
    assert await owner.say("editor add Ben") == "Ben is an editor already."
    assert await owner.say("editors") == "Editors\n\nBen  console:ben"
    assert await owner.say("editor remove ben") == "Ben is no longer an editor."
    assert await owner.say("editors") == (
        "There is no editor but the owner. Send /editor add and a name to make somebody one."
    )
    assert await owner.say("editor remove ben") == (
        "No editor is called “ben”. Send /editors to see who edits."
    )


async def test_somebody_on_a_platform_is_made_an_editor_by_id(owner: Editors) -> None:
    await owner.say("editor add Telegram:1234")
    assert await editors(owner) == ["telegram:1234"]
    await owner.say("editor remove telegram:1234")
    assert await editors(owner) == []


async def test_behind_an_at_sign_only_the_public_name_counts(owner: Editors) -> None:
    people = owner.newsroom.store.people
    await people.meet(Person(PersonRef("console", "zoe"), "Zoe", handle="zoe_p"), DESK_CHAT.ref)
    await people.meet(Person(PersonRef("console", "fraud"), "zoe_p"), DESK_CHAT.ref)
    await people.meet(Person(PersonRef("console", "other"), "@zoe_p"), DESK_CHAT.ref)
    assert (await owner.say("editor add @Zoe_P")).startswith("Zoe (@zoe_p) is an editor now.")
    assert await editors(owner) == ["console:zoe"]
    assert await owner.say("editors") == "Editors\n\nZoe (@zoe_p)  console:zoe"
    assert (await owner.say("editor add @ben")).startswith("Nobody called “@ben” has spoken to me here.")
    assert await owner.say("editor remove @zoe_p") == "Zoe (@zoe_p) is no longer an editor."
    assert await editors(owner) == []


async def test_a_new_editor_is_told_and_one_who_was_already_is_not(
    owner: Editors, told: list[tuple[PersonRef, str]]
) -> None:
    for _ in range(2):
        await owner.say("editor add Ben")
    assert told == [
        (
            BEN.ref,
            (
                "You are an editor of Diplomatic Briefing now. "
                "/desk shows what could go out next, /help what you can do."
            ),
        )
    ]


async def test_who_never_spoke_cannot_be_found_by_name(owner: Editors) -> None:
    assert await owner.say("editor add Zoe") == (
        "Nobody called “Zoe” has spoken to me here. "
        "Ask them to send me /start first, or give their id, such as telegram:123456"
    )


async def test_who_is_on_a_platform_that_is_not_served_cannot_edit(owner: Editors) -> None:
    assert await owner.say("editor add discord:7") == (
        "I am not on Discord, so nobody there can edit. I am on Terminal, Telegram; "
        "give an id of there, such as telegram:123456"
    )
    assert await editors(owner) == []


async def test_several_of_one_name_are_told_apart(owner: Editors) -> None:
    await owner.newsroom.store.people.meet(
        Person(PersonRef("console", "ben2"), "ben", handle="Benny"), DESK_CHAT.ref
    )
    assert await owner.say("editor add Ben") == (
        "Several people are called “Ben”: Ben console:ben, ben (@benny) console:ben2. "
        "Say which: /editor add console:ben"
    )
    assert await editors(owner) == []


async def test_the_audit_tells_who_did_what(owner: Editors) -> None:
    assert await owner.say("audit") == "Nobody has done anything yet."
    await owner.say("editor add Ben")
    await owner.say("newsroom here")
    assert await owner.say("audit") == (
        "Who did what\n\n"
        "2026-01-04 03:00  Ana: made main the newsroom\n"
        "2026-01-04 03:00  Ana: made Ben (console:ben) an editor"
    )


@pytest.mark.parametrize(
    ("deed", "about", "detail", "said"),
    [
        ("send", "main", "1", "sent the briefing to 1 chat"),
        (
            "feed import",
            "https://lists.example/a.opml",
            "0",
            "imported https://lists.example/a.opml: no feed was new",
        ),
        ("feed add", "https://post.example/feed", "", "added the feed https://post.example/feed"),
        ("feed topic", "Harbour Post", "", "took the topic off the feed Harbour Post"),
        ("excerpt", "f122", "", "undid the excerpt of f122"),
        ("headline", "f122", "Two ministers meet", "rewrote the headline of f122: Two ministers meet"),
        ("letter drop", "console:main", "7", "gave up message 7 to console:main"),
        ("something new", "x", "y", "something new x y"),
    ],
)
async def test_every_deed_is_told_in_words(
    owner: Editors, deed: str, about: str, detail: str, said: str
) -> None:
    await owner.newsroom.store.audit.record(Deed(owner.newsroom.now, ANA.ref, "Ana", deed, about, detail))
    assert (await owner.say("audit")).endswith(f"Ana: {said}")


def test_every_command_that_is_recorded_has_its_sentence() -> None:
    recorded = {command.name for command in COMMANDS if command.who in (Right.EDITOR, Right.OWNER)}
    asking = {
        "desk",
        "why",
        "whynot",
        "preview",
        "letters",
        "feeds",
        "feed test",
        "feed export",
        "editors",
        "audit",
    }
    words = Wording()
    assert {name for name in recorded - asking if not words.knows(f"deed-{name.replace(' ', '-')}")} == set()


async def test_a_long_audit_has_pages(owner: Editors) -> None:
    for number in range(20):
        await owner.newsroom.store.audit.record(
            Deed(owner.newsroom.now, ANA.ref, "Ana", "pick", f"k{number}")
        )
    assert labels((await owner.answer("audit")).message) == ["1/2", "›"]
    last = await owner.answer("audit 2", pressed=True)
    assert last.replaces
    assert plain_text(last.message).endswith("Ana: picked k0")


async def test_a_backup_says_where_it_lies(owner: Editors) -> None:
    assert await owner.say("backup") == "Everything is backed up in backups/2026-01-03.db"


async def test_the_menus_follow_the_newsroom(owner: Editors, menus: list[ChatRef | None]) -> None:
    await owner.say("newsroom here")
    assert menus == [DESK_CHAT.ref]


async def test_the_author_of_a_comment_is_made_an_editor_by_answering_it(owner: Editors) -> None:
    store, theirs = owner.newsroom.store, MessageRef(DESK_CHAT.ref, "7")
    said = NewComment(None, theirs, BEN, "Ben", None, "Hello.", CommentState.HELD, False, owner.newsroom.now)
    await store.comments.keep(said)
    added = await owner.answer("editor add", to=theirs)
    assert plain_text(added.message).startswith("Ben is an editor now.")
    assert await editors(owner) == ["console:ben"]
    whom = "Say whom: send /editor add and a name, or answer a comment of theirs with /editor add."
    assert await owner.say("editor add") == whom
    assert plain_text((await owner.answer("editor add", to=MessageRef(DESK_CHAT.ref, "8"))).message) == whom
