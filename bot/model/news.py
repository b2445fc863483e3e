"""News as it comes in: feeds, what they published, and the stories that entries make."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

FeedId = NewType("FeedId", int)
EntryId = NewType("EntryId", int)
StoryId = NewType("StoryId", str)
"""A story's short stable id, such as ``k7``: a letter, then digits. People type it."""


class FeedState(StrEnum):
    """Whether a feed is read."""

    ACTIVE = "active"
    GONE = "gone"  # its publisher answered 410: it is read no more until an editor adds it again
    REMOVED = "removed"  # an editor removed it; its entries stay


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us so that we need not read the same again (RFC 9110, 13.1)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Polling:
    """How reading a feed has gone and when it is read next. Instants are UTC."""

    next_at: datetime
    interval: timedelta
    validators: Validators = Validators()
    fingerprint: str | None = None  # of the last body, for servers without validators
    failures: int = 0  # in a row
    last_error: str | None = None  # a sentence's id of the wording catalogue: "feed-error-timeout"
    last_detail: str | None = None  # what the sentence names, such as a status: "503"
    last_success: datetime | None = None
    last_new: datetime | None = None  # when it last brought an entry that was new


@dataclass(frozen=True, slots=True)
class Feed:
    """An address that publishes entries."""

    id: FeedId
    url: str
    title: str  # the outlet's name as readers see it
    site: str | None  # the address of the web page that it belongs to
    topic: str | None  # a hint only
    weight: float  # an editor's trust, 1.0 unless changed
    language: str | None  # ISO 639-1, if known
    state: FeedState
    polling: Polling


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One item of a feed document, cleaned: plain text, absolute http(s) link, aware instants."""

    identifier: str | None  # guid or id, as published
    link: str | None
    title: str
    summary: str = ""  # plain text, paragraphs parted by a blank line
    content: str = ""  # the full text where the feed carries it, in the same form
    byline: str | None = None
    published: datetime | None = None  # None where absent, absurd or in the future
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document, cleaned, newest entries first, at most as many as the limits allow."""

    title: str
    site: str | None = None
    language: str | None = None
    ttl: timedelta | None = None  # how long its publisher asks us to wait
    entries: tuple[ParsedEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as a feed published it, once it is ours."""

    id: EntryId
    feed: FeedId
    outlet: str  # the feed's title
    key: str  # what makes it itself: see bot.newsroom.entries
    link: str | None
    title: str
    summary: str
    content: str
    byline: str | None
    published: datetime | None
    seen: datetime
    language: str | None
    topic: str | None = None  # its feed's hint
    weight: float = 1.0  # its feed's weight

    @property
    def when(self) -> datetime:
        """When it was published, as far as anybody knows."""
        return min(self.published, self.seen) if self.published else self.seen


@dataclass(frozen=True, slots=True)
class Match:
    """Why an entry belongs to a story: which entry of it matched, by which words, how strongly."""

    entry: EntryId
    words: tuple[str, ...]
    strength: float  # 0 to 1


@dataclass(frozen=True, slots=True)
class Membership:
    """An entry's place in a story; ``match`` is None for the entry that founded it."""

    entry: Entry
    match: Match | None


@dataclass(frozen=True, slots=True)
class SubjectScore:
    """How near a text is to a subject profile, and by which of its terms."""

    value: float  # 0 (not at all) to 1
    terms: tuple[str, ...] = ()  # strongest first, as they stand in the text


@dataclass(frozen=True, slots=True)
class Citation:
    """A source of a story as readers see it."""

    outlet: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Story:
    """One piece of news: one or more entries about the same event."""

    id: StoryId
    headline: str  # the lead entry's, as its source printed it, less the outlet's suffix
    lead: EntryId
    language: str | None
    first_seen: datetime  # when its first entry was published
    last_new: datetime  # when its newest entry was published
    voices: int  # independent outlets
    growth: int  # of them those that joined within three hours before last_new; 0 for one alone
    weight: float  # the heaviest feed's
    subject: SubjectScore
    topics: tuple[str, ...] = ()
    opinion: bool = False  # what leads it is an opinion piece


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a score: ``name`` is what it rests on, ``value`` what it adds."""

    name: str  # "voices", "fresh", "subject", "growing", "weight", "opinion", "alike"
    value: float
    detail: str = ""  # what to show beside it: a count, the terms


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story with its score and the reasons for it; the score is the sum of the reasons."""

    story: Story
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class PreparedStory:
    """A story as it goes out: all that readers see of it, frozen with an edition."""

    story: StoryId
    label: str
    headline: str
    excerpt: tuple[str, ...]  # paragraphs of whole sentences; may be empty
    citation: Citation
    also: tuple[str, ...] = ()  # the other outlets, most trusted first
    published: datetime | None = None
    language: str | None = None
    topics: tuple[str, ...] = field(default=())
