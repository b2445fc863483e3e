"""An extra check on real feeds, where they are at hand: both parsers give the same entries.

The documents are not part of the project; BRIEFING_SHARED names the folder that holds them.
"""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.feeds.parsing import parse
from adapters.feeds.raw import Malformed, NotAFeed
from bot.model.news import ParsedFeed

ROOT = Path(__file__).parents[3]
FOLDER = Path(os.environ.get("BRIEFING_SHARED", ROOT.parent / "shared")) / "data" / "feeds" / "wild"
DOCUMENTS = sorted(FOLDER.glob("*.xml.gz"))


def read(document: bytes, *, fast: bool) -> ParsedFeed | str:
    try:
        return parse(
            document,
            url="https://feeds.example/feed",
            now=datetime(2026, 11, 23, tzinfo=UTC),
            most=500,
            fast=fast,
        )
    except (NotAFeed, Malformed) as error:
        return type(error).__name__


@pytest.mark.timeout(300)
def test_both_parsers_give_the_same_entries_for_real_feeds() -> None:
    if not DOCUMENTS:
        pytest.skip(f"no real feeds at {FOLDER}; set BRIEFING_SHARED to the folder that holds data/feeds")
    different = []
    for path in DOCUMENTS:
        document = gzip.decompress(path.read_bytes())
        if read(document, fast=True) != read(document, fast=False):
            different.append(path.name)
    assert different == []
