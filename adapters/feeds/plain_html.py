"""The text of the plain kind of HTML, fast: paragraphs of text with links and emphasis, well nested.

Most summaries are of that kind. Elements are resolved from the innermost outwards; where anything is
left, nothing is read: the HTML parser is asked, and gives the same for what is read here (a
differential test keeps it so).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

_ATTRIBUTES = r"""(?:\s++[a-zA-Z-]++(?:="[^"<>]*+"|='[^'<>]*+')?+)*+\s*+"""
_INLINE = re.compile(rf"<(b|em|i|small|span|strong|sub|sup|u){_ATTRIBUTES}>([^<]*+)</\1>")
_LINK = re.compile(rf"<a{_ATTRIBUTES}>([^<]*+)</a>")
_PICTURE = re.compile(rf"<img{_ATTRIBUTES}/?>")
_BREAK = re.compile(rf"<br{_ATTRIBUTES}/?>")
_PARAGRAPH = re.compile(rf"<p{_ATTRIBUTES}>([^<]*+)</p>")
# References that every parser knows. What else begins with an ampersand parsers mend in different ways.
_ODD_REFERENCE = re.compile("&(?!(?:amp|lt|gt|quot|nbsp|[lr][sd]quo|[nm]dash|hellip|#0?39|#160|#8[0-9]{3});)")
_SOUND = bytes((0x09, 0x0A, *range(0x20, 0x7F), *range(0x80, 0x100)))
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")


def text_of(markup: str, says_nothing: Callable[[str], bool]) -> str | None:
    """Its text, line feeds where lines end; None: ask the HTML parser.

    Links whose text ``says_nothing`` are left out.
    """
    if not _is_sound(markup):
        return None

    def linked(link: re.Match[str]) -> str:
        if "&" in link[1] and _ODD_REFERENCE.search(link[1]):
            return link[0]
        return "" if says_nothing(unescape(link[1])) else link[1]

    text = _INLINE.sub(_inner, markup.replace("\n", " "))
    text = _PICTURE.sub("", _LINK.sub(linked, text))
    text = _INLINE.sub(_inner, _BREAK.sub("\n", text))
    text = _PARAGRAPH.sub(_apart, text)
    if "<" in text:
        return None
    if "&" not in text:
        return text
    return None if _ODD_REFERENCE.search(text) else unescape(text)


def _inner(element: re.Match[str]) -> str:
    return element[2]


def _apart(paragraph: re.Match[str]) -> str:
    return f"\n\n{paragraph[1]}\n\n"


def _is_sound(markup: str) -> bool:
    """Whether it is without controls and what is no character, which parsers drop or not."""
    try:
        octets = markup.encode()
    except UnicodeEncodeError:
        return False
    return not octets.translate(None, _SOUND) and not any(none in octets for none in _NO_CHARACTERS)
