"""The laws of ``EditionStore``."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.chats import Layout, Order
from bot.model.editions import EditionId
from storage.store import SqlStore
from tests.laws.makers import BRIEFING, HOUR, K1, K2, K3, NOW, ORDER, freeze, prepared


async def test_an_edition_comes_back_as_it_was_frozen(store: SqlStore) -> None:
    order = Order(3, ("ties",), ("sport",), Layout.DIGEST, "de")
    stories = [
        prepared(K2),
        replace(prepared(K1), excerpt=(), also=(), published=None, language=None, topics=()),
    ]
    edition = await store.editions.freeze(BRIEFING, NOW, order, stories)
    assert (edition.briefing, edition.at, edition.order, edition.stories) == (
        BRIEFING,
        NOW,
        order,
        tuple(stories),
    )
    assert await store.editions.get(edition.id) == edition
    assert await store.editions.get(EditionId(99)) is None


async def test_what_was_frozen_first_stays(store: SqlStore) -> None:
    first = await freeze(store, K1)
    assert await freeze(store, K2, K3) == first


@pytest.mark.parametrize("change", ["briefing", "instant", "order"])
async def test_another_briefing_instant_or_order_is_another_edition(store: SqlStore, change: str) -> None:
    first = await freeze(store)
    briefing = "sport" if change == "briefing" else BRIEFING
    at = NOW + HOUR if change == "instant" else NOW
    order = replace(ORDER, muted=("x",)) if change == "order" else ORDER
    assert (await store.editions.freeze(briefing, at, order, [])).id != first.id


async def test_a_story_is_found_in_its_edition_and_as_it_was_last_frozen(store: SqlStore) -> None:
    first = await freeze(store)
    changed = prepared(K1, "Northland sends its ambassador back")
    await store.editions.freeze(BRIEFING, NOW + HOUR, ORDER, [changed])
    assert await store.editions.story(first.id, K1) == prepared(K1)
    assert await store.editions.story(first.id, K3) is None
    assert await store.editions.latest(K1) == changed
    assert await store.editions.latest(K3) is None


async def test_an_empty_edition_is_kept(store: SqlStore) -> None:
    empty = await store.editions.freeze(BRIEFING, NOW, ORDER, [])
    assert empty.stories == ()
    assert await store.editions.get(empty.id) == empty
