"""Which story a reply is about: by the message that it answers, or by asking its author."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.errors import UserError
from bot.model.chats import MessageRef
from bot.model.comments import Comment, CommentId
from bot.model.editions import DeliveryId, DeliveryState, PostKind
from bot.model.events import Reply
from bot.model.news import PreparedStory, StoryId
from bot.ports.store import Store
from bot.text.markup import Button, Message, message, paragraph, row
from bot.wording import Wording

_BUTTONS_A_ROW = 5


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a reply is about: a story, perhaps by way of another comment; or, where the message
    that it answers holds several, one of these."""

    story: StoryId | None
    parent: CommentId | None = None
    choices: tuple[PreparedStory, ...] = ()

    def check(self) -> None:
        """Raises UserError if nobody can tell any more which story it is."""
        if self.story is None and not self.choices:
            raise UserError("comment-story-unclear")


async def meaning(store: Store, reply: Reply) -> Meaning | None:
    """What a reply is about: what the message that it answers is about, or names; else what the
    thread is about in which it stands. None if that is no message of ours about a story, and no
    comment."""
    if answered := await _about(store, reply.to):
        return answered
    if reply.mark is not None and await store.stories.get(StoryId(reply.mark)):
        return Meaning(StoryId(reply.mark))
    begun = await _about(store, reply.thread) if reply.thread else None
    # People who talk among themselves are not asked which story they mean.
    return begun if begun and begun.story else None


async def _about(store: Store, message: MessageRef) -> Meaning | None:
    """What this message is about."""
    if post := await store.posts.find(message):
        if post.story is not None:
            return Meaning(post.story)
        if post.kind in (PostKind.HEADER, PostKind.DIGEST):
            return _one_of(await _delivered(store, post.delivery))
    elif parent := await store.comments.by_source(message):
        return Meaning(parent.story, parent.id)
    return None


def question(comment: Comment, choices: Sequence[PreparedStory], words: Wording) -> Message:
    """Asks the author of a held reply which story was meant, with a button for each."""
    rows = (
        row(words("place-row", number=number, headline=story.headline))
        for number, story in enumerate(choices, 1)
    )
    buttons = [
        Button(str(number), f"place {comment.id} {story.story}") for number, story in enumerate(choices, 1)
    ]
    asked = message(paragraph(words("place-question")), *rows)
    return asked.with_buttons(*_in_rows(buttons))


def _in_rows(buttons: Sequence[Button]) -> Iterator[Sequence[Button]]:
    for start in range(0, len(buttons), _BUTTONS_A_ROW):
        yield buttons[start : start + _BUTTONS_A_ROW]


def _one_of(stories: tuple[PreparedStory, ...]) -> Meaning:
    """A choice of one is none."""
    return Meaning(stories[0].story) if len(stories) == 1 else Meaning(None, choices=stories)


async def _delivered(store: Store, number: DeliveryId | None) -> tuple[PreparedStory, ...]:
    """The stories that came with this header or digest."""
    delivery = await store.deliveries.get(number) if number is not None else None
    promise = await store.promises.get(delivery.promise) if delivery else None
    if promise is None or promise.edition is None:
        return ()
    edition = await store.editions.get(promise.edition)
    rows = await store.deliveries.of(promise.id)
    came = [one.story for one in rows if one.story and one.state is not DeliveryState.SKIPPED]
    known = {story.story: story for story in edition.stories} if edition else {}
    return tuple(known[story] for story in came if story in known)
