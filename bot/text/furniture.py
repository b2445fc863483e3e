"""What publishers put around and between an article's paragraphs: bylines, captions, prompts, credits."""

from __future__ import annotations

import re

_NAME = r"[A-ZÀ-Þ][\w.'’-]*"
_LINES = (
    # when and who
    r"(?:published|updated|posted|last\s+updated|first\s+published)\b[^.!?]{0,80}",
    r"[^.!?]{0,60}\b(?:staff\s+writer|correspondent)",
    # prompts
    r"(?:read|see)\s+(?:more|also|next|the\s+full)\b.*",
    r"also\s+read\b.*",
    r"related(?:\s+(?:stories|articles|content|topics|news|coverage)|\s*:.*)?",
    r"more\s+(?:on|from)\b[^.!?]*",
    r"(?:click|tap)\s+here\b.*",
    r"(?:continue|keep)\s+reading\b.*",
    r"(?:sign\s+up|subscribe)\s+(?:to|for|here|now|today)\b.*",
    r"follow\s+us\b.*",
    r"join\s+our\b.*",
    r"download\s+(?:the|our)\s+app\b.*",
    r"get\s+(?:our|the)\b.*\bnewsletters?\b.*",
    r".*\bstraight\s+to\s+your\s+inbox\b.*",
    r"share\s+this\b.*",
    r"(?:advertisements?|sponsored(?:\s+content)?|ad|comments?|share)\W*",
    # pictures
    r"(?:photos?|images?|pictures?|photographs?|credits?|file\s+photo|caption|video|watch|listen)\s*:.*",
    r"(?:photos?|images?|photographs?|pictures?)\s+(?:by|credit|courtesy)\b.*",
    r".*\((?:AP|AFP|Reuters|Getty|EPA)\b[^)]*\bphoto\b[^)]*\)\W*",
    r".*(?:/\s*(?:Getty\s+Images|AFP|Reuters|AP|EPA)|Getty\s+Images|AP\s+Photo)\W*",
    # about the text
    r"(?:the\s+post\b)?.*\bappeared\s+first\s+on\b.*",
    r"this\s+(?:article|story|report)\s+(?:was|is|has\s+been)\s+(?:originally|first|updated|re-?published)\b.*",
    r"(?:all\s+rights\s+reserved|copyright\b|©).*",
    r"submitted\s+by\s+/?u/.*",
    r"\[?(?:link|comments)\]?\W*",
)
_BYLINE = re.compile(
    rf"\A\W*(?:By|BY)\s+{_NAME}(?:(?:,\s*|\s+and\s+|\s+)(?:{_NAME}|de|van|von|bin|al|in)){{0,8}}[^\w.!?]*\Z",
)
_FURNITURE = re.compile(rf"\A\W*(?:{'|'.join(_LINES)})\Z", re.IGNORECASE | re.DOTALL)
_TAIL = re.compile(
    r"\s*(?:continue\s+reading\b.{0,20}|read\s+(?:more|the\s+full\s+(?:story|article))\b.{0,40}"
    r"|\[link\].*|\[comments\].*)\Z",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"\A[A-ZÀ-Þ][A-ZÀ-Þ .,'’/-]{2,40}(?:,[^—–(-]{0,40})?\s*(?:\([^)]{1,30}\)\s*)?[—–-]{1,2}\s+",
)
_LONGEST = 600
"""What is longer than this is text, whatever it begins with; it also bounds what a pattern costs."""


def is_furniture(text: str) -> bool:
    """Whether a paragraph or sentence (white space folded) is none of the article's own."""
    return len(text) <= _LONGEST and bool(_FURNITURE.match(text) or _BYLINE.match(text))


def without_prompt(paragraph: str) -> str:
    """The paragraph less a "Continue reading..." or "Read more" that was glued to its end."""
    cut = max(len(paragraph) - _LONGEST, 0)
    return paragraph[:cut] + _TAIL.sub("", paragraph[cut:])


def without_dateline(paragraph: str) -> str:
    """The paragraph less its dateline ("TOKYO (Agency) — "), the same if it has none."""
    return _DATELINE.sub("", paragraph)


def has_dateline(paragraph: str) -> bool:
    """Whether a paragraph begins with a place in capitals and a dash."""
    return _DATELINE.match(paragraph) is not None
