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
        then, with the language and the sharing that were chosen before."""
        ...

    async def get(self, chat: ChatRef) -> Chat | None: ...

    async def set_state(self, chat: ChatRef, state: ChatState) -> bool:
        """Whether that changed anything."""
        ...

    async def move(self, chat: ChatRef, to: ChatRef) -> None:
        """Carry everything of a chat over to its new id: subscription, promises, deliveries,
        posts, comments."""
        ...

    async def set_language(self, chat: ChatRef, language: str | None) -> None: ...

    async def set_shares(self, chat: ChatRef, *, shares: bool) -> None:
        """Whether what is said in this chat, then and before, is shown in other chats."""
        ...

    async def newsroom(self) -> ChatRef | None: ...

    async def make_newsroom(self, chat: ChatRef) -> None: ...

    async def editors(self) -> Sequence[Person]: ...

    async def add_editor(self, person: Person, by: PersonRef, at: datetime) -> bool:
        """Whether they were none before."""
        ...

    async def remove_editor(self, person: PersonRef) -> bool:
        """Whether they were one."""
        ...

    async def find_person(self, platform: str, name: str) -> Sequence[Person]:
        """People who spoke to us by this name (upper and lower case the same)."""
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
    """Comments and likes. A chat sees what was said in itself, and of other chats that
    share what is shared."""

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

    async def counts(self, stories: Collection[StoryId], chat: ChatRef) -> Mapping[StoryId, Counts]: ...

    async def stale(self, since: datetime, limit: int) -> Sequence[StaleCopy]:
        """Copies delivered since then whose shown counts differ from the true ones, newest
        first; each delivered story once, by its last part."""
        ...

    async def refreshed(self, copies: Sequence[StaleCopy]) -> None:
        """These copies now show their counts."""
        ...


class PeopleStore(Protocol):
    """What is kept about a person, and its end."""

    async def meet(self, person: Person, chat: ChatRef) -> Acquaintance:
        """Keep the name that the platform gives, and where they spoke last."""
        ...

    async def told(self, person: PersonRef, at: datetime) -> None: ...

    async def about(self, person: PersonRef) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Everything stored about this person, by kind: for /mydata."""
        ...

    async def forget(self, person: PersonRef, at: datetime) -> int:
        """Erase it, their comments' texts and names too (answers to them stay); how many comments
        there were. Stays so after a restore."""
        ...


class PostStore(Protocol):
    """Which posted message of ours is about what."""

    async def remember(self, post: Post) -> None: ...

    async def find(self, message: MessageRef) -> Post | None: ...
