"""How a command changes a subscription and says so: typed in a sentence, pressed in place."""

from __future__ import annotations

from collections.abc import Callable

from bot.commands import settings_message as screens
from bot.commands.call import Answer, Call
from bot.model.briefing import Briefing
from bot.model.chats import Chat, Subscription
from bot.readers.subscriptions import Change, Subscriptions
from bot.text.markup import Button, Message, message

Screen = Callable[[Subscription], Message]
"""A message with buttons for what is set now."""

Said = Callable[[Subscription], str]
"""A sentence that confirms what is set now."""


class Changing:
    """Changes a chat's subscription and answers."""

    def __init__(self, *, subscriptions: Subscriptions, briefing: Briefing) -> None:
        self._subscriptions = subscriptions
        self._briefing = briefing

    async def show(self, call: Call, screen: Screen) -> Answer:
        """What is set, and how to set it; without a subscription the way to one."""
        subscription = await self._subscriptions.current(call.chat.ref)
        shown = screen(subscription) if subscription else screens.subscribe_first(call.words)
        return Answer(shown, replaces=True)

    async def explain(self, call: Call, how: Said, *others: Button) -> Answer:
        """How to set what no button can, with buttons that help."""
        return await self.show(call, lambda kept: screens.explained(how(kept), call.words, *others))

    async def change(self, call: Call, change: Change, said: Said, screen: Screen | None = None) -> Answer:
        """Typed, the change is confirmed in a sentence; pressed, the screen it was pressed on shows
        it: the settings, unless it is another."""
        subscription = await self._subscriptions.change(call.chat.ref, change)
        if subscription is None:
            return Answer(screens.subscribe_first(call.words), replaces=True)
        if not call.pressed:
            return Answer(message(said(subscription)))
        shown = screen(subscription) if screen else self.settings(subscription, call.chat, call)
        return Answer(shown, replaces=True)

    async def confirm(self, call: Call, sentence: str, chat: Chat) -> Answer:
        """Say that a chat's own setting changed."""
        subscription = await self._subscriptions.current(chat.ref)
        if call.pressed and subscription:
            return Answer(self.settings(subscription, chat, call), replaces=True)
        return Answer(message(sentence))

    def settings(self, subscription: Subscription, chat: Chat, call: Call) -> Message:
        """The settings message."""
        return screens.settings(subscription, chat, self._briefing, call.now, call.words)
