"""Backups beside a running program, restores that keep what was forgotten forgotten, damage found."""

# ruff: noqa: ASYNC240 - a test may wait for its own small files

from __future__ import annotations

import asyncio
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StorageBusy, StorageDamaged, StorageError
from bot.model.chats import MessageRef
from storage import open_store
from storage.backup import Restored, backup, restore
from storage.checks import check
from storage.store import SqlStore
from tests.laws.makers import ANA, CHAT, DAY, K1, NOW, RAVI, add_story, command, comment, deliver, freeze


async def fill(store: SqlStore) -> None:
    await add_story(store)
    await deliver(store)
    for person in (ANA, RAVI):
        await store.people.meet(person, CHAT)
        await store.comments.keep(comment(f"by-{person.name}", person))


async def test_a_backup_beside_a_running_program_holds_what_was_committed(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    async with open_store(url, exclusive=True) as store:
        await fill(store)
        writing = [asyncio.create_task(store.inbox.put([command(str(n))], NOW)) for n in range(100)]
        await backup(url, copy)
        await asyncio.gather(*writing)
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == ["copy.sqlite3"]
    assert await check(f"sqlite:///{copy}") == []
    async with open_store(f"sqlite:///{copy}") as kept:
        assert len(await kept.comments.page(K1, CHAT, 0, 9)) == 2


async def test_a_backup_overwrites_nothing(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    copy.write_text("precious")
    async with open_store(url):
        with pytest.raises(StorageError, match="there already"):
            await backup(url, copy)
    assert copy.read_text() == "precious"


@pytest.mark.parametrize("target", ["absent/copy.sqlite3", "file/copy.sqlite3", "n" * 300])
async def test_a_backup_that_cannot_be_written_names_its_target(
    url: str, tmp_path: Path, target: str
) -> None:
    (tmp_path / "file").touch()
    async with open_store(url):
        with pytest.raises(StorageError, match=f"The backup cannot be written: .+/{target}"):
            await backup(url, tmp_path / target)


async def test_a_restore_into_a_folder_that_cannot_be_made_is_an_error_of_ours(
    url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite3"
    async with open_store(url):
        await backup(url, copy)
    with pytest.raises(StorageError, match=r"The backup cannot be put in place: .+/copy\.sqlite3"):
        await restore(copy, f"sqlite:///{copy}/news.db")


async def test_there_is_nothing_to_back_up_or_check_where_no_database_is(url: str, tmp_path: Path) -> None:
    for missing in (url, "sqlite://"):
        with pytest.raises(StorageError, match="no database"):
            await backup(missing, tmp_path / "copy.sqlite3")
        with pytest.raises(StorageError, match="no database"):
            await check(missing)
    assert list(tmp_path.iterdir()) == []


async def test_a_restore_brings_back_the_backup_and_keeps_the_other_aside(
    url: str, path: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite3"
    async with open_store(url) as store:
        await fill(store)
    await backup(url, copy)
    async with open_store(url) as store:
        await store.comments.keep(comment("since"))
    aside = path.with_name("briefing.sqlite3.replaced-1")
    assert await restore(copy, url) == Restored(aside, erased=0, erasures_known=True)
    async with open_store(url) as store:
        assert len(await store.comments.page(K1, CHAT, 0, 9)) == 2
    async with open_store(f"sqlite:///{aside}") as replaced:
        assert len(await replaced.comments.page(K1, CHAT, 0, 9)) == 3
    assert (await restore(copy, url)).aside == path.with_name("briefing.sqlite3.replaced-2")
    assert copy.exists()


async def test_who_was_forgotten_stays_forgotten_after_every_restore(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    async with open_store(url) as store:
        await fill(store)
    await backup(url, copy)
    async with open_store(url) as store:
        await store.people.forget(ANA.ref, NOW)
    for _ in range(2):
        assert (await restore(copy, url)).erased == 1
        async with open_store(url) as store:
            assert await store.people.about(ANA.ref) == {}
            emptied = await store.comments.by_source(MessageRef(CHAT, "by-Ana"))
            assert emptied is None or emptied.text == ""
            assert (await store.people.about(RAVI.ref))["comments"]


async def test_who_came_back_before_the_backup_is_not_erased_by_a_restore(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    async with open_store(url) as store:
        await store.people.forget(ANA.ref, NOW)
        await fill(store)
    await backup(url, copy)
    assert (await restore(copy, url)).erased == 0
    async with open_store(url) as store:
        assert (await store.people.about(ANA.ref))["comments"]


async def test_who_was_forgotten_again_since_the_backup_is_erased_by_every_restore(
    url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite3"
    async with open_store(url) as store:
        await store.people.forget(ANA.ref, NOW)
        await fill(store)
    await backup(url, copy)
    async with open_store(url) as store:
        await store.people.forget(ANA.ref, NOW + DAY)
    for _ in range(2):
        assert (await restore(copy, url)).erased == 1
        async with open_store(url) as store:
            assert await store.people.about(ANA.ref) == {}


async def test_a_restore_onto_an_older_database_erases_nobody_who_came_back_since(
    url: str, tmp_path: Path
) -> None:
    older, newer = tmp_path / "older.sqlite3", tmp_path / "newer.sqlite3"
    async with open_store(url) as store:
        await store.people.forget(ANA.ref, NOW)
    await backup(url, older)
    async with open_store(url) as store:
        await store.people.forget(ANA.ref, NOW + DAY)
        await fill(store)
    await backup(url, newer)
    await restore(older, url)
    assert (await restore(newer, url)).erased == 0
    async with open_store(url) as store:
        assert (await store.people.about(ANA.ref))["comments"]


async def test_a_restore_onto_nothing_makes_the_database(url: str, path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    async with open_store(url) as store:
        await fill(store)
    await backup(url, copy)
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    assert await restore(copy, url) == Restored(None, erased=0, erasures_known=True)
    assert await check(url) == []


async def test_nothing_is_restored_under_a_running_program(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    async with open_store(url, exclusive=True):
        await backup(url, copy)
        with pytest.raises(StorageBusy):
            await restore(copy, url)


async def test_a_damaged_backup_is_refused_and_changes_nothing(url: str, path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    async with open_store(url) as store:
        await fill(store)
    await backup(url, copy)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE comments SET body = 'I never said this.' WHERE id = 1")
    before = path.read_bytes()
    with pytest.raises(StorageDamaged, match="comments 1 is not as it was written"):
        await restore(copy, url)
    copy.write_bytes(b"no database")
    with pytest.raises(StorageDamaged):
        await restore(copy, url)
    with pytest.raises(StorageError, match="no database"):
        await restore(tmp_path / "absent", url)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir() if one.name.endswith(".part")] == []


async def test_a_database_too_damaged_to_read_can_be_replaced(url: str, path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    async with open_store(url) as store:
        await fill(store)
    await backup(url, copy)
    path.write_bytes(b"ruined" * 1000)
    assert not (await restore(copy, url)).erasures_known
    assert await check(url) == []


async def test_a_backup_of_a_newer_program_is_refused(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    async with open_store(url):
        pass
    await backup(url, copy)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("INSERT INTO migrations VALUES (99, '0099_future', 'x', 0)")
    with pytest.raises(StorageError, match="newer version"):
        await restore(copy, url)


async def test_changed_text_that_readers_would_see_is_refused(url: str, path: Path) -> None:
    async with open_store(url) as store:
        await fill(store)
        edition = await freeze(store)
        kept = (await store.comments.page(K1, CHAT, 0, 1))[0]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE edition_stories SET payload = REPLACE(payload, 'recalls', 'expels')")
        connection.execute("UPDATE comments SET shown = 'Mo'")
    async with open_store(url) as store:
        with pytest.raises(StorageDamaged, match=r"edition_stories 1/1"):
            await store.editions.get(edition.id)
        with pytest.raises(StorageDamaged, match=f"comments {kept.id}"):
            await store.comments.get(kept.id)
    assert len([one for one in await check(url) if "not as it was written" in one]) == 4


async def test_flipped_bytes_in_what_readers_see_are_found(url: str, path: Path) -> None:
    async with open_store(url) as store:
        await fill(store)
    sound = path.read_bytes()
    texts = [sound.index(b"Comment by-Ana."), sound.index(b"Northland recalled its ambassador")]
    chance = random.Random(7)
    for _ in range(40):
        damaged = bytearray(sound)
        place = chance.choice(texts) + chance.randrange(14)
        damaged[place] ^= 1 << chance.randrange(7)
        path.write_bytes(damaged)
        assert await check(url) != [], place


async def test_check_speaks_of_an_older_database_and_of_damage(url: str, path: Path) -> None:
    async with open_store(url) as store:
        await fill(store)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM migrations WHERE number > 1")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM promises")
    found = await check(url)
    assert any("older version" in one for one in found)
    assert any("deliveries" in one and "promises" in one for one in found)
    path.write_bytes(b"ruined" * 1000)
    assert any("damaged" in one for one in await check(url))
