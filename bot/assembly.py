"""How the services hang together: built from ports and values, so that tests build them alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

from bot.commands.adjusting import Adjusting
from bot.commands.bounds import Bounds
from bot.commands.call import Handler
from bot.commands.dead_letters import LetterCommands
from bot.commands.desk import DeskCommands
from bot.commands.dispatch import Commands
from bot.commands.elsewhere import Elsewhere
from bot.commands.feeds import FeedCommands
from bot.commands.helping import Helping
from bot.commands.managing import Managing
from bot.commands.owner import OwnerCommands, TellPerson
from bot.commands.platforms import Platforms
from bot.commands.reading import Reading
from bot.commands.rights import Rights
from bot.commands.sending import SendingCommands
from bot.commands.stories import StoryFinder
from bot.commands.storybook import StoryBook
from bot.commands.subscribing import Subscribing
from bot.commands.talking import Talking
from bot.model.briefing import Briefing
from bot.model.chats import Chat, ChatState, Order, PersonRef
from bot.model.news import PreparedStory, StoryId
from bot.newsroom.board import Board
from bot.newsroom.collecting import Collector, Tell
from bot.newsroom.desk import Desk
from bot.newsroom.feeds import Feeds
from bot.newsroom.placing import Placer
from bot.newsroom.preparing import Preparer
from bot.newsroom.rounds import Rounds
from bot.ports.clock import Clock
from bot.ports.feeds import ArticleReader, FeedFinder, FeedReader, OutlineReader
from bot.ports.platform import Platform
from bot.ports.store import Store
from bot.press.copies import Copies
from bot.press.office import Press, open_press
from bot.press.powers import Powers
from bot.press.timetable import next_slot
from bot.readers.chats import Chats
from bot.readers.comment_line import CommentLines
from bot.readers.comments import Conversation
from bot.readers.intake import Intake
from bot.readers.people import People
from bot.readers.subscriptions import Subscriptions
from bot.reception import Reception
from bot.text.markup import Message
from bot.wording import Wording


@dataclass(frozen=True, slots=True)
class Outside:
    """What the services are built on. ``articles`` is None where article pages are not read;
    ``backup`` copies the memory and says where to."""

    store: Store
    platforms: tuple[Platform, ...]
    reader: FeedReader
    articles: ArticleReader | None
    finder: FeedFinder
    outlines: OutlineReader
    clock: Clock
    chance: Random
    backup: Callable[[], Awaitable[Path]]


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Feeds to line-up."""

    preparer: Preparer
    desk: Desk
    feeds: Feeds
    rounds: Rounds


@dataclass(frozen=True, slots=True)
class Services:
    """What runs: the rest is reached through these."""

    newsroom: Newsroom
    press: Press
    powers: Powers
    intake: Intake
    comment_lines: CommentLines
    finder: StoryFinder


def assemble(outside: Outside, briefing: Briefing, owners: Iterable[PersonRef]) -> Services:
    """The services of one briefing."""
    store, clock = outside.store, outside.clock

    async def tell(said: Message) -> None:  # the newsroom reports through the press, which it feeds
        await press.answers.tell_newsroom(said)

    newsroom = _newsroom(outside, briefing, tell)
    press = open_press(
        store=store,
        platforms=outside.platforms,
        source=newsroom.desk,
        briefing=briefing,
        words=Wording,
        clock=clock,
        chance=outside.chance.random,
    )
    powers = Powers(press.wires)
    copies = Copies(store=store, letters=press.letters, powers=powers, wires=press.wires)
    lines = CommentLines(
        store=store, briefing=briefing.id, clock=clock, compose=copies.compose, edit=copies.edit
    )
    finder = StoryFinder(stories=store.stories, desk=store.desk, posts=store.posts, briefing=briefing.id)
    hall = _Hall(outside, briefing, newsroom, press, powers, lines, finder)
    reception = _reception(hall, frozenset(owners))
    intake = Intake(store.inbox, reception.handle, press.trouble.unreadable, clock)
    return Services(newsroom, press, powers, intake, lines, finder)


@dataclass(frozen=True, slots=True)
class _Hall:
    """What the reception is built from."""

    outside: Outside
    briefing: Briefing
    newsroom: Newsroom
    press: Press
    powers: Powers
    lines: CommentLines
    finder: StoryFinder


def _newsroom(outside: Outside, briefing: Briefing, tell: Tell) -> Newsroom:
    store, clock = outside.store, outside.clock
    board = Board()
    preparer = Preparer(store=store, articles=outside.articles, clock=clock, briefing=briefing)
    desk = Desk(store=store, board=board, preparer=preparer, briefing=briefing)
    collector = Collector(
        store=store,
        reader=outside.reader,
        clock=clock,
        random=outside.chance,
        words=Wording(briefing.language),
        tell=tell,
    )
    placer = Placer(store=store, board=board, clock=clock, briefing=briefing)
    feeds = Feeds(
        store=store,
        collector=collector,
        reader=outside.reader,
        finder=outside.finder,
        outlines=outside.outlines,
    )
    rounds = Rounds(collector=collector, placer=placer, desk=desk, clock=clock)
    return Newsroom(preparer, desk, feeds, rounds)


def _reception(hall: _Hall, owners: frozenset[PersonRef]) -> Reception:
    store, clock, briefing = hall.outside.store, hall.outside.clock, hall.briefing
    subscriptions = Subscriptions(store=store, briefing=briefing, next_slot=next_slot, clock=clock)
    conversation = Conversation(store=store, clock=clock)
    platforms = Platforms(hall.press.wires)
    rights = Rights(chats=store.chats, owners=owners, administers=platforms.administers)
    handlers = {**_for_readers(hall, subscriptions, conversation, rights), **_for_editors(hall)}
    commands = Commands(
        handlers,
        rights=rights,
        bounds=Bounds(platforms.is_scarce, clock),
        elsewhere=Elsewhere(chats=store.chats, look_up=platforms.look_up, rights=rights),
        subscriptions=store.subscriptions,
        clock=clock,
        briefing=briefing,
    )
    return Reception(
        chats=Chats(
            store=store,
            subscriptions=subscriptions,
            briefing=briefing,
            clock=clock,
            barred=hall.press.trouble.barred,
            link=platforms.link,
            look_up=platforms.look_up,
        ),
        commands=commands,
        conversation=conversation,
        answers=hall.press.answers,
        powers=hall.powers,
        posts=store.posts,
    )


def _for_readers(
    hall: _Hall, subscriptions: Subscriptions, conversation: Conversation, rights: Rights
) -> dict[str, Handler]:
    store, briefing, newsroom = hall.outside.store, hall.briefing, hall.newsroom

    async def prepare(story: StoryId, _now: datetime) -> PreparedStory | None:
        kept = await store.stories.get(story)
        return (await newsroom.preparer.prepare([kept]))[0] if kept else None

    async def today(chat: Chat, now: datetime) -> list[PreparedStory]:
        subscription = await subscriptions.current(chat.ref)
        order = subscription.order if subscription else Order(briefing.size)
        return list(await newsroom.desk.prepared(order, now))[: order.size]

    book = StoryBook(store=store, prepare=prepare)
    link = Platforms(hall.press.wires).link
    return {
        **Helping(briefing=briefing, subscriptions=subscriptions, rights=rights, link=link).handlers(),
        **Managing(link=link).handlers(),
        **Reading(
            store=store,
            briefing=briefing,
            subscriptions=subscriptions,
            book=book,
            today=today,
            find=hall.finder.find,
        ).handlers(),
        **Talking(
            store=store,
            conversation=conversation,
            people=People(people=store.people, clock=hall.outside.clock),
            subscriptions=subscriptions,
            book=book,
            find=hall.finder.find,
            recompose=hall.lines.current,
        ).handlers(),
        **Subscribing(subscriptions=subscriptions, briefing=briefing).handlers(),
        **Adjusting(store=store, subscriptions=subscriptions, briefing=briefing).handlers(),
    }


def _for_editors(hall: _Hall) -> dict[str, Handler]:
    store, briefing, newsroom, press = hall.outside.store, hall.briefing, hall.newsroom, hall.press
    limits = {name: wire.platform.limits for name, wire in press.wires.items()}
    return {
        **DeskCommands(desk=newsroom.desk, finder=hall.finder, briefing=briefing).handlers(),
        **SendingCommands(
            store=store,
            lineup=newsroom.desk,
            briefing=briefing,
            limits=limits,
            send_now=press.planner.send_now,
        ).handlers(),
        **LetterCommands(store=store, briefing=briefing, forgive=press.trouble.forgive).handlers(),
        **FeedCommands(feeds=newsroom.feeds, briefing=briefing, settle=newsroom.rounds.settle).handlers(),
        **OwnerCommands(
            store=store,
            briefing=briefing,
            platforms=tuple(press.wires),
            backup=hall.outside.backup,
            menus=Platforms(press.wires).show_menus,
            tell_person=_tell_person(hall),
        ).handlers(),
    }


def _tell_person(hall: _Hall) -> TellPerson:
    store = hall.outside.store

    async def tell(person: PersonRef, said: Callable[[Wording], Message]) -> None:
        ref = await store.people.private_chat(person)
        chat = await store.chats.get(ref) if ref else None
        if chat is not None and chat.state is ChatState.ACTIVE:
            words = Wording(chat.language or hall.briefing.language)
            await hall.press.answers.answer(chat, said(words))

    return tell
