"""The test server as tests use it: one bot, its people and places, and what they see."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Self, TypeVar

from adapters.clock import SystemClock
from bot.ports.clock import Clock
from tests.platforms.telegram.calls import Desk
from tests.platforms.telegram.faults import Faults
from tests.platforms.telegram.life import MEMBER, OWNER, Life
from tests.platforms.telegram.people import Person, Shown
from tests.platforms.telegram.places import GENERAL, Kind, Member, Message, Place, Topic, User
from tests.platforms.telegram.rates import Limits, Rates
from tests.platforms.telegram.seen import Seen, look
from tests.platforms.telegram.webhook import Webhook
from tests.platforms.telegram.wire import Call, Wire
from tests.platforms.telegram.world import World

TOKEN = "1:a"
T = TypeVar("T")


class TelegramServer:
    """Telegram on loopback for one bot; use as an async context. ``limits`` None: no rates."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "briefing_test_bot",
        privacy: bool = True,
        limits: Limits | None = None,
        clock: Clock | None = None,
        latency: float = 0.0,
        jitter: float = 0.0,
    ) -> None:
        self.token = token
        self.clock = clock or SystemClock()
        bot = User(int(token.partition(":")[0]), "Briefing", username, is_bot=True)
        self.world = World(self.clock, bot, privacy=privacy)
        self.updates = self.world.updates
        self.life = Life(self.world)
        self.rates = Rates(limits, self.clock)
        self.faults = Faults()
        self.webhook = Webhook(self.updates, self.clock)
        self.desk = Desk(self.world, token, self.rates, self.webhook)
        self.menus = self.desk.menus
        self.wire = Wire(self.desk.call, self.faults, self.clock)
        self.wire.latency, self.wire.jitter = latency, jitter

    async def __aenter__(self) -> Self:
        await self.wire.up()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.webhook.close()
        await self.wire.down()

    async def down(self) -> None:
        """Be unreachable: connections are cut, new ones refused."""
        await self.wire.down()

    async def up(self) -> None:
        """Be there again, on the same port."""
        await self.wire.up()

    @property
    def url(self) -> str:
        """The address of this Bot API: a call goes to ``{url}/bot{token}/{method}``."""
        return f"http://127.0.0.1:{self.wire.port}"

    @property
    def calls(self) -> list[Call]:
        """Every call so far, in the order of their answers."""
        return self.wire.calls

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def answered(self, status: int) -> int:
        """How many calls were answered with this code."""
        return sum(call.status == status for call in self.calls)

    async def until(self, condition: Callable[[], T], seconds: float = 10.0) -> T:
        """Wait until a condition holds, and return what it gave; raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not (value := condition()):
                await self.wire.change(0.02)  # the condition may be about something else too
            return value

    def person(self, name: str, *, language: str | None = None, username: str | None = None) -> Person:
        """Somebody with a client."""
        number = 200_000_000 + len(self.world.users)
        made = Person(number, name, username, language, world=self.world)
        self.world.users[number] = made
        return made

    def group(self, title: str, *people: User, bot: Member | None = None) -> Place:
        """A small group, the first its owner; the bot is there only if it is said what as."""
        return self._place(Kind.GROUP, title, people, bot)

    def supergroup(
        self, title: str, *people: User, bot: Member | None = None, username: str | None = None
    ) -> Place:
        """A large group."""
        return self._place(Kind.SUPERGROUP, title, people, bot, username)

    def forum(self, title: str, *people: User, bot: Member | None = None) -> Place:
        """A group with topics; General is there, others are opened."""
        place = self._place(Kind.SUPERGROUP, title, people, bot)
        place.forum = True
        place.topics[GENERAL] = Topic(place, GENERAL, "General")
        place.last_id = GENERAL
        return place

    def channel(
        self,
        title: str,
        *people: User,
        bot: Member | None = None,
        username: str | None = None,
        discussion: Place | None = None,
    ) -> Place:
        """A channel; each of its posts is copied to the group where it is discussed."""
        place = self._place(Kind.CHANNEL, title, people, bot, username)
        if discussion is not None:
            place.linked, discussion.linked = discussion, place
        return place

    @property
    def sent(self) -> list[Message]:
        """What the bot posted so far, in order, also what is deleted since."""
        return self.world.sent

    def seen(self, place: Place | None = None) -> list[Seen]:
        """The bot's messages as they stand now, in the order they were sent; in one chat, or in all."""
        if place is not None:
            return [look(each) for each in place.messages.values() if each.by_bot]
        return [look(each) for each in self.sent if each.place.messages.get(each.id) is each]

    def flood(self, count: int, to: Shown, *, text: str = "Reply {}", people: int = 50) -> list[Message]:
        """So many replies to a message at once, numbered from 0, by so many people in turn."""
        crowd = [self.person(f"Reader {number}") for number in range(min(people, count))]
        return [crowd[number % people].replies(to, text.format(number)) for number in range(count)]

    def last(self, place: Place | None = None) -> Seen:
        """The newest of them."""
        seen = self.seen(place)
        assert seen, "the bot said nothing"
        return seen[-1]

    def _place(
        self,
        kind: Kind,
        title: str,
        people: tuple[User, ...],
        bot: Member | None,
        username: str | None = None,
    ) -> Place:
        place = self.world.new_place(kind, title, username)
        place.members = {each.id: MEMBER for each in people}
        if people:
            place.members[people[0].id] = OWNER
        if bot is not None:
            place.members[self.world.bot.id] = bot
        return place
