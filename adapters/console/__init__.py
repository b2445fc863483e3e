"""A terminal as a platform: the one to copy. ``docs/adding-a-platform.md`` says how."""

from adapters.console.numbers import NAME
from adapters.console.opening import open_terminal
from adapters.console.platform import Console
from adapters.console.terminal import CommandHint, Help, Pace, Streams

__all__ = ["NAME", "CommandHint", "Console", "Help", "Pace", "Streams", "open_terminal"]
