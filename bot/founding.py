"""The briefing that the settings describe."""

from __future__ import annotations

from bot.model.briefing import Briefing
from bot.newsroom.subject import load_profile, load_topics, shipped_profile
from bot.settings import Settings


def found(settings: Settings) -> Briefing:
    """The briefing with its subject profile. Raises SettingsError for a profile that can't be read."""
    text = settings.profile.read_text(encoding="utf-8") if settings.profile else shipped_profile()
    return Briefing(
        id="default",
        title=settings.title,
        tagline=settings.tagline,
        label=settings.label,
        zone=settings.zone,
        hour=settings.hour,
        size=settings.size,
        fill=settings.fill,
        language=settings.language,
        profile=load_profile(text),
        topics=load_topics(text),
        previews=settings.previews,
    )
