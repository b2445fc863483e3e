"""What an entry costs in a full day, measured: ``python -m bench.grouping_one ENTRIES ours|tfidf``."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence

from bench.harness import Figures
from bench.invented import Report, day, outlet
from bot.model.news import Entry, EntryId, FeedId
from bot.newsroom.gists import gist_of
from bot.newsroom.grouping import StoryIndex
from bot.newsroom.ids import story_id

_LAST = 1_000
_SLICE = 100


def ours(found: Sequence[tuple[int, Report]]) -> Figures:
    """CPU microseconds an entry, placed and taken in, over the last thousand of a day."""
    index = StoryIndex()
    entries = [_entry(number, by, one) for number, (by, one) in enumerate(found, 1)]
    _take_in(index, entries[:-_LAST])
    last = entries[-_LAST:]
    began = time.process_time()
    _take_in(index, last)
    return {"CPU": (time.process_time() - began) / len(last) * 1e6}


def tfidf(found: Sequence[tuple[int, Report]]) -> Figures:
    """The same for weighing all texts at once and likening the last thousand to all."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - only this probe needs it

    texts = [f"{one.title} {_summary(one)}" for _, one in found]
    began = time.process_time()
    weighed = TfidfVectorizer().fit_transform(texts)
    fitted = time.process_time()
    last = weighed[-_LAST:]
    for start in range(0, last.shape[0], _SLICE):
        (last[start : start + _SLICE] @ weighed.T).argmax(axis=1)
    likened = time.process_time()
    return {"CPU": ((fitted - began) / len(texts) + (likened - fitted) / last.shape[0]) * 1e6}


def _take_in(index: StoryIndex, entries: Sequence[Entry]) -> None:
    for entry in entries:
        gist = gist_of(entry)
        index.add(gist, index.place(gist).story or story_id(entry.id))


def _entry(number: int, by: int, one: Report) -> Entry:
    link = f"https://outlet-{by}.example/world/{one.event}"
    return Entry(
        id=EntryId(number),
        feed=FeedId(by),
        outlet=outlet(by),
        key=link,
        link=link,
        title=one.title,
        summary=_summary(one),
        content="",
        byline=one.byline,
        published=one.at,
        seen=one.at,
        language="en",
    )


def _summary(one: Report) -> str:
    return "\n\n".join(one.paragraphs[:3])


if __name__ == "__main__":
    news = day(int(sys.argv[1]))
    print(json.dumps(ours(news) if sys.argv[2] == "ours" else tfidf(news)))
