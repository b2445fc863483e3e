"""Driving the people of a running server by HTTP, under ``/control/``: for a script, or somebody with curl.

``GET /control/`` lists verbs, people and chats. Every verb takes a JSON object and answers with one;
people go by their names, chats by their titles, a private chat by its person's name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from tests.platforms.telegram.people import Person
from tests.platforms.telegram.places import Message, Place, Topic
from tests.platforms.telegram.seen import Seen, look
from tests.platforms.telegram.server import TelegramServer

Order = Mapping[str, Any]


class Control:
    """What may be done to a server from outside."""

    def __init__(self, server: TelegramServer) -> None:
        self._server = server
        self.verbs: Mapping[str, Callable[[Order], object]] = {
            "person": self.person,
            "say": self.say,
            "reply": self.reply,
            "press": self.press,
            "follow": self.follow,
            "react": self.react,
            "locate": self.locate,
            "share": self.share,
            "flood": self.flood,
            "added": self.added,
            "removed": self.removed,
            "messages": self.messages,
        }

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """An order as it came in."""
        verb = request.path.removeprefix("/control/")
        if verb == "":
            return web.json_response(self._everything())
        if not request.path.startswith("/control/") or verb not in self.verbs:
            return web.json_response({"error": f"no {request.path} here"}, status=404)
        try:
            order = json.loads(await request.read() or b"{}")
            return web.json_response(self.verbs[verb](order))
        except (AssertionError, LookupError, ValueError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)

    def person(self, order: Order) -> object:
        """``name``, ``language``: somebody new."""
        return {"id": self._server.person(order["name"], language=order.get("language")).id}

    def say(self, order: Order) -> object:
        """``person``, ``text``, ``chat`` (else in private), ``topic``, ``to`` (a message's id)."""
        where = self._where(order)
        place = where.place if isinstance(where, Topic) else where
        to = place.messages[order["to"]] if "to" in order else None
        return {"id": self._person(order).says(order["text"], where, to=to).id}

    def reply(self, order: Order) -> object:
        """``person``, ``text``, ``chat``, ``message`` (else the bot's last one there)."""
        return {"id": self._person(order).replies(self._message(order), order["text"]).id}

    def press(self, order: Order) -> object:
        """``person``, ``button`` (its label or data), ``chat``, ``message``."""
        return {"id": self._person(order).presses(self._message(order), order["button"]).id}

    def follow(self, order: Order) -> object:
        """``person``, ``link`` (its label), ``chat``, ``message``."""
        return {"id": self._person(order).follows(self._message(order), order["link"]).id}

    def react(self, order: Order) -> object:
        """``person``, ``emoji`` (a list), ``chat``, ``message``."""
        self._person(order).reacts(self._message(order), *order["emoji"])
        return {}

    def locate(self, order: Order) -> object:
        """``person``, ``latitude``, ``longitude``: a place on the map, in private."""
        return {"id": self._person(order).shares_location(order["latitude"], order["longitude"]).id}

    def share(self, order: Order) -> object:
        """``person``, ``button``, ``shared`` (a chat): what the button asks for, in private."""
        shared = self._place(order["shared"])
        return {"id": self._person(order).shares_chat(self._message(order), order["button"], shared).id}

    def flood(self, order: Order) -> object:
        """``chat``, ``count``, ``message``: so many replies to it at once."""
        return {"count": len(self._server.flood(order["count"], self._message(order)))}

    def added(self, order: Order) -> object:
        """``person``, ``chat``, ``admin``: the bot comes in."""
        place, admin = self._place(order["chat"]), order.get("admin", False)
        self._server.life.bot_added(place, self._person(order), admin=admin)
        return {}

    def removed(self, order: Order) -> object:
        """``person``, ``chat``: the bot is put out."""
        self._server.life.bot_removed(self._place(order["chat"]), self._person(order))
        return {}

    def messages(self, order: Order) -> object:
        """``chat`` (else of all), ``after`` (an id): the bot's messages as they stand now."""
        seen = self._server.seen(self._place(order["chat"]) if "chat" in order else None)
        return [_shown(each) for each in seen if each.id > order.get("after", 0)]

    def _everything(self) -> object:
        places = self._server.world.places.values()
        return {
            "verbs": {name: verb.__doc__ for name, verb in self.verbs.items()},
            "people": [each.name for each in self._people()],
            "chats": [
                {"id": each.id, "kind": each.kind, "title": each.title, "topics": _topics(each)}
                for each in places
            ],
        }

    def _people(self) -> list[Person]:
        return [each for each in self._server.world.users.values() if isinstance(each, Person)]

    def _person(self, order: Order) -> Person:
        for each in self._people():
            if each.name == order["person"]:
                return each
        raise LookupError(f"nobody is called {order['person']!r}")

    def _place(self, name: str | int) -> Place:
        for each in self._server.world.places.values():
            if name in {each.id, each.title} and each.moved_to is None:
                return each
        raise LookupError(f"no chat is called {name!r}")

    def _where(self, order: Order) -> Place | Topic:
        place = self._place(order["chat"]) if "chat" in order else self._person(order).chat
        if "topic" not in order:
            return place
        return next(each for each in place.topics.values() if each.name == order["topic"])

    def _message(self, order: Order) -> Message:
        place = self._place(order.get("chat") or order["person"])
        if "message" in order:
            return place.messages[order["message"]]
        return self._server.last(place).message


def _topics(place: Place) -> list[str]:
    return [each.name for each in place.topics.values()]


def _shown(seen: Seen) -> Mapping[str, object]:
    return {
        "chat": seen.place.title,
        "id": seen.id,
        "thread": seen.thread,
        "text": seen.text,
        "buttons": [{"text": each.text, "data": each.data, "url": each.url} for each in seen.buttons],
        "links": dict(seen.links),
        "edits": seen.edits,
        "file": None if seen.document is None else seen.document.name,
    }


def line(message: Message) -> str:
    """A message of the bot on a line of the terminal, with its buttons below."""
    seen = look(message)
    rows = "".join("\n    " + " ".join(f"[{each.text}]" for each in row) for row in seen.rows)
    return f"{seen.place.title} #{seen.id}: {seen.text}{rows}"
