"""The outside: platforms, feeds, the clock. None knows another; here is the one list of platforms."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlatformKind:
    """A platform that the program can run on.

    ``setting`` is the name of the setting that turns it on; None: it is there without one.
    ``module`` is imported only when the platform runs, so that nobody waits for the library of a
    network that they do not use.
    """

    name: str
    setting: str | None
    module: str


PLATFORMS = (
    PlatformKind(name="console", setting=None, module="adapters.console"),
    PlatformKind(name="telegram", setting="TELEGRAM_TOKEN", module="adapters.telegram"),
)
