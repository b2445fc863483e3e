"""Commands that begin, pause and end a subscription, and show its settings."""

from __future__ import annotations

from bot.commands.call import Answer, Call, Handler
from bot.commands.changing import Changing
from bot.commands.settings_message import subscribe_first
from bot.model.briefing import Briefing
from bot.model.chats import ChatKind, Subscription
from bot.readers.greeting import settings_button, subscribe_button, today_button
from bot.readers.subscriptions import Subscriptions
from bot.readers.when import next_said, schedule_said
from bot.text.markup import message


class Subscribing:
    """Handlers of a subscription as a whole."""

    def __init__(self, *, subscriptions: Subscriptions, briefing: Briefing) -> None:
        self._subscriptions = subscriptions
        self._changing = Changing(subscriptions=subscriptions, briefing=briefing)

    def handlers(self) -> dict[str, Handler]:
        """Each command's handler by its name."""
        return {
            "subscribe": self.subscribe,
            "unsubscribe": self.unsubscribe,
            "pause": self.pause,
            "resume": self.resume,
            "settings": self.settings,
        }

    async def subscribe(self, call: Call) -> Answer:
        """Begin, or begin again."""
        # A group's zone is not to be guessed from whoever presses first.
        language = call.person.language if call.chat.kind is ChatKind.PRIVATE else None
        subscription, new = await self._subscriptions.subscribe(call.chat.ref, language)
        said = call.words(
            "subscribed" if new else "subscribed-already",
            schedule=schedule_said(subscription.schedule, call.words),
            count=subscription.order.size,
            next=next_said(subscription, call.now, call.words),
        )
        buttons = (today_button(call.words), settings_button(call.words))
        return Answer(message(said).with_buttons(buttons), replaces=True)

    async def unsubscribe(self, call: Call) -> Answer:
        """End it."""
        if not await self._subscriptions.unsubscribe(call.chat.ref):
            return Answer(message(call.words("unsubscribed-already")), replaces=True)
        ended = message(call.words("unsubscribed")).with_buttons((subscribe_button(call.words),))
        return Answer(ended, replaces=True)

    async def pause(self, call: Call) -> Answer:
        """Send nothing until it is resumed."""
        return self._changed(await self._subscriptions.pause(call.chat.ref), "paused", call)

    async def resume(self, call: Call) -> Answer:
        """Send again."""
        return self._changed(await self._subscriptions.resume(call.chat.ref), "resumed", call)

    async def settings(self, call: Call) -> Answer:
        """All that can be set, with buttons."""
        return await self._changing.show(call, lambda kept: self._changing.settings(kept, call.chat, call))

    def _changed(self, subscription: Subscription | None, sentence: str, call: Call) -> Answer:
        if subscription is None:
            return Answer(subscribe_first(call.words), replaces=True)
        if call.pressed:
            return Answer(self._changing.settings(subscription, call.chat, call), replaces=True)
        return Answer(message(call.words(sentence, next=next_said(subscription, call.now, call.words))))
