"""Bytes to a feed: which parser reads a document, and in which encoding."""

from __future__ import annotations

import re
from datetime import datetime

from adapters.feeds import jsonfeed, plain
from adapters.feeds.raw import Doubt, NotAFeed, RawFeed
from adapters.feeds.tidy import tidied
from bot.model.news import ParsedFeed

_BOM = b"\xef\xbb\xbf"
_CONTROLS = bytes(range(9)) + b"\x0b\x0c" + bytes(range(0x0E, 0x20))  # in no XML, and no text needs them
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
# Encodings in which ASCII means ASCII: a document without any other byte is read as UTF-8.
_ASCII_IS_ASCII = re.compile(
    rb"utf-?8|us-ascii|ascii|iso-8859-\d+|latin-?\d|windows-\d+|cp125\d|gb|big5|euc|koi8", re.IGNORECASE
)
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*){0,9}<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_ENTRY = re.compile(rb"<(?:item|entry)[\s>]")
_OWN_TEXT = re.compile(rb"<(?:description|summary|content|content:encoded)[\s>]")
_CAPTION = re.compile(rb"<(/?)media:(?:title|description)\b")


def parse(
    document: bytes, *, url: str, content_type: str = "", now: datetime, most: int, fast: bool = True
) -> ParsedFeed:
    """The feed in a document from ``url``, with its newest ``most`` entries.

    ``fast=False`` has feedparser read all XML, for comparison. Raises NotAFeed or Malformed.
    """
    return tidied(_raw(document, content_type, fast=fast), url, now, most)


def _raw(document: bytes, content_type: str, *, fast: bool) -> RawFeed:
    if not document.strip(b" \t\r\n\x00"):
        raise NotAFeed
    text = _as_utf_8(document)
    if text is None:
        charset = _CHARSET.search(content_type)
        return _read_patiently(document, charset[1] if charset else None)
    if text.startswith((b"{", b"[")):
        return jsonfeed.read(text)
    if _PAGE.match(text[:4_000]):
        raise NotAFeed
    text = _captions_aside(text)
    if fast:
        try:
            return plain.read(text)
        except Doubt:
            pass  # the patient parser decides
    return _read_patiently(text, "utf-8")


def _read_patiently(document: bytes, charset: str | None) -> RawFeed:
    from adapters.feeds import patient  # noqa: PLC0415 - half of what a child's start costs

    return patient.read(document, charset)


def _captions_aside(document: bytes) -> bytes:
    """The document with the titles and texts of pictures renamed where entries have texts of their own.

    feedparser takes them for the entry's; where there is nothing else (films) they may stand.
    """
    if b"media:" not in document:
        return document
    first = _ENTRY.search(document)
    if first and _OWN_TEXT.search(document, first.start()):
        return _CAPTION.sub(rb"<\1media:caption", document)
    return document


def _as_utf_8(document: bytes) -> bytes | None:
    """The document without BOM, controls and leading space if it is UTF-8 beyond doubt, else None.

    What decodes as UTF-8 is UTF-8, whatever server and declaration say: hardly any text in
    another encoding does so by chance, except one that hides in ASCII or is full of NUL.
    """
    if b"\x00" in document[:200] and not document.startswith(_BOM):
        return None  # UTF-16 or UTF-32
    declared = _DECLARED.search(document[:500])
    if declared and document.isascii() and not _ASCII_IS_ASCII.match(declared[1]):
        return None  # ISO-2022, UTF-7, HZ
    try:
        document.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return document.removeprefix(_BOM).translate(None, _CONTROLS).lstrip()
