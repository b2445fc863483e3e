"""The test server as a program: ``python -m tests.platforms.telegram --port 8081``.

Then, elsewhere: ``TELEGRAM_TOKEN=1:a TELEGRAM_API_URL=http://127.0.0.1:8081 make run``, and
``curl 127.0.0.1:8081/control/say -d '{"person": "Ana", "text": "/start"}'``.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys

from tests.platforms.telegram import Limits, TelegramServer
from tests.platforms.telegram.control import Control, line


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.platforms.telegram", description="A test Telegram."
    )
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default="1:a")
    parser.add_argument("--fast", action="store_true", help="no rates")
    parser.add_argument("--open", action="store_true", help="privacy mode off")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds there and back")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(parser.parse_args()))


async def serve(options: argparse.Namespace) -> None:
    """A small world, told on the terminal as it goes on."""
    limits = None if options.fast else Limits()
    server = TelegramServer(
        token=options.token, privacy=not options.open, limits=limits, latency=options.latency
    )
    server.wire.port, server.wire.extra = options.port, Control(server).handle
    settle(server)
    async with server:
        say(f"Telegram at {server.url}, its people at {server.url}/control/")
        told = 0
        while True:
            await server.wire.change(1.0)
            for message in server.sent[told:]:
                say(line(message))
            told = len(server.sent)


def settle(server: TelegramServer) -> None:
    """Two people and a chat of each kind; the bot is in none of them yet."""
    ana, ben = server.person("Ana", language="en"), server.person("Ben", language="de")
    server.group("Desk", ana, ben)
    forum = server.forum("Square", ana, ben)
    server.life.topic_opened(forum, "News", ana)
    talk = server.supergroup("Gazette talk", ana, ben)
    server.channel("Gazette", ana, ben, username="gazette_test", discussion=talk)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
