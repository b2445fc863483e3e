"""The command table: every command declared once, with its parameters and who may run it.

Platforms render it (menus, slash commands with options, typed lines); ``bot.commands.dispatch``
runs it. What each command does is said in the wording catalogue: ``command-pick`` in a line. A
usage line is made of the parameters, whose names are sentences as well: ``parameter-story``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.model.chats import Right


class Kind(StrEnum):
    """What a parameter takes: how it is read, and what completes it."""

    TEXT = "text"  # all that follows, spaces too
    WORD = "word"
    STORY = "story"  # an id, a desk row, or the number of a message
    STORIES = "stories"  # several of them
    NUMBER = "number"
    HOURS = "hours"  # 07:00, several
    DAYS = "days"
    ZONE = "zone"  # IANA, or a city
    DATE = "date"
    TOPICS = "topics"
    TOPIC = "topic"
    FEED = "feed"  # its number, its title or its address
    ADDRESS = "address"
    PERSON = "person"
    PLATFORM = "platform"
    LANGUAGE = "language"
    CHAT = "chat"  # an id, or a public name: @harbourpost
    CHOICE = "choice"


class Room(StrEnum):
    """What one wants to do with it: how help and menus are grouped."""

    READ = "read"
    TALK = "talk"
    SUBSCRIBE = "subscribe"
    DESK = "desk"
    FEEDS = "feeds"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that a command takes. ``name`` is a sentence's id less ``parameter-``."""

    name: str
    kind: Kind
    optional: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """A command; one of a group has a space in its name. One that is not ``listed`` is what
    buttons run: it works when typed, but no menu shows it."""

    name: str
    who: Right
    room: Room
    parameters: tuple[Parameter, ...] = ()
    listed: bool = True


def _story(*, optional: bool = False) -> Parameter:
    return Parameter("story", Kind.STORY, optional)


def _text(name: str, *, optional: bool = False) -> Parameter:
    return Parameter(name, Kind.TEXT, optional)


def _choice(name: str, *choices: str, optional: bool = False) -> Parameter:
    return Parameter(name, Kind.CHOICE, optional, choices)


_PAGE = Parameter("page", Kind.NUMBER, optional=True)
_FEED = Parameter("feed", Kind.FEED)
_ADDRESS = Parameter("address", Kind.ADDRESS)
_CHAT = Parameter("chat", Kind.CHAT, optional=True)

_ANYONE, _ADMINISTRATOR, _EDITOR, _OWNER = Right
_READ, _TALK, _SUBSCRIBE, _DESK, _FEEDS, _OWN = Room

COMMANDS: tuple[Command, ...] = (
    Command("start", _ANYONE, _READ),
    Command("help", _ANYONE, _READ, (Parameter("command", Kind.TEXT, optional=True),)),
    Command("about", _ANYONE, _READ),
    Command("today", _ANYONE, _READ),
    Command("yesterday", _ANYONE, _READ),
    Command("archive", _ANYONE, _READ, (Parameter("date", Kind.DATE),)),
    Command("story", _ANYONE, _READ, (_story(),)),
    Command("search", _ANYONE, _READ, (_text("words"),)),
    Command("missed", _ANYONE, _READ),
    Command("comments", _ANYONE, _TALK, (_story(), _PAGE)),
    Command("comment", _ANYONE, _TALK, (_story(), _text("comment"))),
    Command("delete", _ANYONE, _TALK, (Parameter("comment", Kind.NUMBER, optional=True),)),
    Command("reply", _ANYONE, _TALK, (_story(),), listed=False),
    Command("like", _ANYONE, _TALK, (_story(),), listed=False),
    Command(
        "place", _ANYONE, _TALK, (Parameter("number", Kind.NUMBER), _story()), listed=False
    ),  # puts a reply to a digest on the story that was meant
    Command(
        "shown",
        _ANYONE,
        _TALK,
        (_choice("name-shown", "named", "unnamed", "here", optional=True),),
        listed=False,
    ),  # how one's comments from a private or closed chat are shown elsewhere
    Command("mydata", _ANYONE, _TALK),
    Command("forgetme", _ANYONE, _TALK, (_choice("sure", "yes", optional=True),)),
    Command("subscribe", _ADMINISTRATOR, _SUBSCRIBE, (_CHAT,)),
    Command("unsubscribe", _ADMINISTRATOR, _SUBSCRIBE),
    Command("pause", _ADMINISTRATOR, _SUBSCRIBE),
    Command("resume", _ADMINISTRATOR, _SUBSCRIBE),
    Command("settings", _ADMINISTRATOR, _SUBSCRIBE),
    Command("time", _ADMINISTRATOR, _SUBSCRIBE, (Parameter("hours", Kind.HOURS, optional=True),)),
    Command("timezone", _ADMINISTRATOR, _SUBSCRIBE, (Parameter("zone", Kind.ZONE, optional=True),)),
    Command("days", _ADMINISTRATOR, _SUBSCRIBE, (Parameter("days", Kind.DAYS, optional=True),)),
    Command("stories", _ADMINISTRATOR, _SUBSCRIBE, (Parameter("number", Kind.NUMBER, optional=True),)),
    Command("topics", _ADMINISTRATOR, _SUBSCRIBE, (Parameter("topics", Kind.TOPICS, optional=True),)),
    Command("mute", _ADMINISTRATOR, _SUBSCRIBE, (_text("words", optional=True),)),
    Command("silent", _ADMINISTRATOR, _SUBSCRIBE, (_choice("switch", "on", "off", optional=True),)),
    Command("layout", _ADMINISTRATOR, _SUBSCRIBE, (_choice("layout", "stories", "digest", optional=True),)),
    Command("language", _ADMINISTRATOR, _SUBSCRIBE, (Parameter("language", Kind.LANGUAGE, optional=True),)),
    Command("sharing", _ADMINISTRATOR, _SUBSCRIBE, (_choice("switch", "on", "off", optional=True),)),
    Command("manage", _ANYONE, _SUBSCRIBE, (_CHAT,)),
    Command(
        "at", _ANYONE, _SUBSCRIBE, (Parameter("chat", Kind.CHAT), _text("command")), listed=False
    ),  # runs a command of this room for another chat; its administrator's right is demanded there
    Command("desk", _EDITOR, _DESK, (_PAGE,)),
    Command("pick", _EDITOR, _DESK, (Parameter("stories", Kind.STORIES),)),
    Command("drop", _EDITOR, _DESK, (Parameter("stories", Kind.STORIES),)),
    Command("pin", _EDITOR, _DESK, (_story(),)),
    Command("unpin", _EDITOR, _DESK, (_story(),)),
    Command("order", _EDITOR, _DESK, (Parameter("stories", Kind.STORIES),)),
    Command("headline", _EDITOR, _DESK, (_story(), _text("headline", optional=True))),
    Command("excerpt", _EDITOR, _DESK, (_story(), _text("excerpt", optional=True))),
    Command("label", _EDITOR, _DESK, (_story(), _text("label", optional=True))),
    Command("why", _EDITOR, _DESK, (_story(),)),
    Command("whynot", _EDITOR, _DESK, (_ADDRESS,)),
    Command("preview", _EDITOR, _DESK, (Parameter("platform", Kind.PLATFORM, optional=True),)),
    Command("send", _EDITOR, _DESK, (_choice("sure", "yes", optional=True),)),
    Command("letters", _EDITOR, _DESK, (_PAGE,)),  # the dead letters
    Command("letter retry", _EDITOR, _DESK, (Parameter("number", Kind.NUMBER),)),
    Command("letter drop", _EDITOR, _DESK, (Parameter("number", Kind.NUMBER),)),
    Command("feeds", _EDITOR, _FEEDS, (_PAGE,)),
    Command("feed add", _EDITOR, _FEEDS, (_ADDRESS,)),
    Command("feed remove", _EDITOR, _FEEDS, (_FEED,)),
    Command("feed test", _EDITOR, _FEEDS, (_ADDRESS,)),
    Command("feed rename", _EDITOR, _FEEDS, (_FEED, _text("title"))),
    Command("feed topic", _EDITOR, _FEEDS, (_FEED, Parameter("topic", Kind.TOPIC, optional=True))),
    Command("feed weight", _EDITOR, _FEEDS, (_FEED, Parameter("weight", Kind.WORD))),
    Command("feed import", _EDITOR, _FEEDS, (_ADDRESS,)),
    Command("feed export", _EDITOR, _FEEDS),
    Command("newsroom here", _OWNER, _OWN),
    Command("editor add", _OWNER, _OWN, (Parameter("person", Kind.PERSON, optional=True),)),
    Command("editor remove", _OWNER, _OWN, (Parameter("person", Kind.PERSON),)),
    Command("editors", _OWNER, _OWN),
    Command("audit", _OWNER, _OWN, (_PAGE,)),
    Command("backup", _OWNER, _OWN),
)

BY_NAME = {command.name: command for command in COMMANDS}
GROUPS = frozenset(command.name.split()[0] for command in COMMANDS if " " in command.name)
