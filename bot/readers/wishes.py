"""What a person asks to have more or less of: ``+visas``, ``-visas``, muted words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.errors import UserError
from bot.text.clean import clean

MOST_MUTED = 50
LONGEST_MUTED = 40
"""So many words, and letters of a word, a chat may mute."""

_QUOTED = re.compile(r"[\"“”]([^\"“”]*)[\"“”]|([^\s,;\"“”]+)")


def split_sign(text: str) -> tuple[str, str]:
    """``+``, ``-`` or nothing, and what follows."""
    text = text.strip()
    if text[:1] == "+":
        return "+", text[1:]
    if text[:1] in ("-", "−", "–"):
        return "-", text[1:]
    return "", text


def topics_after(old: Sequence[str], text: str, known: Sequence[str]) -> tuple[str, ...] | None:
    """The topics wanted after a wish, in the briefing's order; none means all. Without a sign the
    wish names all that is wanted. None if it names a topic that there is not."""
    sign, rest = split_sign(text)
    if not sign and rest.casefold() == "all":
        return ()
    given = _topics(rest, known)
    if given is None:
        return None
    wanted = given if not sign else {*old, *given} if sign == "+" else {*old} - given
    return tuple(name for name in known if name in wanted)


def _topics(text: str, known: Sequence[str]) -> set[str] | None:
    by_name = {name.casefold(): name for name in known}
    whole = by_name.get(text.strip().casefold())
    if whole:
        return {whole}
    parts = text.split(",") if "," in text else text.split()
    named = [by_name.get(part.strip().casefold()) for part in parts if part.strip()]
    found = {name for name in named if name}
    return found if named and len(named) == sum(name is not None for name in named) else None


def muted_after(old: Sequence[str], text: str) -> tuple[str, ...]:
    """The muted words after a wish: more of them, or less with a sign; a phrase stands in quotes.

    Raises UserError if they are too many or too long, if there is nothing in the text, or if what
    should be muted no more never was.
    """
    sign, rest = split_sign(clean(text))
    found = [(phrase or word).strip().casefold() for phrase, word in _QUOTED.findall(rest)]
    given = [word for word in found if word]
    if not given:
        raise UserError("mute-unclear")
    if any(len(word) > LONGEST_MUTED for word in given):
        raise UserError("mute-too-long", most=LONGEST_MUTED)
    if sign == "-":
        # A button names a phrase without quotes.
        ended = {*given, rest.strip().casefold()}
        if ended.isdisjoint(old):
            raise UserError("mute-not-muted", text=rest.strip())
        return tuple(word for word in old if word not in ended)
    muted = tuple(dict.fromkeys((*old, *given)))
    if len(muted) > MOST_MUTED:
        raise UserError("mute-too-many", count=len(muted), most=MOST_MUTED)
    return muted
