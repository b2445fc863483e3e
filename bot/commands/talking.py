"""Commands for those who comment: the discussion, comments, likes, and what we keep of a person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.commands.call import Answer, Call, Handler
from bot.commands.discussion import PAGE, Discussion, discussion
from bot.commands.own_comments import OwnComments
from bot.commands.storybook import StoryBook
from bot.errors import UserError
from bot.model.chats import ChatKind, MessageRef
from bot.model.comments import CommentId
from bot.model.editions import PostKind
from bot.model.news import StoryId
from bot.ports.store import Store
from bot.readers.comments import Conversation, Draft
from bot.readers.meaning import Meaning
from bot.readers.people import People, asked_for_sure, told
from bot.readers.response import SILENCE
from bot.readers.showing import shown_now
from bot.readers.subscriptions import Subscriptions
from bot.text.markup import Message, message, paragraph
from bot.text.said import command

Find = Callable[[Call, str], Awaitable[StoryId]]
"""The story that an argument names; raises UserError if there is none."""

Recompose = Callable[[MessageRef], Awaitable[Message | None]]
"""A delivered copy with its true counts; None for a message that is none."""

_MOST_PAGES = 10_000


class Talking:
    """Handlers of the conversation."""

    def __init__(
        self,
        *,
        store: Store,
        conversation: Conversation,
        people: People,
        subscriptions: Subscriptions,
        book: StoryBook,
        find: Find,
        recompose: Recompose,
    ) -> None:
        self._store = store
        self._conversation = conversation
        self._people = people
        self._subscriptions = subscriptions
        self._book = book
        self._find = find
        self._recompose = recompose
        self._own = OwnComments(store=store, book=book, subscriptions=subscriptions)

    def handlers(self) -> dict[str, Handler]:
        """Each command's handler by its name."""
        return {
            "comments": self.comments,
            "comment": self.comment,
            "delete": self._own.delete,
            "reply": self.reply,
            "like": self.like,
            "place": self.place,
            "shown": self.shown,
            "mydata": self.mydata,
            "forgetme": self.forgetme,
        }

    async def comments(self, call: Call) -> Answer:
        """A page of a story's comments; the buttons that turn pages do so in place."""
        story = await self._find(call, call.arguments["story"])
        total = (await self._book.counts(story, call.chat.ref)).comments
        asked = call.number("page", 1, _MOST_PAGES, default=1)
        page = min(asked, max(1, -(-total // PAGE)))
        comments = await self._store.comments.page(story, call.chat.ref, (page - 1) * PAGE, PAGE)
        headline, has_own = await self._book.headline(story), await self._own.on(story, call)
        unseen = await self._store.comments.unseen(story, call.chat.ref)
        shown = Discussion(story, headline, total, page, comments, has_own, unseen)
        zone = ZoneInfo(await self._subscriptions.zone(call.chat.ref))
        return Answer(
            discussion(shown, zone, call.now, call.words),
            # The comment line under a story names no page: it must not replace its story.
            replaces=call.get("page") is not None,
            kind=PostKind.COMMENTS,
            story=story,
        )

    async def comment(self, call: Call) -> Answer | None:
        """Say something of a story without replying to it."""
        story = await self._find(call, call.arguments["story"])
        source = call.message or MessageRef(call.chat.ref, f"said:{call.key}")
        draft = Draft(call.person, call.chat, source, call.arguments["comment"])
        response = await self._conversation.say(draft, Meaning(story), call.words)
        if response == SILENCE:
            return None
        if response.message is not None:
            return Answer(response.message)
        headline = await self._book.headline(story)
        return Answer(message(call.words("comment-kept", headline=headline)))

    async def reply(self, call: Call) -> Answer:
        """Ask for a comment; the answer to the question is one."""
        story = await self._find(call, call.arguments["story"])
        headline = await self._book.headline(story)
        prompt = message(paragraph(call.words("reply-prompt", headline=headline)))
        return Answer(prompt, asks=True, kind=PostKind.PROMPT, story=story)

    async def like(self, call: Call) -> Answer:
        """Like a story, or no more; the button that was pressed shows the new count at once."""
        story = await self._find(call, call.arguments["story"])
        likes = await self._conversation.like(story, call.person, call.key)
        if call.pressed and call.message is not None:
            copy = await self._recompose(call.message)
            shown = copy or await self._book.message(story, call.chat.ref, call.words, call.now)
            return Answer(shown, replaces=True, kind=PostKind.STORY, story=story)
        headline = await self._book.headline(story)
        return Answer(message(call.words("liked" if likes else "unliked", headline=headline)))

    async def place(self, call: Call) -> Answer:
        """Say which story of a digest a reply was about."""
        number = call.number("number", 1, 10**15, default=1)
        story = await self._find(call, call.arguments["story"])
        await self._conversation.place(CommentId(number), story, call.person.ref)
        kept = paragraph(call.words("comment-kept", headline=await self._book.headline(story)))
        asked = await self._conversation.asks(call.person, call.chat, call.words)
        said = replace(asked, blocks=(kept, *asked.blocks)) if asked else message(kept)
        return Answer(said, replaces=True)

    async def shown(self, call: Call) -> Answer:
        """Choose how one's comments are shown in other chats, or see how they are."""
        if (choice := call.get("name-shown")) is None:
            known = await self._store.people.meet(call.person, call.chat.ref)
            return Answer(shown_now(call.person, call.chat, known, call.words))
        await self._conversation.choose(call.person, choice, call.words)
        # In a group the question stays: others have not chosen yet.
        return Answer(message(call.words(f"shown-{choice}")), replaces=call.chat.kind is ChatKind.PRIVATE)

    async def mydata(self, call: Call) -> Answer:
        """Everything that we keep of the asker."""
        records = await self._people.data(call.person.ref)
        zone = ZoneInfo(await self._subscriptions.zone(call.chat.ref))
        stories = {str(record["story"]) for record in records.get("comments", ()) if "story" in record}
        headlines = {story: await self._book.called(StoryId(story)) for story in stories}
        aloud = message(call.words("only-in-private", command=command(call.command.name)))
        return Answer(told(records, headlines, zone, call.words), aloud=aloud)

    async def forgetme(self, call: Call) -> Answer:
        """Erase it, once they are sure."""
        if call.get("sure") is None:
            aloud = message(call.words("forget-in-private"))  # whoever pressed its button would be erased
            return Answer(asked_for_sure(call.words), aloud=aloud)
        if call.person.anonymous:
            raise UserError("only-named-people")
        return Answer(await self._people.forget(call.person, call.words), replaces=True)
