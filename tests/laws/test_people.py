"""The laws of ``PeopleStore``: what is known of a person can be shown and erased."""

from __future__ import annotations

from dataclasses import replace

from bot.model.chats import ChatKind, MessageRef, PersonRef
from bot.model.comments import Acquaintance, CommentState, Counts
from bot.model.editions import Edits
from bot.ports.desk import Decision, DecisionKind, Deed
from storage.session import Session
from storage.store import SqlStore
from tests.laws.makers import (
    ANA,
    BRIEFING,
    CHAT,
    DAY,
    K1,
    K2,
    NOW,
    RAVI,
    ROOM,
    chat,
    command,
    comment,
    deliver,
    subscription,
)

SECRET = replace(ANA, ref=PersonRef("console", "ana-4711"), name="Ana Quellbrunn")


async def live(store: SqlStore) -> None:
    """Let Ana do everything that leaves a trace."""
    await store.chats.see(chat(CHAT, title=SECRET.name))
    await store.chats.see(chat(ROOM, ChatKind.OPEN, "Room"))
    await store.people.meet(SECRET, CHAT)
    await store.people.meet(SECRET, ROOM)
    await store.subscriptions.put(subscription(CHAT))
    await deliver(store, CHAT)
    await store.comments.keep(comment("private-7", SECRET))
    kept = await store.comments.keep(comment("8", SECRET, ref=ROOM))
    await store.comments.keep(replace(comment("9", RAVI, ref=ROOM), parent=kept.id))
    await store.comments.share(SECRET.ref, "Ana Q.", shared=True)
    await store.comments.like(K1, SECRET, NOW)
    await store.chats.add_editor(SECRET, RAVI.ref, NOW)
    await store.chats.add_editor(RAVI, SECRET.ref, NOW)
    await store.desk.decide(Decision(BRIEFING, DecisionKind.PICK, K1, SECRET, NOW))
    await store.desk.decide(Decision(BRIEFING, DecisionKind.DROP, K2, SECRET, NOW))
    await store.desk.edit(BRIEFING, K1, Edits(headline="Quellbrunn says"), SECRET, NOW)
    await store.desk.show(BRIEFING, SECRET.ref, [K1])
    await store.audit.record(Deed(NOW, SECRET.ref, SECRET.name, "newsroom here", "console:room"))
    await store.inbox.put([command("e1", SECRET)], NOW)


async def traces(store: SqlStore, *words: str) -> list[str]:
    """Where any of these words stands in the whole database."""

    async def work(session: Session) -> list[str]:
        found = []
        for table in await session.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
            for row in await session.rows(f"SELECT * FROM {table['name']}"):
                found += [table["name"] for value in row if any(word in str(value) for word in words)]
        return found

    return await store.people.database.read(work)


async def test_whom_we_met_is_known_by_their_newest_name(store: SqlStore) -> None:
    assert await store.people.meet(ANA, CHAT) == Acquaintance(ANA.ref, "Ana", last_chat=CHAT)
    await store.people.told(ANA.ref, NOW)
    renamed = replace(ANA, name="Ana B")
    expected = Acquaintance(ANA.ref, "Ana B", told=NOW, last_chat=ROOM)
    assert await store.people.meet(renamed, ROOM) == expected


async def test_a_private_chat_with_a_person_is_known_once_they_spoke_in_it(store: SqlStore) -> None:
    await store.chats.see(chat(CHAT))
    await store.chats.see(chat(ROOM, ChatKind.OPEN, "Room"))
    assert await store.people.private_chat(ANA.ref) is None
    await store.people.meet(ANA, ROOM)
    assert await store.people.private_chat(ANA.ref) is None
    await store.people.meet(ANA, CHAT)
    await store.people.meet(ANA, ROOM)
    assert await store.people.private_chat(ANA.ref) == CHAT


async def test_about_tells_everything_of_one_person_and_nothing_of_others(store: SqlStore) -> None:
    await live(store)
    told = await store.people.about(SECRET.ref)
    assert set(told) == {
        *("person", "comments", "likes", "editor", "picks", "drops", "desk", "audit", "inbox"),
        *("chat", "subscriptions", "promises", "deliveries", "posts"),
    }
    assert [one["body"] for one in told["comments"]] == ["Comment private-7.", "Comment 8."]
    assert told["likes"] == [{"story": K1, "at": NOW}]
    assert set(await store.people.about(RAVI.ref)) == {"comments", "editor"}
    assert await store.people.about(PersonRef("discord", "ana-4711")) == {}


async def test_forgetting_leaves_no_trace_of_a_person(store: SqlStore) -> None:
    await live(store)
    assert set(await traces(store, "4711", "Quellbrunn", "Ana Q.")) > {"comments", "inbox", "audit", "people"}
    assert await store.people.forget(SECRET.ref, NOW) == 2
    left = await traces(store, "4711", "Ana Quellbrunn", "Ana Q.", "private-7", "Comment 8.")
    assert left == []
    assert await store.people.about(SECRET.ref) == {}
    assert await store.subscriptions.get(BRIEFING, CHAT) is None


async def test_only_comments_that_were_still_there_are_counted(store: SqlStore) -> None:
    await live(store)
    await store.comments.delete(MessageRef(ROOM, "8"), NOW)
    assert await store.people.forget(SECRET.ref, NOW) == 1


async def test_forgetting_leaves_what_others_did(store: SqlStore) -> None:
    await live(store)
    await store.people.forget(SECRET.ref, NOW)
    assert [one.source.id for one in await store.comments.page(K1, ROOM, 0, 10)] == ["9"]
    emptied = await store.comments.by_source(MessageRef(ROOM, "8"))
    assert emptied is not None
    assert (emptied.shown, emptied.text, emptied.state) == ("", "", CommentState.DELETED)
    assert [pick.story for pick in await store.desk.picks(BRIEFING, NOW - DAY)] == [K1]
    assert [deed.deed for deed in await store.audit.recent(10)][-1] == "pick"
    assert await store.comments.counts([K1], ROOM) == {K1: Counts(1, 0)}
    assert await store.chats.editors() == [RAVI]
    assert await store.inbox.put([command("e1", SECRET)], NOW) == [False]
    assert await store.inbox.open() == []


async def test_who_was_forgotten_may_come_back(store: SqlStore) -> None:
    await live(store)
    await store.people.forget(SECRET.ref, NOW)
    assert await store.people.meet(SECRET, CHAT) == Acquaintance(SECRET.ref, SECRET.name, last_chat=CHAT)
    assert await store.people.forget(SECRET.ref, NOW) == 0
