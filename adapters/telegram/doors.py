"""Deep links: addresses that lead into the private chat with us and run a line there."""

from __future__ import annotations

import re

_DOOR = "https://t.me/{username}?start={payload}"

# Anybody can spread an address, so behind a door are only lines that change nothing by themselves. A
# payload has at most 64 characters out of [A-Za-z0-9_-]: these lines are shorter.
_STORY_LINE = re.compile(r"(?:comments|reply|story) [a-z][0-9]{1,18}", re.ASCII)
_CHAT_LINE = re.compile(r"manage(?: -?[0-9]{1,18}(?:/(?:[0-9]{1,18}|channel))?)?", re.ASCII)
_STORY_PAYLOAD = re.compile(r"([a-z]+)_([a-z0-9]+)", re.ASCII)
_CHAT_PAYLOAD = re.compile(r"(manage)(?:_(-?[0-9]{1,18}(?:_(?:[0-9]{1,18}|channel))?))?", re.ASCII)
_ADDRESS = re.compile(r"https?://t\.me/([A-Za-z0-9_]+)/?\?start=([A-Za-z0-9_-]{1,64})", re.ASCII)


def door(username: str, line: str) -> str | None:
    """The address behind which this line is run; None if it is not one that a stranger may hand out."""
    if not (_STORY_LINE.fullmatch(line) or _CHAT_LINE.fullmatch(line)):
        return None
    return _DOOR.format(username=username, payload=line.replace(" ", "_").replace("/", "_"))


def line_of(payload: str) -> str | None:
    """The line that a ``/start`` with this payload asks for; None if no door of ours leads there."""
    if found := _CHAT_PAYLOAD.fullmatch(payload):
        verb, chat = found.groups()
        return f"{verb} {chat.replace('_', '/')}" if chat else verb
    found = _STORY_PAYLOAD.fullmatch(payload)
    line = f"{found[1]} {found[2]}" if found else ""
    return line if _STORY_LINE.fullmatch(line) else None


def line_behind(address: str, username: str) -> str | None:
    """The line behind an address that ``door`` made with this username; None for any other."""
    found = _ADDRESS.fullmatch(address)
    return line_of(found[2]) if found and found[1].lower() == username.lower() else None
