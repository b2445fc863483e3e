"""What the desk asks of the memory: decisions, edits, what an editor was last shown, deeds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.model.chats import Person, PersonRef
from bot.model.editions import Edits, Pick
from bot.model.news import StoryId


class DecisionKind(StrEnum):
    """What an editor may decide of a story."""

    PICK = "pick"
    DROP = "drop"
    PIN = "pin"
    UNPIN = "unpin"


@dataclass(frozen=True, slots=True)
class Decision:
    """What an editor decided of a story. Decisions from before ``since`` are past: what they made
    so can be decided again."""

    briefing: str
    kind: DecisionKind
    story: StoryId
    by: Person
    at: datetime
    since: datetime | None = None  # None: none is past


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a decision: ``changed`` is False if it was so already, then ``by`` names who
    made it so."""

    changed: bool
    by: str


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that somebody did with a right: what the owner reads as the audit."""

    at: datetime
    person: PersonRef
    name: str
    deed: str  # the command: "pick", "feed add"
    about: str  # a story, a feed, a chat
    detail: str = ""


class DeskStore(Protocol):
    """Editors' decisions. Every method that changes anything records its deed with it."""

    async def decide(self, decision: Decision) -> Decided:
        """A pick takes the end of the line-up; a pin picks too; a drop ends pick and pin."""
        ...

    async def reorder(self, briefing: str, stories: Sequence[StoryId], by: Person, at: datetime) -> None:
        """Put these picks first, in this order; the others follow as they were. Pins stay before
        picks whatever the order."""
        ...

    async def picks(self, briefing: str, since: datetime) -> Sequence[Pick]:
        """The living picks: pins first, then by position; those decided before ``since`` are
        past."""
        ...

    async def dropped(self, briefing: str, since: datetime) -> Mapping[StoryId, str]:
        """The stories that were dropped since then and not taken up again, each with the name of
        who dropped it."""
        ...

    async def edit(self, briefing: str, story: StoryId, edits: Edits, by: Person, at: datetime) -> None:
        """Change what is not None; an empty text goes back to the source's."""
        ...

    async def edits(self, briefing: str, stories: Collection[StoryId]) -> Mapping[StoryId, Edits]: ...

    async def show(self, briefing: str, person: PersonRef, rows: Sequence[StoryId]) -> None:
        """Remember the desk as this person was shown it: row 1 first."""
        ...

    async def shown(self, briefing: str, person: PersonRef) -> Sequence[StoryId]: ...


class AuditStore(Protocol):
    """Who did what."""

    async def record(self, deed: Deed) -> None: ...

    async def recent(self, limit: int, offset: int = 0) -> Sequence[Deed]:
        """Newest first."""
        ...
