"""A story's short stable id, made of the number of the entry that founded it."""

from __future__ import annotations

from bot.model.news import EntryId, StoryId

LETTERS = "bcdfghjkmnpqrstvwxyz"
"""Without vowels no id spells a word, without ``l`` none is read as a number."""


def story_id(founder: EntryId) -> StoryId:
    """``k7``: a letter, then digits. No two entries have the same, and it is never the same as a number."""
    digits, letter = divmod(founder, len(LETTERS))
    return StoryId(f"{LETTERS[letter]}{digits}")
