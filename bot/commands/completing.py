"""What the last word of a command line may become: for prompts and for platforms that complete."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import available_timezones

from bot.commands.feeds import feed_name
from bot.commands.line import named
from bot.commands.table import Kind, Parameter
from bot.errors import UserError
from bot.model.briefing import Briefing
from bot.ports.clock import Clock
from bot.ports.store import Store
from bot.wording import languages

_MOST = 25  # as many as any platform shows
_YOUNG = timedelta(hours=36)
_DAYS = ("daily", "weekdays", "weekend", "mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Completing:
    """Knows stories, feeds, zones, topics and the like."""

    def __init__(self, *, store: Store, briefing: Briefing, clock: Clock, platforms: Sequence[str]) -> None:
        self._store = store
        self._briefing = briefing
        self._clock = clock
        self._platforms = platforms

    async def complete(self, line: str) -> Sequence[str]:
        """What the last word of this line, without its slash, may become; likeliest first."""
        try:
            command, rest = named(line)
        except UserError:
            return ()
        if not command.parameters:
            return ()
        words = [*rest.split(), ""] if line.endswith(" ") else rest.split()
        parameter = command.parameters[max(0, min(len(words), len(command.parameters)) - 1)]
        begun = words[-1].casefold() if words else ""
        known = await self._known(parameter)
        starting = [each for each in known if each.casefold().startswith(begun)]
        within = [each for each in known if begun in each.casefold() and each not in starting]
        return (starting + within)[:_MOST]

    async def _known(self, parameter: Parameter) -> Sequence[str]:
        match parameter.kind:
            case Kind.STORY | Kind.STORIES:
                return await self._stories()
            case Kind.FEED:
                return [feed_name(feed) for feed in await self._store.feeds.all()]
        fixed: dict[Kind, Sequence[str]] = {
            Kind.ZONE: sorted(available_timezones()),
            Kind.TOPIC: [topic.name for topic in self._briefing.topics],
            Kind.TOPICS: [topic.name for topic in self._briefing.topics],
            Kind.DAYS: _DAYS,
            Kind.PLATFORM: self._platforms,
            Kind.LANGUAGE: languages(),
        }
        return fixed.get(parameter.kind, parameter.choices)

    async def _stories(self) -> Sequence[str]:
        """The line-up first, then the newest stories."""
        since = self._clock.now() - _YOUNG
        picks = [pick.story for pick in await self._store.desk.picks(self._briefing.id, since)]
        window = sorted(
            await self._store.stories.window(since), key=lambda story: story.last_new, reverse=True
        )
        return list(dict.fromkeys([*picks, *(story.id for story in window)]))
