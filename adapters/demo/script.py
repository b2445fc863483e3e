"""What is typed in the demonstration, line by line."""

from __future__ import annotations

LINES = (
    "/subscribe",
    "/desk",
    "/pick 1 3",
    "/why 1",
    "/preview",
    "/send",
    ">8 I read this.",
    "@ana >8 Watch who chairs the talks.",
    "/comments 8",
    "!8 👍",
    "/time 07:00 18:30",
)
