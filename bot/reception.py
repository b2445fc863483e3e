"""The reception: each event goes to whoever it concerns, and what they say goes back."""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.commands.call import Answer
from bot.commands.dispatch import Commands
from bot.errors import PlatformError
from bot.model.chats import MessageRef
from bot.model.editions import Post, PostKind
from bot.model.events import Arrival, ChatChanged, Command, Deleted, Edited, Event, Press, Reacted, Reply
from bot.ports.readers import PostStore
from bot.press.answering import About, Answers
from bot.press.limiter import Priority
from bot.press.powers import Powers
from bot.readers.chats import Chats
from bot.readers.comments import Conversation
from bot.readers.response import Response

_log = logging.getLogger(__name__)


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
        if isinstance(event, ChatChanged):
            words = await self._commands.words(event.origin)
            await self._respond(event.origin, None, await self._chats.changed(event, words))
            return
        chat = await self._chats.seen(event.origin)
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

    async def _say(self, event: Command | Press, answer: Answer | None) -> None:
        if answer is None:
            return
        try:
            if answer.replaces and isinstance(event, Press) and await self._replaced(event, answer):
                return
            if answer.asks and await self._asked(event.origin, answer):
                return
            private = answer.private and answer.kind is None
            if private and await self._whispered(event.origin, answer):
                return
        except PlatformError as error:
            _log.info("an answer in %s goes out as a message: %s", event.origin.chat.ref, error)
        about = About(answer.kind, answer.story) if answer.kind else None
        await self._answers.answer(event.origin.chat, answer.message, about)

    async def _replaced(self, event: Press, answer: Answer) -> bool:
        kind = event.origin.chat.kind
        return await self._powers.edit(event.message, answer.message, kind, Priority.PERSON)

    async def _asked(self, origin: Arrival, answer: Answer) -> bool:
        ref = await self._powers.ask(origin.chat, origin.person, answer.message)
        if ref is None:
            return False
        await self._posts.remember(Post(ref.chat, ref.id, PostKind.PROMPT, answer.story))
        return True

    async def _whispered(self, origin: Arrival, answer: Answer) -> bool:
        return await self._powers.whisper(origin.chat, origin.person, answer.message)

    async def _respond(self, origin: Arrival, ref: MessageRef | None, response: Response) -> None:
        """Acknowledge silently where the platform can; say only what there is to say."""
        if response.reaction and ref is not None:
            await self._powers.react(ref, response.reaction, origin.chat.kind)
        if response.message is not None:
            await self._answers.answer(origin.chat, response.message)
