"""The laws of ``DeskStore`` and ``AuditStore``."""

from __future__ import annotations

from datetime import datetime

from bot.model.chats import Person
from bot.model.editions import Edits
from bot.model.news import StoryId
from bot.ports.desk import Decided, Decision, DecisionKind, Deed
from storage.store import SqlStore
from tests.laws.makers import ANA, BRIEFING, DAY, HOUR, K1, K2, K3, MINUTE, NOW, RAVI

PICK, DROP, PIN, UNPIN = DecisionKind.PICK, DecisionKind.DROP, DecisionKind.PIN, DecisionKind.UNPIN


async def decide(
    store: SqlStore, kind: DecisionKind, story: StoryId, by: Person = ANA, at: datetime = NOW
) -> Decided:
    return await store.desk.decide(Decision(BRIEFING, kind, story, by, at, since=at - DAY))


async def line_up(store: SqlStore) -> list[StoryId]:
    return [pick.story for pick in await store.desk.picks(BRIEFING, NOW - DAY)]


async def test_a_pick_takes_the_end_and_a_pin_stands_before_picks(store: SqlStore) -> None:
    for kind, story in ((PICK, K1), (PICK, K2), (PIN, K3)):
        assert (await decide(store, kind, story)).changed
    assert await line_up(store) == [K3, K1, K2]
    (first, *_) = await store.desk.picks(BRIEFING, NOW - DAY)
    assert (first.pinned, first.by, first.at) == (True, "Ana", NOW)


async def test_pins_keep_their_order(store: SqlStore) -> None:
    for story in (K2, K1, K3):
        await decide(store, PIN, story)
    assert await line_up(store) == [K2, K1, K3]


async def test_the_second_to_decide_the_same_is_told_who_was_first(store: SqlStore) -> None:
    for kind in (PICK, PIN, UNPIN, DROP):
        assert await decide(store, kind, K1, ANA) == Decided(changed=True, by="Ana")
        assert await decide(store, kind, K1, RAVI) == Decided(changed=False, by="Ana")
    assert await decide(store, UNPIN, K2) == Decided(changed=False, by="")
    assert len(await store.audit.recent(10)) == 4


async def test_a_drop_ends_pick_and_pin_and_a_pick_ends_a_drop(store: SqlStore) -> None:
    await decide(store, PIN, K1)
    await decide(store, DROP, K1)
    assert await line_up(store) == []
    assert await store.desk.dropped(BRIEFING, NOW - DAY) == {K1: "Ana"}
    await decide(store, PICK, K1)
    assert await line_up(store) == [K1]
    assert await store.desk.dropped(BRIEFING, NOW - DAY) == {}


async def test_unpinning_leaves_the_pick(store: SqlStore) -> None:
    await decide(store, PICK, K1)
    await decide(store, PIN, K2)
    await decide(store, UNPIN, K2)
    assert await line_up(store) == [K1, K2]


async def test_what_is_past_can_be_decided_again(store: SqlStore) -> None:
    await decide(store, PICK, K1, ANA, NOW - 2 * DAY)
    await decide(store, DROP, K2, ANA, NOW - 2 * DAY)
    assert await line_up(store) == []
    assert await store.desk.dropped(BRIEFING, NOW - DAY) == {}
    assert await decide(store, PICK, K1, RAVI) == Decided(changed=True, by="Ravi")
    assert await decide(store, DROP, K2, RAVI) == Decided(changed=True, by="Ravi")
    assert await line_up(store) == [K1]


async def test_reordering_puts_some_first_and_leaves_the_others(store: SqlStore) -> None:
    k4 = StoryId("k4")
    for kind, story in ((PICK, K1), (PICK, K2), (PICK, K3), (PIN, k4)):
        await decide(store, kind, story)
    await store.desk.reorder(BRIEFING, [K3, StoryId("k99"), K1], RAVI, NOW)
    assert await line_up(store) == [k4, K3, K1, K2]
    (deed, *_) = await store.audit.recent(1)
    assert (deed.name, deed.deed, deed.about) == ("Ravi", "order", "k3 k1")


async def test_briefings_have_desks_of_their_own(store: SqlStore) -> None:
    await decide(store, PICK, K1)
    await decide(store, DROP, K2)
    assert await store.desk.picks("sport", NOW - DAY) == []
    assert await store.desk.dropped("sport", NOW - DAY) == {}


async def test_an_edit_changes_what_is_given_and_empty_goes_back(store: SqlStore) -> None:
    await store.desk.edit(BRIEFING, K1, Edits(headline="Talks fail", label="Update"), ANA, NOW)
    await store.desk.edit(BRIEFING, K1, Edits(excerpt="They failed."), RAVI, NOW)
    assert await store.desk.edits(BRIEFING, [K1, K2]) == {K1: Edits("Update", "Talks fail", "They failed.")}
    await store.desk.edit(BRIEFING, K1, Edits(headline=""), ANA, NOW)
    assert await store.desk.edits(BRIEFING, [K1]) == {K1: Edits("Update", None, "They failed.")}
    assert await store.desk.edits(BRIEFING, [K2]) == {}


async def test_every_decision_and_edit_leaves_a_deed(store: SqlStore) -> None:
    await decide(store, PICK, K1)
    await store.desk.edit(BRIEFING, K1, Edits(headline="Talks fail"), RAVI, NOW + MINUTE)
    assert await store.audit.recent(10) == [
        Deed(NOW + MINUTE, RAVI.ref, "Ravi", "headline", K1, "Talks fail"),
        Deed(NOW, ANA.ref, "Ana", "pick", K1),
    ]


async def test_the_audit_is_paged_newest_first(store: SqlStore) -> None:
    deeds = [Deed(NOW - n * HOUR, ANA.ref, "Ana", "feed add", str(n)) for n in range(4)]
    for deed in deeds:
        await store.audit.record(deed)
    assert [deed.about for deed in await store.audit.recent(2)] == ["3", "2"]
    assert [deed.about for deed in await store.audit.recent(10, 2)] == ["1", "0"]


async def test_each_editor_has_the_desk_that_they_were_shown(store: SqlStore) -> None:
    assert await store.desk.shown(BRIEFING, ANA.ref) == []
    await store.desk.show(BRIEFING, ANA.ref, [K1, K2])
    await store.desk.show(BRIEFING, RAVI.ref, [K3])
    await store.desk.show(BRIEFING, ANA.ref, [K2, K1])
    assert await store.desk.shown(BRIEFING, ANA.ref) == [K2, K1]
    assert await store.desk.shown(BRIEFING, RAVI.ref) == [K3]
