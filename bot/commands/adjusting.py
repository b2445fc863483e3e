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
            return await self._changing.show(call, lambda kept: screens.size_picker(kept, call.words))
        size = call.number("number", SMALLEST, LARGEST, default=self._briefing.size)

        def said(new: Order, then: str) -> str:
            return call.words("stories-set", count=new.size, next=then)

        return await self._order(call, lambda old: replace(old, size=size), said)

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

        def said(new: Order, then: str) -> str:
            return call.words("topics-set", topics=screens.topics_said(new, call.words), next=then)

        return await self._order(call, change, said, screen)

    async def mute(self, call: Call) -> Answer:
        """Words whose stories are left out: more of them, or less (-)."""

        def screen(subscription: Subscription) -> Message:
            return screens.muted_words(subscription, call.words)

        text = call.get("words")
        if text is None:
            return await self._changing.show(call, screen)

        def change(old: Order) -> Order:
            return replace(old, muted=muted_after(old.muted, text))

        def said(new: Order, then: str) -> str:
            if not new.muted:
                return call.words("mute-ended", next=then)
            return call.words("mute-set", muted=call.words.names(new.muted), next=then)

        return await self._order(call, change, said, screen)

    async def silent(self, call: Call) -> Answer:
        """Whether editions come without a sound."""

        def screen(kept: Subscription) -> Message:
            now = "on" if kept.silent else "off"
            return screens.choice(call.words(f"silent-is-{now}"), call.command, now, call.words)

        if (switch := call.get("switch")) is None:
            return await self._changing.show(call, screen)
        return await self._changing.change(
            call, lambda old: replace(old, silent=switch == "on"), lambda _: call.words(f"silent-{switch}")
        )

    async def layout(self, call: Call) -> Answer:
        """A message a story, or one for all."""

        def screen(kept: Subscription) -> Message:
            now = kept.order.layout
            return screens.choice(call.words(f"layout-is-{now}"), call.command, now, call.words)

        if (name := call.get("layout")) is None:
            return await self._changing.show(call, screen)
        layout = Layout(name)

        def said(new: Order, then: str) -> str:
            return call.words(f"layout-set-{new.layout}", next=then)

        return await self._order(call, lambda old: replace(old, layout=layout), said)

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
        if (switch := call.get("switch")) is None:
            now = "on" if call.chat.shares else "off"
            shown = screens.choice(call.words(f"sharing-is-{now}"), call.command, now, call.words)
            return Answer(shown, replaces=True)
        shares = switch == "on"
        await self._chats.set_shares(call.chat.ref, shares=shares)
        return await self._changing.confirm(
            call, call.words(f"sharing-{switch}"), replace(call.chat, shares=shares)
        )

    async def _order(
        self,
        call: Call,
        change: Callable[[Order], Order],
        said: Callable[[Order, str], str],
        screen: Screen | None = None,
    ) -> Answer:
        """Change the order; ``said`` confirms what it is then, and when the next edition comes."""
        return await self._changing.change(
            call,
            lambda old: replace(old, order=change(old.order)),
            lambda new: said(new.order, next_said(new, call.now, call.words)),
            screen,
        )
