"""HTML to plain text, paragraphs parted by a blank line. Runs in a child process."""

from __future__ import annotations

import re
from html import unescape

from lxml import etree
from lxml.etree import _Element as Element

from adapters.feeds import plain_html
from bot.text.clean import clean

_MOST = 200_000  # characters of markup that are looked at
_BLOCKS = frozenset(
    "address article aside blockquote center dd details div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main ol p pre section summary table tbody thead tfoot tr ul".split()
)
_SILENT = frozenset(
    "audio button canvas embed figcaption figure form head iframe input math nav noscript object script "
    "select style svg template textarea title video".split()
)
_TAG = re.compile(r"</?[A-Za-z!?]")
_LONGEST_LINK, _LONGEST_TRAILER = 300, 900
_MORE = re.compile(
    r"\W*(?:(?:read|find out|learn|see|view|show) (?:more|on)\b.{0,80}|more|"
    r"(?:continue|keep) reading\b.{0,200}|click here\b.{0,40}|full (?:story|article|text)|"
    r"(?:read|see|view) (?:the )?(?:full|whole|entire|complete|original|rest)\b.{0,80})?\W*",
    re.IGNORECASE | re.DOTALL,
)
_TRAILER = re.compile(
    r"(?:the post|this (?:post|article|story)) .{1,600}"
    r"(?:appeared first on|was (?:first|originally) published) .{1,200}",
    re.IGNORECASE | re.DOTALL,
)
_BLANK_LINES = re.compile("\n(?: ?\n)+")
_ELLIPSIS = re.compile(r" ?\[ ?(?:…|\.\.\.) ?\]")


def to_text(markup: str) -> str:
    """The text of a piece of HTML as a reader would see it, without scripts, captions and "read more"."""
    markup = markup[:_MOST]
    text = paragraphs(_text_of_markup(markup) if _TAG.search(markup) else unescape(markup))
    return _ELLIPSIS.sub("…", text) if "[" in text else text


def to_line(markup: str) -> str:
    """The same in one line: for titles and names."""
    if "<" not in markup and "&" not in markup:
        return one_line(markup)
    return one_line(to_text(markup))


def paragraphs(text: str) -> str:
    """Plain text cleaned and folded: one line a paragraph, a blank line between two, no trailer."""
    folded = [words for block in _BLANK_LINES.split(clean(text)) if (words := _in_one(block))]
    while folded and _says_nothing(folded[-1]):
        folded.pop()
    return "\n\n".join(folded)


def _says_nothing(paragraph: str) -> bool:
    """Whether it only leads elsewhere. The lengths keep the patterns from a flood."""
    if len(paragraph) <= _LONGEST_LINK and _MORE.fullmatch(paragraph):
        return True
    return len(paragraph) <= _LONGEST_TRAILER and bool(_TRAILER.fullmatch(paragraph))


def one_line(text: str) -> str:
    """Plain text cleaned, all in one line."""
    return _in_one(clean(text))


def _in_one(text: str) -> str:
    """Clean lines as one; within each there is just one space between words."""
    if "\n" not in text:
        return text.strip()
    return " ".join(filter(None, map(str.strip, text.split("\n"))))


def _text_of_markup(markup: str) -> str:
    text = plain_html.text_of(markup, _says_nothing)
    return _text_of_tags(markup) if text is None else text


def _text_of_tags(markup: str) -> str:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        # A NUL ends the document for the parser.
        body = markup.encode("utf-8", "replace").replace(b"\x00", b"")
        root = etree.fromstring(b"<html><body>" + body + b"</body></html>", parser)
    except etree.XMLSyntaxError:  # nested beyond what the parser takes: no reader wrote that
        return ""
    parts: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start" and (tag in _SILENT or (tag == "a" and _says_nothing(_whole(element)))):
            walk.skip_subtree()
            continue
        if tag in _BLOCKS:
            parts.append("\n\n")
        elif tag == "br" and event == "end":
            parts.append("\n")
        elif tag in ("td", "th"):
            parts.append(" ")
        text = element.text if event == "start" else element.tail
        if text:
            parts.append(text.replace("\n", " "))
    return "".join(parts)


def _whole(element: Element) -> str:
    return "".join(element.itertext())[: _LONGEST_TRAILER + 1].replace("\n", " ")
