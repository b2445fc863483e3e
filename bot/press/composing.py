"""Messages from values: the header of an edition, a story, the digest, the preview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.model.briefing import Briefing
from bot.model.comments import Counts
from bot.model.news import Citation, PreparedStory, StoryId
from bot.press.surface import AddressOf, nowhere
from bot.text.markup import (
    Block,
    Bold,
    Button,
    Faint,
    Link,
    Message,
    Span,
    Text,
    Time,
    message,
    paragraph,
    row,
)
from bot.text.sentences import sentences
from bot.wording import Wording

NOTHING_SAID = Counts(comments=0, likes=0)

_OPENING_WORDS = 12  # the citation stands after the first sentences that together have as many


@dataclass(frozen=True, slots=True)
class Heading:
    """What the header of an edition says besides the briefing's title and tagline."""

    day: date  # local to the chat
    stories: int
    late: time | None = None  # the local hour at which it was due, if it is late


def header(briefing: Briefing, heading: Heading, words: Wording) -> Message:
    """The message that goes before the stories."""
    return message(_heading(briefing, heading, words))


def story(
    prepared: PreparedStory,
    counts: Counts,
    words: Wording,
    now: datetime,
    *,
    buttons: bool = True,
    address: AddressOf = nowhere,
) -> Message:
    """A story's message: headline, excerpt with its citation, other sources, and what readers say.

    Without ``buttons`` the counts stand in the text, and lead to the comments if these have an
    ``address``.
    """
    blocks = list(_story(prepared, words, now))
    if not buttons:
        return message(*blocks, *_counts(prepared.story, counts, words, address))
    return message(*blocks).with_buttons(_story_buttons(prepared.story, counts, words))


def digest(
    briefing: Briefing,
    heading: Heading,
    stories: Sequence[PreparedStory],
    counts: Mapping[StoryId, Counts],
    words: Wording,
    *,
    buttons: bool = True,
    address: AddressOf = nowhere,
) -> Message:
    """One message for all stories: their headlines with their sources, numbered.

    With ``buttons`` each story has one for commenting; else its comment line stands under it, and
    leads to the comments if these have an ``address``.
    """
    said = [counts.get(prepared.story, NOTHING_SAID) for prepared in stories]
    rows: list[Block] = []
    for number, prepared in enumerate(stories, 1):
        rows.append(row(*_digest_row(number, prepared, words)))
        if not buttons:
            line = _comment_line(prepared.story, said[number - 1], words, address)
            rows.append(row(line if isinstance(line, Link) else Faint(line.text), depth=1))
    made = message(_heading(briefing, heading, words), *rows)
    if not buttons:
        return made
    return made.with_buttons(
        *(
            (_digest_button(number, prepared.story, mine, words),)
            for number, (prepared, mine) in enumerate(zip(stories, said, strict=True), 1)
        )
    )


def preview(
    briefing: Briefing, heading: Heading, stories: Sequence[PreparedStory], words: Wording, now: datetime
) -> Message:
    """The edition as it would go out, in one message, for editors; cut, if it must be, between stories."""
    blocks = [_heading(briefing, heading, words)]
    for prepared in stories:
        headline, *others = _story(prepared, words, now)
        blocks += [replace(headline, heads=True), *others]
    return message(*blocks)


def comment_button(story: StoryId, counts: Counts, words: Wording) -> Button:
    """The comment line: pressing it shows the comments."""
    return Button(words("comment-line", count=counts.comments), f"comments {story}")


def _heading(briefing: Briefing, heading: Heading, words: Wording) -> Block:
    """One paragraph of lines."""
    lines: list[Span] = [Bold(briefing.title)]
    if briefing.tagline:
        lines.append(Text(f"\n{briefing.tagline}"))
    day = words("edition-day", date=words.date(heading.day), count=heading.stories)
    lines.append(Text(f"\n{day}"))
    if heading.late is not None:
        lines.append(Faint("\n" + words("edition-late", hour=words.hour(heading.late))))
    return paragraph(*lines)


def _headline(prepared: PreparedStory, words: Wording) -> str:
    if not prepared.label:
        return prepared.headline
    return words("story-headline", label=prepared.label, headline=prepared.headline)


def _story(prepared: PreparedStory, words: Wording, now: datetime) -> Iterator[Block]:
    headline = Bold(_headline(prepared, words))
    if prepared.excerpt:
        yield paragraph(headline)
        first, *others = prepared.excerpt
        yield paragraph(*_cited(first, prepared.citation))
        yield from (paragraph(text) for text in others)
    else:
        yield paragraph(headline, *_citation(prepared.citation))
    if also := _also(prepared, words, now):
        yield paragraph(*also)


def _cited(text: str, citation: Citation) -> Iterator[Span]:
    """The paragraph with its source in brackets after the first sentences."""
    opening = _opening(text)
    yield Text(text[:opening].rstrip())
    yield from _citation(citation)
    if rest := text[opening:]:
        yield Text(f" {rest}")


def _opening(text: str) -> int:
    """Where the first sentences end."""
    end = 0
    for sentence in sentences(text):
        end += len(sentence)
        if len(text[:end].split()) >= _OPENING_WORDS:
            break
    return end


def _citation(citation: Citation) -> Iterator[Span]:
    if citation.outlet:
        yield Text(" (")
        yield Link(citation.outlet, citation.url) if citation.url else Text(citation.outlet)
        yield Text(")")


def _also(prepared: PreparedStory, words: Wording, now: datetime) -> list[Span]:
    """*Also reported by A, B · 2 hours ago*."""
    spans: list[Span] = []
    if prepared.also:
        spans.append(Faint(words("story-also", names=words.names(prepared.also))))
    if prepared.published is not None:
        if spans:
            spans.append(Faint(" · "))
        spans.append(Time(prepared.published, words.ago(max(now - prepared.published, timedelta()))))
    return spans


def _counts(story: StoryId, counts: Counts, words: Wording, address: AddressOf) -> Iterator[Block]:
    if counts.likes:
        yield row(words("like-line", count=counts.likes))
    yield row(_comment_line(story, counts, words, address))


def _comment_line(story: StoryId, counts: Counts, words: Wording, address: AddressOf) -> Link | Text:
    """The comment line where it is no button."""
    made = comment_button(story, counts, words)
    url = address(made.action)
    return Link(made.label, url) if url else Text(made.label)


def _story_buttons(story: StoryId, counts: Counts, words: Wording) -> tuple[Button, ...]:
    return (
        comment_button(story, counts, words),
        Button(words("reply-button"), f"reply {story}"),
        Button(words("like-button", count=counts.likes), f"like {story}"),
    )


def _digest_row(number: int, prepared: PreparedStory, words: Wording) -> Iterator[Span]:
    yield Text(words("digest-row", number=number, headline=prepared.headline))
    yield from _citation(prepared.citation)


def _digest_button(number: int, story: StoryId, counts: Counts, words: Wording) -> Button:
    return Button(words("digest-button", number=number, count=counts.comments), f"reply {story}")
