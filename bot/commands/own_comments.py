"""What a person said of stories: listed for them alone, and taken back at their word."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.commands.call import Answer, Call
from bot.commands.storybook import StoryBook
from bot.errors import UserError
from bot.model.chats import ChatKind
from bot.model.comments import Comment, CommentId
from bot.model.news import StoryId
from bot.ports.store import Store
from bot.readers.subscriptions import Subscriptions
from bot.text.markup import Block, Bold, Button, Faint, Message, continued, message, paragraph, row
from bot.text.said import command

_LISTED = 8
_LOOKED_THROUGH = 50  # for those on one story
_BUTTONS_A_ROW = 4
_LONGEST_TEXT = 120
_LONGEST_NUMBER = 15


class OwnComments:
    """Lists and deletes a person's own comments."""

    def __init__(self, *, store: Store, book: StoryBook, subscriptions: Subscriptions) -> None:
        self._comments = store.comments
        self._book = book
        self._subscriptions = subscriptions

    async def on(self, story: StoryId, call: Call) -> bool:
        """Whether the asker, alone with us, wrote of this story."""
        if call.chat.kind is not ChatKind.PRIVATE:
            return False
        mine = await self._comments.by_author(call.person.ref, _LOOKED_THROUGH)
        return any(comment.story == story for comment in mine)

    async def delete(self, call: Call) -> Answer:
        """Take back the comment that was answered or named; without one show the last ones."""
        comment = await self._meant(call)
        if comment is not None:
            if comment.author != call.person.ref:
                raise UserError("delete-not-yours")
            await self._comments.delete(comment.source, call.now)
            if not call.pressed:
                return Answer(message(call.words("deleted")))
        aloud = message(call.words("only-in-private", command=command(call.command.name)))
        return Answer(await self._list(call), replaces=call.get("comment") is not None, aloud=aloud)

    async def _meant(self, call: Call) -> Comment | None:
        """The comment that is to go; None if none was named. Raises UserError for what is none."""
        if number := call.get("comment"):
            is_number = number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER
            comment = await self._comments.get(CommentId(int(number))) if is_number else None
        elif call.to is not None:
            comment = await self._comments.by_source(call.to)
        else:
            return None
        if comment is None:
            raise UserError("delete-no-comment")
        return comment

    async def _list(self, call: Call) -> Message:
        mine = await self._comments.by_author(call.person.ref, _LISTED)
        if not mine:
            return message(call.words("own-comments-none"))
        zone = ZoneInfo(await self._subscriptions.zone(call.chat.ref))
        blocks: list[Block] = [paragraph(Bold(call.words("own-comments-title")))]
        for number, comment in enumerate(mine, 1):
            blocks += await self._rows(number, comment, zone, call)
        return message(*blocks).with_buttons(*_buttons(mine, call))

    async def _rows(self, number: int, comment: Comment, zone: ZoneInfo, call: Call) -> Sequence[Block]:
        words, local = call.words, comment.at.astimezone(zone)
        when = words("comment-date", date=words.date(local.date()), hour=words.hour(local.time()))
        about = [when, await self._book.called(comment.story)] if comment.story else [when]
        return row(f"{number}  {_short(comment.text)}"), continued(Faint(" · ".join(about)), depth=1)


def _buttons(mine: Sequence[Comment], call: Call) -> Sequence[Sequence[Button]]:
    buttons = [
        Button(call.words("delete-button", number=number), f"delete {comment.id}")
        for number, comment in enumerate(mine, 1)
    ]
    return [buttons[start : start + _BUTTONS_A_ROW] for start in range(0, len(buttons), _BUTTONS_A_ROW)]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT].rstrip()}…"
