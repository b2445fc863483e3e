"""Which terminal it is: a prompt with a person at it, or plain lines."""

from __future__ import annotations

import os

from adapters.console.piped import Piped
from adapters.console.terminal import Help, Pace, Streams, Terminal


def open_terminal(streams: Streams, pace: Pace, assist: Help) -> Terminal:
    """A prompt if a person sits at both ends, else plain lines."""
    if streams.stdin.isatty() and streams.stdout.isatty():
        # Only a person needs it, and it takes a tenth of a second to import.
        from adapters.console.prompted import Prompted  # noqa: PLC0415

        return Prompted(streams, assist, os.environ)
    return Piped(streams, pace, os.environ)
