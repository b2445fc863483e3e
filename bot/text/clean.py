"""Clean foreign text: what it leaves can be shown, stored and escaped on every platform."""

from __future__ import annotations

import re
import unicodedata

_MOST_PASSES = 3  # what one pass leaves, composed, may be a flood once more
_MAX_MARKS = 4  # Vietnamese, Hebrew and vocalised Arabic stack three on a letter; a flood stacks hundreds

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# Controls, bidi controls and invisible characters. Telegram deletes U+0333, U+033F and U+030A after our
# escaping, which would revive a mention that they broke; NFC has composed the wanted U+030A before (å).
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u030a\u0333\u033f\u3164\ufeff\uffa0\ufff0-\ufffb\ufdd0-\ufdef"
    "\U0001d173-\U0001d17a\U000e0000-\U000e00ff]"
)
# No mark is a word character, and this test is fast; what passes it is looked at closely.
_PERHAPS_A_FLOOD = re.compile(rf"[^\w\s\x00-\x7f]{{{_MAX_MARKS + 1}}}")
_JOINER = re.compile("[\u200c\u200d]")
_SPACES = re.compile("[^\\S\n ][^\\S\n]*| [^\\S\n]+")  # whatever is not just one space
_OTHER_SPACE = re.compile("[^\\S\n ]")
_PLAIN = bytes((0x0A, *range(0x20, 0x7F)))
_ANY_UNUSUAL = re.compile("[^\t\n\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0388-\u0482\u2010-\u2027\u2030-\u205e]")
# Letters whose shape a joiner changes: Arabic, Syriac, N'Ko and kin, the Indic scripts, Khmer, Mongolian.
_JOINING = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ua8e0-\ua8ff\ufb50-\ufdcf\ufe70-\ufefc]"
)
_EMOJI = re.compile(
    "[\u00a9\u00ae\u203c-\u2049\u2122-\u21ff\u2300-\u27bf\u2900-\u2bff\u3030\u303d"
    "\u3297\u3299\ufe0f\U0001f000-\U0001faff]"
)


def clean(text: str, limit: int | None = None) -> str:
    """The text in NFC without controls, bidi overrides, invisible characters and floods of marks.

    Line breaks of any kind become one line feed, other white space one space; lone surrogates become
    U+FFFD. ``limit`` is the most characters to keep. Cleaning twice changes nothing more.
    """
    plain = _is_plain(text)
    if not plain and _ANY_UNUSUAL.search(text):
        text = _settled(text)
    if "  " in text or (not plain and _OTHER_SPACE.search(text)):
        text = _SPACES.sub(" ", text)
    if limit is None or len(text) <= limit:
        return text
    return text[:limit].rstrip()


def _is_plain(text: str) -> bool:
    # Deleting from bytes all that is plain is by far the fastest way to see whether anything else is there.
    return text.isascii() and not text.encode("ascii").translate(None, _PLAIN)


def _settled(text: str) -> str:
    """Cleaned until nothing more changes."""
    for _ in range(_MOST_PASSES):
        before, text = text, _clean_unusual(text)
        if text == before:
            break
    return text


def _clean_unusual(text: str) -> str:
    text = _SURROGATES.sub("\ufffd", _BREAKS.sub("\n", text))
    text = _UNWANTED.sub("", unicodedata.normalize("NFC", text))
    if not (_JOINER.search(text) or _PERHAPS_A_FLOOD.search(text)):
        return unicodedata.normalize("NFC", text)
    # What is removed may have stood between a letter and its mark: compose once more.
    return unicodedata.normalize("NFC", _bound(text))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me")


def _bound(text: str) -> str:
    """Without the marks beyond what a letter can bear, and without joiners that join nothing."""
    kept: list[str] = []
    marks, joiner = 0, ""
    for character in text:
        if _JOINER.match(character):
            joiner = character
            continue
        marks = marks + 1 if _is_mark(character) else 0
        if marks > _MAX_MARKS:
            continue
        if joiner and kept and _joins(kept[-1], character):
            kept.append(joiner)
        joiner = ""
        kept.append(character)
    return "".join(kept)


def _joins(before: str, after: str) -> bool:
    """Whether a joiner between the two shapes letters or builds an emoji; elsewhere it only hides."""
    return any(script.match(before) and script.match(after) for script in (_JOINING, _EMOJI))
