"""The comments on a story as a page: threads, who said what where, and the way to the next page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.commands.pages import Page
from bot.model.comments import Comment, CommentId
from bot.model.news import StoryId
from bot.text.markup import (
    Block,
    Bold,
    Button,
    Faint,
    Message,
    Span,
    Text,
    Time,
    continued,
    message,
    paragraph,
)
from bot.wording import Wording

PAGE = 8
"""So many comments stand on a page."""

_DEEPEST = 3  # steps that answers are set in; deeper ones stand with these


@dataclass(frozen=True, slots=True)
class Discussion:
    """A page of a story's comments; pages count from 1."""

    story: StoryId
    headline: str
    total: int
    page: int
    comments: Sequence[Comment]
    has_own: bool = False  # whether the reader wrote some of them and may be led to them
    unseen: int = 0  # other comments on the story, which its chat may not see

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def discussion(shown: Discussion, zone: ZoneInfo, now: datetime, words: Wording) -> Message:
    """The page with its buttons."""
    none_here = shown.unseen and not shown.total
    title = words("comments-none-here") if none_here else words("comments-title", count=shown.total)
    blocks = [paragraph(Bold(title), f"\n{shown.headline}")]
    depths = _depths(shown.comments)
    for comment in shown.comments:
        blocks += _said(comment, depths[comment.id], zone, now, words)
    if shown.unseen:
        blocks.append(paragraph(Faint(words("comments-unseen", count=shown.unseen))))
    reply = Button(words("reply-button"), f"reply {shown.story}")
    # The page in the action has them turn in place.
    turning = Page(shown.page, shown.pages, PAGE).buttons(f"comments {shown.story}")
    own = (Button(words("own-comments-button"), "delete"),) if shown.has_own else ()
    return message(*blocks).with_buttons(turning, (reply, *own))


def _depths(comments: Sequence[Comment]) -> dict[CommentId, int]:
    """How far each is set in. An answer to what stands on the page before is set in once."""
    depths: dict[CommentId, int] = {}
    for comment in comments:
        above = depths.get(comment.parent, 0) if comment.parent is not None else -1
        depths[comment.id] = min(above + 1, _DEEPEST)
    return depths


def _said(comment: Comment, depth: int, zone: ZoneInfo, now: datetime, words: Wording) -> Iterator[Block]:
    who: list[Span] = [Text(f"↳ {comment.shown}" if depth else comment.shown)]
    who.append(Faint(f" · {platform_name(comment.author.platform, words)} · "))
    who.append(Time(comment.at, _local(comment.at, zone, now, words)))
    if comment.edited:
        who.append(Faint(f" · {words('comment-edited')}"))
    yield Block(tuple(who), depth=depth)
    yield continued(comment.text, depth=depth)


def platform_name(platform: str, words: Wording) -> str:
    """What people call a platform."""
    known = f"platform-{platform}"
    return words(known) if words.knows(known) else platform.capitalize()


def _local(at: datetime, zone: ZoneInfo, now: datetime, words: Wording) -> str:
    local = at.astimezone(zone)
    hour = words.hour(local.time())
    if local.date() == now.astimezone(zone).date():
        return hour
    return words("comment-date", date=words.date(local.date()), hour=hour)
