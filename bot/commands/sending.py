"""The preview, and sending the line-up now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.commands.call import Answer, Call, Handler
from bot.commands.discussion import platform_name
from bot.errors import UserError
from bot.model.briefing import Briefing
from bot.model.chats import Order, Person
from bot.model.news import PreparedStory
from bot.ports.lineup import LineUpSource
from bot.ports.platform import Limits
from bot.ports.store import Store
from bot.press import composing
from bot.press.composing import NOTHING_SAID, Heading
from bot.press.planning import SentNow
from bot.press.wires import parts
from bot.text.markup import (
    Block,
    Button,
    ButtonStyle,
    Faint,
    Message,
    message,
    row,
)

SendNow = Callable[[str, Person], Awaitable[SentNow]]
"""Promises the line-up to every listening chat. The same key again promises nothing more."""


class SendingCommands:
    """The commands preview and send."""

    def __init__(
        self,
        *,
        store: Store,
        lineup: LineUpSource,
        briefing: Briefing,
        limits: Mapping[str, Limits],
        send_now: SendNow,
    ) -> None:
        """``limits`` are those of the platforms that run, by name."""
        self._store = store
        self._lineup = lineup
        self._briefing = briefing
        self._limits = limits
        self._send_now = send_now

    def handlers(self) -> dict[str, Handler]:
        """Each command's handler."""
        return {
            "preview": self.preview,
            "send": self.send,
        }

    async def preview(self, call: Call) -> Answer:
        """The line-up as it would go out now to a chat that asks for no topic."""
        limits = self._platform(call)
        stories = await self._stories(call.now)
        if not stories:
            raise UserError("send-nothing")
        day = call.now.astimezone(ZoneInfo(self._briefing.zone)).date()
        heading = Heading(day, len(stories))
        shown = composing.preview(self._briefing, heading, stories, call.words, call.now)
        notes = tuple(_too_long(stories, limits, call)) if limits else ()
        send = Button(call.words("send-button"), "send")
        return Answer(Message((*shown.blocks, *notes)).with_buttons((send,)))

    async def send(self, call: Call) -> Answer:
        """Send the line-up to all chats now. A button asks first: a thumb slips."""
        stories = await self._stories(call.now)
        if not stories:
            raise UserError("send-nothing")
        chats = await self._store.subscriptions.count(self._briefing.id)
        if not chats:
            raise UserError("send-nobody")
        if call.pressed and call.get("sure") is None:
            sure = Button(call.words("send-sure-button"), "send yes", style=ButtonStyle.DANGER)
            question = call.words("send-sure", stories=len(stories), chats=chats)
            return Answer(message(question).with_buttons((sure,)))
        sent = await self._send_now(_wish(call), call.person)
        said = call.words("send-done", stories=sent.stories, chats=sent.chats)
        return Answer(message(said), replaces=call.pressed)

    async def _stories(self, now: datetime) -> Sequence[PreparedStory]:
        order = Order(size=self._briefing.size)
        return (await self._lineup.prepared(order, now))[: order.size]

    def _platform(self, call: Call) -> Limits | None:
        name = call.get("platform")
        if name is None:
            return None
        if name.lower() not in self._limits:
            served = [platform_name(each, call.words) for each in sorted(self._limits)]
            name = platform_name(name.lower(), call.words)
            raise UserError("no-such-platform", name=name, names=call.words.names(served))
        return self._limits[name.lower()]


def _wish(call: Call) -> str:
    """What names the wish to send: of a button the question under which it stands, for a thumb that
    slips presses twice."""
    if not call.pressed or call.message is None:
        return call.key
    return f"{call.message.chat}:{call.message.id}"


def _too_long(stories: Sequence[PreparedStory], limits: Limits, call: Call) -> Iterator[Block]:
    """Which stories take more than one message on a platform."""
    name = platform_name(call.arguments["platform"].lower(), call.words)
    counts = [
        (each, len(parts(composing.story(each, NOTHING_SAID, call.words, call.now), limits)))
        for each in stories
    ]
    long = [(each, count) for each, count in counts if count > 1]
    for each, count in long:
        yield row(Faint(call.words("preview-long", headline=each.headline, platform=name, count=count)))
    if not long:
        yield row(Faint(call.words("preview-fits", platform=name)))
