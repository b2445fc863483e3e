"""The real program, started as a process of its own in a folder of its own."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from adapters.demo.server import begins

LONG = 50  # seconds: far more than anything here takes
STORY = "Newsline: Northland recalls its ambassador from Eastmark over border fence"


@dataclass(frozen=True, slots=True)
class Ended:
    """What a run printed and left with."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Bot:
    """Starts the program in a folder of its own."""

    folder: Path
    feeds: str

    async def start(self, *arguments: str, **settings: str) -> asyncio.subprocess.Process:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "HOME": str(self.folder),
            "FEEDS": self.feeds,
            "FEED_ALLOW": "127.0.0.1",
            "ARTICLES": "off",
            **settings,
        }
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", *arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=self.folder,
            env=environment,
        )

    async def run(self, *arguments: str, typed: str = "", **settings: str) -> Ended:
        process = await self.start(*arguments, **settings)
        out, err = await asyncio.wait_for(process.communicate(typed.encode()), LONG)
        assert process.returncode is not None
        return Ended(process.returncode, out.decode(), err.decode())

    async def journey(self, typed: str) -> Ended:
        """A piped run at the demonstration's instant."""
        return await self.run("run", "--clock", begins().isoformat(), typed=typed)
