"""The conversation under a story: replies become comments, reactions become likes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import UserError
from bot.model.chats import Chat, ChatKind, MessageRef, Person, PersonRef
from bot.model.comments import Comment, CommentId, CommentState, NewComment
from bot.model.editions import PostKind
from bot.model.events import Deleted, Edited, Reacted, Reply, Tallied
from bot.model.news import StoryId
from bot.ports.clock import Clock
from bot.ports.store import Store
from bot.readers import floods
from bot.readers.meaning import Meaning, meaning, question
from bot.readers.response import KEPT, SILENCE, Response
from bot.readers.showing import Showing, asking, showing, shown_name
from bot.text.clean import clean
from bot.text.markup import Message, message
from bot.wording import Wording

LONGEST = 2_000
"""So many characters a comment may have."""

_ASKED_AGAIN = timedelta(hours=12)
"""So long a group is not asked again how its people's comments are to be shown."""

_SAID_AGAIN = timedelta(minutes=10)
"""So long a chat of several people is not told again what came to nothing: who talks among themselves
would draw a message of ours for each of theirs."""

_AGAINST = frozenset("👎🤮💩🤬😡")  # reactions that say the opposite of a like


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to say, before it is a comment."""

    person: Person
    chat: Chat
    source: MessageRef
    text: str
    at: datetime | None = None  # when it was said; None: now


class Conversation:
    """Keeps comments and likes."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._tide = floods.Tide(floods.CHAT_A_MINUTE)
        self._notices = floods.Notices()

    async def reply(self, event: Reply, words: Wording) -> Response:
        """A person answered a message."""
        origin = event.origin
        meant = await meaning(self._store, event)
        if meant is None:
            to_us = event.to_us or origin.chat.kind is ChatKind.PRIVATE
            return self._noted(origin.chat, UserError("reply-to-nothing"), words) if to_us else SILENCE
        draft = Draft(origin.person, origin.chat, event.message, event.text, origin.at)
        return await self.say(draft, meant, words)

    async def say(self, draft: Draft, meant: Meaning, words: Wording) -> Response:
        """Keep what somebody says of a story, or answer why not; the same draft again is kept once."""
        draft = replace(draft, text=clean(draft.text).strip())
        known = await self._store.comments.by_source(draft.source)
        try:
            if known is None and await self._floods(draft):
                return SILENCE
            if not draft.text:
                return self._noted(draft.chat, UserError("comment-empty"), words)
            _check(draft.text)
            meant.check()
        except UserError as error:
            return _refusal(error, words)
        return await self._keep(draft, meant, words)

    async def edited(self, event: Edited, words: Wording) -> Response:
        """A person changed their message: their comment follows, if it can be kept."""
        comment = await self._store.comments.by_source(event.message)
        text = clean(event.text).strip()
        if comment is None or comment.author != event.origin.person.ref or comment.text == text:
            return SILENCE
        if len(text) > LONGEST:
            return Response(message=message(words("comment-edit-too-long", length=len(text), most=LONGEST)))
        if text:
            await self._store.comments.edit(event.message, text, self._clock.now())
        return SILENCE

    async def deleted(self, event: Deleted) -> None:
        """A message is gone, and the comment that it was."""
        await self._store.comments.delete(event.message, self._clock.now())

    async def reacted(self, event: Reacted) -> None:
        """A reaction to a story's message is a like; the last one taken back ends it."""
        story = await self._story(event.message)
        if story is None:
            return
        person = event.origin.person
        if any(reaction not in _AGAINST for reaction in event.reactions):
            await self._store.comments.like(story, person, self._clock.now())
        else:
            await self._store.comments.unlike(story, person.ref)

    async def tallied(self, event: Tallied) -> None:
        """Reactions to a story's message without names: as many likes, less those against it."""
        story = await self._story(event.message)
        if story is not None:
            likes = sum(count for reaction, count in event.reactions if reaction not in _AGAINST)
            await self._store.comments.tally(event.message, story, likes)

    async def like(self, story: StoryId, person: Person, key: str) -> bool:
        """Like it, or no more if they did; whether they do now. ``key`` is the wish's: the same
        again changes nothing."""
        event = key.removeprefix(f"{person.ref.platform}:")
        return await self._store.comments.toggle_like(story, person, event, self._clock.now())

    async def place(self, number: CommentId, story: StoryId, person: PersonRef) -> Comment:
        """Put a held reply on the story that was meant. Raises UserError if it is somebody else's,
        gone, or placed already."""
        comment = await self._store.comments.get(number)
        if comment is None or comment.author != person:
            raise UserError("place-not-yours")
        placed = await self._store.comments.settle(number, story)
        if placed is None:
            raise UserError("place-done")
        return placed

    async def asks(self, person: Person, chat: Chat, words: Wording) -> Message | None:
        """What a person who said something in this chat has to be asked, once, before others may see it
        elsewhere; None if nothing."""
        known = await self._store.people.meet(person, chat.ref)
        return await self._asking(showing(person, chat, known), person, chat, words)

    async def choose(self, person: Person, choice: str, words: Wording) -> None:
        """How all that this person says is shown in other chats: named, unnamed, or only here."""
        name = words("name-unnamed") if choice == "unnamed" else shown_name(person)
        await self._store.comments.share(person.ref, name, shared=choice != "here")

    async def _story(self, message: MessageRef) -> StoryId | None:
        """The story that a message of ours, or a copy of it, tells."""
        post = await self._store.posts.find(message)
        return post.story if post and post.kind is PostKind.STORY else None

    async def _keep(self, draft: Draft, meant: Meaning, words: Wording) -> Response:
        acquaintance = await self._store.people.meet(draft.person, draft.chat.ref)
        how = showing(draft.person, draft.chat, acquaintance)
        kept = await self._store.comments.keep(
            NewComment(
                story=meant.story,
                source=draft.source,
                author=draft.person,
                shown=how.name,
                parent=meant.parent,
                text=draft.text,
                state=CommentState.VISIBLE if meant.story else CommentState.HELD,
                shared=how.shared,
                at=self._said_at(draft),
            )
        )
        if kept.state is CommentState.HELD and kept.story is None:
            return Response(KEPT, question(kept, meant.choices, words))
        return Response(KEPT, await self._asking(how, draft.person, draft.chat, words))

    async def _asking(self, how: Showing, person: Person, chat: Chat, words: Wording) -> Message | None:
        if not (how.asks and self._may_ask(chat)):
            return None
        await self._store.people.told(person.ref, self._clock.now())
        return asking(person, chat, words)

    def _noted(self, chat: Chat, error: UserError, words: Wording) -> Response:
        """Say what came to nothing: to a person alone each time, to a chat of several now and then."""
        alone = chat.kind is ChatKind.PRIVATE
        if alone or self._notices.due((error.sentence, chat.ref), self._clock.now(), _SAID_AGAIN):
            return _refusal(error, words)
        return SILENCE

    def _may_ask(self, chat: Chat) -> bool:
        """A person alone is asked at once; a group not for each of its people."""
        alone = chat.kind is ChatKind.PRIVATE
        return alone or self._notices.due(("showing", chat.ref), self._clock.now(), _ASKED_AGAIN)

    def _said_at(self, draft: Draft) -> datetime:
        return floods.happened(draft.at, self._clock.now())

    async def _floods(self, draft: Draft) -> bool:
        """Whether this is too much and its author knows; raises UserError to tell them. It is
        counted by when it was said: what waited for us did not come in one breath."""
        now = self._said_at(draft)
        person = draft.person.ref
        said = floods.Said(
            minute=await self._store.comments.recent(person, now - floods.MINUTE),
            hour=await self._store.comments.recent(person, now - floods.HOUR),
        )
        if pause := floods.wait(said):
            if self._notices.due(person, now, pause):
                raise UserError("comment-flood", minutes=int(pause.total_seconds()) // 60)
            return True
        if not self._tide.admits(draft.chat.ref, now):
            if self._notices.due(draft.chat.ref, now, floods.MINUTE):
                raise UserError("comment-flood-chat")
            return True
        return False


def _check(text: str) -> None:
    """Raises UserError for what is too long to be kept."""
    if len(text) > LONGEST:
        raise UserError("comment-too-long", length=len(text), most=LONGEST)


def _refusal(error: UserError, words: Wording) -> Response:
    return Response(message=message(words(error.sentence, **error.details)))
