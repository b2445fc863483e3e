"""What readers' affairs ask of the memory: chats, editors, subscriptions, comments, likes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model.chats import (
    Chat,
    ChatRef,
    ChatState,
    MessageRef,
    Person,
    PersonRef,
    Slot,
    Subscription,
)
from bot.model.comments import Acquaintance, Comment, CommentId, Counts, NewComment, StaleCopy
from bot.model.editions import Post
from bot.model.news import StoryId


class ChatStore(Protocol):
    """Chats as we know them, and who works in the newsroom."""

    async def see(self, chat: Chat) -> Chat:
        """Keep kind and title of a chat that spoke, wake it whatever put it off; the chat as it is
        then, with the language and the sharing that were chosen before. Where it is discussed stays
        known if the chat that is seen does not say."""
        ...

    async def get(self, chat: ChatRef) -> Chat | None: ...

    async def set_state(self, chat: ChatRef, state: ChatState) -> bool:
        """Of the chat and its parts; whether that changed anything."""
        ...

    async def move(self, chat: ChatRef, to: ChatRef) -> None:
        """Carry a chat over to its new id: subscription, promises, deliveries, comments; what is
        discussed in it is discussed there. The numbers of its messages may be given again: posts are
        found by the reference that they had, and are written anew no more; a comment's source bears
        the old chat's id before its own."""
        ...

    async def set_discussion(self, chat: ChatRef, discussion: str | None) -> None:
        """What is posted in this chat is discussed in the chat of this id; None: here."""
        ...

    async def set_language(self, chat: ChatRef, language: str | None) -> None: ...

    async def set_shares(self, chat: ChatRef, *, shares: bool) -> None:
        """Whether what is said in this chat, then and before, is shown in other chats."""
        ...

    async def titled(self, platform: str, title: str) -> Sequence[Chat]:
        """Groups and channels of exactly this title; none that are gone."""
        ...

    async def subscribed(self, briefing: str, limit: int) -> Sequence[Chat]:
        """Groups and channels with a subscription that is not ended, those first that cannot be written
        to; none that are gone."""
        ...

    async def newsroom(self) -> ChatRef | None: ...

    async def make_newsroom(self, chat: ChatRef) -> None: ...

    async def editors(self) -> Sequence[Person]:
        """By the names that they had when they were made editors and the handles that they have now."""
        ...

    async def add_editor(self, person: Person, by: PersonRef, at: datetime) -> bool:
        """Whether they were none before."""
        ...

    async def remove_editor(self, person: PersonRef) -> bool:
        """Whether they were one."""
        ...

    async def find_person(self, platform: str, name: str) -> Sequence[Person]:
        """People who spoke to us by this name or handle (upper and lower case the same); behind an @
        only by this handle, for a name can be anybody's."""
        ...


@dataclass(frozen=True, slots=True)
class Wave:
    """Chats that are due at one instant."""

    at: datetime
    zone: str  # the zone of most of them
    chats: int


class SubscriptionStore(Protocol):
    """Standing orders."""

    async def get(self, briefing: str, chat: ChatRef) -> Subscription | None: ...

    async def put(self, subscription: Subscription) -> None:
        """Keep it as it is now, new or not."""
        ...

    async def due(self, briefing: str, now: datetime, limit: int) -> Sequence[Subscription]:
        """Active ones with a slot at or before ``now`` whose chat is active, the earliest first.
        Those of sleeping and barred chats are not returned and keep their slot."""
        ...

    async def listening(self, briefing: str, after: ChatRef | None, limit: int) -> Sequence[Subscription]:
        """Active ones of active chats, by chat, from after this one."""
        ...

    async def next_wave(self, briefing: str, now: datetime) -> Wave | None: ...

    async def count(self, briefing: str) -> int:
        """Active ones of active chats."""
        ...

    async def set_next(self, briefing: str, slots: Mapping[ChatRef, Slot | None]) -> None:
        """Move these subscriptions on without a promise."""
        ...


class CommentStore(Protocol):
    """Comments and likes. A chat sees what was said in itself and where it is discussed, and of
    other chats that share what is shared."""

    async def keep(self, comment: NewComment) -> Comment:
        """Keep a comment; the same source message again changes nothing and gives what is kept."""
        ...

    async def edit(self, source: MessageRef, text: str, at: datetime) -> Comment | None: ...

    async def delete(self, source: MessageRef, at: datetime) -> Comment | None: ...

    async def settle(self, comment: CommentId, story: StoryId) -> Comment | None:
        """Put a held reply to a digest on the story that was meant; None if there is none held."""
        ...

    async def share(self, person: PersonRef, shown: str, *, shared: bool) -> None:
        """Show all that this person said, and will say, under this name; elsewhere or not.
        What was said in a chat that shares nothing stays there."""
        ...

    async def get(self, comment: CommentId) -> Comment | None: ...

    async def by_source(self, source: MessageRef) -> Comment | None: ...

    async def page(self, story: StoryId, chat: ChatRef, offset: int, limit: int) -> Sequence[Comment]:
        """What this chat sees, threads by age, each answer after what it answers."""
        ...

    async def unseen(self, story: StoryId, chat: ChatRef) -> int:
        """How many comments on a story stand where they were made and are not seen by this chat."""
        ...

    async def by_author(self, person: PersonRef, limit: int) -> Sequence[Comment]:
        """What this person said of stories and can be seen, newest first."""
        ...

    async def recent(self, person: PersonRef, since: datetime) -> int:
        """How many comments this person made since then."""
        ...

    async def like(self, story: StoryId, person: Person, at: datetime) -> bool:
        """Whether they did not like it before."""
        ...

    async def unlike(self, story: StoryId, person: PersonRef) -> bool: ...

    async def toggle_like(self, story: StoryId, person: Person, event: str, at: datetime) -> bool:
        """Like it, or no more if they did; whether they do now. ``event`` is the key of what came
        in on the person's platform: the same event again changes nothing."""
        ...

    async def tally(self, message: MessageRef, story: StoryId, likes: int) -> bool:
        """So many people whom nobody names like this story by this message now; whether that is
        another number than before."""
        ...

    async def counts(self, stories: Collection[StoryId], chat: ChatRef) -> Mapping[StoryId, Counts]: ...

    async def stale(self, since: datetime, limit: int) -> Sequence[StaleCopy]:
        """Copies delivered since then whose shown counts differ from the true ones, newest
        first; each delivered story once, by its last part. None in a chat that is gone."""
        ...

    async def refreshed(self, copies: Sequence[StaleCopy]) -> None:
        """These copies now show their counts."""
        ...


class PeopleStore(Protocol):
    """What is kept about a person, and its end."""

    async def meet(self, person: Person, chat: ChatRef) -> Acquaintance:
        """Keep the name that the platform gives, and where they spoke last."""
        ...

    async def private_chat(self, person: PersonRef) -> ChatRef | None:
        """The chat that this person and the bot have for themselves; None until they spoke in it."""
        ...

    async def told(self, person: PersonRef, at: datetime) -> None: ...

    async def about(self, person: PersonRef) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Everything stored about this person, by kind: for /mydata."""
        ...

    async def forget(self, person: PersonRef, at: datetime) -> int:
        """Erase it, their comments' texts and names too (answers to them stay); how many comments
        there still were. Stays so after a restore."""
        ...


class PostStore(Protocol):
    """Which posted message of ours is about what."""

    async def remember(self, post: Post) -> None: ...

    async def find(self, message: MessageRef) -> Post | None:
        """The post that this message is, or is a copy of: see which by its reference, for a copy is
        not ours to edit. A copy whose post was never recorded is of the story that it is marked with."""
        ...

    async def copied(self, copy: MessageRef, of: MessageRef, mark: str | None, at: datetime) -> None:
        """The platform made this copy of a message, which may be recorded as a post later, or never
        if it is none. The same copy again changes nothing."""
        ...
