"""Languages by their code or name, in English or in themselves."""

from __future__ import annotations

from collections.abc import Sequence

from babel import Locale


def language_name(code: str) -> str:
    """What a language is called in itself: ``English``, ``Deutsch``."""
    return Locale.parse(code).get_display_name(code) or code


def find_language(text: str, codes: Sequence[str]) -> str | None:
    """The code of the language that a text names, of these codes."""
    wanted = text.strip().casefold()
    for code in codes:
        english = Locale.parse(code).get_display_name("en") or code
        if wanted in (code, language_name(code).casefold(), english.casefold()):
            return code
    return None
