"""How much of anything from the web is taken: every bound of this package in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes and counts; what goes beyond them is refused or left out."""

    total_seconds: float = 20.0  # one fetch, redirects and body and all, less waiting for its turn
    connect_seconds: float = 5.0
    document_bytes: int = 5_000_000  # a feed or a list of feeds, decoded
    page_bytes: int = 3_000_000  # a web page, decoded
    robots_bytes: int = 512 * 1024  # RFC 9309, 2.5, asks for 500 KiB; what is beyond is not looked at
    redirects: int = 5
    connections: int = 64  # at once, over all hosts
    host_patience_seconds: float = 2.0  # after this a fetch no longer holds up others of its host
    article_gap_seconds: float = 1.0  # between two articles of one host
    cpu_seconds: int = 10  # for one document in a child
    parse_seconds: float = 15.0  # the same by the clock on the wall
    parse_patience_seconds: float = 1.0  # after this a document no longer holds up others
    memory_bytes: int = 384 << 20  # of one child; an ordinary document of 5 MB needs less than half of it
    entries: int = 500


USUAL = Limits()
