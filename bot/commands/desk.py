"""Editors at the desk: candidates, decisions, edits, and why things are as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.commands.call import Answer, Call, Handler
from bot.commands.desk_pages import desk_page, local_hour, page_with, why_message, why_not_message
from bot.commands.pages import page_asked
from bot.commands.stories import StoryFinder
from bot.errors import UserError
from bot.model.briefing import Briefing
from bot.model.editions import Edits
from bot.model.news import StoryId
from bot.newsroom.desk import Desk
from bot.ports.desk import DecisionKind
from bot.text.clean import clean
from bot.text.links import is_web
from bot.text.markup import message, paragraph, quote, row

_DONE = {
    DecisionKind.PICK: "desk-picked",
    DecisionKind.DROP: "desk-dropped",
    DecisionKind.PIN: "desk-pinned",
    DecisionKind.UNPIN: "desk-unpinned",
}
_LONGEST_HEADLINE = 300
_LONGEST_LABEL = 40
_LONGEST_EXCERPT = 2000


class DeskCommands:
    """The commands of the desk."""

    def __init__(self, *, desk: Desk, finder: StoryFinder, briefing: Briefing) -> None:
        self._desk = desk
        self._finder = finder
        self._briefing = briefing

    def handlers(self) -> dict[str, Handler]:
        """Each command's handler."""
        return {
            "desk": self.desk,
            "pick": self.pick,
            "drop": self.drop,
            "pin": self.pin,
            "unpin": self.unpin,
            "order": self.order,
            "headline": self.headline,
            "excerpt": self.excerpt,
            "label": self.label,
            "why": self.why,
            "whynot": self.whynot,
        }

    async def desk(self, call: Call) -> Answer:
        """The candidates. The first page is always of now; further ones belong to it."""
        number = page_asked(call)
        look = self._desk.view if number == 1 else self._desk.view_again
        view = await look(call.person.ref, call.now)
        return Answer(desk_page(view, number, call.words, call.now), replaces=call.pressed)

    async def pick(self, call: Call) -> Answer:
        """Take stories into the line-up."""
        stories = await self._finder.find_all(call, call.arguments["stories"])
        return await self._refused(call, stories) or await self._decide(call, DecisionKind.PICK, stories)

    async def drop(self, call: Call) -> Answer:
        """Leave stories out, whatever their rank."""
        stories = await self._finder.find_all(call, call.arguments["stories"])
        return await self._decide(call, DecisionKind.DROP, stories)

    async def pin(self, call: Call) -> Answer:
        """Put a story before all others."""
        stories = [await self._finder.find(call, call.arguments["story"])]
        return await self._refused(call, stories) or await self._decide(call, DecisionKind.PIN, stories)

    async def unpin(self, call: Call) -> Answer:
        """Let a pinned story be a pick like others."""
        stories = [await self._finder.find(call, call.arguments["story"])]
        return await self._decide(call, DecisionKind.UNPIN, stories)

    async def order(self, call: Call) -> Answer:
        """Put picks into this order."""
        stories = await self._finder.find_all(call, call.arguments["stories"])
        if strange := await self._desk.reorder(stories, call.person, call.now):
            raise UserError("desk-not-picked", headline=await self._desk.headline(next(iter(strange))))
        rows = [
            row(f"{place}  {await self._desk.headline(pick.story)}")
            for place, pick in enumerate(await self._desk.picks(call.now), 1)
        ]
        return Answer(message(paragraph(call.words("desk-ordered")), *rows))

    async def headline(self, call: Call) -> Answer:
        """Rewrite a headline, or take it back."""
        text = _typed(call, "headline", _LONGEST_HEADLINE)
        return await self._edit(call, Edits(headline=" ".join(text.split())))

    async def excerpt(self, call: Call) -> Answer:
        """Rewrite an excerpt, or take it back."""
        return await self._edit(call, Edits(excerpt=_typed(call, "excerpt", _LONGEST_EXCERPT)))

    async def label(self, call: Call) -> Answer:
        """Give a story its own label, or take it back."""
        text = _typed(call, "label", _LONGEST_LABEL).strip().removesuffix(":")
        return await self._edit(call, Edits(label=" ".join(text.split())))

    async def why(self, call: Call) -> Answer:
        """Why a story ranks where it does."""
        story = await self._finder.find(call, call.arguments["story"])
        return Answer(why_message(await self._desk.why(story, call.now), call.words, call.now))

    async def whynot(self, call: Call) -> Answer:
        """What became of a link."""
        url = call.arguments["address"]
        if not is_web(url):
            raise UserError("feed-error-bad-address", detail=url)
        found = await self._desk.why_not(url, call.now)
        if found is None:
            raise UserError("whynot-unknown")
        return Answer(why_not_message(found, call.words, self._briefing.zone))

    async def _refused(self, call: Call, stories: Sequence[StoryId]) -> Answer | None:
        """A row that is on the desk no more is refused with the desk as it is now; a story that was
        named by its id is meant, whatever the desk says."""
        named = call.get("stories") or call.get("story") or ""
        if not any(word.strip(",").isdigit() for word in named.replace(",", " ").split()):
            return None
        for story in stories:
            if await self._desk.is_stale(story, call.person, call.now):
                notice = call.words("desk-stale", headline=await self._desk.headline(story))
                view = await self._desk.view(call.person.ref, call.now)
                return Answer(desk_page(view, 1, call.words, call.now, notice))
        return None

    async def _decide(self, call: Call, kind: DecisionKind, stories: Sequence[StoryId]) -> Answer:
        """Typed, it answers with a row a story; pressed, the desk shows it, and a notice only for
        who came second."""
        done: list[str] = []
        second: list[str] = []
        for story in stories:
            headline = await self._desk.headline(story)
            decided = await self._desk.decide(kind, story, call.person, call.now)
            if decided.changed:
                done.append(call.words(_DONE[kind], headline=headline, story=story))
            else:
                second.append(await self._already(call, kind, story, decided.by, headline))
        if not call.pressed:
            return Answer(message(*map(row, done + second)))
        view = await self._desk.view_again(call.person.ref, call.now)
        page = desk_page(view, page_with(view, stories[0]), call.words, call.now, " ".join(second))
        return Answer(page, replaces=True)

    async def _already(self, call: Call, kind: DecisionKind, story: StoryId, by: str, headline: str) -> str:
        """It was so already: who made it so, and when."""
        own = "yes" if by == call.person.name else "no"
        if kind is DecisionKind.UNPIN:
            return call.words("desk-not-pinned", headline=headline)
        if kind is DecisionKind.DROP:
            return call.words("desk-already-dropped", by=by, own=own, headline=headline)
        picks = await self._desk.picks(call.now)
        at = next((pick.at for pick in picks if pick.story == story), call.now)
        hour = local_hour(at, self._briefing.zone, call.words)
        sentence = "desk-already-pinned" if kind is DecisionKind.PIN else "desk-already-picked"
        return call.words(sentence, by=by, own=own, hour=hour, headline=headline)

    async def _edit(self, call: Call, edits: Edits) -> Answer:
        story = await self._finder.find(call, call.arguments["story"])
        made = await self._desk.edit(story, edits, call.person, call.now)
        texts: Mapping[str, tuple[str | None, str]] = {
            "headline": (edits.headline, made.headline),
            "excerpt": (edits.excerpt, "\n\n".join(made.excerpt)),
            "label": (edits.label, made.label),
        }
        what, now = next((name, new) for name, (new, _) in texts.items() if new is not None)
        text = texts[what][1]
        if not text:
            return Answer(message(call.words("desk-excerpt-none")))
        said = call.words("desk-edited" if now else "desk-edit-undone", what=what)
        return Answer(message(said, quote(text)))


def _typed(call: Call, name: str, most: int) -> str:
    """The text that was typed, clean; empty if it was left out. Raises UserError if it is too long."""
    text = clean(call.get(name) or "").strip()
    if len(text) > most:
        raise UserError("desk-too-long", length=len(text), most=most)
    return text
