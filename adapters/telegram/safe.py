"""What may reach Telegram: foreign text must not ping, run commands, lead elsewhere or be refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from urllib.parse import quote

from bot.text.clean import clean

JOINER = "\u2060"
"""The word joiner: takes no room, and what it parts is neither a mention nor a command nor an address."""

_PORTS = range(1, 65_536)
_LONGEST_ADDRESS = 2_048  # more than any browser needs, and a message's raw bytes are bounded
_IN_ADDRESSES = "!#$%&'()*+,-./:;=?@[]_~"
_NO_BREAKS = str.maketrans("", "", "\t\r\n")  # browsers leave them out too

# As an address in the text Telegram reads surely what is like this; a mention inside it is none.
# What it finds elsewhere is not so sure: one host that imitates Telegram's is no address for it.
_SPARED = (
    r"(?<![^ \n])https?://(?!teiegram\.)(?:[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?\.){1,4}[a-z]{2,20}/"
    r"[A-Za-z0-9@/_.~%+=&?#-]*+"
)
# A mention begins after anything but a letter, a digit or "_"; which letters count is Telegram's to say,
# so only those of ASCII are trusted. A command likewise. Of addresses with a scheme those of the web stay:
# tg:// and ton:// open what they please.
_TRAPS = re.compile(
    rf"{_SPARED}|(?P<trap>(?<![0-9A-Za-z_])@(?=[^ \n])|(?<![0-9A-Za-z_/])/(?=[^ \n/])"
    r"|(?<![hH][tT][tT][pP])(?<![hH][tT][tT][pP][sS]):(?=//))"
)
_ADDRESS = re.compile(
    r"([hH][tT][tT][pP][sS]?://)(?:[^/?#\\]*@)?"
    r"((?:[A-Za-z0-9_\u00a1-\U0010ffff-]+\.)+[A-Za-z0-9_\u00a1-\U0010ffff-]+)(?::([0-9]{1,5}))?([/?#].*)?",
    re.DOTALL,
)
_SIMPLE_ADDRESS = re.compile(r"https?://(?:[a-z0-9-]+\.)+[a-z0-9-]+(?:/[A-Za-z0-9/_.~%+=&?#,;-]*)?")


def trimmed(texts: Iterable[str]) -> list[str]:
    """The texts that follow each other in a paragraph, cleaned, without white space around them all."""
    cleaned = [clean(text) for text in texts]
    for number, text in enumerate(cleaned):
        cleaned[number] = text.lstrip()
        if cleaned[number]:
            break
    for number in range(len(cleaned) - 1, -1, -1):
        cleaned[number] = cleaned[number].rstrip()
        if cleaned[number]:
            break
    return cleaned


def traps(texts: Sequence[str]) -> list[list[int]]:
    """For each of the texts that follow each other, after which of its characters a joiner must stand.

    They are looked at as one, for Telegram finds mentions across its formatting: ``@<b>name</b>``.
    """
    whole = "".join(texts)
    if "@" not in whole and "/" not in whole:
        return [[] for _ in texts]
    found = [match.end() for match in _TRAPS.finditer(whole) if match["trap"]]
    ends = list(accumulate(map(len, texts)))
    starts = (0, *ends)
    return [
        [end - start for end in found if start < end <= stop]
        for start, stop in zip(starts, ends, strict=False)
    ]


def disarmed(text: str, after: Sequence[int]) -> str:
    """The text with a joiner after each of these many characters."""
    if not after:
        return text
    return JOINER.join(_pieces(text, after))


def escaped(text: str) -> str:
    """The text as HTML. Telegram decodes four named entities; it needs three."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def name(text: str) -> str:
    """A person's or chat's name as plain text on one line, cleaned and disarmed; a dash if nothing is
    left."""
    line = " ".join(clean(text).split())
    return disarmed(line, traps([line])[0]) or "—"


def address(url: str) -> str | None:
    """The address as it may stand in ``href="…"`` once it is escaped; None if it is not one of the web.

    A name and password in it are left out, white space, quotes and what is not ASCII after the host are
    percent-encoded. Telegram leads to no host without a dot.
    """
    if _SIMPLE_ADDRESS.fullmatch(url):
        return url if len(url) <= _LONGEST_ADDRESS else None
    found = _ADDRESS.fullmatch(url.strip().translate(_NO_BREAKS))
    if found is None:
        return None
    scheme, host, port, rest = found.groups()
    if host != clean(host) or (port and int(port) not in _PORTS):
        return None
    whole = f"{scheme.lower()}{host}{f':{int(port)}' if port else ''}{_quoted(rest or '')}"
    return whole if len(whole) <= _LONGEST_ADDRESS else None


def _quoted(rest: str) -> str:
    whole = rest.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return quote(whole, safe=_IN_ADDRESSES)


def _pieces(text: str, after: Sequence[int]) -> Iterator[str]:
    start = 0
    for end in (*after, len(text)):
        yield text[start:end]
        start = end
