"""The real program, as a process of its own, on a small day of news served on loopback."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from adapters.demo.server import begins
from tests.program.running import LONG, STORY, Bot


async def test_the_demonstration_goes_from_feeds_to_a_counted_comment(bot: Bot) -> None:
    ended = await bot.run("demo")
    assert ended.code == 0
    assert STORY in ended.out
    assert "[1: No comments yet »]" in ended.out
    assert "[1: 2 comments »]" in ended.out
    assert "Traceback" not in ended.err


async def test_a_run_that_is_piped_to_ends_with_its_input(bot: Bot) -> None:
    ended = await bot.journey("/subscribe\n/pick 1\n/desk\n/pick 1\n/send\n")
    assert ended.code == 0
    assert ended.out.count(STORY) == 1


async def test_after_a_restart_numbers_go_on_and_nothing_comes_twice(bot: Bot) -> None:
    first = await bot.journey("/subscribe\n/send\n")
    second = await bot.journey("/send\n>4 I read this.\n/comments 4\n#4 3\n")
    assert STORY in first.out
    assert STORY not in second.out
    assert "I read this." in second.out
    assert "[1]" not in second.out.split("/comments")[0]
    assert "[4]   ✎" in second.out


async def test_two_programs_do_not_share_a_database(bot: Bot) -> None:
    first = await bot.start("run")
    assert first.stdout is not None
    assert first.stdin is not None
    first.stdin.write(b"/about\n")
    await asyncio.wait_for(first.stdout.readuntil(b"[1]"), LONG)
    second = await bot.run("run")
    beside = [await bot.run("check"), await bot.run("feeds", "list"), await bot.run("backup")]
    first.stdin.close()
    assert await asyncio.wait_for(first.wait(), LONG) == 0
    assert second.code == 1
    assert "runs on this database already" in second.err
    assert [ended.code for ended in beside] == [0, 0, 0]
    assert "Harbour Post" in beside[1].out


async def test_a_signal_ends_it_in_good_order(bot: Bot) -> None:
    process = await bot.start("run")
    assert process.stdout is not None
    assert process.stdin is not None
    process.stdin.write(b"/about\n")
    await asyncio.wait_for(process.stdout.readuntil(b"[1]"), LONG)
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 10) == 0


async def test_once_reads_all_feeds_and_leaves(bot: Bot) -> None:
    ended = await bot.run("run", "--once", "--clock", begins().isoformat())
    listed = await bot.run("feeds", "list")
    assert ended.code == 0
    assert listed.out.count("read ") == 5


async def test_a_backup_can_be_put_back(bot: Bot) -> None:
    await bot.journey("/subscribe\n/send\n>4 I read this.\n")
    saved = await bot.run("backup", "saved.db")
    await bot.journey(">4 And this I said later.\n")
    restored = await bot.run("restore", "saved.db")
    after = await bot.journey("/comments 4\n")
    assert (saved.code, restored.code) == (0, 0)
    assert "I read this." in after.out
    assert "later" not in after.out


@pytest.mark.parametrize(
    ("arguments", "settings", "code", "said"),
    [
        (("run",), {"HOUR": "25:00"}, 2, "HOUR is wrong"),
        (("run",), {"DISCORD_TOKEN": "planted"}, 2, "DISCORD_TOKEN is set"),
        (("run", "--clock", "tomorrow"), {}, 2, "--clock"),
        (("run",), {"FEEDS": "nowhere.opml"}, 2, "FEEDS could not be read"),
        (("feeds", "import", "nowhere.opml"), {}, 1, "nowhere.opml"),
        (("feeds", "test", "not an address"), {}, 1, "address"),
        (("restore", "nowhere.db"), {}, 1, "nowhere.db"),
    ],
)
async def test_what_is_wrong_is_told_in_a_sentence(
    bot: Bot, arguments: tuple[str, ...], settings: dict[str, str], code: int, said: str
) -> None:
    ended = await bot.run(*arguments, **settings)
    assert ended.code == code
    assert said in ended.err
    assert "Traceback" not in ended.err
    assert "planted" not in ended.err


async def test_a_list_of_feeds_that_is_amiss_is_grave_unless_it_is_only_out_of_reach(
    bot: Bot, tmp_path: Path
) -> None:
    assert (await bot.run("run", "--once", "--clock", begins().isoformat())).code == 0
    (tmp_path / "broken.opml").write_text("no list", encoding="utf-8")
    gone = bot.feeds.replace("feeds.opml", "gone.opml")
    codes = {
        feeds: (await bot.run("run", FEEDS=feeds)).code for feeds in ("nowhere.opml", "broken.opml", gone)
    }
    assert codes == {"nowhere.opml": 2, "broken.opml": 2, gone: 0}


async def test_feeds_go_out_and_in_as_opml(bot: Bot, tmp_path: Path) -> None:
    await bot.run("run", "--once", "--clock", begins().isoformat())
    exported = await bot.run("feeds", "export")
    (tmp_path / "mine.opml").write_text(exported.out, encoding="utf-8")
    imported = await bot.run(
        "feeds", "import", "mine.opml", DATABASE_URL="sqlite:///other.db", FEEDS="mine.opml"
    )
    assert exported.out.count("xmlUrl") == 5
    assert "5 feeds" in imported.out


async def test_a_feed_is_tested_without_being_kept(bot: Bot) -> None:
    ended = await bot.run("feeds", "test", bot.feeds.replace("feeds.opml", "meridian.xml"))
    assert ended.code == 0
    assert "The Meridian" in ended.out
