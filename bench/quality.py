"""Quality: entries grouped by this program beside how people, or another machine, grouped them.

The data are no part of the project: ``BRIEFING_SHARED`` names their folder. Figures are BCubed
precision, recall and F1 (Bagga and Baldwin 1998); their spread is that of resampled entries.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Hashable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

from bench.figures import Goal, Row, Spread
from bench.harness import ROOT, Options, say
from bot.model.news import Entry, EntryId, FeedId
from bot.newsroom.gists import gist_of
from bot.newsroom.grouping import StoryIndex
from bot.newsroom.ids import story_id

PRECISION = Goal(0.95, least=True)

_FOLDER = "BRIEFING_SHARED"
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)

Labelled = tuple[Entry, Hashable]
"""An entry and the group that it belongs to."""


def run(options: Options) -> Sequence[Row]:
    """All rows, none without the data. One pass: grouping is the same every time."""
    folder = Path(os.environ.get(_FOLDER, ROOT.parent / "shared")) / "data" / "clustering"
    if not folder.is_dir():
        sys.stderr.write(f"quality is left out: {folder} is not there. {_FOLDER} names its folder.\n")
        return []
    sets = {
        "ECB+, full text": (_ecb(folder, None), 0.885),
        "ECB+, two sentences": (_ecb(folder, 2), 0.828),
        "UCI headlines": (_uci(folder), 0.740),
        "Kite headlines": (_kite(folder), 0.899),
    }
    rows: list[Row] = []
    for name, (found, floor) in sets.items():
        say(f"quality: {name}")
        labelled = found[: options.size(len(found), 100)]
        precision, recall, f1 = resampled(bcubed([group for _, group in labelled], _grouped(labelled)))
        rows += [
            Row(f"{name}: precision", "BCubed", precision, goal=PRECISION),
            Row(f"{name}: recall", "BCubed", recall),
            Row(f"{name}: F1", "BCubed", f1, goal=Goal(floor, least=True)),
        ]
    return rows


def bcubed(people: Sequence[Hashable], machine: Sequence[Hashable]) -> list[tuple[float, float]]:
    """Each item's precision (of its group by the machine, how many people put with it) and recall
    (the other way round)."""
    sides = [_members(people), _members(machine)]
    found = []
    for theirs, ours in zip(people, machine, strict=True):
        right, group = sides[0][theirs], sides[1][ours]
        both = len(right & group)
        found.append((both / len(group), both / len(right)))
    return found


def resampled(items: Sequence[tuple[float, float]], times: int = 200) -> tuple[Spread, Spread, Spread]:
    """Precision, recall and F1 of these items; low and high hold nine of ten resamples."""
    random = Random(1)
    samples = [_means(random.choices(items, k=len(items))) for _ in range(times)]
    edge = times // 20
    spreads = []
    for middle, values in zip(_means(items), zip(*samples, strict=True), strict=True):
        ordered = sorted(values)
        spreads.append(Spread(ordered[edge], middle, ordered[-edge - 1]))
    return spreads[0], spreads[1], spreads[2]


def _means(items: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    precision = sum(item[0] for item in items) / len(items)
    recall = sum(item[1] for item in items) / len(items)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _members(groups: Sequence[Hashable]) -> dict[Hashable, set[int]]:
    members: dict[Hashable, set[int]] = {}
    for number, group in enumerate(groups):
        members.setdefault(group, set()).add(number)
    return members


def _grouped(labelled: Sequence[Labelled]) -> list[Hashable]:
    """The stories that entries join, one at a time as they come, at the setting that ships."""
    index, stories = StoryIndex(), []
    for entry, _ in labelled:
        gist = gist_of(entry)
        stories.append(index.place(gist).story or story_id(entry.id))
        index.add(gist, stories[-1])
    return list(stories)


def _ecb(folder: Path, sentences: int | None) -> list[Labelled]:
    """News texts of 43 topics with two events each; they have no dates, so they come a minute apart."""
    rows = list(_rows(folder / "ecbplus.jsonl.gz"))
    Random(5).shuffle(rows)
    found: list[Labelled] = []
    for number, text in enumerate(rows):
        told = [sentence for sentence in text["sentences"] if not sentence.startswith("http")][:sentences]
        at = _BEGAN + timedelta(minutes=number)
        found.append((_entry(number, told[0], at, " ".join(told[1:])), (text["topic"], text["event"])))
    return found


def _uci(folder: Path) -> list[Labelled]:
    rows = sorted(_rows(folder / "uci_news_aggregator.jsonl.gz"), key=lambda one: int(one["timestamp"]))
    return [
        (
            _entry(
                number,
                one["title"],
                datetime.fromtimestamp(int(one["timestamp"]) / 1000, UTC),
                outlet=one["publisher"],
                link=one["url"],
            ),
            one["story"],
        )
        for number, one in enumerate(rows)
    ]


def _kite(folder: Path) -> list[Labelled]:
    stories = _rows(folder / "kite_2025-12.jsonl.gz")
    rows = [(one, story["story"]) for story in stories for one in story["articles"]]
    rows.sort(key=lambda pair: str(pair[0]["published"]))
    return [
        (
            _entry(
                number,
                one["title"],
                datetime.fromisoformat(one["published"]),
                outlet=one["domain"],
                link=one["url"],
            ),
            story,
        )
        for number, (one, story) in enumerate(rows)
    ]


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _entry(
    number: int, title: str, at: datetime, text: str = "", outlet: str = "", link: str | None = None
) -> Entry:
    """An entry of its outlet's one feed; where nobody says whose it is, of a feed of its own."""
    return Entry(
        id=EntryId(number),
        feed=FeedId(crc32(outlet.encode()) if outlet else number),
        outlet=outlet,
        key=str(number),
        link=link,
        title=title,
        summary=text,
        content="",
        byline=None,
        published=at,
        seen=at,
        language="en",
    )
