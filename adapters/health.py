"""How the program fares, told over HTTP to whatever watches over it: ``GET /health``."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.errors import SettingsError
from bot.model.health import Health

_PATH = "/health"
_FINE = 200
_AMISS = 503


@asynccontextmanager
async def serve_health(host: str, port: int, health: Callable[[], Health]) -> AsyncIterator[int]:
    """Answer at this address while inside: 200 while all is well, 503 with the causes while something
    is not, both as JSON. Gives the port, which is any free one for 0. Raises SettingsError where the
    address cannot be had."""

    async def answer(_request: web.Request) -> web.Response:
        now = health()
        return web.json_response(_told(now), status=_FINE if now.is_fine else _AMISS)

    app = web.Application()
    app.router.add_get(_PATH, answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        yield await _listen(runner, host, port)
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int) -> int:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise SettingsError(
            f"Nothing can listen at {host}:{port} for HEALTH_LISTEN: {error.strerror}"
        ) from error
    bound: int = runner.addresses[0][1]
    return bound


def _told(health: Health) -> dict[str, object]:
    return {
        "fine": health.is_fine,
        "causes": health.causes,
        "platforms": dict(health.platforms),
        "storage": health.storage,
        "feeds": health.feeds,
        "feeds_read": health.feeds_read.isoformat(timespec="seconds") if health.feeds_read else None,
    }
