"""The desk as editors see it: pages of candidates with buttons, answers to why and whynot. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.commands.pages import Page, page_of
from bot.newsroom.desk import Row, View, Why, WhyNot
from bot.newsroom.entries import NEWS_AGE
from bot.newsroom.explaining import grouping, joining, reasons, score_text, subtitle
from bot.ports.readers import Wave
from bot.text.markup import (
    Block,
    Bold,
    Button,
    ButtonStyle,
    Faint,
    Message,
    continued,
    message,
    paragraph,
    row,
)
from bot.wording import Wording

ROWS = 6


def desk_page(view: View, number: int, words: Wording, now: datetime, notice: str = "") -> Message:
    """A page of the desk; ``notice`` stands above it."""
    page = page_of(number, len(view.rows), ROWS)
    shown = list(enumerate(page.part(view.rows), page.start + 1))
    blocks: list[Block] = [paragraph(notice)] if notice else []
    blocks.append(paragraph(Bold(words("desk-title")), f" · {_summary(view, words)}"))
    for place, each in shown:
        blocks += _row(place, each, words, now)
    if not view.rows:
        blocks.append(paragraph(words("desk-empty")))
    if view.picked:
        blocks.append(paragraph(_picked(view, words)))
    return message(*blocks).with_buttons(*_buttons(view, shown, page, words))


def page_with(view: View, story: str) -> int:
    """The page on which a story stands, else the first."""
    places = [place for place, each in enumerate(view.rows) if each.candidate.story.id == story]
    return places[0] // ROWS + 1 if places else 1


def why_message(why: Why, words: Wording, now: datetime) -> Message:
    """Why a story ranks where it does, and how it was grouped."""
    blocks = [
        paragraph(Bold(why.headline)),
        row(words("why-score", score=score_text(why.candidate.score))),
        *reasons(why.candidate, now, words),
    ]
    if joined := list(grouping(why.memberships, words)):
        blocks += [paragraph(words("why-grouped")), *joined]
    return message(*blocks)


def why_not_message(found: WhyNot, words: Wording, zone: str) -> Message:
    """What became of a link, and what an editor can do about it."""
    blocks = [paragraph(Bold(found.entry.title))]
    if found.story is None:
        return message(*blocks, row(_unoffered(found, words)))
    blocks += joining(found.entry.id, found.memberships, words)
    blocks.append(row(_standing(found, words, zone)))
    if found.pick is None:
        blocks.append(row(words("whynot-pick", story=found.story.id)))
    return message(*blocks)


def local_hour(instant: datetime, zone: str, words: Wording) -> str:
    """The time of day in the briefing's zone."""
    return words.hour(instant.astimezone(ZoneInfo(zone)).time())


def wave_text(wave: Wave | None, words: Wording) -> str:
    """``next delivery 07:00 in Tokyo, 43 chats``."""
    if wave is None:
        return words("desk-no-wave")
    place = wave.zone.rpartition("/")[2].replace("_", " ")
    return words("desk-wave", hour=local_hour(wave.at, wave.zone, words), place=place, chats=wave.chats)


def _summary(view: View, words: Wording) -> str:
    counts = words("desk-summary", candidates=len(view.rows), picked=view.picked, size=view.size)
    return f"{counts} · {wave_text(view.wave, words)}"


def _row(place: int, each: Row, words: Wording, now: datetime) -> Iterator[Block]:
    story = each.candidate.story
    yield row(f"{place}  ", Faint(f"{score_text(each.candidate.score)}  "), each.headline)
    parts = [story.id, subtitle(story, now, words), *_decided(each, words)]
    yield continued(Faint(" · ".join(parts)), depth=1)


def _decided(each: Row, words: Wording) -> Iterator[str]:
    if each.dropped:
        yield words("desk-row-dropped")
    elif each.pick:
        yield words("desk-row-pinned" if each.pick.pinned else "desk-row-picked", by=each.pick.by)
    if each.sent:
        yield words("desk-row-sent")


def _picked(view: View, words: Wording) -> str:
    """*Picked: 8, 3, 11 (pinned: 8)*, by rows in the order in which they go out."""
    rows = [(str(place), each.pick) for place, each in enumerate(view.rows, 1) if each.pick]
    rows.sort(key=lambda row: (not row[1].pinned, row[1].position))
    picked = words.names([place for place, _ in rows])
    pinned = [place for place, pick in rows if pick.pinned]
    if pinned:
        return words("desk-picked-pinned", rows=picked, pinned=words.names(pinned))
    return words("desk-picked-rows", rows=picked)


def _buttons(
    view: View, shown: list[tuple[int, Row]], page: Page, words: Wording
) -> Iterator[tuple[Button, ...]]:
    for place, each in shown:
        yield _row_buttons(place, each, words)
    yield page.buttons("desk")
    if view.rows:
        yield (Button(words("preview-button"), "preview"), Button(words("send-button"), "send"))


def _row_buttons(place: int, each: Row, words: Wording) -> tuple[Button, ...]:
    story = each.candidate.story.id
    why = Button(words("why-button", row=place), f"why {story}")
    pick = Button(words("pick-button", row=place), f"pick {story}", style=ButtonStyle.PRIMARY)
    drop = Button(words("drop-button", row=place), f"drop {story}")
    if each.dropped:
        return pick, why
    if each.pick is None:
        return pick, drop, why
    if each.pick.pinned:
        return Button(words("unpin-button", row=place), f"unpin {story}"), drop, why
    return Button(words("pin-button", row=place), f"pin {story}"), drop, why


def _unoffered(found: WhyNot, words: Wording) -> str:
    """Why an entry is in no story."""
    entry = found.entry
    if entry.published is None:
        return words("whynot-undated")
    if entry.published < entry.seen - NEWS_AGE:
        return words("whynot-old", age=words.span(entry.seen - entry.published))
    return words("whynot-waiting")


def _standing(found: WhyNot, words: Wording, zone: str) -> str:
    """Where the link's story stands now."""
    story = found.story.id if found.story else ""
    if found.dropped_by:
        return words("whynot-dropped", story=story, by=found.dropped_by)
    if found.pick:
        hour = local_hour(found.pick.at, zone, words)
        return words("whynot-picked", story=story, by=found.pick.by, hour=hour)
    if found.rank is not None:
        return words("whynot-ranked", story=story, rank=found.rank, count=found.ranked)
    if found.story and found.story.subject.value <= 0:
        return words("whynot-subject", story=story)
    return words("whynot-past", story=story)
