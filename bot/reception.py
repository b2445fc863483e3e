"""The reception: each event goes to whoever it concerns, and what they say goes back."""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.commands.call import Answer
from bot.commands.dispatch import Commands
from bot.errors import NotAllowed, PlatformError
from bot.model.chats import Chat, ChatKind, MessageRef
from bot.model.editions import Post, PostKind
from bot.model.events import (
    Arrival,
    ChatChanged,
    Command,
    Copied,
    Deleted,
    Edited,
    Event,
    Press,
    Reacted,
    Reply,
    Tallied,
)
from bot.ports.readers import PostStore
from bot.press.answering import About, Answers
from bot.press.limiter import Priority
from bot.press.powers import Powers
from bot.readers.chats import Chats
from bot.readers.comments import Conversation
from bot.readers.response import Response
from bot.text.markup import Message

_log = logging.getLogger(__name__)

_Said = Command | Press | Reply | Edited | Deleted | Reacted


class Reception:
    """Handles events, one after the other for each chat, as the intake brings them."""

    def __init__(
        self,
        *,
        chats: Chats,
        commands: Commands,
        conversation: Conversation,
        answers: Answers,
        powers: Powers,
        posts: PostStore,
    ) -> None:
        self._chats = chats
        self._commands = commands
        self._conversation = conversation
        self._answers = answers
        self._powers = powers
        self._posts = posts

    async def handle(self, event: Event) -> None:
        """Do what the event asks for. Raises StorageError: it was not done, and may be done again."""
        match event:
            case ChatChanged():
                words = await self._commands.words(event.origin)
                await self._respond(event.origin, None, await self._chats.changed(event, words))
            case Copied():
                await self._chats.copied(event)
            case Tallied():
                await self._conversation.tallied(event)
            case _:
                await self._heard(event)

    async def _heard(self, event: _Said) -> None:
        """A person said or did something in a chat."""
        chat = await self._chats.seen(await self._placed(event))
        event = replace(event, origin=replace(event.origin, chat=chat))
        match event:
            case Command() | Press():
                await self._say(event, await self._commands.run(event))
            case Reply():
                words = await self._commands.words(event.origin)
                response = await self._conversation.reply(event, words)
                await self._respond(event.origin, event.message, response)
            case Edited():
                words = await self._commands.words(event.origin)
                response = await self._conversation.edited(event, words)
                await self._respond(event.origin, event.message, response)
            case Deleted():
                await self._conversation.deleted(event)
            case Reacted():
                await self._conversation.reacted(event)

    async def _placed(self, event: _Said) -> Arrival:
        """Where it happened. A platform may not tell in which part of a chat a button stands."""
        origin = event.origin
        post = await self._posts.find(event.message) if isinstance(event, Press) else None
        if post is None or not post.chat.id.startswith(f"{origin.chat.ref.id}/"):
            return origin
        return replace(origin, chat=replace(origin.chat, ref=post.chat))

    async def _say(self, event: Command | Press, answer: Answer | None) -> None:
        if answer is None:
            return
        said = answer.message
        private = answer.private and answer.kind is None
        try:
            if answer.replaces and isinstance(event, Press) and await self._replaced(event, answer):
                return
            if answer.asks and await self._asked(event.origin, answer):
                return
            if private and isinstance(event, Press) and await self._whispered(event, answer):
                return
        except PlatformError as error:
            _log.info("an answer in %s goes out as a message: %s", event.origin.chat.ref, error)
        if answer.aloud and self._is_overheard(event.origin.chat):
            said = answer.aloud
        about = About(answer.kind, answer.story) if answer.kind else None
        asked = event.message if isinstance(event, Command) else None
        await self._answers.answer(event.origin.chat, _to(asked, event.origin, said), about)

    def _is_overheard(self, chat: Chat) -> bool:
        """Whether others read along who need not. Where nobody can ever be told anything alone, as in a
        terminal, there is no better place for it."""
        return chat.kind is not ChatKind.PRIVATE and self._powers.can_whisper(chat)

    async def _replaced(self, event: Press, answer: Answer) -> bool:
        return await self._powers.edit(event.message, answer.message, Priority.PERSON)

    async def _asked(self, origin: Arrival, answer: Answer) -> bool:
        ref = await self._powers.ask(origin.chat, origin.person, answer.message)
        if ref is None:
            return False
        await self._posts.remember(Post(ref.chat, ref.id, PostKind.PROMPT, answer.story))
        return True

    async def _whispered(self, event: Press, answer: Answer) -> bool:
        """Only a press can be answered to one person alone, and where there are others to hide it from."""
        pressed_in = replace(event.origin.chat, ref=event.message.chat)
        if pressed_in.kind is ChatKind.PRIVATE:
            return False
        try:
            return await self._powers.whisper(pressed_in, event.origin.person, answer.message)
        except NotAllowed:  # it is too long, or comes too late: nothing to tell anybody
            return False

    async def _respond(self, origin: Arrival, ref: MessageRef | None, response: Response) -> None:
        """Acknowledge silently where the platform can; say only what there is to say."""
        if response.reaction and ref is not None:
            self._powers.react(ref, response.reaction)
        if response.message is not None:
            said = response.message if response.to else _to(ref, origin, response.message)
            await self._answers.answer(response.to or origin.chat, said)


def _to(ref: MessageRef | None, origin: Arrival, said: Message) -> Message:
    """What we say as an answer to a person's message, where others would not know whom it is for."""
    if ref is None or origin.chat.kind is ChatKind.PRIVATE:
        return said
    return replace(said, to=ref.id)
