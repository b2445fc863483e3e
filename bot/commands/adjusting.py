"""Commands that change one thing of a subscription, or of how the bot behaves in a chat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.commands import settings_message as screens
from bot.commands.call import Answer, Call, Handler
from bot.commands.changing import Changing, Screen
from bot.commands.timing import Timing
from bot.errors import UserError
from bot.model.briefing import Briefing
from bot.model.chats import Layout, Order, Subscription
from bot.ports.store import Store
from bot.readers.languages import find_language, language_name
from bot.readers.subscriptions import LARGEST, SMALLEST, Subscriptions
from bot.readers.when import next_said
from bot.readers.wishes import muted_after, topics_after
from bot.text.markup import Message, message
from bot.wording import languages


class Adjusting:
    """Handlers of schedule and order, and of a chat's own choices."""

    def __init__(self, *, store: Store, subscriptions: Subscriptions, briefing: Briefing) -> None:
        self._chats = store.chats
        self._subscriptions = subscriptions
        self._changing = Changing(subscriptions=subscriptions, briefing=briefing)
        self._briefing = briefing

    def handlers(self) -> dict[str, Handler]:
        """Each command's handler by its name."""
        return {
            **Timing(changing=self._changing).handlers(),
            "stories": self.stories,
            "topics": self.topics,
            "mute": self.mute,
            "silent": self.silent,
            "layout": self.layout,
            "language": self.language,
            "sharing": self.sharing,
        }

    async def stories(self, call: Call) -> Answer:
        """How many stories an edition has."""
        if call.get("number") is None:
            how = call.words("stories-how", low=SMALLEST, high=LARGEST)
            return await self._changing.explain(call, lambda _: how)
        size = call.number("number", SMALLEST, LARGEST, default=self._briefing.size)
        return await self._order(call, lambda old: replace(old, size=size), "stories-set", count=size)

    async def topics(self, call: Call) -> Answer:
        """Which topics of the briefing are wanted."""

        def screen(subscription: Subscription) -> Message:
            return screens.topics_picker(subscription, self._briefing, call.words)

        known = [topic.name for topic in self._briefing.topics]
        if not known:
            raise UserError("topics-none")
        text = call.get("topics")
        if text is None:
            return await self._changing.show(call, screen)

        def change(old: Order) -> Order:
            topics = topics_after(old.topics, text, known)
            if topics is None:
                raise UserError("topic-unknown", text=text, topics=call.words.names(known))
            return replace(old, topics=topics)

        return await self._order(call, change, "topics-set", screen=screen)

    async def mute(self, call: Call) -> Answer:
        """Words whose stories are left out: more of them, or less (-)."""

        def screen(subscription: Subscription) -> Message:
            return screens.muted_words(subscription, call.words)

        text = call.get("words")
        if text is None:
            return await self._changing.show(call, screen)

        def change(old: Order) -> Order:
            return replace(old, muted=muted_after(old.muted, text))

        return await self._order(call, change, "mute-set", screen=screen)

    async def silent(self, call: Call) -> Answer:
        """Whether editions come without a sound."""
        switch = call.get("switch")

        def change(old: Subscription) -> Subscription:
            return replace(old, silent=not old.silent if switch is None else switch == "on")

        def said(new: Subscription) -> str:
            return call.words("silent-on" if new.silent else "silent-off")

        return await self._changing.change(call, change, said)

    async def layout(self, call: Call) -> Answer:
        """A message a story, or one for all."""
        if (name := call.get("layout")) is None:
            return await self._changing.explain(
                call, lambda kept: call.words(f"layout-how-{kept.order.layout}")
            )
        layout = Layout(name)
        return await self._order(call, lambda old: replace(old, layout=layout), f"layout-set-{layout}")

    async def language(self, call: Call) -> Answer:
        """The language of what we say; the stories keep theirs."""
        text = call.get("language")
        names = call.words.names([language_name(code) for code in languages()])
        if text is None:
            return Answer(message(call.words("language-how", languages=names)))
        code = find_language(text, languages())
        if code is None:
            raise UserError("language-unknown", text=text, languages=names)
        await self._chats.set_language(call.chat.ref, code)
        await self._subscriptions.change(
            call.chat.ref, lambda old: replace(old, order=replace(old.order, language=code))
        )
        return Answer(message(call.words("language-set", language=language_name(code))))

    async def sharing(self, call: Call) -> Answer:
        """Whether what is said here is shown in other chats."""
        switch = call.get("switch")
        shares = not call.chat.shares if switch is None else switch == "on"
        await self._chats.set_shares(call.chat.ref, shares=shares)
        said = call.words("sharing-on" if shares else "sharing-off")
        return await self._changing.confirm(call, said, replace(call.chat, shares=shares))

    async def _order(
        self,
        call: Call,
        change: Callable[[Order], Order],
        sentence: str,
        *,
        screen: Screen | None = None,
        **details: int,
    ) -> Answer:
        def said(new: Subscription) -> str:
            return call.words(sentence, next=next_said(new, call.now, call.words), **details)

        return await self._changing.change(
            call, lambda old: replace(old, order=change(old.order)), said, screen
        )
