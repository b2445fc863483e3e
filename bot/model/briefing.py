"""A briefing: what is published, about what, by default when and how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of a profile with its weight; negative weights speak against it."""

    phrase: str
    weight: float


@dataclass(frozen=True, slots=True)
class Profile:
    """What a briefing is about: weighted terms and phrases with which stories are scored."""

    name: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A named list of terms that readers may ask for."""

    name: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """A publication. One by default; ``id`` parts several in storage."""

    id: str
    title: str
    tagline: str
    label: str  # stands before each headline: "Newsline"
    zone: str  # IANA; a new subscription's
    hour: time  # a new subscription's
    size: int  # stories, a new subscription's
    fill: bool  # whether rank fills what editors leave open
    language: str  # of the wording, ISO 639-1
    profile: Profile
    topics: tuple[Topic, ...]
    previews: bool = False  # whether a story's first link may unfold
